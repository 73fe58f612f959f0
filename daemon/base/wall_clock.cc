#include "daemon/base/wall_clock.h"

#include <ctime>

#include "daemon/base/check.h"

namespace watchpost {
namespace {

Duration read_clock(clockid_t clock) {
  timespec time{};
  CHECK(clock_gettime(clock, &time) == 0, "this machine has no such clock");
  return std::chrono::seconds(time.tv_sec) + Duration(time.tv_nsec);
}

// UTC when the machine booted. A pause between the two readings would pass for an offset, so the
// tightest of several pairs counts.
Duration measure_utc_at_boot() {
  Duration best_gap = Duration::max();
  Duration best{};
  for (int i = 0; i < 5; ++i) {
    const Duration before = read_clock(CLOCK_BOOTTIME);
    const Duration utc = read_clock(CLOCK_REALTIME);
    const Duration gap = read_clock(CLOCK_BOOTTIME) - before;
    if (gap >= best_gap) continue;
    best_gap = gap;
    best = utc - before - gap / 2;
  }
  return best;
}

}  // namespace

WallClock::WallClock() : utc_at_boot_(measure_utc_at_boot()) {}

ReceiveTime WallClock::now() const {
  return ReceiveTime(utc_at_boot_ + read_clock(CLOCK_BOOTTIME));
}

Duration WallClock::system_clock_offset() const {
  return measure_utc_at_boot() - utc_at_boot_;
}

}  // namespace watchpost
