// WallClock: the only place where the project asks what time it is.
//
// Receive time is the machine's time since boot plus its offset to UTC, taken once: a step of the system
// clock shifts no timer, and time goes on while the machine sleeps.
//
// Threads   one clock may be read by any number of threads.
// Used by   app, transport, publish and query alone.
#pragma once

#include <functional>

#include "daemon/base/time.h"

namespace watchpost {

class WallClock {
 public:
  WallClock();

  ReceiveTime now() const;
  // How far the system clock stands from this one now: it has been stepped or slewed by so much.
  Duration system_clock_offset() const;

 private:
  Duration utc_at_boot_;
};

// A clock handed in, so that it can be a test's.
using ClockFunction = std::function<ReceiveTime()>;

}  // namespace watchpost
