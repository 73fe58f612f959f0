// MachineWatch: has the system clock been set, or has the daemon stood still, since the last second?
//
// The daemon's own clock is shifted by neither (WallClock). A clock that is slewed is not one that has been
// set: chrony moves it by up to a twelfth of the time that passes.
#pragma once

#include <optional>
#include <vector>

#include "daemon/base/time.h"
#include "daemon/model/input.h"

namespace watchpost {

class MachineWatch {
 public:
  static constexpr Duration pause_min = std::chrono::seconds(2);
  static constexpr Duration step_min = std::chrono::milliseconds(100);

  // Once a second, by a timer that was due at `due`; the offset is that of the system clock from the
  // daemon's.
  std::vector<SystemEvent> look(ReceiveTime due, ReceiveTime now, Duration system_clock_offset);

 private:
  struct Look {
    ReceiveTime time;
    Duration offset{};
  };
  std::optional<Look> last_;
};

}  // namespace watchpost
