// Surroundings: what the core has been told of its feeds and of its machine, for the rules that speak of
// them.
//
// Memory   one account a feed, and the last events_max events.
// State    all of it; loaded into one of as many feeds.
#pragma once

#include <cstdint>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/base/time.h"
#include "daemon/model/input.h"

namespace watchpost {

class Surroundings {
 public:
  static constexpr std::size_t events_max = 64;

  struct FeedAccount {
    ConnectionState state = ConnectionState::unspecified;
    EventTime state_since;
    std::uint64_t faults = 0;  // these three since the beginning
    std::uint64_t refused = 0;
    std::uint64_t shed = 0;
  };

  struct Happening {
    EventTime time;
    SystemEvent event;
  };

  explicit Surroundings(std::size_t feed_count) : feeds_(feed_count) {}

  // Feeds that were added have the numbers behind the others; those that are gone are closed.
  void reconfigure(const Mission& mission, EventTime now) {
    feeds_.resize(mission.feeds.size());
    for (std::size_t feed = 0; feed < feeds_.size(); ++feed)
      if (mission.feeds[feed].is_retired)
        take(FeedState{FeedId(static_cast<std::uint16_t>(feed)), ConnectionState::closed}, now);
  }

  void take(const FeedState& told, EventTime now) {
    FeedAccount& feed = feeds_[index(told.feed)];
    if (feed.state != told.state) feed.state_since = now;
    feed.state = told.state;
    feed.faults += told.faults;
    feed.refused += told.refused;
    feed.shed += told.shed;
  }

  void take(const SystemEvent& event, EventTime now) {
    if (events_.size() >= events_max) events_.erase(events_.begin());
    events_.push_back({now, event});
  }

  const FeedAccount& feed(FeedId feed) const { return feeds_[index(feed)]; }
  const std::vector<Happening>& events() const { return events_; }  // the last ones, the oldest first

  template <class Archive>
  friend void transfer(Archive& archive, Surroundings& surroundings) {
    archive.section("surroundings", 1);
    const std::size_t feed_count = surroundings.feeds_.size();
    archive(surroundings.feeds_, surroundings.events_);
    if constexpr (Archive::is_loading) {
      if (surroundings.feeds_.size() != feed_count) archive.fail("found another number of feeds");
      surroundings.feeds_.resize(feed_count);
    }
  }

 private:
  template <class Archive>
  friend void transfer(Archive& archive, FeedAccount& account) {
    auto& [state, state_since, faults, refused, shed] = account;
    archive(state, state_since, faults, refused, shed);
  }

  template <class Archive>
  friend void transfer(Archive& archive, Happening& happening) {
    auto& [kind, amount, detail] = happening.event;
    archive(happening.time, kind, amount, detail);
  }

  std::vector<FeedAccount> feeds_;  // by FeedId
  std::vector<Happening> events_;
};

}  // namespace watchpost
