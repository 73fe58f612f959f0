// What silence brings about: tracks coast, leave the area, or are given up.
#include <algorithm>

#include "daemon/fusion/tracker.h"
#include "geo/area.h"

namespace watchpost {
namespace {

// A name heard once is remembered this long for its second report: the slowest transponders
// (AIS at anchor, long range) speak every three minutes.
constexpr Duration tentative_memory = std::chrono::seconds(600);

// How long beyond its time a watermark is waited for, before a silent track is given up.
constexpr Duration watermark_patience = std::chrono::seconds(60);

}  // namespace

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
    changes.back().time =
        std::min(store_.state(slot).estimate.time + life.rhythm.coasts_after(), as_event_time(now));
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

}  // namespace watchpost
