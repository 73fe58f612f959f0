// Messages: where each message type that we use keeps its fields, as one table.
//
// Decoder and encoder both follow these rows; a type without a row is valid but not used.
// Source    ITU-R M.1371-5 annex 8, section 3.
#pragma once

#include <cstdint>
#include <string_view>

#include "adapters/ais/payload.h"

namespace watchpost::ais {

enum class Subject : std::uint8_t { vessel, aircraft, station, aid, none };

struct Layout {
  std::uint8_t type = 0;
  std::uint8_t part = 0;            // of type 24: 0 is A, 1 is B
  std::uint16_t bit_count = 0;      // as the standard has it
  std::uint16_t bit_count_min = 0;  // characters' bits below which it is refused (README, "Lengths")
  Subject subject = Subject::none;

  Bits status = {};
  Bits accuracy = {};
  Bits longitude = {};
  Bits latitude = {};
  Bits speed = {};
  Bits course = {};
  Bits heading = {};
  Bits second = {};
  Bits altitude = {};
  Bits altitude_is_barometric = {};

  Bits imo = {};
  Bits callsign = {};
  Bits name = {};
  Bits ship_type = {};
  Bits dimensions = {};  // to bow, stern (9 bits each), port, starboard (6 each)
  Bits is_virtual = {};
  Bits name_extension = {};  // width: what it has at most
  Bits text = {};            // width: what it has at most

  double position_steps_per_deg = 600'000;  // 1/10,000 minute; else 1/10 minute, 600
  double speed_steps_per_kn = 10;
  double course_steps_per_deg = 10;
};

inline constexpr Bits type_bits{0, 6};
inline constexpr Bits mmsi_bits{8, 30};
inline constexpr Bits part_bits{38, 2};

// nullptr where the type (or the part of type 24) is not used.
const Layout* find_layout(std::uint32_t type, std::uint32_t part);

}  // namespace watchpost::ais
