// TrackStore: every track in memory, and the few things that can be done to one.
//
// Slot arrays: what each plot touches (TrackState) apart from what follows arrival (TrackLife) and
// from what people read (Description). The grid lists each track where its gate can be until
// `listed_until`; what is longer silent is listed anew when a scan comes by (list_until).
//
// Determinism   slots, ids and handles follow the order of calls.
// Threads       the core's.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

#include "daemon/base/deadlines.h"
#include "daemon/base/flat_index.h"
#include "daemon/base/interner.h"
#include "daemon/base/slot_array.h"
#include "daemon/fusion/checkpoints.h"
#include "daemon/fusion/description.h"
#include "daemon/fusion/feed_sets.h"
#include "daemon/fusion/gate.h"
#include "daemon/fusion/lifecycle.h"
#include "daemon/fusion/plot_window.h"
#include "daemon/fusion/sensor_table.h"
#include "daemon/fusion/track_life.h"
#include "daemon/fusion/track_state.h"
#include "daemon/model/mission.h"
#include "geo/grid.h"

namespace watchpost {

enum class PlotOutcome : std::uint8_t {
  agreed,     // folded in
  set_aside,  // a transponder's jump that nothing has confirmed yet
  jumped,     // its second report at another place: the track has begun anew there
};

class TrackStore {
 public:
  static constexpr std::size_t tracks_max = 1'000'000;
  // A track known worse than this is none that a plot could be given to.
  static constexpr double std_m_max = 1'000;

  explicit TrackStore(std::shared_ptr<const Mission> mission);

  // Feeds that were added have the numbers behind the others.
  void reconfigure(std::shared_ptr<const Mission> mission) {
    mission_ = std::move(mission);
    sensors.add_feeds(mission_->feeds.size());
  }

  // A new track without a plot; nothing where there is no room for one more.
  Slot add();
  void remove(Slot slot);

  // Folds the plot in. REQUIRES: not older than the state
  PlotOutcome apply(Slot slot, PlotHandle handle);

  // Takes the track back to before the time. `released` gets its plots from then on, newest first; a
  // track of which nothing is left has no hits. False, and nothing changed, where its history does
  // not reach so far.
  bool take_back(Slot slot, EventTime time, std::vector<PlotHandle>& released);
  // The plots from the time on, newest first.
  void plots_since(Slot slot, EventTime time, std::vector<PlotHandle>& plots) const;

  // The estimates between which the track has moved since the time: before and after each plot, and
  // predicted to `until`, as far as it lives.
  void visit_gates(Slot slot, EventTime since, EventTime until,
                   const std::function<void(const Estimate&)>& visit) const;

  void name(Slot slot, IdentityKey identity, EventTime time);
  void unname(Slot slot);
  Description& description_of(Slot slot);             // made where there is none
  void set_description(Slot slot, Slot description);  // in place of its own
  void learn_motion(Slot slot);                       // after its description or name has changed

  // Lists anew what may have moved out of the place where it is listed by then.
  void list_until(EventTime time);
  void list(Slot slot, EventTime now);

  bool is_alive(Slot slot, EventTime time) const {
    return states_[slot].hits > 0 &&
           (lives_[slot].identity != 0 || time <= lifecycle_.lives_until(states_[slot]));
  }
  // A plot is given to what is known well enough, and to nothing else.
  bool is_known_well(const Estimate& predicted) const {
    return gate_radius_m(predicted, gate_) <= gate_radius_m(std_m_max, gate_);
  }
  const Motion& motion_of(Slot slot) const { return motion(lives_[slot].motion); }
  // As it was taken to move when this plot of it was folded in: before its name was heard, otherwise.
  const Motion& motion_at(Slot slot, const WindowPlot& plot) const {
    const TrackLife& life = lives_[slot];
    const bool is_before_name =
        life.identity != 0 && (plot.time < life.named_time ||
                               (plot.time == life.named_time && (plot.flags & WindowPlot::is_named) == 0));
    return motion(is_before_name ? life.motion_unnamed : life.motion);
  }
  // Of its plots, also of one that was set aside and has left the estimate as it was.
  EventTime newest_time(Slot slot) const {
    const TrackState& state = states_[slot];
    return plots.has(state.newest_plot) ? std::max(state.estimate.time, plots[state.newest_plot].time)
                                        : state.estimate.time;
  }
  Duration lag() const { return mission_->fusion_lag; }
  // How far back a track can be taken: what comes a lag late may wait for the tick besides.
  Duration history() const { return lag() + std::chrono::seconds(1); }
  double interval_s(SensorId sensor, EventTime time) const {
    return sensors.interval_s(sensor, time, history());
  }

