#include "daemon/fusion/tracker.h"

#include <algorithm>
#include <tuple>

#include "geo/area.h"

namespace watchpost {
namespace {

// A name heard once is remembered this long for its second report: the slowest transponders
// (AIS at anchor, long range) speak every three minutes.
constexpr Duration tentative_memory = std::chrono::seconds(600);

// How long beyond its time a watermark is waited for, before a silent track is given up.
constexpr Duration watermark_patience = std::chrono::seconds(60);

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

  touched_.clear();
  ended_.clear();
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
  if (!changes.empty() && changes.back().report.is_none()) {
    changes.back().report = id_of(report);
    changes.back().time = report.event_time;
  }
}

void Tracker::take_named_plot(const Report& report, IdentityKey identity, PlotHandle handle) {
  const EventTime time = report.event_time;
  const auto slot = store_.find(identity);
  const bool has_seen = last_seen_ && last_received_ - *last_seen_ < 2 * store_.lag();
  const bool is_in_order = (!slot || store_.newest_time(*slot) <= time) &&
                           !(has_seen && rework_.is_late(store_.plots[handle], newest_));
  if (is_in_order) {
    if (fusion_.fuse_named(handle, identity, nullptr, touched_) == no_slot) ++counters_.no_room;
  } else if (slot && time < store_.state(*slot).estimate.time - store_.lag()) {
    ++counters_.too_late;
  } else if (slot && !has_seen) {
    if (!work_in(*slot, handle)) ++counters_.too_late;
  } else {
    std::vector<PlotHandle> nothing_waits;
    rework_.run({handle}, nothing_waits, {{handle, identity}}, newest_, touched_, ended_);
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
  for (const PlotHandle plot : again) touched_.push_back({slot, plot, store_.apply(slot, plot)});
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
  touched_.clear();
  ended_.clear();
  if (!is_fusing_) {
    release_dropped();
    begin_fusing();
  } else if (next_scan_ < scan_count_) {
    const Scan& scan = scans_[next_scan_++];
    fusion_.fuse(scan, nullptr, touched_);
    newest_ = std::max(newest_, scan.time);
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
  work_in_late();
  group_waiting();
}

void Tracker::work_in_late() {
  std::vector<PlotHandle> late;
  std::size_t kept = 0;
  std::size_t i = 0;
  // What is farther behind than the lag is a slow feed, in order by itself.
  const auto is_late = [&](const WindowPlot& plot) {
    return newest_ - plot.time <= store_.history() && rework_.is_late(plot, newest_);
  };
  for (; i < waiting_.size() && store_.plots[waiting_[i]].time <= newest_; ++i) {
    if (is_late(store_.plots[waiting_[i]]))
      late.push_back(waiting_[i]);
    else
      waiting_[kept++] = waiting_[i];
  }
  if (late.empty()) return;
  std::vector<PlotHandle> in_time(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(kept));
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(i));
  rework_.run(std::move(late), in_time, {}, newest_, touched_, ended_);
  waiting_.insert(waiting_.begin(), in_time.begin(), in_time.end());
}

void Tracker::group_waiting() {
  const auto key = [&](PlotHandle handle) {
    const WindowPlot& plot = store_.plots[handle];
    return std::tuple(plot.time, plot.kind, plot.sensor);
  };
  std::sort(waiting_.begin(), waiting_.end(),
            [&](PlotHandle a, PlotHandle b) { return std::tuple(key(a), a) < std::tuple(key(b), b); });
  scan_count_ = next_scan_ = 0;
  for (std::size_t i = 0; i < waiting_.size();) {
    if (scan_count_ == scans_.size()) scans_.emplace_back();
    Scan& scan = scans_[scan_count_++];
    std::tie(scan.time, scan.kind, scan.sensor) = key(waiting_[i]);
    scan.plots.clear();
    for (const auto first = key(waiting_[i]); i < waiting_.size() && key(waiting_[i]) == first; ++i)
      scan.plots.push_back(waiting_[i]);
    fusion_.sort(scan.plots);
  }
  waiting_.clear();
}

// Each track is told of once, however often it was touched, with its newest plot.
void Tracker::settle(std::vector<TrackChange>& changes) {
  last_touch_.resize(store_.end());
  for (std::size_t i = 0; i < touched_.size(); ++i) {
    last_touch_[touched_[i].slot] = static_cast<std::uint32_t>(i);
    note(touched_[i]);
  }
  for (const Slot slot : ended_) end(slot, ChangeKind::revised, changes);
  for (std::size_t i = 0; i < touched_.size(); ++i) {
    const Touched& hit = touched_[i];
    if (last_touch_[hit.slot] != i || store_.state(hit.slot).hits == 0) continue;
    const TrackLife& life = store_.life(hit.slot);
    if (hit.outcome == PlotOutcome::set_aside) continue;
    if (life.identity != 0 || life.status == TrackStatus::confirmed || life.is_told)
      tell(hit.slot, ChangeKind::updated, hit.plot, changes);
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
  change.report = {store_.sensors.feed(plot.sensor), plot.number};
  change.time = plot.time;
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

void Tracker::tick(ReceiveTime now, EventTime watermark, std::vector<TrackChange>& changes) {
  while (deadlines_.is_due(now)) {
    const auto slot = store_.find(TrackId{deadlines_.pop()});
    if (!slot || now < store_.life(*slot).next_look) continue;
    if (store_.life(*slot).identity != 0)
      look_at_named(*slot, now, changes);
    else
      look_at_seen(*slot, now, watermark, changes);
  }
  forget_old_plots(now);
}

// A deadline that was moved to an earlier time stays in the heap and finds nothing to do.
void Tracker::schedule(Slot slot, ReceiveTime time) {
  store_.life(slot).next_look = time;
  deadlines_.add(time, index(store_.life(slot).id));
}

Duration Tracker::silence_meaning_nothing(Slot slot) const {
  const TrackLife& life = store_.life(slot);
  if (life.identity != 0)
    return life.status == TrackStatus::tentative ? tentative_memory : life.rhythm.coasts_after();
  const Duration lives = store_.lifecycle().lives_until(store_.state(slot)) - store_.state(slot).last_hit;
  return life.status == TrackStatus::confirmed ? std::min(lives, life.rhythm.coasts_after()) : lives;
}

void Tracker::look_at_named(Slot slot, ReceiveTime now, std::vector<TrackChange>& changes) {
  TrackLife& life = store_.life(slot);
  const ReceiveTime coasts = life.last_received + silence_meaning_nothing(slot);
  if (life.status != TrackStatus::coasting && now < coasts) return schedule(slot, coasts);

  const ReceiveTime drops =
      life.status == TrackStatus::tentative ? coasts : life.last_received + life.rhythm.drops_after();
  if (now >= drops) return end(slot, ChangeKind::lost, changes);
  coast(slot, now, drops, changes);
}

void Tracker::look_at_seen(Slot slot, ReceiveTime now, EventTime watermark,
                           std::vector<TrackChange>& changes) {
  TrackLife& life = store_.life(slot);
  if (life.status == TrackStatus::dropped)
    return life.is_told ? schedule(slot, now + std::chrono::seconds(1)) : store_.remove(slot);
  const TrackState& state = store_.state(slot);
  const EventTime until = store_.lifecycle().lives_until(state);
  const ReceiveTime over = life.last_received + (until - state.last_hit);
  if (watermark >= until || now >= over + watermark_patience) {
    end(slot, ChangeKind::lost, changes);
    return schedule(slot, now + store_.lag() + std::chrono::seconds(1));
  }
  const ReceiveTime coasts = life.last_received + life.rhythm.coasts_after();
  if (life.status == TrackStatus::tentative || now < coasts)
    return schedule(slot, std::max(now + std::chrono::seconds(1), std::min(over, std::max(coasts, now))));
  coast(slot, now, now + std::chrono::seconds(1), changes);
}

void Tracker::coast(Slot slot, ReceiveTime now, ReceiveTime drops, std::vector<TrackChange>& changes) {
  if (has_left_area(slot, now)) return end(slot, ChangeKind::left_area, changes);
  TrackLife& life = store_.life(slot);
  if (life.status == TrackStatus::confirmed) {
    life.status = TrackStatus::coasting;
    tell(slot, ChangeKind::coasting, no_plot, changes);
  }
  schedule(slot, std::min(drops, now + std::chrono::seconds(1)));  // it may leave the area meanwhile
}

bool Tracker::has_left_area(Slot slot, ReceiveTime now) const {
  if (mission_->area == nullptr || is_followed_everywhere(slot)) return false;
  const Estimate estimate = store_.state(slot).estimate;
  const EventTime time = std::max(as_event_time(now), estimate.time);
  return !mission_->area->is_within(position_of(predict(estimate, time, store_.motion_of(slot))),
                                    mission_->buffer_m);
}

bool Tracker::is_followed_everywhere(Slot slot) const {
  const Description* known = store_.description(slot);
  if (known == nullptr || !known->unit) return false;
  const auto& feeds = store_.feed_sets.feeds(store_.life(slot).feeds);
  return std::any_of(feeds.begin(), feeds.end(),
                     [&](std::uint16_t feed) { return mission_->feeds[feed].is_trusted; });
}

// Plots are kept for as long as a late one may need them: the history of a track, and the distance of
// two checkpoints.
void Tracker::forget_old_plots(ReceiveTime now) {
  const Duration memory = store_.history() + Checkpoints::spacing(store_.history());
  marks_.push_back({now, store_.plots.end()});
  const auto kept =
      std::find_if(marks_.begin(), marks_.end(), [&](const Mark& mark) { return mark.time > now - memory; });
  if (kept == marks_.begin()) return;
  store_.plots.forget_before((kept - 1)->end);
  fusion_.forget_old_bearings();
  marks_.erase(marks_.begin(), kept);
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
