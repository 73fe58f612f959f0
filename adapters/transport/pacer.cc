#include "adapters/transport/pacer.h"

#include <algorithm>

namespace watchpost {

Duration Pacer::due(std::optional<ReceiveTime> recorded, Duration now) {
  if (!start_) start_ = now;
  if (!first_ && !recorded) {
    const double since_start_s = static_cast<double>(frames_without_time_++) / rate_hz_ / speed_;
    return *start_ + duration_from_s(std::min(since_start_s, 1e9));
  }
  if (!first_) {
    first_ = newest_ = *recorded;
    first_due_ = now;
  }
  if (recorded) newest_ = std::max(newest_, *recorded);
  return first_due_ + duration_from_s(std::min(seconds(newest_ - *first_) / speed_, 1e9));
}

}  // namespace watchpost
