// Motion: how an object of some kind may move.
//
// Units    metres, seconds. `process_noise` is the power spectral density of a white acceleration
//          on each axis (Bar-Shalom, Li, Kirubarajan 2001, section 6.2.2).
#pragma once

#include <cstdint>
#include <string_view>

namespace watchpost {

struct Motion {
  double process_noise_m2ps3 = 1;
  double speed_mps_max = 100;         // what its kind does, not what it could at the limit
  double acceleration_mps2_max = 10;  // turning included
};

// A kind by number: small, and the same in every run.
using MotionNumber = std::uint8_t;

// Of what nobody has named or classified: what a radar or a camera sees.
inline constexpr MotionNumber motion_of_the_unidentified = 0;

// By classification (`vessel.cargo` is a vessel); an unknown or empty one gets the widest bounds.
MotionNumber motion_number(std::string_view classification);
bool is_motion_number(MotionNumber number);
// REQUIRES: is_motion_number(number)
const Motion& motion(MotionNumber number);

}  // namespace watchpost
