// Pace: how often something is usually heard, from when it was.
//
// The usual interval is one that nine in ten of the last ones do not exceed: where many speak at odds
// the single gaps differ, and the usual one must not be the usual gap of two that happen to speak together.
//
// Memory   88 bytes.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>

#include "daemon/base/archive.h"
#include "daemon/base/time.h"

namespace watchpost {

class Pace {
 public:
  // What is heard within this is one word: a scan, or a message in parts.
  static constexpr Duration word = std::chrono::milliseconds(500);

  void hear(ReceiveTime time) {
    if (count_ > 0 && time - began_ < word) return;
    if (count_ > 0) {
      const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(time - began_).count();
      intervals_us_[next_] = static_cast<std::uint32_t>(
          std::min<std::int64_t>(microseconds, std::numeric_limits<std::uint32_t>::max()));
      next_ = static_cast<std::uint8_t>((next_ + 1) % intervals_us_.size());
    }
    count_ = std::min<std::uint8_t>(static_cast<std::uint8_t>(count_ + 1),
                                    static_cast<std::uint8_t>(intervals_us_.size() + 1));
    began_ = time;
  }

  // Nothing where it was heard but once.
  std::optional<Duration> usual_interval() const {
    if (count_ < 2) return std::nullopt;
    auto sorted = intervals_us_;
    const int known = count_ - 1;
    const auto place = sorted.begin() + (known * 9 - 1) / 10;
    std::nth_element(sorted.begin(), place, sorted.begin() + known);
    return std::chrono::microseconds(*place);
  }

  template <class Archive>
  friend void transfer(Archive& archive, Pace& pace) {
    archive(pace.intervals_us_, pace.began_, pace.next_, pace.count_);
    if constexpr (Archive::is_loading) {
      const std::size_t room = pace.intervals_us_.size();
      if (pace.next_ >= room || pace.count_ > room + 1) archive.fail("found a pace without its intervals");
    }
  }

 private:
  std::array<std::uint32_t, 20> intervals_us_{};
  ReceiveTime began_;  // of the last word
  std::uint8_t next_ = 0;
  std::uint8_t count_ = 0;  // of words, as far as there is room
};

}  // namespace watchpost
