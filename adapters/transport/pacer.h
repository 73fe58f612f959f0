// Pacer: how long must a frame of a recording wait, so that the recording plays at its own speed?
//
// Frames before the first recorded time, and those of a recording without any, come at the given rate.
#pragma once

#include <cstdint>
#include <optional>

#include "daemon/base/time.h"

namespace watchpost {

class Pacer {
 public:
  // `speed` 2 is twice as fast as it was recorded.
  Pacer(double speed, double rate_hz) : speed_(speed), rate_hz_(rate_hz) {}

  // Called once for each frame, in order: when it is due, on the steady clock that `now` is read from.
  Duration due(std::optional<ReceiveTime> recorded, Duration now);

 private:
  double speed_;
  double rate_hz_;
  std::optional<Duration> start_;  // when the first frame came by
  std::uint64_t frames_without_time_ = 0;
  std::optional<ReceiveTime> first_;  // recorded, due at first_due_
  ReceiveTime newest_;
  Duration first_due_{};
};

}  // namespace watchpost
