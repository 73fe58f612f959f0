// ScanFusion: the plots of one look of one sensor find their tracks, all at once.
//
//    plots ─► grid: who is near ─► gate: whose could it be ─► assignment: whose it is ─► update
//                                                                └─ nobody's: a new track
//
// What names itself needs no assignment: its name says whose it is; only a name not heard before
// looks for the track that sensors already have of it.
//
// Determinism   a function of the tracks and the plots, whatever the order of the plots.
// Threads       the core's.
#pragma once

#include <utility>
#include <vector>

#include "daemon/fusion/assignment.h"
#include "daemon/fusion/track_store.h"

namespace watchpost {

// A track and the plot that changed it.
struct Touched {
  Slot slot = no_slot;
  PlotHandle plot = no_plot;
  PlotOutcome outcome = PlotOutcome::agreed;
};

// A state that a track has gone through again, after this plot.
struct Moment {
  Slot slot = no_slot;
  PlotHandle plot = no_plot;
  TrackState state;
};

// Plots of one sensor, one time and one kind.
struct Scan {
  EventTime time;
  SensorId sensor{};
  PlotKind kind = PlotKind::position;
  std::vector<PlotHandle> plots;
};

// Tracks that have lost all their plots, by the plot that had begun them: where the same plot
// begins a track again, it is the same track.
class Unborn {
 public:
  void add(PlotHandle first_plot, Slot slot) { slots_.emplace_back(first_plot, slot); }
  void sort();  // before what was added is taken
  Slot take(PlotHandle first_plot);
  std::vector<Slot> rest() const;  // those that nobody took
  void clear() { slots_.clear(); }

 private:
  std::vector<std::pair<PlotHandle, Slot>> slots_;
};

// A direction that has been fused, and the track that it went to.
struct KnownBearing {
  PlotHandle plot = no_plot;
  TrackId owner{};  // 0: nobody

  template <class Archive>
  friend void transfer(Archive& archive, KnownBearing& bearing) {
    archive(bearing.plot, bearing.owner);
  }
};

class ScanFusion {
 public:
  explicit ScanFusion(TrackStore& store) : store_(store) {}

  // Sorts the plots so that their order says nothing.
  void sort(std::vector<PlotHandle>& plots) const;

  // REQUIRES: sorted; no track that a plot could belong to has a newer plot.
  void fuse(const Scan& scan, Unborn* unborn, std::vector<Touched>& touched);
  // A plot with a transponder's identity. The slot that took it; nothing where there is no room.
  Slot fuse_named(PlotHandle plot, IdentityKey identity, Unborn* unborn, std::vector<Touched>& touched);

  // Where what each plot makes of its track is kept from now on; nowhere if null.
  void keep_moments(std::vector<Moment>* moments) { moments_ = moments; }

  // The tracks that a bearing may have seen.
  void find_along(const Plot& bearing, std::vector<Slot>& found) const;
  // Whether it may have seen something in this disc.
  bool does_look_at(const Plot& bearing, LatLon centre, double radius_m) const;

  // Every direction that was fused lately, also what found no track: nothing else remembers it.
  const std::vector<KnownBearing>& bearings() const { return bearings_; }
  std::vector<KnownBearing>& bearings() { return bearings_; }
  void forget_old_bearings();

  std::uint64_t no_room() const { return no_room_; }
  void set_no_room(std::uint64_t count) { no_room_ = count; }

 private:
  struct Candidate {
    Slot slot = no_slot;
    Estimate predicted;
  };

  void weigh(const Plot& plot, const LocalFrame* sensor);
  void fold_in(Slot slot, PlotHandle plot, std::vector<Touched>& touched);
  void remember_owner(PlotHandle bearing, TrackId owner);
  std::uint32_t candidate_of(Slot slot, EventTime time);
  Slot begin(PlotHandle plot, Unborn* unborn);
  Slot find_unnamed_track_of(const Plot& plot);

  TrackStore& store_;
  Assignment assignment_;
  std::uint64_t no_room_ = 0;
  std::vector<KnownBearing> bearings_;
  std::vector<Moment>* moments_ = nullptr;

  // Of one scan; reused.
  std::vector<Slot> found_;
  std::vector<Candidate> candidates_;
  std::vector<std::uint32_t> candidate_index_;  // by slot; good where that candidate has the slot
};

}  // namespace watchpost
