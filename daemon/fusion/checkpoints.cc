#include "daemon/fusion/checkpoints.h"

#include <vector>

namespace watchpost {

void Checkpoints::keep(Head& head, const TrackState& state, EventTime time, Duration lag) {
  if (state.hits == 0 || time <= state.estimate.time) return;
  // A track of one plot begins again from that plot while the window has it: nothing to keep.
  if (head == no_slot && state.hits < 2 && time - state.estimate.time < spacing(lag)) return;
  if (head != no_slot && time - saved_[head].time < spacing(lag)) return;
  if (head != no_slot && saved_[head].time >= state.estimate.time) return;  // taken back to it just now
  const Slot slot = numbers_.take();
  saved_.grow_to(numbers_.end());
  pack(state, saved_[slot]);
  saved_[slot].older = head;
  head = slot;
  drop_older_than_needed(head, time - lag);
}

void Checkpoints::keep_unchanged(Head head, const TrackState& state) {
  if (head != no_slot && saved_[head].time == state.estimate.time)
    saved_[head].newest_plot = state.newest_plot;
}

bool Checkpoints::find_before(Head head, EventTime time, TrackState& state) const {
  while (head != no_slot && saved_[head].time >= time) head = saved_[head].older;
  if (head == no_slot) return false;
  unpack(saved_[head], state);
  return true;
}

void Checkpoints::forget_since(Head& head, EventTime time) {
  while (head != no_slot && saved_[head].time >= time) {
    const Slot gone = head;
    head = saved_[gone].older;
    numbers_.give_back(gone);
  }
}

void Checkpoints::set_newest_plot(Head head, PlotHandle newest_plot) {
  saved_[head].newest_plot = newest_plot;
}

void Checkpoints::forget(Head& head) {
  while (head != no_slot) {
    const Slot gone = head;
    head = saved_[gone].older;
    numbers_.give_back(gone);
  }
}

void Checkpoints::drop_older_than_needed(Head head, EventTime horizon) {
  Slot needed = head;
  while (needed != no_slot && saved_[needed].time >= horizon) needed = saved_[needed].older;
  if (needed == no_slot) return;
  Head rest = saved_[needed].older;
  saved_[needed].older = no_slot;
  forget(rest);
}

bool Checkpoints::is_sound() const {
  std::vector<bool> is_free(numbers_.end());
  for (const Slot slot : numbers_.free()) is_free[slot] = true;
  for (Slot slot = 0; slot < numbers_.end(); ++slot) {
    const Slot older = saved_[slot].older;
    if (is_free[slot] || older == no_slot) continue;
    if (older >= numbers_.end() || is_free[older] || saved_[older].time >= saved_[slot].time) return false;
  }
  return true;
}

void Checkpoints::pack(const TrackState& state, Saved& saved) {
  saved.time = state.estimate.time;
  saved.anchor = state.estimate.frame.anchor();
  for (int i = 0; i < 4; ++i) saved.mean[static_cast<std::size_t>(i)] = state.estimate.mean[i];
  saved.covariance = state.estimate.covariance;
  saved.last_hit = state.last_hit;
  saved.newest_plot = state.newest_plot;
  saved.revisit_s = state.revisit_s;
  saved.hits = state.hits;
  saved.gap_us = state.gap_us;
}

void Checkpoints::unpack(const Saved& saved, TrackState& state) {
  state.estimate.time = saved.time;
  state.estimate.frame = LocalFrame(saved.anchor);
  for (int i = 0; i < 4; ++i) state.estimate.mean[i] = saved.mean[static_cast<std::size_t>(i)];
  state.estimate.covariance = saved.covariance;
  state.last_hit = saved.last_hit;
  state.newest_plot = saved.newest_plot;
  state.revisit_s = saved.revisit_s;
  state.hits = saved.hits;
  state.gap_us = saved.gap_us;
}

}  // namespace watchpost
