// Rhythm: a track's own usual interval between reports, and how long its silence means nothing.
//
// Source   docs/rules.md: a track coasts after the longer of 10 s and three of its own usual intervals.
// Memory   36 bytes: intervals in microseconds, of at most 71 minutes.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>

#include "daemon/base/archive.h"
#include "daemon/base/time.h"

namespace watchpost {

class Rhythm {
 public:
  // Two messages of one moment, or one heard by two receivers, are not a rhythm.
  static constexpr Duration interval_min = std::chrono::milliseconds(500);

  void add_interval(Duration interval) {
    if (interval < interval_min) return;
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(interval).count();
    intervals_us_[next_] = static_cast<std::uint32_t>(
        std::min<std::int64_t>(microseconds, std::numeric_limits<std::uint32_t>::max()));
    next_ = static_cast<std::uint8_t>((next_ + 1) % intervals_us_.size());
    count_ = std::min<std::uint8_t>(static_cast<std::uint8_t>(count_ + 1),
                                    static_cast<std::uint8_t>(intervals_us_.size()));
  }

  // The median of the last eight; nothing known is zero.
  Duration usual_interval() const {
    if (count_ == 0) return Duration{};
    auto sorted = intervals_us_;
    const auto middle = sorted.begin() + count_ / 2;
    std::nth_element(sorted.begin(), middle, sorted.begin() + count_);
    return std::chrono::microseconds(*middle);
  }

  Duration coasts_after() const { return std::max<Duration>(std::chrono::seconds(10), 3 * usual_interval()); }
  Duration drops_after() const { return std::max<Duration>(std::chrono::seconds(60), 10 * usual_interval()); }

  // From when on the track had coasted, where its report of this time came so long after the one before. By
  // event times, so that what is heard late is as what was heard at once.
  std::optional<EventTime> coasted_before(EventTime time, Duration gap) const {
    const Duration means_nothing = coasts_after();
    return gap > means_nothing ? std::optional(time - gap + means_nothing) : std::nullopt;
  }

  template <class Archive>
  friend void transfer(Archive& archive, Rhythm& rhythm) {
    archive(rhythm.intervals_us_, rhythm.next_, rhythm.count_);
    if constexpr (Archive::is_loading) {
      const std::size_t room = rhythm.intervals_us_.size();
      if (rhythm.next_ >= room || rhythm.count_ > room) archive.fail("found a rhythm without its intervals");
    }
  }

 private:
  std::array<std::uint32_t, 8> intervals_us_{};
  std::uint8_t next_ = 0;
  std::uint8_t count_ = 0;
};

}  // namespace watchpost
