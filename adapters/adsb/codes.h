// Codes: altitudes, squawks, call signs and speeds on the ground as Mode S writes them, both ways.
//
// Units     as the code has them: feet and knots, so that what is exact stays exact.
// Errors    nothing where the code says 'not available', is not assigned, or is metric (which no
//           transponder sends, and no edition defines).
// Source    ICAO Annex 10 volume IV, 3.1.2.6.5.4 (AC), 3.1.2.6.7.1 (ID), appendix to chapter 3 (Gillham);
//           RTCA DO-260B table 2-14 (movement), 2.2.3.2.5.3 (characters).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace watchpost::adsb {

inline constexpr double metres_per_foot = 0.3048;

// Thirteen bits of DF4 and 20; twelve of an airborne position, which lacks the M bit.
std::optional<int> altitude_ft(std::uint32_t code13);
std::uint32_t altitude_code12(double altitude_ft);
constexpr std::uint32_t code13_of_code12(std::uint32_t code12) {
  return (code12 & 0xFC0) << 1 | (code12 & 0x3F);
}
constexpr std::uint32_t code12_of_code13(std::uint32_t code13) {
  return (code13 >> 1 & 0xFC0) | (code13 & 0x3F);
}

// Four octal digits as a number, as Report::squawk: 07700 is 0xFC0.
std::uint16_t squawk_of(std::uint32_t code13);
std::uint32_t squawk_code13(std::uint16_t squawk);

// Eight characters of six bits. Empty where one of them is no character of a call sign; blanks and what
// stands for 'nothing' are left out at the end. The view is of `letters`.
std::string_view callsign_of(std::uint64_t bits48, std::array<char, 8>& letters);
std::uint64_t callsign_bits(std::string_view callsign);

// Movement of a surface position: the lower end of its step.
std::optional<double> ground_speed_kn(std::uint32_t movement);
std::uint32_t movement_of(double speed_kn);  // the nearest

}  // namespace watchpost::adsb
