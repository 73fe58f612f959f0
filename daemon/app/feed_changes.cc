#include "daemon/app/feed_changes.h"

#include <utility>

namespace watchpost {

std::optional<FeedState> FeedChanges::look(const FeedState& total) {
  const FeedState last = std::exchange(last_[index(total.feed)], total);
  FeedState change = total;
  change.faults -= last.faults;
  change.refused -= last.refused;
  change.shed -= last.shed;
  const bool is_same =
      last.state == total.state && change.faults == 0 && change.refused == 0 && change.shed == 0;
  return is_same ? std::nullopt : std::optional(change);
}

}  // namespace watchpost
