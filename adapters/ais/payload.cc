#include "adapters/ais/payload.h"

#include <algorithm>

namespace watchpost::ais {
namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the windows of a payload are swapped bytes");

constexpr std::uint8_t no_carrier = 0x80;

// By character: its six bits, or no_carrier.
constexpr auto six_bits_of = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_carrier);
  for (unsigned six = 0; six < 64; ++six)
    table[static_cast<unsigned char>(carrier_of(six))] = static_cast<std::uint8_t>(six);
  return table;
}();

constexpr std::size_t characters_at_once = 8;  // 48 bits, which with a begun byte fit a word

}  // namespace

void Payload::clear() {
  bit_count_ = 0;
  padded_bit_count_ = 0;
  bytes_.fill(0);
}

bool Payload::append(std::string_view characters, int pad_bit_count) {
  if (bit_count_ + static_cast<std::int64_t>(characters.size()) * 6 > bits_max) return false;
  const int begin = bit_count_;
  unsigned seen = 0;
  while (!characters.empty()) {
    const std::size_t count = std::min(characters.size(), characters_at_once);
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint8_t six = six_bits_of[static_cast<unsigned char>(characters[i])];
      seen |= six;
      word = word << 6 | (six & 63U);
    }
    const int begun_bit_count = bit_count_ % 8;
    std::uint8_t* const place = bytes_.data() + bit_count_ / 8;
    const auto begun = static_cast<std::uint64_t>(*place & (0xFF00U >> begun_bit_count)) << 56;
    word = __builtin_bswap64(begun | word << (64 - begun_bit_count - 6 * static_cast<int>(count)));
    std::memcpy(place, &word, sizeof word);
    bit_count_ += 6 * static_cast<int>(count);
    characters.remove_prefix(count);
  }
  padded_bit_count_ = bit_count_;
  bit_count_ = std::max(begin, bit_count_ - pad_bit_count);
  return (seen & no_carrier) == 0;
}

std::size_t Payload::letters(Bits bits, char* place) const {
  const std::size_t count_max = bits.width / 6;
  for (std::size_t i = 0; i < count_max; ++i) {
    place[i] = letter_of(number({static_cast<std::uint16_t>(bits.at + 6 * i), 6}));
    if (place[i] == '@') return i;
  }
  return count_max;
}

}  // namespace watchpost::ais
