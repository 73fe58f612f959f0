// What a changed configuration does to tracks: who is one of our units, and where nobody is followed.
#include <algorithm>

#include "daemon/fusion/tracker.h"
#include "geo/area.h"

namespace watchpost {

void Tracker::reconfigure(std::shared_ptr<const Mission> mission, ReceiveTime now,
                          std::vector<TrackId>& renamed, std::vector<TrackChange>& changes) {
  release_dropped();
  mission_ = std::move(mission);
  store_.reconfigure(mission_);
  for (Slot slot = 0; slot < store_.end(); ++slot) {
    if (store_.life(slot).id == TrackId{}) continue;
    match_units_again(slot, renamed);
    if (has_left_area(slot, now)) end(slot, ChangeKind::left_area, changes);
  }
  std::sort(renamed.begin(), renamed.end());
  std::sort(changes.begin(), changes.end(),
            [](const TrackChange& a, const TrackChange& b) { return a.id < b.id; });
  forget_outside();
}

void Tracker::match_units_again(Slot slot, std::vector<TrackId>& renamed) {
  if (store_.description(slot) == nullptr) return;
  Description& known = store_.description_of(slot);
  const std::optional<UnitId> before = std::exchange(known.unit, std::nullopt);
  const Affiliation affiliation = known.affiliation;
  if (before) known.affiliation = Affiliation::unspecified;  // it was the unit's
  match_units(mission_->units, known);
  if (known.unit == before && known.affiliation == affiliation) return;
  store_.learn_motion(slot);
  TrackLife& life = store_.life(slot);
  if (!life.is_told) return;
  ++life.revision;
  renamed.push_back(life.id);
}

// What was seen outside, and has not found its track yet.
void Tracker::forget_outside() {
  if (mission_->area == nullptr) return;
  std::erase_if(waiting_, [&](PlotHandle handle) {
    return store_.plots.has(handle) &&
           !mission_->area->is_within(store_.plots[handle].position(), mission_->buffer_m);
  });
}

}  // namespace watchpost
