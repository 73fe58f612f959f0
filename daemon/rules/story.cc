#include "daemon/rules/story.h"

#include <algorithm>

namespace watchpost {
namespace {

constexpr std::string_view has_ended = "the condition has ended";

}  // namespace

const Story::State& Story::last_judged() const {
  static constexpr State nothing{};
  return states_.empty() ? nothing : states_.back().state;
}

void Story::judge(Verdict verdict, EventTime time, std::string_view why, const Timing& timing,
                  Duration memory) {
  forget_ticks();
  State state = last_judged();
  proceed(state, time - Duration(1), time - Duration(1), timing);
  if (verdict == Verdict::cleared) cleared_.push_back({time, std::string(why)});
  apply(state, verdict, time, why, timing);
  last_time_ = time;
  if (!(state == last_judged())) states_.push_back({time, state});

  const EventTime oldest = time - memory;
  while (states_.size() > 1 && states_[1].time < oldest) {
    states_.erase(states_.begin());
    is_whole_ = false;
  }
  std::erase_if(cleared_, [&](const Cleared& cleared) { return cleared.time < oldest; });
  now_ = state;
  proceed(now_, EventTime::max(), ticked_, timing);
}

void Story::rest_until(EventTime time) {
  now_.phase = Phase::cooling;
  now_.due = time;
  states_.push_back({long_ago, now_});
}

void Story::tick(EventTime now, const Timing& timing) {
  ticked_ = std::max(ticked_, floor_to_second(now));
  proceed(now_, EventTime::max(), ticked_, timing);
}

bool Story::take_back(EventTime time) {
  const auto later =
      std::find_if(states_.begin(), states_.end(), [&](const Kept& kept) { return kept.time >= time; });
  if (later == states_.begin() && !states_.empty() && !is_whole_) return false;
  states_.erase(later, states_.end());
  std::erase_if(closed_, [&](const Closed& closed) {
    return !closed.is_by_tick && *closed.episode.cleared_time >= time;
  });
  forget_ticks();
  now_ = last_judged();
  last_time_ = std::min(last_time_, time - Duration(1));
  return true;
}

// What a tick has ended since the last change that was judged: it is found again where it is still so.
void Story::forget_ticks() {
  std::erase_if(closed_, [&](const Closed& closed) {
    return closed.is_by_tick && (states_.empty() || *closed.episode.cleared_time >= states_.back().time);
  });
}

void Story::forget_closed_before(EventTime time) {
  std::erase_if(closed_, [&](const Closed& closed) { return *closed.episode.cleared_time < time; });
}

std::vector<Story::Episode> Story::episodes() const {
  std::vector<Episode> all;
  all.reserve(closed_.size() + 1);
  for (const Closed& closed : closed_) all.push_back(closed.episode);
  if (now_.is_open()) all.push_back({now_.raised_time, std::nullopt, {}});
  return all;
}

std::optional<EventTime> Story::due_of(const State& state) {
  switch (state.phase) {
    case Phase::holding:
    case Phase::clearing:
      return ceil_to_second(state.due);
    case Phase::cooling:
      return ceil_to_second(state.is_true ? std::max(state.due, state.hold_complete) : state.due);
    default:
      return std::nullopt;
  }
}

// What ticks bring about, up to and with `ticks_end`, and what people have cleared up to `end`, which must be
// cleared again after a taking back.
void Story::proceed(State& state, EventTime end, EventTime ticks_end, const Timing& timing) {
  for (const Cleared& cleared : cleared_) {
    if (cleared.time < last_time_ || cleared.time > end) continue;
    run_ticks(state, std::min(cleared.time - Duration(1), ticks_end), timing);
    if (state.is_open()) close(state, cleared.time, cleared.why, timing, true);
  }
  run_ticks(state, ticks_end, timing);
}

void Story::run_ticks(State& state, EventTime end, const Timing& timing) {
  for (auto tick = due_of(state); tick && *tick <= end; tick = due_of(state)) {
    if (state.phase == Phase::holding || (state.phase == Phase::cooling && state.is_true))
      raise(state, *tick, timing);
    else if (state.phase == Phase::clearing)
      close(state, *tick, has_ended, timing, true);
    else
      state = State{};
  }
}

void Story::begin(State& state, EventTime time, bool is_moment, const Timing& timing) {
  state.is_true = true;
  state.is_moment = is_moment;
  state.began = time;
  state.hold_complete = time + timing.hold;
}

void Story::raise(State& state, EventTime time, const Timing& timing) {
  state.phase = Phase::raised;
  state.raised_time = time;
  state.due = {};
  if (state.is_moment && !timing.is_latched) {
    state.phase = Phase::clearing;
    state.due = time + timing.clear;
  }
}

void Story::close(State& state, EventTime time, std::string_view why, const Timing& timing, bool is_by_tick) {
  closed_.push_back({{state.raised_time, time, std::string(why)}, is_by_tick});
  state = State{};
  if (timing.cooldown <= Duration{}) return;
  state.phase = Phase::cooling;
  state.due = time + timing.cooldown;
}

void Story::apply(State& state, Verdict verdict, EventTime time, std::string_view why, const Timing& timing) {
  switch (verdict) {
    case Verdict::holds:
    case Verdict::happens:
      return holds(state, time, verdict == Verdict::happens, timing);
    case Verdict::fails:
      return fails(state, time, why, timing);
    case Verdict::coasts:
      if (state.phase == Phase::holding) state = State{};
      state.is_true = false;
      return;
    case Verdict::ends:
      state.is_true = false;
      if (state.phase == Phase::holding) state = State{};
      if (state.is_open() && !timing.is_latched) close(state, time, why, timing, false);
      return;
    case Verdict::cleared:
      if (state.is_open()) close(state, time, why, timing, false);
      return;
  }
}

void Story::holds(State& state, EventTime time, bool is_moment, const Timing& timing) {
  switch (state.phase) {
    case Phase::idle:
      begin(state, time, is_moment, timing);
      state.phase = Phase::holding;
      state.due = state.hold_complete;
      if (time >= state.due) raise(state, time, timing);
      return;
    case Phase::holding:
      if (is_moment) {  // it is the new one that has to last
        begin(state, time, is_moment, timing);
        state.due = state.hold_complete;
      }
      state.is_true = true;
      if (time >= state.due) raise(state, time, timing);
      return;
    case Phase::cooling:
      // It raises when both the hold and the cooldown are over.
      if (!state.is_true) begin(state, time, is_moment, timing);
      if (is_moment && time < state.due) state.is_true = false;  // then it is long over
      if (time >= std::max(state.due, state.hold_complete)) raise(state, time, timing);
      return;
    case Phase::raised:
    case Phase::clearing:
      state.is_true = true;
      state.phase = Phase::raised;
      state.due = {};
      if (state.is_moment && is_moment && !timing.is_latched) {
        state.phase = Phase::clearing;
        state.due = time + timing.clear;
      }
      return;
  }
}

void Story::fails(State& state, EventTime time, std::string_view why, const Timing& timing) {
  switch (state.phase) {
    case Phase::idle:
      return;
    case Phase::holding:
      state = State{};
      return;
    case Phase::cooling:
      state.is_true = false;
      return;
    case Phase::raised:
      state.is_true = false;
      if (timing.is_latched) return;
      state.phase = Phase::clearing;
      state.due = time + timing.clear;
      break;
    case Phase::clearing:
      state.is_true = false;
      break;
  }
  if (time >= state.due) close(state, time, why, timing, false);
}

// Of a story that was loaded.
bool Story::is_sound() const {
  const auto by_time = [](const auto& a, const auto& b) { return a.time < b.time; };
  return std::is_sorted(states_.begin(), states_.end(), by_time) &&
         std::is_sorted(cleared_.begin(), cleared_.end(), by_time) &&
         std::all_of(closed_.begin(), closed_.end(),
                     [](const Closed& closed) { return closed.episode.cleared_time.has_value(); });
}

}  // namespace watchpost
