// How long plots are kept, and how many.
#include <algorithm>

#include "daemon/fusion/tracker.h"

namespace watchpost {
namespace {

// Of the window, at a tick: 288 MB. Some 20 s of the most that a core can take.
constexpr std::uint32_t plots_max = 6'000'000;

}  // namespace

// Plots are kept for as long as a late one may need them: the history of a track, and the distance of
// two checkpoints.
void Tracker::forget_old_plots(ReceiveTime now) {
  const Duration memory = store_.history() + Checkpoints::spacing(store_.history());
  marks_.push_back({now, store_.plots.end()});
  if (store_.plots.size() > plots_max) forget_plots_beyond_their_bound();
  const auto kept =
      std::find_if(marks_.begin(), marks_.end(), [&](const Mark& mark) { return mark.time > now - memory; });
  if (kept == marks_.begin()) return;
  store_.plots.forget_before((kept - 1)->end);
  fusion_.forget_old_bearings();
  marks_.erase(marks_.begin(), kept);
}

// In a flood: the history of tracks is shorter then, and what comes late may find none.
void Tracker::forget_plots_beyond_their_bound() {
  const PlotHandle oldest = store_.plots.end() - plots_max;
  store_.plots.forget_before(oldest);
  fusion_.forget_old_bearings();
  for (Mark& mark : marks_)
    if (static_cast<std::int32_t>(mark.end - oldest) < 0) mark.end = oldest;
}

}  // namespace watchpost
