// Payload: the bits of one AIS message, put together from the characters that carry six each.
//
// Reading beyond the end gives zeros; whether a message is long enough is asked before.
// Memory    fixed: the longest AIS message (1,064 bits, five slots) and room to spare.
// Source    IEC 61162-1 annex on six-bit encoding; ITU-R M.1371-5 annex 8, 6-bit ASCII.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace watchpost::ais {

// A field of a message: its first bit, counted from 0, and its width. Width 0: there is no such field.
struct Bits {
  std::uint16_t at = 0;
  std::uint16_t width = 0;

  constexpr bool is_there() const { return width != 0; }
  constexpr int end() const { return at + width; }
};

class Payload {
 public:
  static constexpr int bits_max = 1280;

  Payload() { clear(); }

  void clear();

  // Adds a fragment's characters. False where a character carries no six bits, or they are more
  // than any message has; the payload is then of no further use.
  bool append(std::string_view characters, int pad_bit_count);

  int bit_count() const { return bit_count_; }
  // With the pad bits that the last fragment states: some receivers state too many.
  int padded_bit_count() const { return padded_bit_count_; }

  // At most 32 bits wide, within bits_max.
  std::uint32_t number(Bits bits) const {
    return static_cast<std::uint32_t>(window(bits.at) >> (64 - bits.width));
  }
  std::int32_t signed_number(Bits bits) const {
    return static_cast<std::int32_t>(static_cast<std::int64_t>(window(bits.at)) >> (64 - bits.width));
  }
  bool flag(int at) const { return (bytes_[static_cast<std::size_t>(at) / 8] >> (7 - at % 8) & 1) != 0; }

  // Letters into `place` up to the first '@', which ends a text; their count.
  std::size_t letters(Bits bits, char* place) const;
  // The same without the blanks at the end.
  std::string_view text(Bits bits, char* place) const {
    return without_blanks({place, letters(bits, place)});
  }
  static std::string_view without_blanks(std::string_view text) {
    return text.substr(0, text.find_last_not_of(' ') + 1);
  }

 private:
  // 64 bits from a place on, of which the first 57 are good.
  std::uint64_t window(int at) const {
    std::uint64_t word;
    std::memcpy(&word, bytes_.data() + at / 8, sizeof word);
    return __builtin_bswap64(word) << (at % 8);
  }

  std::array<std::uint8_t, bits_max / 8 + 16> bytes_;
  int bit_count_ = 0;
  int padded_bit_count_ = 0;
};

// The character that carries these six bits in a sentence, and the letter they are in a text.
constexpr char carrier_of(unsigned six) {
  return static_cast<char>(six < 40 ? six + 48 : six + 56);
}
constexpr char letter_of(unsigned six) {
  return static_cast<char>(six < 32 ? six + 64 : six);
}

}  // namespace watchpost::ais