  TrackState& state(Slot slot) { return states_[slot]; }
  const TrackState& state(Slot slot) const { return states_[slot]; }
  TrackLife& life(Slot slot) { return lives_[slot]; }
  const TrackLife& life(Slot slot) const { return lives_[slot]; }
  const Description* description(Slot slot) const {
    return lives_[slot].description == no_slot ? nullptr : &descriptions_[lives_[slot].description];
  }
  std::optional<Slot> find(TrackId id) const { return by_id_.find(index(id)); }
  std::optional<Slot> find(IdentityKey identity) const { return by_identity_.find(identity); }
  Slot end() const { return numbers_.end(); }
  std::size_t size() const { return numbers_.used(); }
  const Mission& mission() const { return *mission_; }
  const Grid& grid() const { return grid_; }
  const Lifecycle& lifecycle() const { return lifecycle_; }
  const GateSize& gate() const { return gate_; }

  // Where the memory is, without what strings and vectors of descriptions hold.
  struct Memory {
    std::size_t states = 0;
    std::size_t lives = 0;
    std::size_t descriptions = 0;
    std::size_t checkpoints = 0;
    std::size_t plots = 0;
    std::size_t grid = 0;
    std::size_t indexes = 0;

    std::size_t total() const { return states + lives + descriptions + checkpoints + plots + grid + indexes; }
  };
  Memory memory_bytes() const;

  // What is shown of a track, predicted to the time where that is later.
  void show(Slot slot, EventTime time, Track& track) const;
  void show(Slot slot, const Estimate& estimate, Track& track) const;

  PlotWindow plots;
  SensorTable sensors;
  FeedSets feed_sets;

  template <class Archive>
  friend void transfer(Archive& archive, TrackStore& store) {
    store.transfer_state(archive);
  }

 private:
  template <class Archive>
  void transfer_state(Archive& archive) {
    archive.section("tracks", 2);
    archive(numbers_, description_numbers_, checkpoints_, grid_, listings_, last_id_, plots, sensors,
            feed_sets);
    for (Slot slot = 0; slot < numbers_.end() && !archive.has_failed(); ++slot) {
      states_.grow_to(slot + 1);
      lives_.grow_to(slot + 1);
      archive(states_[slot], lives_[slot]);
    }
    for (Slot slot = 0; slot < description_numbers_.end() && !archive.has_failed(); ++slot) {
      descriptions_.grow_to(slot + 1);
      archive(descriptions_[slot]);
    }
    if constexpr (Archive::is_loading) {
      if (archive.has_failed()) return;
      index_again();
      if (!is_sound()) archive.fail("found tracks that speak of what is not there");
    }
  }
  void index_again();
  // Whether every index that was loaded has its place.
  bool is_sound() const;
  bool is_sound(Slot slot) const;
  PlotOutcome apply_named(Slot slot, const Plot& plot, PlotHandle handle);
  void begin(Slot slot, const Plot& plot, const Motion& motion);
  void look_at_list(Slot slot, EventTime time);

  std::shared_ptr<const Mission> mission_;
  Lifecycle lifecycle_;
  GateSize gate_;
  SlotNumbers numbers_;
  SlotArray<TrackState> states_;
  SlotArray<TrackLife> lives_;
  SlotNumbers description_numbers_;
  SlotArray<Description> descriptions_;
  Checkpoints checkpoints_;
  Grid grid_;
  FlatIndex by_id_;
  FlatIndex by_identity_;
  Deadlines<EventTime, std::uint64_t> listings_;  // by track id
  std::uint64_t last_id_ = 0;
  std::vector<PlotHandle> again_;  // reused
  Description nothing_said_;
};

}  // namespace watchpost
