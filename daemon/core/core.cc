#include "daemon/core/core.h"

#include <algorithm>

#include "daemon/model/report_id.h"

namespace watchpost {

Core::Core(std::shared_ptr<const Mission> mission)
    : mission_(std::move(mission)), tracker_(mission_), judge_(mission_) {}

void Core::step(const Input& input, Outputs& outputs) {
  changes_.clear();
  if (const ReportInput* report = std::get_if<ReportInput>(&input))
    take(*report->report, outputs);
  else
    tick(std::get<Tick>(input), outputs);
}

void Core::take(const Report& report, Outputs& outputs) {
  tracker_.take(report, changes_);
  for (const TrackChange& change : changes_) {
    const Track& track = *tracker_.find(change.id);
    outputs.changed_tracks.push_back(change.id);
    // A late report is judged with the track as it now is, at the track's own time.
    const EventTime time = std::max(report.event_time, track.time);
    judge_.track_updated(track, time, report_id(report, *mission_), outputs.alerts);
  }
}

void Core::tick(const Tick& tick, Outputs& outputs) {
  const EventTime now = as_event_time(tick.time);
  // Holds that are complete at this second come before the silence that begins at it.
  judge_.tick(
      now, [this](const std::function<void(const Track&)>& visit) { tracker_.for_each(visit); },
      outputs.alerts);
  tracker_.tick(tick.time, changes_);
  for (const TrackChange& change : changes_) {
    const Track& track = *tracker_.find(change.id);
    outputs.changed_tracks.push_back(change.id);
    if (change.kind == ChangeKind::coasting)
      judge_.track_coasts(track);
    else
      judge_.track_ended(track, now, change.kind == ChangeKind::lost ? "lost" : "left the mission area",
                         outputs.alerts);
  }
}

}  // namespace watchpost
