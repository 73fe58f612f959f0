// Setting: when and where a simulation plays, and how its times are written.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

#include "daemon/simulate/mission_plane.h"

namespace watchpost::simulate {

struct Setting {
  MissionPlane plane;
  std::int64_t start_s = 0;  // Unix
  double duration_s = 0;
  std::uint64_t seed = 1;
};

// Times on the wire are whole milliseconds.
inline std::int64_t milliseconds(double time_s) {
  return std::llround(time_s * 1000);
}

// `1893484800.250`
std::string unix_text(const Setting& setting, std::int64_t time_ms);

// `2030-01-01T08:00:00.250Z`
std::string rfc3339(const Setting& setting, double time_s);

// printf's way with numbers; of a bounded length.
std::string format(const char* pattern, ...) __attribute__((format(printf, 1, 2)));

}  // namespace watchpost::simulate
