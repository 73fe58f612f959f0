#include "daemon/app/announcer.h"

#include <algorithm>
#include <utility>

#include "daemon/rules/subject.h"

namespace watchpost {
namespace {

FusionCounts fusion_counts(const Tracker& tracker) {
  FusionCounts counts;
  counts.set_aside = tracker.counters().set_aside;
  counts.too_late = tracker.counters().too_late;
  counts.unmeasured = tracker.counters().unmeasured;
  counts.no_room = tracker.no_room();
  counts.reworked = tracker.rework_counters().neighbourhoods;
  counts.widened = tracker.rework_counters().widened;
  counts.too_wide = tracker.rework_counters().too_wide;
  counts.out_of_history = tracker.rework_counters().out_of_history;
  return counts;
}

}  // namespace

Announcer::Announcer(std::shared_ptr<const Mission> mission, Duration track_interval, ClockFunction clock,
                     HandOn hand_on)
    : mission_(std::move(mission)),
      track_interval_(track_interval),
      clock_(std::move(clock)),
      hand_on_(std::move(hand_on)) {}

void Announcer::track_changed(TrackId id, const Core& core) {
  if (core.is_dropped(id) && core.show(id, {}, track_))
    announce(track_);
  else
    changed_.push_back(id);
}

void Announcer::alert(const Alert& alert, const Core& core) {
  for (const TrackId id : alert.track_ids) {
    if (core.is_dropped(id) || !core.show(id, {}, track_)) continue;
    if (told_early_.insert(id).second) announce(track_);
  }
  const std::uint64_t sequence = ++last_sequence_[alert.release_label];
  hand_on_(std::make_shared<const Outgoing>(OutgoingAlert{alert, sequence, clock_()}));
}

void Announcer::tick(ReceiveTime time, const Core& core) {
  tell_some(core, due_.size());
  if (time >= next_tracks_) {
    next_tracks_ = time + track_interval_;
    make_due();
    tell_some(core, tracks_with_a_tick);
  }
  hand_on_(std::make_shared<const Outgoing>(OutgoingTick{time, fusion_counts(core.tracker())}));
}

void Announcer::reconfigured(const std::shared_ptr<const Mission>& mission) {
  mission_ = mission;
  hand_on_(std::make_shared<const Outgoing>(OutgoingMission{mission}));
}

void Announcer::command_decided(const Command& command, CommandProblem problem, const std::string& why) {
  hand_on_(std::make_shared<const Outgoing>(OutgoingDecision{command.number, problem, why}));
}

// What an alert has told in the interval that ends waits for the next one.
void Announcer::make_due() {
  std::sort(changed_.begin(), changed_.end());
  changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
  due_.clear();
  told_count_ = 0;
  std::vector<TrackId> later;
  for (const TrackId id : changed_) (told_early_.count(id) > 0 ? later : due_).push_back(id);
  changed_ = std::move(later);
  told_early_.clear();
}

void Announcer::tell_some(const Core& core, std::size_t count_max) {
  const std::size_t end = std::min(due_.size(), told_count_ + count_max);
  for (; told_count_ < end; ++told_count_) {
    const TrackId id = due_[told_count_];
    if (core.is_dropped(id) || told_early_.count(id) > 0 || !core.show(id, {}, track_)) continue;
    announce(track_);
  }
}

void Announcer::health(const FeedHealth& health) {
  hand_on_(
      std::make_shared<const Outgoing>(OutgoingHealth{health, mission_->feeds[index(health.feed)].label}));
}

void Announcer::announce(const Track& track) {
  hand_on_(std::make_shared<const Outgoing>(OutgoingTrack{track, release_label(track.feeds, {}, *mission_)}));
}

}  // namespace watchpost
