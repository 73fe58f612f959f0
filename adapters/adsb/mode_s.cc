#include "adapters/adsb/mode_s.h"

namespace watchpost::adsb {
namespace {

constexpr std::uint32_t generator = 0xFFF409;  // Annex 10 IV, 3.1.2.3.3.1.2, without its leading 1
constexpr std::size_t data_bytes_max = long_frame_bytes - 3;

using Row = std::array<std::uint32_t, 256>;

// What each value of the k-th byte before the parity adds to it. The parity is linear, so that the bytes
// of a frame are looked up side by side instead of one after the other.
constexpr std::array<Row, data_bytes_max> make_rows() {
  std::array<Row, data_bytes_max> rows{};
  for (std::uint32_t value = 0; value < 256; ++value) {
    std::uint32_t remainder = value << 16;
    for (Row& row : rows) {
      for (int bit = 0; bit < 8; ++bit)
        remainder = (remainder << 1 ^ ((remainder & 0x800000) != 0 ? generator : 0)) & 0xFFFFFF;
      row[value] = remainder;
    }
  }
  return rows;
}

constexpr std::array<Row, data_bytes_max> rows = make_rows();

}  // namespace

std::uint32_t parity_remainder(std::span<const std::uint8_t> frame) {
  const std::size_t data_bytes = frame.size() - 3;
  std::uint32_t remainder = std::uint32_t{frame[data_bytes]} << 16 |
                            std::uint32_t{frame[data_bytes + 1]} << 8 | frame[data_bytes + 2];
  for (std::size_t i = 0; i < data_bytes; ++i) remainder ^= rows[data_bytes - 1 - i][frame[i]];
  return remainder;
}

std::optional<std::size_t> frame_bytes_of(std::uint32_t downlink_format) {
  switch (downlink_format) {
    case 0:
    case 4:
    case 5:
    case 11:
      return short_frame_bytes;
    case 16:
    case 17:
    case 18:
    case 19:
    case 20:
    case 21:
    case 22:
      return long_frame_bytes;
    default:  // DF24 to 31: Comm-D, whose first two bits alone say so
      return downlink_format >= 24 ? std::optional(long_frame_bytes) : std::nullopt;
  }
}

}  // namespace watchpost::adsb
