#include "daemon/fusion/tracker.h"

#include <algorithm>
#include <tuple>

namespace watchpost {
namespace {

bool is_point_event(const Report& report) {
  return report.details != nullptr && report.details->event != nullptr;
}

}  // namespace

Tracker::Tracker(std::shared_ptr<const Mission> mission)
    : mission_(mission), store_(std::move(mission)), fusion_(store_), rework_(store_, fusion_) {}

void Tracker::take(const Report& report, std::vector<TrackChange>& changes) {
  release_dropped();
  last_received_ = std::max(last_received_, report.receive_time);
  if (is_point_event(report)) return;
  if (const auto identity = identity_key(report, names_))
    take_named(report, *identity, changes);
  else
    take_unnamed(report);
}

PlotHandle Tracker::keep(const Report& report, const Plot& plot, bool is_named) {
  WindowPlot kept = packed(plot, store_.sensors.find_or_add(report.feed, report.sensor), report.number);
  if (is_named) kept.flags |= WindowPlot::is_named;
  if (report.is_outside_area) kept.flags |= WindowPlot::is_outside_area;
  return store_.plots.add(kept);
}

void Tracker::take_named(const Report& report, IdentityKey identity, std::vector<TrackChange>& changes) {
  const std::optional<Plot> plot = plot_of(report);
  const bool has_place = plot && plot->kind == PlotKind::position;
  auto slot = store_.find(identity);
  if (!slot && !has_place) return;

  begin_step();
  if (has_place) take_named_plot(report, identity, keep(report, *plot, true));
  slot = store_.find(identity);
  if (!slot) return;
  Description& known = store_.description_of(*slot);
  const bool has_learnt = learn(report, known);
  if (has_learnt) {
    match_units(mission_->units, known);
    store_.learn_motion(*slot);
  }
  settle(changes);
  if (has_learnt && touched_.empty()) tell(*slot, ChangeKind::updated, no_plot, changes);
  if (!changes.empty() && changes.back().report.is_none() && changes.back().id == store_.life(*slot).id) {
    changes.back().report = id_of(report);
    changes.back().time = report.event_time;
  }
}

void Tracker::begin_step() {
  touched_.clear();
  ended_.clear();
  reworked_.clear();
  moments_.clear();
}

void Tracker::take_named_plot(const Report& report, IdentityKey identity, PlotHandle handle) {
  const EventTime time = report.event_time;
  const auto slot = store_.find(identity);
  const bool has_seen = last_seen_ && last_received_ - *last_seen_ < 2 * store_.lag();
  const bool is_in_order = (!slot || store_.newest_time(*slot) <= time) &&
                           !(has_seen && rework_.is_late(store_.plots[handle], newest_));
  if (is_in_order) {
    fusion_.fuse_named(handle, identity, nullptr, touched_);
  } else if (slot && time < store_.state(*slot).estimate.time - store_.lag()) {
    ++counters_.too_late;
  } else if (slot && !has_seen) {
    if (!work_in(*slot, handle)) ++counters_.too_late;
  } else {
    std::vector<PlotHandle> nothing_waits;
    rework({handle}, nothing_waits, {{handle, identity}});
  }
  newest_ = std::max(newest_, time);
}

// Where no sensor sees anything, a late report concerns its own track alone.
bool Tracker::work_in(Slot slot, PlotHandle handle) {
  std::vector<PlotHandle> again;
  const EventTime time = store_.plots[handle].time;
  if (!store_.take_back(slot, time, again)) return false;
  TrackLife& life = store_.life(slot);
  if (time < life.named_time) {  // then its name is that old
    const bool is_sure = store_.lifecycle().is_confirmed(store_.state(slot), false);
    for (const PlotHandle plot : again) store_.plots[plot].set(WindowPlot::is_first_name, false);
    store_.plots[handle].set(WindowPlot::is_first_name, !is_sure);
    life.named_time = time;
  }
  again.push_back(handle);
  std::sort(again.begin(), again.end(), [&](PlotHandle a, PlotHandle b) {
    return std::tuple(store_.plots[a].time, a) < std::tuple(store_.plots[b].time, b);
  });
  reworked_.push_back(slot);
  reworked_since_ = time;
  for (const PlotHandle plot : again) {
    touched_.push_back({slot, plot, store_.apply(slot, plot)});
    if (touched_.back().outcome != PlotOutcome::set_aside) keep_moment(slot, plot, store_.state(slot));
  }
  store_.list(slot, store_.state(slot).estimate.time);
  return true;
}

void Tracker::take_unnamed(const Report& report) {
  const std::optional<Plot> plot = plot_of(report);
  if (!plot) {
    ++counters_.unmeasured;
    return;
  }
  const SensorId sensor = store_.sensors.find_or_add(report.feed, report.sensor);
  if (store_.sensors.newest(sensor) > EventTime::min() + store_.lag() &&
      plot->time < store_.sensors.newest(sensor) - store_.lag()) {
    ++counters_.too_late;
    return;
  }
  last_seen_ = report.receive_time;
  waiting_.push_back(keep(report, *plot, false));
  if (!describes(report)) return;
  said_.push_back({waiting_.back(), {}});
  learn(report, said_.back().description);
}

bool Tracker::fuse_next(std::vector<TrackChange>& changes) {
  begin_step();
  if (!is_fusing_) {
    release_dropped();
    begin_fusing();
  } else if (next_scan_ < scan_count_) {
    const Scan& scan = scans_[next_scan_++];
    fusion_.fuse(scan, nullptr, touched_);
    newest_ = std::max(newest_, scan.time);
  } else if (!late_.empty()) {
    rework(std::move(late_), waiting_, {});
    late_.clear();
    group_waiting(EventTime::max());
  } else {
    is_fusing_ = false;
    said_.clear();
    return false;
  }
  settle(changes);
  return true;
}

void Tracker::begin_fusing() {
  is_fusing_ = true;
  const auto key = [&](PlotHandle handle) {
    const WindowPlot& plot = store_.plots[handle];
    return std::tuple(plot.time, plot.kind, plot.sensor);
  };
  // Without the ones that the window has lost: it holds many times what one second brings.
  std::erase_if(waiting_, [&](PlotHandle handle) { return !store_.plots.has(handle); });
  std::sort(waiting_.begin(), waiting_.end(),
            [&](PlotHandle a, PlotHandle b) { return std::tuple(key(a), a) < std::tuple(key(b), b); });
  for (std::size_t i = 0; i < waiting_.size();) {
    std::size_t end = i + 1;
    while (end < waiting_.size() && key(waiting_[end]) == key(waiting_[i])) ++end;
    const WindowPlot& plot = store_.plots[waiting_[i]];
    store_.sensors.scanned(plot.sensor, plot.time, static_cast<std::uint32_t>(end - i));
    i = end;
  }
  set_late_apart();
  // What is older than all that is late has its turn before it.
  group_waiting(late_.empty() ? EventTime::max() : store_.plots[late_.front()].time);
}

void Tracker::set_late_apart() {
  std::size_t kept = 0;
  // What is farther behind than the lag is a slow feed, in order by itself.
  const auto is_late = [&](const WindowPlot& plot) {
    return plot.time <= newest_ && newest_ - plot.time <= store_.history() && rework_.is_late(plot, newest_);
  };
  for (const PlotHandle handle : waiting_) {
    if (is_late(store_.plots[handle]))
      late_.push_back(handle);
    else
      waiting_[kept++] = handle;
  }
  waiting_.resize(kept);
}

// Makes scans of what waits and is older than the time.
void Tracker::group_waiting(EventTime time) {
  const auto key = [&](PlotHandle handle) {
    const WindowPlot& plot = store_.plots[handle];
    return std::tuple(plot.time, plot.kind, plot.sensor);
  };
  scan_count_ = next_scan_ = 0;
  std::size_t i = 0;
  while (i < waiting_.size() && store_.plots[waiting_[i]].time < time) {
    if (scan_count_ == scans_.size()) scans_.emplace_back();
    Scan& scan = scans_[scan_count_++];
    std::tie(scan.time, scan.kind, scan.sensor) = key(waiting_[i]);
    scan.plots.clear();
    for (const auto first = key(waiting_[i]); i < waiting_.size() && key(waiting_[i]) == first; ++i)
      scan.plots.push_back(waiting_[i]);
    fusion_.sort(scan.plots);
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(i));
}

void Tracker::rework(std::vector<PlotHandle> late, std::vector<PlotHandle>& waiting,
                     std::vector<std::pair<PlotHandle, IdentityKey>> names) {
  rework_.run(std::move(late), waiting, std::move(names), newest_, touched_, ended_);
  reworked_ = rework_.members();
  reworked_since_ = rework_.since();
  for (const Moment& moment : rework_.moments()) keep_moment(moment.slot, moment.plot, moment.state);
}

void Tracker::keep_moment(Slot slot, PlotHandle handle, const TrackState& state) {
  const WindowPlot& plot = store_.plots[handle];
  const TrackLife& life = store_.life(slot);
  const bool is_named = life.identity != 0 && plot.time >= life.named_time;
  moments_.push_back({life.id,
                      plot.time,
                      {store_.sensors.feed(plot.sensor), plot.number()},
                      state.estimate,
                      store_.lifecycle().is_confirmed(state, is_named),
                      life.rhythm.coasted_before(plot.time, state.gap())});
}

// Each track is told of once, however often it was touched, with its newest plot.
void Tracker::settle(std::vector<TrackChange>& changes) {
  last_touch_.resize(store_.end());
  for (std::size_t i = 0; i < touched_.size(); ++i) {
    last_touch_[touched_[i].slot] = static_cast<std::uint32_t>(i);
    note(touched_[i]);
  }
  for (const Slot slot : ended_) end(slot, ChangeKind::revised, changes);
  std::sort(reworked_.begin(), reworked_.end());
  const std::size_t first_change = changes.size();
  const auto may_be_told = [&](Slot slot) {
    const TrackLife& life = store_.life(slot);
    return store_.state(slot).hits > 0 &&
           (life.identity != 0 || life.status == TrackStatus::confirmed || life.is_told);
  };
  for (std::size_t i = 0; i < touched_.size(); ++i) {
    const auto [slot, plot, outcome] = touched_[i];
    if (last_touch_[slot] != i || outcome == PlotOutcome::set_aside || !may_be_told(slot)) continue;
    tell(slot, ChangeKind::updated, plot, changes);
    if (std::binary_search(reworked_.begin(), reworked_.end(), slot)) changes.back().since = reworked_since_;
  }
  tell_of_others(first_change, changes);
}

// Of what late plots have taken from a track, though it got none itself.
void Tracker::tell_of_others(std::size_t first_change, std::vector<TrackChange>& changes) {
  for (const Slot slot : reworked_) {
    const TrackLife& life = store_.life(slot);
    if (store_.state(slot).hits == 0 || !life.is_told || life.status == TrackStatus::dropped) continue;
    const auto is_it = [&](const TrackChange& change) { return change.id == life.id; };
    if (std::any_of(changes.begin() + static_cast<std::ptrdiff_t>(first_change), changes.end(), is_it))
      continue;
    tell(slot, ChangeKind::updated, no_plot, changes);
    changes.back().since = reworked_since_;
  }
}

void Tracker::note(const Touched& hit) {
  WindowPlot& plot = store_.plots[hit.plot];
  TrackLife& life = store_.life(hit.slot);
  const bool is_named = (plot.flags & WindowPlot::is_named) != 0;
  const bool is_first = life.sensors.size() == 0;
  if (hit.outcome == PlotOutcome::set_aside) {
    if ((plot.flags & WindowPlot::is_noted) == 0) ++counters_.set_aside;
    plot.flags |= WindowPlot::is_noted;
    return;
  }
  if ((plot.flags & WindowPlot::is_noted) == 0) {
    if (!is_first)
      life.rhythm.add_interval(is_named ? last_received_ - life.last_received
                                        : plot.time - life.last_report_time);
    life.last_received = last_received_;
    life.is_outside_area = (plot.flags & WindowPlot::is_outside_area) != 0;
    note_said(hit);
  }
  plot.flags |= WindowPlot::is_noted;
  if (is_first) life.created_time = plot.time;
  life.last_report_time = is_first ? plot.time : std::max(life.last_report_time, plot.time);
  life.sensors.see(plot.sensor, plot.time);
  life.feeds = store_.feed_sets.with(life.feeds, store_.sensors.feed(plot.sensor));
  life.status = store_.lifecycle().is_confirmed(store_.state(hit.slot), life.identity != 0)
                    ? TrackStatus::confirmed
                    : TrackStatus::tentative;
  life.is_lost = false;
  const ReceiveTime look = life.last_received + silence_meaning_nothing(hit.slot);
  if (is_first || look < life.next_look) schedule(hit.slot, look);
}

void Tracker::note_said(const Touched& hit) {
  const auto said =
      std::find_if(said_.begin(), said_.end(), [&](const Said& entry) { return entry.plot == hit.plot; });
  if (said == said_.end()) return;
  Description& known = store_.description_of(hit.slot);
  if (!learn(said->description, known)) return;
  match_units(mission_->units, known);
  store_.learn_motion(hit.slot);
}

void Tracker::tell(Slot slot, ChangeKind kind, PlotHandle handle, std::vector<TrackChange>& changes) {
  TrackLife& life = store_.life(slot);
  if (!life.is_told) ++shown_count_;
  life.is_told = true;
  ++life.revision;
  TrackChange& change = changes.emplace_back();
  change.id = life.id;
  change.kind = kind;
  if (handle == no_plot) return;
  const WindowPlot& plot = store_.plots[handle];
  change.report = {store_.sensors.feed(plot.sensor), plot.number()};
  change.time = plot.time;
  if (kind == ChangeKind::updated)
    change.coasted = life.rhythm.coasted_before(plot.time, store_.state(slot).gap());
}

void Tracker::end(Slot slot, ChangeKind why, std::vector<TrackChange>& changes) {
  TrackLife& life = store_.life(slot);
  life.status = TrackStatus::dropped;
  life.is_lost = why == ChangeKind::lost;
  const bool was_named = life.identity != 0;
  store_.unname(slot);
  if (life.is_told) {
    tell(slot, why, no_plot, changes);
    dropped_.emplace_back(slot, was_named || why != ChangeKind::lost);
  } else if (why != ChangeKind::lost) {
    store_.remove(slot);
  }
}

// What sensors have lost stays for a lag in the dark: a late plot may still belong to it.
void Tracker::release_dropped() {
  for (const auto& [slot, is_over] : dropped_) {
    store_.life(slot).is_told = false;
    --shown_count_;
    if (is_over) store_.remove(slot);
  }
  dropped_.clear();
}

// Of a state that was loaded: what it numbers is looked up without asking.
bool Tracker::is_sound() const {
  const auto has_plot = [&](const KnownBearing& bearing) { return store_.plots.has(bearing.plot); };
  const auto is_track = [&](const std::pair<Slot, bool>& dropped) {
    return dropped.first < store_.end() && store_.life(dropped.first).id != TrackId{};
  };
  return std::all_of(fusion_.bearings().begin(), fusion_.bearings().end(), has_plot) &&
         std::all_of(dropped_.begin(), dropped_.end(), is_track);
}

bool Tracker::is_known(TrackId id) const {
  const auto slot = store_.find(id);
  return slot && store_.life(*slot).is_told;
}

bool Tracker::is_dropped(TrackId id) const {
  return !is_known(id) || store_.life(*store_.find(id)).status == TrackStatus::dropped;
}

bool Tracker::show(const TrackMoment& moment, Track& track) const {
  const auto slot = store_.find(moment.id);
  if (!slot) return false;
  store_.show(*slot, moment.estimate, track);
  track.status = moment.is_confirmed ? TrackStatus::confirmed : TrackStatus::tentative;
  track.last_report_time = moment.time;
  return true;
}

bool Tracker::show(TrackId id, EventTime time, Track& track) const {
  const auto slot = store_.find(id);
  if (!slot || !store_.life(*slot).is_told) return false;
  store_.show(*slot, time, track);
  return true;
}

void Tracker::for_each(EventTime time, const std::function<void(const Track&)>& visit) const {
  std::vector<std::pair<TrackId, Slot>> shown;
  shown.reserve(shown_count_);
  for (Slot slot = 0; slot < store_.end(); ++slot)
    if (const TrackLife& life = store_.life(slot); life.is_told) shown.emplace_back(life.id, slot);
  std::sort(shown.begin(), shown.end());
  Track track;
  for (const auto& [id, slot] : shown) {
    store_.show(slot, time, track);
    visit(track);
  }
}

}  // namespace watchpost
