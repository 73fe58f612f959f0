// Picture: what is so now, as the messages of the core tell it: tracks, alerts, feeds.
//
// It is fed the same messages in the same order as the publisher, and keeps them as they came: an
// alert whose sequence is at most last_sequence has been applied here.
// Memory   one message a track and feed, the open alerts, and the latest `alerts_kept` of each label.
// Threads  the query thread's own.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "daemon/publish/node_info.h"
#include "daemon/publish/outgoing.h"
#include "geo/coordinates.h"

namespace watchpost {

// A transition, kept with the time at which it came.
struct LoggedAlert {
  std::shared_ptr<const OutgoingAlert> alert;
  ReceiveTime published_time;
};

// The alerts of one label, oldest first, without holes.
struct AlertLog {
  std::uint64_t first_sequence = 1;
  std::deque<LoggedAlert> alerts;

  std::uint64_t last_sequence() const { return first_sequence + alerts.size() - 1; }
};

class Picture {
 public:
  Picture(const Mission& mission, ClockFunction clock, std::uint64_t alerts_kept = alerts_kept_a_label);

  void apply(const OutgoingPtr& outgoing);

  // By number; inside the bounds, where some are given.
  std::vector<std::shared_ptr<const OutgoingTrack>> tracks(const std::optional<LatLonBounds>& bounds) const;

  // The latest transition of each alert that is not over, by id.
  const std::map<std::string, LoggedAlert, std::less<>>& open_alerts() const { return open_; }

  // One for each label that the mission names or a message had.
  const std::map<std::string, AlertLog, std::less<>>& logs() const { return logs_; }

  // The latest of each feed that has said something, by feed.
  const std::map<FeedId, std::shared_ptr<const OutgoingHealth>>& health() const { return health_; }

  std::uint64_t track_count(TrackStatus status) const { return counts_[static_cast<std::size_t>(status)]; }

  // The latest tick that was worked off, and what fusion had counted by then.
  const std::optional<ReceiveTime>& tick_time() const { return tick_time_; }
  const FusionCounts& fusion() const { return fusion_; }

  // The latest transition of an alert that is still kept; nullptr where there is none.
  const LoggedAlert* find_alert(std::string_view alert_id) const;

 private:
  using TrackMap = std::unordered_map<std::uint64_t, std::shared_ptr<const OutgoingTrack>>;

  void apply(std::shared_ptr<const OutgoingTrack> track);
  void apply(std::shared_ptr<const OutgoingAlert> alert);
  void apply(std::shared_ptr<const OutgoingHealth> health);
  void apply(const std::shared_ptr<const OutgoingTick>& tick);
  void apply(const std::shared_ptr<const OutgoingDecision>& /*decision*/) {
  }  // the transition was told before
  void apply(const std::shared_ptr<const OutgoingMission>& mission);

  ClockFunction clock_;
  std::uint64_t alerts_kept_;
  TrackMap tracks_;                        // by number; sorted when asked for
  std::array<std::uint64_t, 5> counts_{};  // of tracks_, by TrackStatus
  std::map<std::string, LoggedAlert, std::less<>> open_;
  std::map<std::string, AlertLog, std::less<>> logs_;
  std::map<FeedId, std::shared_ptr<const OutgoingHealth>> health_;
  std::optional<ReceiveTime> tick_time_;
  FusionCounts fusion_;
};

// West greater than east: across the antimeridian.
bool is_inside(const LatLonBounds& bounds, LatLon position);

}  // namespace watchpost
