// Mode S frames: their length, address, parity and numbered bits.
//
// Bits      numbered from 1, as in the standards' figures: DF is bits 1 to 5 of the frame, the type code
//           bits 1 to 5 of the message field ME.
// Source    ICAO Annex 10 volume IV, 3.1.2 (parity: 3.1.2.3.3); RTCA DO-260B 2.2.3 for extended squitter.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace watchpost::adsb {

inline constexpr std::size_t short_frame_bytes = 7;
inline constexpr std::size_t long_frame_bytes = 14;

struct ModeSFrame {
  std::array<std::uint8_t, long_frame_bytes> bytes{};
  std::size_t size = 0;  // short_frame_bytes or long_frame_bytes

  std::uint32_t downlink_format() const { return bytes[0] >> 3; }
  // Capability CA, flight status FS or control field CF, by downlink format.
  std::uint32_t subfield() const { return bytes[0] & 7; }
  // AA of DF11, 17 and 18.
  std::uint32_t announced_address() const {
    return std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
  }
  // AC or ID of DF4, 5, 20 and 21: thirteen bits.
  std::uint32_t code13() const { return (std::uint32_t{bytes[2]} << 8 | bytes[3]) & 0x1FFF; }

  bool operator==(const ModeSFrame&) const = default;
};

// The 56 bits of ME (DF17, 18) or MB (DF20, 21).
class MessageField {
 public:
  constexpr explicit MessageField(std::uint64_t bits = 0) : bits_(bits) {}
  explicit MessageField(const ModeSFrame& frame) {
    for (std::size_t i = 4; i < 11; ++i) bits_ = bits_ << 8 | frame.bytes[i];
  }

  std::uint32_t number(int first_bit, int bit_count) const {
    return static_cast<std::uint32_t>(bits_ >> (57 - first_bit - bit_count)) & ((1U << bit_count) - 1);
  }
  bool flag(int bit) const { return (bits_ >> (56 - bit) & 1) != 0; }
  std::uint32_t type_code() const { return number(1, 5); }
  std::uint64_t bits() const { return bits_; }

  // REQUIRES: the bits were 0 before and the value fits
  void put(int first_bit, int bit_count, std::uint64_t value) {
    bits_ |= (value & ((std::uint64_t{1} << bit_count) - 1)) << (57 - first_bit - bit_count);
  }

 private:
  std::uint64_t bits_ = 0;
};

// What is left of the frame when the parity of its data is taken from its last 24 bits: 0 for an intact
// DF17 and 18, the interrogator's code for DF11, the sender's address for DF4, 5, 20 and 21.
std::uint32_t parity_remainder(std::span<const std::uint8_t> frame);

// How long a frame of this format is; nothing where Mode S has no such format.
std::optional<std::size_t> frame_bytes_of(std::uint32_t downlink_format);

}  // namespace watchpost::adsb
