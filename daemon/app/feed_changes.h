// FeedChanges: what a feed has become since it was last looked at, from counters that only grow.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "daemon/model/input.h"

namespace watchpost {

class FeedChanges {
 public:
  explicit FeedChanges(std::size_t feed_count) : last_(feed_count) {}

  // Those that are not there yet, of `feed_count`.
  void add_feeds(std::size_t feed_count) { last_.resize(feed_count); }

  // `total` has the feed's state and its counts since the beginning. Nothing where nothing has changed.
  std::optional<FeedState> look(const FeedState& total);

 private:
  std::vector<FeedState> last_;  // by feed
};

}  // namespace watchpost
