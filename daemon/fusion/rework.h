// Rework: plots that came late take their place, as if everything had come in order.
//
// What a late plot can change is a neighbourhood: the tracks whose gates it or its consequences can
// have touched since. They are taken back to before it, together with all their plots, and these
// are fused again, scan by scan. Tracks farther off cannot tell the difference and are not touched.
//
//   hull of a track   a disc that holds its gate at every moment since the late plot
//   neighbourhood     the tracks whose hulls overlap with those that are already in it, or that lie in
//                     one direction with them in which a sensor has seen something since; looked at
//                     again afterwards, and widened where the new hulls reach farther
//
// What names itself cannot take the reports of another name: two tracks of which only transponders
// have spoken since then do not touch, however near they are.
//
// Errors        a track whose history does not reach so far keeps what it has; counted.
// Determinism   a function of the tracks and the plots.
#pragma once

#include <utility>
#include <vector>

#include "daemon/fusion/scan_fusion.h"
#include "daemon/fusion/track_store.h"
#include "geo/earth.h"
#include "geo/grid.h"

namespace watchpost {

class Rework {
 public:
  // A neighbourhood is widened so often at most.
  static constexpr int rounds_max = 4;

  struct Counters {
    std::uint64_t neighbourhoods = 0;  // reworked
    std::uint64_t tracks = 0;          // taken back in them
    std::uint64_t widened = 0;         // neighbourhoods that turned out too small at first
    std::uint64_t too_wide = 0;        // and still were after the last round
    std::uint64_t out_of_history = 0;  // tracks that could not be taken back

    template <class Archive>
    friend void transfer(Archive& archive, Counters& counters) {
      archive(counters.neighbourhoods, counters.tracks, counters.widened, counters.too_wide,
              counters.out_of_history);
    }
  };

  Rework(TrackStore& store, ScanFusion& fusion) : store_(store), fusion_(fusion) {}

  // Whether anything that has a newer plot can be touched by this one. `newest` is the newest time
  // of any plot so far.
  bool is_late(const WindowPlot& plot, EventTime newest);

  // Works in late plots that belong to no track yet, and of the other plots that wait with them
  // those that turn out to compete: they leave `waiting`. Of late plots that a transponder has
  // named, the names stand in `names`. What has lost all its plots is in `ended`, without hits.
  void run(std::vector<PlotHandle> late, std::vector<PlotHandle>& waiting,
           std::vector<std::pair<PlotHandle, IdentityKey>> names, EventTime newest,
           std::vector<Touched>& touched, std::vector<Slot>& ended);

  // Of the last run: the tracks that it concerned, from when on, and what they have gone through again.
  const std::vector<Slot>& members() const { return members_; }
  EventTime since() const { return since_; }
  const std::vector<Moment>& moments() const { return moments_; }

  const Counters& counters() const { return counters_; }
  Counters& counters() { return counters_; }

 private:
  struct Hull {
    LatLon centre;
    Vector3 centre_m;
    double radius_m = 0;
    bool is_cooperative = false;  // only its own transponder has spoken since
  };

  void begin(EventTime newest);
  Hull hull_of(const WindowPlot& plot) const;
  const Hull& hull_of(Slot slot);
  Hull compute_hull(Slot slot) const;
  bool is_cooperative(Slot slot) const;
  bool is_member(Slot slot) const { return slot < joined_.size() && joined_[slot] == run_; }
  void join(Slot slot);
  void join_seen(const WindowPlot& bearing);
  void join_neighbours(std::vector<PlotHandle>& waiting);
  void join_tracks(const Hull& hull);
  void join_waiting(const Hull& hull, std::vector<PlotHandle>& waiting);
  void join_bearings(const Hull& hull, std::vector<PlotHandle>& waiting);
  bool widen(std::vector<PlotHandle>& waiting);
  void take_back();
  void fuse_again(std::vector<Touched>& touched);
  void give_description_back(Slot slot, IdentityKey identity);
  IdentityKey identity_of(PlotHandle plot) const;

  TrackStore& store_;
  ScanFusion& fusion_;
  Counters counters_;

  // Of one run; reused.
  EventTime since_;
  EventTime newest_;
  std::vector<Hull> open_;  // whose neighbours are still to be looked for
  std::vector<Slot> members_;
  std::vector<PlotHandle> plots_;     // to be fused again
  std::vector<PlotHandle> bearings_;  // those among them whose directions have been looked along
  std::vector<std::pair<PlotHandle, IdentityKey>> names_;   // sorted before they are looked up
  std::vector<std::pair<IdentityKey, Slot>> descriptions_;  // of names that have no track meanwhile
  Unborn unborn_;
  std::vector<Moment> moments_;
  std::vector<Slot> found_;
  std::vector<Slot> nearby_;
  std::uint32_t run_ = 0;
  std::uint32_t round_ = 0;              // hulls are good for one round
  std::vector<std::uint32_t> joined_;    // by slot: the run in which it is a member
  std::vector<std::uint32_t> has_hull_;  // by slot: the round in which its hull was computed
  std::vector<std::uint32_t> hull_index_;
  std::vector<Hull> hulls_;
  Grid waiting_places_;  // of the plots that wait, by their place in `waiting`
  std::size_t waiting_count_ = 0;
};

}  // namespace watchpost
