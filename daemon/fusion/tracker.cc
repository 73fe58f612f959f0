#include "daemon/fusion/tracker.h"

#include <algorithm>

#include "daemon/model/identity.h"
#include "geo/area.h"

namespace watchpost {
namespace {

// A name heard once is remembered this long for its second report: the slowest transponders
// (AIS at anchor, long range) speak every three minutes.
constexpr Duration tentative_memory = std::chrono::seconds(600);

bool is_point_event(const Report& report) {
  return report.details != nullptr && report.details->event != nullptr;
}

}  // namespace

Tracker::Tracker(std::shared_ptr<const Mission> mission) : mission_(std::move(mission)) {}

void Tracker::take(const Report& report, std::vector<TrackChange>& changes) {
  release_dropped();
  if (is_point_event(report)) return;
  const auto identity = identity_key(report, names_);
  if (!identity) {
    ++counters_.unnamed;
    return;
  }
  const auto slot = by_identity_.find(*identity);
  if (!slot) {
    if (report.has(Field::position)) take_new(report, *identity, changes);
    return;
  }

  CooperativeTrack& track = *slots_[*slot].track;
  bool has_changed = track.take_description(report);
  if (has_changed) track.match_units(mission_->units);
  if (report.has(Field::position)) {
    const PlotOutcome outcome = track.take_position(report, mission_->fusion_lag);
    has_changed |= outcome == PlotOutcome::agreed || outcome == PlotOutcome::jumped;
    if (outcome == PlotOutcome::set_aside) ++counters_.set_aside;
    if (outcome == PlotOutcome::too_late) ++counters_.too_late;
    const ReceiveTime silent = track.last_received() + track.rhythm().coasts_after();
    if (silent < slots_[*slot].next_look) schedule(*slot, silent);
  }
  if (has_changed) changes.push_back({track.shown().id, ChangeKind::updated});
}

void Tracker::take_new(const Report& report, IdentityKey identity, std::vector<TrackChange>& changes) {
  if (by_id_.size() >= tracks_max) {
    ++counters_.no_room;
    return;
  }
  std::uint32_t slot = 0;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  const TrackId id{++last_id_};
  slots_[slot] = {std::make_unique<CooperativeTrack>(id, report), identity, {}};
  slots_[slot].track->match_units(mission_->units);
  by_identity_.set(identity, slot);
  by_id_.set(index(id), slot);
  schedule(slot, report.receive_time + tentative_memory);
  changes.push_back({id, ChangeKind::updated});
}

void Tracker::tick(ReceiveTime now, std::vector<TrackChange>& changes) {
  release_dropped();
  while (deadlines_.is_due(now)) {
    const std::uint64_t id = deadlines_.pop();
    if (const auto slot = by_id_.find(id)) look_at(*slot, now, changes);
  }
}

// A deadline that was moved to an earlier time stays in the heap and finds nothing to do.
void Tracker::schedule(std::uint32_t slot, ReceiveTime time) {
  slots_[slot].next_look = time;
  deadlines_.add(time, index(slots_[slot].track->shown().id));
}

void Tracker::look_at(std::uint32_t slot, ReceiveTime now, std::vector<TrackChange>& changes) {
  if (now < slots_[slot].next_look || slots_[slot].track->shown().status == TrackStatus::dropped) return;
  CooperativeTrack& track = *slots_[slot].track;
  const TrackStatus status = track.shown().status;
  const ReceiveTime coasts =
      track.last_received() +
      (status == TrackStatus::tentative ? tentative_memory : track.rhythm().coasts_after());
  if (now < coasts) return schedule(slot, coasts);

  const ReceiveTime drops =
      status == TrackStatus::tentative ? coasts : track.last_received() + track.rhythm().drops_after();
  if (now >= drops) return drop(slot, ChangeKind::lost, changes);
  if (has_left_area(track, now)) return drop(slot, ChangeKind::left_area, changes);
  if (status == TrackStatus::confirmed) {
    track.set_status(TrackStatus::coasting);
    changes.push_back({track.shown().id, ChangeKind::coasting});
  }
  schedule(slot, std::min(drops, now + std::chrono::seconds(1)));  // it may leave the area meanwhile
}

bool Tracker::has_left_area(const CooperativeTrack& track, ReceiveTime now) const {
  if (mission_->area == nullptr || is_followed_everywhere(track.shown())) return false;
  const EventTime time = std::max(as_event_time(now), track.estimate().time);
  return !mission_->area->is_within(position_of(predict(track.estimate(), time, track.motion())),
                                    mission_->buffer_m);
}

bool Tracker::is_followed_everywhere(const Track& track) const {
  return track.unit && std::any_of(track.feeds.begin(), track.feeds.end(),
                                   [&](std::uint16_t feed) { return mission_->feeds[feed].is_trusted; });
}

void Tracker::drop(std::uint32_t slot, ChangeKind why, std::vector<TrackChange>& changes) {
  CooperativeTrack& track = *slots_[slot].track;
  track.set_status(TrackStatus::dropped);
  track.shown().is_lost = why == ChangeKind::lost;
  by_identity_.erase(slots_[slot].identity);
  dropped_.push_back(slot);
  changes.push_back({track.shown().id, why});
}

void Tracker::release_dropped() {
  for (const std::uint32_t slot : dropped_) {
    by_id_.erase(index(slots_[slot].track->shown().id));
    slots_[slot].track.reset();
    free_.push_back(slot);
  }
  dropped_.clear();
}

const Track* Tracker::find(TrackId id) const {
  const auto slot = by_id_.find(index(id));
  return slot ? &slots_[*slot].track->shown() : nullptr;
}

Track Tracker::predicted(TrackId id, EventTime time) const {
  return slots_[by_id_.find(index(id)).value()].track->shown_at(time);
}

void Tracker::for_each(const std::function<void(const Track&)>& visit) const {
  std::vector<const Track*> tracks;
  for (const Slot& slot : slots_)
    if (slot.track != nullptr) tracks.push_back(&slot.track->shown());
  std::sort(tracks.begin(), tracks.end(), [](const Track* a, const Track* b) { return a->id < b->id; });
  for (const Track* track : tracks) visit(*track);
}

}  // namespace watchpost
