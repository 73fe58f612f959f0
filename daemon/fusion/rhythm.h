// Rhythm: a track's own usual interval between reports, and how long its silence means nothing.
//
// Source   docs/rules.md: a track coasts after the longer of 10 s and three of its own usual intervals.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "daemon/base/time.h"

namespace watchpost {

class Rhythm {
 public:
  // Two messages of one moment, or one heard by two receivers, are not a rhythm.
  static constexpr Duration interval_min = std::chrono::milliseconds(500);

  void add_interval(Duration interval) {
    if (interval < interval_min) return;
    intervals_[next_++ % intervals_.size()] = interval;
    count_ = std::min<std::uint32_t>(count_ + 1, static_cast<std::uint32_t>(intervals_.size()));
  }

  // The median of the last eight; nothing known is zero.
  Duration usual_interval() const {
    if (count_ == 0) return Duration{};
    auto sorted = intervals_;
    const auto middle = sorted.begin() + count_ / 2;
    std::nth_element(sorted.begin(), middle, sorted.begin() + count_);
    return *middle;
  }

  Duration coasts_after() const { return std::max<Duration>(std::chrono::seconds(10), 3 * usual_interval()); }
  Duration drops_after() const { return std::max<Duration>(std::chrono::seconds(60), 10 * usual_interval()); }

 private:
  std::array<Duration, 8> intervals_{};
  std::uint32_t next_ = 0;
  std::uint32_t count_ = 0;
};

}  // namespace watchpost
