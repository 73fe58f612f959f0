#include "adapters/adsb/codes.h"

#include <algorithm>
#include <cmath>

namespace watchpost::adsb {
namespace {

constexpr std::uint32_t metric_bit = 0x40;
constexpr std::uint32_t quarter_bit = 0x10;  // Q: steps of 25 ft

// The thirteen bits in the order sent: C1 A1 C2 A2 C4 A4 (M) B1 D1 B2 D2 B4 D4.
struct Pulses {
  std::uint32_t a, b, c, d;  // each with its 4 as the highest bit
};

Pulses pulses_of(std::uint32_t code13) {
  const auto bit = [code13](int from_left) { return code13 >> (12 - from_left) & 1U; };
  return {bit(5) << 2 | bit(3) << 1 | bit(1), bit(11) << 2 | bit(9) << 1 | bit(7),
          bit(4) << 2 | bit(2) << 1 | bit(0), bit(12) << 2 | bit(10) << 1 | bit(8)};
}

std::uint32_t binary_of_gray(std::uint32_t gray) {
  for (std::uint32_t shift = 1; shift < 16; shift <<= 1) gray ^= gray >> shift;
  return gray;
}

std::uint32_t reversed3(std::uint32_t bits) {
  return (bits & 1) << 2 | (bits & 2) | bits >> 2;
}

// The Gillham code: steps of 500 ft in D2 D4 A1 A2 A4 B1 B2 B4 and of 100 ft in C1 C2 C4, both reflected.
std::optional<int> gillham_ft(std::uint32_t code13) {
  const Pulses pulses = pulses_of(code13);
  if ((pulses.d & 1) != 0) return std::nullopt;  // D1 is not used for altitudes
  const std::uint32_t five_hundreds = binary_of_gray((pulses.d >> 1 & 1) << 7 | (pulses.d >> 2 & 1) << 6 |
                                                     reversed3(pulses.a) << 3 | reversed3(pulses.b));
  std::uint32_t hundreds = binary_of_gray(reversed3(pulses.c));
  if (hundreds == 0 || hundreds == 5 || hundreds == 6) return std::nullopt;
  if (hundreds == 7) hundreds = 5;
  if (five_hundreds % 2 != 0) hundreds = 6 - hundreds;
  return static_cast<int>(five_hundreds * 500 + hundreds * 100) - 1300;
}

struct MovementStep {
  std::uint32_t from;  // this code and those up to the next row's
  double speed_kn;     // of the first
  double step_kn;
};

constexpr std::array<MovementStep, 8> movement_steps{{{1, 0, 0},
                                                      {2, 0.125, 0.125},
                                                      {9, 1, 0.25},
                                                      {13, 2, 0.5},
                                                      {39, 15, 1},
                                                      {94, 70, 2},
                                                      {109, 100, 5},
                                                      {124, 175, 0}}};
constexpr std::uint32_t movement_max = 124;

// Annex 10 IV, table 3-9: capitals, digits and the blank alone are assigned.
std::optional<char> character_of(std::uint32_t six_bits) {
  if (six_bits >= 1 && six_bits <= 26) return static_cast<char>('A' + six_bits - 1);
  if (six_bits == 32 || (six_bits >= 48 && six_bits <= 57)) return static_cast<char>(six_bits);
  return std::nullopt;
}

std::uint32_t character_bits(char letter) {
  if (letter >= 'A' && letter <= 'Z') return static_cast<std::uint32_t>(letter - 'A' + 1);
  return static_cast<std::uint32_t>(letter) & 0x3F;
}

}  // namespace

std::optional<int> altitude_ft(std::uint32_t code13) {
  if (code13 == 0 || (code13 & metric_bit) != 0) return std::nullopt;
  if ((code13 & quarter_bit) == 0) return gillham_ft(code13);
  const std::uint32_t steps = (code13 & 0x1F80) >> 2 | (code13 & 0x20) >> 1 | (code13 & 0xF);
  return static_cast<int>(steps * 25) - 1000;
}

std::uint32_t altitude_code12(double altitude) {
  const double quarter_hundreds = std::round((altitude + 1000) / 25);
  if (quarter_hundreds >= 0 && quarter_hundreds <= 2047) {
    const auto steps = static_cast<std::uint32_t>(quarter_hundreds);
    return (steps & 0x7F0) << 1 | quarter_bit | (steps & 0xF);
  }
  const int hundred_ft = static_cast<int>(std::clamp(std::round(altitude / 100), -12.0, 1267.0)) * 100;
  for (std::uint32_t code12 = 1; code12 < 4096; ++code12)
    if ((code12 & quarter_bit) == 0 && gillham_ft(code13_of_code12(code12)) == hundred_ft) return code12;
  return 0;
}

std::uint16_t squawk_of(std::uint32_t code13) {
  const Pulses pulses = pulses_of(code13);
  return static_cast<std::uint16_t>(pulses.a << 9 | pulses.b << 6 | pulses.c << 3 | pulses.d);
}

std::uint32_t squawk_code13(std::uint16_t squawk) {
  std::uint32_t code13 = 0;
  // Where each of A4 A2 A1 B4 B2 B1 C4 C2 C1 D4 D2 D1 stands, counted from the left of the thirteen.
  constexpr std::array<int, 12> places{5, 3, 1, 11, 9, 7, 4, 2, 0, 12, 10, 8};
  for (std::size_t i = 0; i < places.size(); ++i) code13 |= (squawk >> (11 - i) & 1U) << (12 - places[i]);
  return code13;
}

std::string_view callsign_of(std::uint64_t bits48, std::array<char, 8>& letters) {
  std::size_t length = 0;
  bool is_over = false;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const auto six_bits = static_cast<std::uint32_t>(bits48 >> (42 - 6 * i)) & 0x3F;
    letters[i] = ' ';
    if (six_bits == 0) is_over = true;  // some transponders pad with it
    if (six_bits == 0 || six_bits == 32) continue;
    const auto letter = character_of(six_bits);
    if (!letter || is_over) return {};
    letters[i] = *letter;
    length = i + 1;
  }
  std::string_view callsign(letters.data(), length);
  while (!callsign.empty() && callsign.front() == ' ') callsign.remove_prefix(1);
  return callsign;
}

std::uint64_t callsign_bits(std::string_view callsign) {
  std::uint64_t bits48 = 0;
  for (std::size_t i = 0; i < 8; ++i)
    bits48 = bits48 << 6 | character_bits(i < callsign.size() ? callsign[i] : ' ');
  return bits48;
}

std::optional<double> ground_speed_kn(std::uint32_t movement) {
  if (movement == 0 || movement > movement_max) return std::nullopt;
  const MovementStep* found = movement_steps.data();
  for (const MovementStep& row : movement_steps)
    if (row.from <= movement) found = &row;
  return found->speed_kn + (movement - found->from) * found->step_kn;
}

std::uint32_t movement_of(double speed_kn) {
  std::uint32_t nearest = 1;
  for (std::uint32_t movement = 1; movement <= movement_max; ++movement)
    if (std::abs(*ground_speed_kn(movement) - speed_kn) <= std::abs(*ground_speed_kn(nearest) - speed_kn))
      nearest = movement;
  return nearest;
}

}  // namespace watchpost::adsb
