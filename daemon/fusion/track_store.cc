#include "daemon/fusion/track_store.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "daemon/base/check.h"
#include "daemon/fusion/reach.h"

namespace watchpost {
namespace {

// A set-aside report that nothing has confirmed for this long says nothing about the next one.
constexpr Duration set_aside_memory = std::chrono::seconds(600);

// A sensor that has seen it in this time stands behind its transponder's word: more than the slowest radar's
// turn.
constexpr Duration sight_lasts = std::chrono::seconds(60);

constexpr EventTime never = EventTime::max();

std::uint32_t whole_us(Duration duration) {
  const auto microseconds = std::chrono::floor<std::chrono::microseconds>(duration).count();
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(microseconds, 0, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

TrackStore::TrackStore(std::shared_ptr<const Mission> mission)
    : sensors(mission->feeds.size()), mission_(std::move(mission)) {}

Slot TrackStore::add() {
  if (size() >= tracks_max) return no_slot;
  const Slot slot = numbers_.take();
  states_.grow_to(numbers_.end());
  lives_.grow_to(numbers_.end());
  states_[slot] = {};
  lives_[slot] = {};
  lives_[slot].id = TrackId{++last_id_};
  by_id_.set(last_id_, slot);
  return slot;
}

void TrackStore::remove(Slot slot) {
  TrackLife& life = lives_[slot];
  unname(slot);
  if (life.description != no_slot) description_numbers_.give_back(life.description);
  checkpoints_.forget(life.checkpoint);
  grid_.remove(slot);
  by_id_.erase(index(life.id));
  life.id = TrackId{};
  states_[slot].hits = 0;
  numbers_.give_back(slot);
}

PlotOutcome TrackStore::apply(Slot slot, PlotHandle handle) {
  TrackState& state = states_[slot];
  WindowPlot& packed = plots[handle];
  const Plot plot = unpacked(packed);
  packed.previous = state.newest_plot;
  PlotOutcome outcome = PlotOutcome::agreed;
  const std::uint32_t gap_us = state.hits == 0 ? 0 : whole_us(plot.time - state.estimate.time);
  Checkpoints::Head& checkpoint = lives_[slot].checkpoint;
  checkpoints_.keep(checkpoint, state, plot.time, history());
  if (state.hits == 0) {
    begin(slot, plot, motion_at(slot, packed));
    lives_[slot].first_plot = handle;
  } else if ((packed.flags & WindowPlot::is_named) != 0 && lives_[slot].identity != 0) {
    outcome = apply_named(slot, plot, handle);
  } else {
    state.estimate = update(predict(state.estimate, plot.time, motion_at(slot, packed)), plot);
    if (plot.kind == PlotKind::position) state.hits += state.hits < 0xFFFF ? 1 : 0;
  }
  // Of a track that is not sure itself, one report of a name makes no certainty.
  if ((packed.flags & WindowPlot::is_first_name) != 0) state.hits = 1;
  packed.set(WindowPlot::is_set_aside, outcome == PlotOutcome::set_aside);
  state.newest_plot = handle;
  if (outcome == PlotOutcome::set_aside) checkpoints_.keep_unchanged(checkpoint, state);
  if ((packed.flags & WindowPlot::is_named) == 0)
    lives_[slot].last_seen = std::max(lives_[slot].last_seen, plot.time);
  if (outcome != PlotOutcome::set_aside) state.gap_us = gap_us;
  if (outcome != PlotOutcome::set_aside && plot.kind == PlotKind::position) {
    state.last_hit = plot.time;
    state.revisit_s = lifecycle_.revisit_after_hit(state.revisit_s, interval_s(packed.sensor, plot.time));
  }
  return outcome;
}

void TrackStore::begin(Slot slot, const Plot& plot, const Motion& motion) {
  TrackState& state = states_[slot];
  state.estimate = first_estimate(plot, motion);
  state.hits = 1;
  state.revisit_s = 0;
}

// What names itself is believed only where it can have come from where it was.
PlotOutcome TrackStore::apply_named(Slot slot, const Plot& plot, PlotHandle handle) {
  TrackState& state = states_[slot];
  Jumps& jumps = description_of(slot).jumps;
  const Motion& motion = motion_of(slot);
  if (is_within_reach(state.estimate, plot, motion)) {
    state.estimate = update(predict(state.estimate, plot.time, motion), plot);
    state.hits += state.hits < 0xFFFF ? 1 : 0;
    jumps.settle(handle, plot.time, false);
    return PlotOutcome::agreed;
  }
  const Jump* jump = jumps.waiting();
  if (jump == nullptr || plot.time - jump->plot.time > set_aside_memory ||
      !is_within_reach(first_estimate(unpacked(jump->plot), motion), plot, motion)) {
    jumps.add(handle, plots[handle], history());
    return PlotOutcome::set_aside;
  }
  const Plot first = unpacked(jump->plot);
  state.estimate = update(predict(first_estimate(first, motion), plot.time, motion), plot);
  state.hits = 2;
  jumps.settle(handle, plot.time, true);
  return PlotOutcome::jumped;
}

void TrackStore::plots_since(Slot slot, EventTime time, std::vector<PlotHandle>& found) const {
  for (PlotHandle handle = states_[slot].newest_plot; plots.has(handle); handle = plots[handle].previous) {
    if (plots[handle].time < time) break;
    found.push_back(handle);
  }
}

bool TrackStore::take_back(Slot slot, EventTime time, std::vector<PlotHandle>& released) {
  TrackState& state = states_[slot];
  TrackLife& life = lives_[slot];
  const std::size_t released_before = released.size();
  plots_since(slot, time, released);
  if (released.size() == released_before) return state.estimate.time < time;
  const PlotHandle oldest = released.back();

  // From the last state that was kept, the plots between it and the time are folded in again.
  TrackState base;
  const bool has_base = checkpoints_.find_before(life.checkpoint, time, base);
  // What was set aside left the state's time as it was: the state may have newer plots than that.
  while (has_base && plots.has(base.newest_plot) && plots[base.newest_plot].time >= time)
    base.newest_plot = plots[base.newest_plot].previous;
  const PlotHandle last_kept = has_base ? base.newest_plot : no_plot;
  again_.clear();
  PlotHandle handle = plots[oldest].previous;
  while (handle != last_kept) {
    if (!plots.has(handle)) {
      released.resize(released_before);
      return false;
    }
    again_.push_back(handle);
    handle = plots[handle].previous;
  }
  checkpoints_.forget_since(life.checkpoint, time);
  if (has_base) checkpoints_.set_newest_plot(life.checkpoint, base.newest_plot);
  state = has_base ? base : TrackState{};
  if (life.description != no_slot) {
    Jumps& jumps = descriptions_[life.description].jumps;
    jumps.take_back(std::span(released).subspan(released_before));
    jumps.take_back(again_);
  }
  for (auto plot = again_.rbegin(); plot != again_.rend(); ++plot) apply(slot, *plot);
  if (state.hits == 0)
    grid_.remove(slot);
  else
    list(slot, state.estimate.time);
  return true;
}

void TrackStore::visit_gates(Slot slot, EventTime since, EventTime until,
                             const std::function<void(const Estimate&)>& visit) const {
  const TrackState& state = states_[slot];
  const TrackLife& life = lives_[slot];
  std::vector<PlotHandle> newer;
  TrackState base;
  const bool has_base = checkpoints_.find_before(life.checkpoint, since, base);
  const PlotHandle last_kept = has_base ? base.newest_plot : no_plot;
  for (PlotHandle handle = state.newest_plot; handle != last_kept && plots.has(handle);
       handle = plots[handle].previous)
    newer.push_back(handle);

  const Description* known = description(slot);
  Estimate estimate = base.estimate;
  bool has_begun = has_base;
  bool has_come_to_it = false;
  for (auto handle = newer.rbegin(); handle != newer.rend(); ++handle) {
    const WindowPlot& packed = plots[*handle];
    const Plot plot = unpacked(packed);
    const Motion& motion = motion_at(slot, packed);
    if ((packed.flags & WindowPlot::is_set_aside) != 0) continue;
    if (!has_begun) {
      estimate = first_estimate(plot, motion);
      has_begun = true;
    } else {
      if (plot.time >= since && !std::exchange(has_come_to_it, true) && estimate.time < since)
        visit(predict(estimate, since, motion));
      const Jump* jump = known == nullptr ? nullptr : known->jumps.confirmed_by(*handle);
      if (jump != nullptr) estimate = first_estimate(unpacked(jump->plot), motion);
      const Estimate predicted = predict(estimate, plot.time, motion);
      if (plot.time >= since) visit(predicted);
      estimate = update(predicted, plot);
    }
    if (plot.time >= since) visit(estimate);
  }
  const EventTime end = life.identity != 0 ? until : std::min(until, lifecycle_.lives_until(state));
  if (since > state.estimate.time && end > since) visit(predict(state.estimate, since, motion_of(slot)));
  if (end > state.estimate.time) visit(predict(state.estimate, end, motion_of(slot)));
  visit(state.estimate);
}

void TrackStore::set_description(Slot slot, Slot description) {
  Slot& own = lives_[slot].description;
  if (own != no_slot) description_numbers_.give_back(own);
  own = description;
  learn_motion(slot);
}

void TrackStore::name(Slot slot, IdentityKey identity, EventTime time) {
  lives_[slot].identity = identity;
  lives_[slot].named_time = time;
  lives_[slot].motion_unnamed = lives_[slot].motion;
  by_identity_.set(identity, slot);
  learn_motion(slot);
}

void TrackStore::unname(Slot slot) {
  TrackLife& life = lives_[slot];
  if (life.identity == 0) return;
  if (by_identity_.find(life.identity) == slot) by_identity_.erase(life.identity);
  life.identity = 0;
}

Description& TrackStore::description_of(Slot slot) {
  TrackLife& life = lives_[slot];
  if (life.description == no_slot) {
    life.description = description_numbers_.take();
    descriptions_.grow_to(description_numbers_.end());
    descriptions_[life.description] = {};
    learn_motion(slot);
  }
  return descriptions_[life.description];
}

void TrackStore::learn_motion(Slot slot) {
  TrackLife& life = lives_[slot];
  const std::string_view best =
      life.description == no_slot ? std::string_view() : descriptions_[life.description].best_class();
  const bool is_unidentified = best.empty() && life.identity == 0;
  life.motion = is_unidentified ? motion_of_the_unidentified : motion_number(best);
}

void TrackStore::list_until(EventTime time) {
  while (listings_.is_due(time)) {
    const EventTime due = listings_.next_time();
    const auto slot = by_id_.find(listings_.pop());
    if (!slot || lives_[*slot].look_at_list != due) continue;
    lives_[*slot].look_at_list = never;
    if (lives_[*slot].listed_until <= time)
      list(*slot, time);
    else
      look_at_list(*slot, lives_[*slot].listed_until);
  }
}

void TrackStore::look_at_list(Slot slot, EventTime time) {
  lives_[slot].look_at_list = time;
  listings_.add(time, index(lives_[slot].id));
}

// The disc that holds its gate from its last plot on, for a few seconds more than it has been silent.
void TrackStore::list(Slot slot, EventTime now) {
  constexpr Duration span_min = std::chrono::seconds(3);
  const TrackState& state = states_[slot];
  TrackLife& life = lives_[slot];
  const EventTime since = state.estimate.time;
  EventTime until = now + std::max({span_min, now - since, duration_from_s(1.5 * double{state.revisit_s})});
  // What could be given a plot as old as any that may still come stays listed.
  const EventTime oldest = std::max(since, now - history());
  const Motion& motion = motion_of(slot);
  EventTime look = until;
  if (life.identity == 0) {
    const EventTime end = std::max(since, lifecycle_.lives_until(state));
    if (end < oldest) return grid_.remove(slot);
    if (end <= until) look = end + history() + Duration(1);
    until = std::min(until, end);
  }
  if (!is_known_well(predict(state.estimate, oldest, motion))) return grid_.remove(slot);
  const Estimate then = predict(state.estimate, until, motion);
  const double gate_m = std::min(gate_radius_m(then, gate_), gate_radius_m(std_m_max, gate_));

  const double moved_m = state.estimate.mean.tail<2>().norm() * seconds(until - since);
  const LatLon middle = position_of(predict(state.estimate, since + (until - since) / 2, motion));
  const double radius_m = moved_m / 2 + gate_m;
  if (!grid_.holds(slot, middle, radius_m)) grid_.place(slot, middle, 1.3 * radius_m + moved_m);
  life.listed_until = look;
  if (life.look_at_list > look) look_at_list(slot, look);
}

void TrackStore::index_again() {
  by_id_ = {};
  by_identity_ = {};
  for (Slot slot = 0; slot < numbers_.end(); ++slot) {
    const TrackLife& life = lives_[slot];
    if (life.id == TrackId{}) continue;
    by_id_.set(index(life.id), slot);
    if (life.identity != 0) by_identity_.set(life.identity, slot);
  }
}

void TrackStore::show(Slot slot, EventTime time, Track& track) const {
  const Estimate estimate = states_[slot].estimate;
  show(slot, time > estimate.time ? predict(estimate, time, motion_of(slot)) : estimate, track);
}

void TrackStore::show(Slot slot, const Estimate& estimate, Track& track) const {
  const TrackState& state = states_[slot];
  const TrackLife& life = lives_[slot];
  if (life.description == no_slot)
    watchpost::show(nothing_said_, track);
  else
    watchpost::show(descriptions_[life.description], track);
  track.id = life.id;
  track.revision = life.revision;
  track.time = estimate.time;
  track.created_time = life.created_time;
  track.last_report_time = life.last_report_time;
  track.position = position_of(estimate);
  track.covariance = covariance_of(estimate);
  track.velocity_mps = velocity_of(estimate);
  track.status = life.status;
  track.existence = lifecycle_.is_confirmed(state, life.identity != 0) ? 1 : 0.5;
  track.feeds = feed_sets.feeds(life.feeds);
  track.is_outside_area = life.is_outside_area;
  track.is_lost = life.is_lost;
  track.is_seen = life.last_seen != long_ago && estimate.time - life.last_seen <= sight_lasts;
  track.sensors.resize(life.sensors.size());
  for (std::size_t i = 0; i < life.sensors.size(); ++i) {
    const auto [seen_time, sensor] = life.sensors[i];
    track.sensors[i].feed = sensors.feed(sensor);
    track.sensors[i].sensor = sensors.name(sensor);
    track.sensors[i].last_report_time = seen_time;
  }
}

}  // namespace watchpost
