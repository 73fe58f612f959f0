#include "daemon/fusion/rework.h"

#include <algorithm>
#include <tuple>

namespace watchpost {
namespace {

// No track has moved farther than this since a plot came too late.
constexpr double speed_mps_max = 350;

bool do_overlap(const Vector3& a_m, double a_radius_m, const Vector3& b_m, double b_radius_m) {
  return length(a_m - b_m) <= a_radius_m + b_radius_m;  // a chord is never longer than its arc
}

}  // namespace

bool Rework::is_late(const WindowPlot& plot, EventTime newest) {
  if (plot.time > newest) return false;
  newest_ = newest;
  since_ = plot.time;
  found_.clear();
  if (plot.kind == PlotKind::bearing) {
    fusion_.find_along(unpacked(plot), found_);
  } else {
    const Hull hull = hull_of(plot);
    const double reach_m = hull.radius_m + speed_mps_max * seconds(newest - plot.time);
    store_.grid().near(hull.centre, reach_m, found_);
    // A direction that found nobody in its time may find the track that this plot makes sure.
    for (const auto& [handle, owner] : fusion_.bearings())
      if (store_.plots.has(handle) && store_.plots[handle].time >= plot.time &&
          fusion_.does_look_at(unpacked(store_.plots[handle]), hull.centre, reach_m))
        return true;
  }
  const bool is_named = (plot.flags & WindowPlot::is_named) != 0;
  return std::any_of(found_.begin(), found_.end(), [&](Slot slot) {
    return store_.state(slot).hits > 0 && store_.newest_time(slot) >= plot.time &&
           !(is_named && is_cooperative(slot));
  });
}

void Rework::run(std::vector<PlotHandle> late, std::vector<PlotHandle>& waiting,
                 std::vector<std::pair<PlotHandle, IdentityKey>> names, EventTime newest,
                 std::vector<Touched>& touched, std::vector<Slot>& ended) {
  begin(newest);
  names_ = std::move(names);
  plots_ = std::move(late);
  for (const PlotHandle handle : plots_) since_ = std::min(since_, store_.plots[handle].time);
  for (const PlotHandle handle : plots_) {
    const WindowPlot& plot = store_.plots[handle];
    if (plot.kind == PlotKind::bearing)
      join_seen(plot);
    else
      open_.push_back(hull_of(plot));
  }
  for (const auto& [handle, identity] : names_)
    if (const auto slot = store_.find(identity)) join(*slot);
  join_neighbours(waiting);

  const std::size_t first_touched = touched.size();
  for (int round = 1;; ++round) {
    take_back();
    touched.resize(first_touched);
    fuse_again(touched);
    ++round_;
    for (std::size_t i = first_touched; i < touched.size(); ++i) join(touched[i].slot);
    if (!widen(waiting)) break;
    if (round == rounds_max) {
      ++counters_.too_wide;
      break;
    }
    ++counters_.widened;
  }
  ++counters_.neighbourhoods;
  counters_.tracks += members_.size();
  for (const Slot slot : unborn_.rest()) ended.push_back(slot);
  unborn_.clear();
  std::erase(waiting, no_plot);
}

void Rework::begin(EventTime newest) {
  newest_ = newest;
  since_ = EventTime::max();
  ++run_;
  ++round_;
  open_.clear();
  hulls_.clear();
  members_.clear();
  bearings_.clear();
  descriptions_.clear();
  for (std::size_t i = 0; i < waiting_count_; ++i) waiting_places_.remove(static_cast<Slot>(i));
  waiting_count_ = 0;
}

// What a plot can touch: its own gate, and that of the track which it may begin.
Rework::Hull Rework::hull_of(const WindowPlot& packed) const {
  const Plot plot = unpacked(packed);
  Hull hull;
  hull.centre = plot.position;
  hull.centre_m = earth_centred_m(plot.position);
  hull.is_cooperative = (packed.flags & WindowPlot::is_named) != 0;
  const Motion& widest = motion(hull.is_cooperative ? motion_number({}) : motion_of_the_unidentified);
  const Estimate begun = first_estimate(plot, widest);
  const Duration life = duration_from_s(
      store_.lifecycle().looks_of_tentative *
      std::max(store_.interval_s(packed.sensor, packed.time), store_.lifecycle().revisit_s_min));
  const EventTime until = std::min(std::max(newest_, plot.time), plot.time + life);
  hull.radius_m = gate_radius_m(predict(begun, until, widest), store_.gate()) +
                  begun.mean.tail<2>().norm() * seconds(until - plot.time) +
                  gate_radius_m(largest_std_m(plot.covariance), store_.gate());
  return hull;
}

const Rework::Hull& Rework::hull_of(Slot slot) {
  if (has_hull_.size() < store_.end()) {
    has_hull_.resize(store_.end(), 0);
    hull_index_.resize(store_.end(), 0);
  }
  if (has_hull_[slot] != round_) {
    has_hull_[slot] = round_;
    hull_index_[slot] = static_cast<std::uint32_t>(hulls_.size());
    hulls_.push_back(compute_hull(slot));
  }
  return hulls_[hull_index_[slot]];
}

// The gate at each plot since then, and as it has grown until now, about where the track is now.
Rework::Hull Rework::compute_hull(Slot slot) const {
  Hull hull;
  hull.centre = position_of(store_.state(slot).estimate);
  hull.centre_m = earth_centred_m(hull.centre);
  hull.is_cooperative = is_cooperative(slot);
  store_.visit_gates(slot, since_, newest_, [&](const Estimate& estimate) {
    const double gate_m =
        std::min(gate_radius_m(estimate, store_.gate()), gate_radius_m(TrackStore::std_m_max, store_.gate()));
    const double away_m = length(earth_centred_m(position_of(estimate)) - hull.centre_m);
    hull.radius_m = std::max(hull.radius_m, away_m + gate_m);
  });
  return hull;
}

bool Rework::is_cooperative(Slot slot) const {
  const TrackLife& life = store_.life(slot);
  return life.identity != 0 && life.last_seen < since_;
}

void Rework::join(Slot slot) {
  if (joined_.size() < store_.end()) joined_.resize(store_.end(), 0);
  if (joined_[slot] == run_) return;
  joined_[slot] = run_;
  members_.push_back(slot);
  if (store_.state(slot).hits > 0) open_.push_back(hull_of(slot));
}

void Rework::join_seen(const WindowPlot& bearing) {
  nearby_.clear();
  fusion_.find_along(unpacked(bearing), nearby_);
  for (const Slot slot : nearby_)
    if (store_.is_alive(slot, since_)) join(slot);
}

// Every track that overlaps with a hull comes in, and every plot that waits there, and what
// overlaps with them.
void Rework::join_neighbours(std::vector<PlotHandle>& waiting) {
  if (waiting_count_ == 0) {
    for (const PlotHandle handle : waiting) {
      const auto place = static_cast<Slot>(waiting_count_++);
      const WindowPlot& plot = store_.plots[handle];
      if (plot.kind == PlotKind::bearing || plot.time > newest_) continue;
      const Hull hull = hull_of(plot);
      waiting_places_.place(place, hull.centre, hull.radius_m);
    }
  }
  while (!open_.empty()) {
    const Hull hull = open_.back();
    open_.pop_back();
    join_tracks(hull);
    join_waiting(hull, waiting);
    join_bearings(hull, waiting);
  }
}

void Rework::join_tracks(const Hull& hull) {
  nearby_.clear();
  store_.grid().near(hull.centre, hull.radius_m + speed_mps_max * seconds(newest_ - since_), nearby_);
  for (const Slot slot : nearby_) {
    if (is_member(slot) || !store_.is_alive(slot, since_)) continue;
    if (hull.is_cooperative && is_cooperative(slot)) continue;
    const Hull& other = hull_of(slot);
    if (do_overlap(hull.centre_m, hull.radius_m, other.centre_m, other.radius_m)) join(slot);
  }
}

void Rework::join_waiting(const Hull& hull, std::vector<PlotHandle>& waiting) {
  found_.clear();
  waiting_places_.near(hull.centre, hull.radius_m, found_);
  for (const Slot place : found_) {
    const PlotHandle handle = waiting[place];
    waiting_places_.remove(place);
    waiting[place] = no_plot;
    open_.push_back(hull_of(store_.plots[handle]));
    plots_.push_back(handle);
  }
}

// Every direction in which something in the hull may have been seen, and whatever lies in it.
void Rework::join_bearings(const Hull& hull, std::vector<PlotHandle>& waiting) {
  const auto is_new = [&](PlotHandle handle) {
    if (!store_.plots.has(handle)) return false;
    const WindowPlot& plot = store_.plots[handle];
    return plot.kind == PlotKind::bearing && plot.time >= since_ && plot.time <= newest_ &&
           fusion_.does_look_at(unpacked(plot), hull.centre, hull.radius_m) &&
           std::find(bearings_.begin(), bearings_.end(), handle) == bearings_.end();
  };
  for (const auto& [handle, owner] : fusion_.bearings()) {
    if (!is_new(handle)) continue;
    bearings_.push_back(handle);
    // Its track gives it back when it is taken back itself; what is nobody's is taken as it is.
    if (const auto slot = owner == TrackId{} ? std::nullopt : store_.find(owner))
      join(*slot);
    else
      plots_.push_back(handle);
    join_seen(store_.plots[handle]);
  }
  for (PlotHandle& handle : waiting) {
    if (!is_new(handle)) continue;
    bearings_.push_back(handle);
    plots_.push_back(handle);
    join_seen(store_.plots[handle]);
    handle = no_plot;
  }
}

// Whether the tracks as they now are reach farther than the neighbourhood; then it is wider.
bool Rework::widen(std::vector<PlotHandle>& waiting) {
  const std::size_t before = members_.size() + plots_.size();
  open_.clear();
  for (std::size_t i = 0; i < members_.size(); ++i)
    if (const Slot slot = members_[i]; store_.state(slot).hits > 0) open_.push_back(hull_of(slot));
  join_neighbours(waiting);
  return members_.size() + plots_.size() > before;
}

void Rework::take_back() {
  std::sort(members_.begin(), members_.end());
  for (const Slot slot : members_) {
    TrackLife& life = store_.life(slot);
    if (store_.state(slot).hits == 0) continue;
    const std::size_t first = plots_.size();
    if (!store_.take_back(slot, since_, plots_)) {
      ++counters_.out_of_history;
      continue;
    }
    if (life.identity != 0)
      for (std::size_t i = first; i < plots_.size(); ++i)
        if ((store_.plots[plots_[i]].flags & WindowPlot::is_named) != 0)
          names_.emplace_back(plots_[i], life.identity);
    if (life.identity != 0 && life.named_time >= since_) {
      descriptions_.emplace_back(life.identity, life.description);
      life.description = no_slot;
      store_.unname(slot);
      store_.learn_motion(slot);
    }
    if (store_.state(slot).hits == 0) unborn_.add(life.first_plot, slot);
  }
  const auto make_set = [](auto& entries) {
    std::sort(entries.begin(), entries.end());
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  };
  make_set(plots_);
  make_set(names_);
  std::sort(descriptions_.begin(), descriptions_.end());
  unborn_.sort();
}

void Rework::fuse_again(std::vector<Touched>& touched) {
  const auto key = [&](PlotHandle handle) {
    const WindowPlot& plot = store_.plots[handle];
    const bool is_named = (plot.flags & WindowPlot::is_named) != 0;
    return std::tuple(plot.time, is_named, plot.kind, plot.sensor);
  };
  std::sort(plots_.begin(), plots_.end(),
            [&](PlotHandle a, PlotHandle b) { return std::tuple(key(a), a) < std::tuple(key(b), b); });
  moments_.clear();
  fusion_.keep_moments(&moments_);
  Scan scan;
  for (std::size_t i = 0; i < plots_.size();) {
    if (const IdentityKey identity = identity_of(plots_[i]); identity != 0) {
      const Slot slot = fusion_.fuse_named(plots_[i++], identity, &unborn_, touched);
      if (slot != no_slot) give_description_back(slot, identity);
      continue;
    }
    std::tie(scan.time, std::ignore, scan.kind, scan.sensor) = key(plots_[i]);
    scan.plots.clear();
    for (const auto first = key(plots_[i]); i < plots_.size() && key(plots_[i]) == first; ++i)
      scan.plots.push_back(plots_[i]);
    fusion_.sort(scan.plots);
    fusion_.fuse(scan, &unborn_, touched);
  }
  fusion_.keep_moments(nullptr);
}

void Rework::give_description_back(Slot slot, IdentityKey identity) {
  const auto place =
      std::lower_bound(descriptions_.begin(), descriptions_.end(), std::pair(identity, Slot{0}));
  if (place == descriptions_.end() || place->first != identity || place->second == no_slot) return;
  store_.set_description(slot, std::exchange(place->second, no_slot));
}

IdentityKey Rework::identity_of(PlotHandle plot) const {
  const auto place = std::lower_bound(names_.begin(), names_.end(), std::pair(plot, IdentityKey{0}));
  return place == names_.end() || place->first != plot ? 0 : place->second;
}

}  // namespace watchpost
