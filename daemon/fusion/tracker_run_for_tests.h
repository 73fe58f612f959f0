// TrackerRun: a tracker that is driven as the core drives it, and what it then knows.
//
// The reports received up to a whole second, then what they saw is fused, then silence is looked at.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "daemon/fusion/scene_for_tests.h"

namespace watchpost {

inline std::shared_ptr<Mission> fusion_mission_for_tests() {
  auto mission = std::make_shared<Mission>();
  mission->feeds.emplace_back().name = "sensors";
  mission->feeds.emplace_back().name = "ais";
  return mission;
}

struct Arrival {
  double received_s = 0;
  std::size_t sighting = 0;
};

inline std::vector<Arrival> arrivals_in_order(const std::vector<Sighting>& scene) {
  std::vector<Arrival> arrivals;
  for (std::size_t i = 0; i < scene.size(); ++i) arrivals.push_back({scene[i].time_s, i});
  return arrivals;
}

// What is known of a track, without its name.
struct TrackKnown {
  Slot slot = no_slot;
  Vector3 place_m;
  LatLon position;
  EastNorth velocity_mps;
  CovarianceEN covariance;
  EventTime time;
  EventTime last_hit;
  int hits = 0;
  bool is_named = false;
};

// The worst by which two of them differ, in metres (of a covariance: of the deviation); a different
// number of plots is a metre each.
inline double difference(const TrackKnown& a, const TrackKnown& b) {
  const auto std_m = [](double variance) { return std::copysign(std::sqrt(std::abs(variance)), variance); };
  double worst = length(a.place_m - b.place_m);
  for (const double part :
       {a.velocity_mps.east_m - b.velocity_mps.east_m, a.velocity_mps.north_m - b.velocity_mps.north_m,
        std_m(a.covariance.ee_m2) - std_m(b.covariance.ee_m2),
        std_m(a.covariance.nn_m2) - std_m(b.covariance.nn_m2)})
    worst = std::max(worst, std::abs(part));
  // The root of a number about zero tells more of rounding than of it.
  worst = std::max(worst, std::abs(a.covariance.en_m2 - b.covariance.en_m2) /
                              std::sqrt(std::max(a.covariance.ee_m2, a.covariance.nn_m2)));
  worst +=
      std::abs(a.hits - b.hits) + std::abs(seconds(a.last_hit - b.last_hit)) + (a.is_named != b.is_named);
  return worst;
}

class TrackerRun {
 public:
  explicit TrackerRun(std::shared_ptr<const Mission> mission = fusion_mission_for_tests(), double start_s = 0)
      : watermark_behind_s_(seconds(mission->fusion_lag)),
        next_tick_s_(start_s),
        tracker_(std::move(mission)) {}

  void take(const Sighting& sighting, double received_s, std::uint64_t number) {
    while (next_tick_s_ < received_s) tick();
    sighting.hand_to(tracker_, received_s, number, changes_);
  }
  void tick() {
    const ReceiveTime now{duration_from_s(next_tick_s_)};
    while (tracker_.fuse_next(changes_)) {
    }
    tracker_.tick(now, EventTime(duration_from_s(next_tick_s_ - watermark_behind_s_)), changes_);
    next_tick_s_ += 1;
  }
  // Else the lag: as if any sensor might still say something as old as that.
  void set_watermark_behind(double behind_s) { watermark_behind_s_ = behind_s; }
  void run_to(double time_s) {
    while (next_tick_s_ <= time_s) tick();
  }
  // Equal times of arrival keep their order.
  void run(const std::vector<Sighting>& scene, std::vector<Arrival> arrivals, double until_s) {
    std::stable_sort(arrivals.begin(), arrivals.end(),
                     [](const Arrival& a, const Arrival& b) { return a.received_s < b.received_s; });
    for (const Arrival& arrival : arrivals)
      take(scene[arrival.sighting], arrival.received_s, arrival.sighting + 1);
    run_to(until_s);
  }

  // Every track that still lives at the time, predicted to it.
  std::vector<TrackKnown> known_at(double time_s) const {
    const EventTime time{duration_from_s(time_s)};
    const TrackStore& store = tracker_.store();
    std::vector<TrackKnown> known;
    for (Slot slot = 0; slot < store.end(); ++slot) {
      if (store.life(slot).id == TrackId{} || !store.is_alive(slot, time)) continue;
      const TrackState& state = store.state(slot);
      const Estimate then =
          predict(state.estimate, std::max(time, state.estimate.time), store.motion_of(slot));
      known.push_back({slot, earth_centred_m(position_of(then)), position_of(then), velocity_of(then),
                       covariance_of(then), then.time, state.last_hit, int{state.hits},
                       store.life(slot).identity != 0});
    }
    return known;
  }

  Tracker& tracker() { return tracker_; }
  const Tracker& tracker() const { return tracker_; }
  std::vector<TrackChange>& changes() { return changes_; }
  double next_tick_s() const { return next_tick_s_; }

 private:
  double watermark_behind_s_;
  double next_tick_s_;
  Tracker tracker_;
  std::vector<TrackChange> changes_;
};

// Pairs the tracks of two runs, nearest first. The worst difference; a track without a counterpart
// is one of a million metres.
inline double worst_difference(const std::vector<TrackKnown>& some, std::vector<TrackKnown> others) {
  if (some.size() != others.size()) return 1e6 + std::abs(double(some.size()) - double(others.size()));
  double worst = 0;
  for (const TrackKnown& one : some) {
    const auto nearest = std::min_element(others.begin(), others.end(), [&](const auto& a, const auto& b) {
      return difference(one, a) < difference(one, b);
    });
    worst = std::max(worst, difference(one, *nearest));
    others.erase(nearest);
  }
  return worst;
}

}  // namespace watchpost
