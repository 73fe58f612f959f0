#include "daemon/core/core.h"

#include <algorithm>
#include <string>

#include "daemon/model/report_id.h"

namespace watchpost {
namespace {

template <class Named>
std::vector<std::string> names_of(const std::vector<Named>& all) {
  std::vector<std::string> names;
  names.reserve(all.size());
  for (const Named& one : all) names.push_back(one.name);
  return names;
}

std::string called(const char* what, const std::vector<std::string>& names, std::size_t place) {
  return place < names.size() ? std::string(what) + " '" + names[place] + "'"
                              : "no more " + std::string(what) + "s";
}

void refuse_others(const char* what, const std::vector<std::string>& expected, LoadArchive& archive) {
  std::vector<std::string> found;
  archive(found);
  if (archive.has_failed() || found == expected) return;
  const auto place = static_cast<std::size_t>(
      std::mismatch(found.begin(), found.end(), expected.begin(), expected.end()).first - found.begin());
  archive.fail("found " + called(what, found, place) + ", expected " + called(what, expected, place) +
               " as configured");
}

}  // namespace

Core::Core(std::shared_ptr<const Mission> mission)
    : mission_(std::move(mission)),
      tracker_(mission_),
      judge_(mission_),
      surroundings_(mission_->feeds.size()) {}

void Core::step(const Input& input, Outputs& outputs) {
  changes_.clear();
  if (const ReportInput* report = std::get_if<ReportInput>(&input))
    take(*report->report, outputs);
  else if (const Tick* second = std::get_if<Tick>(&input))
    tick(*second, outputs);
  else if (const Command* command = std::get_if<Command>(&input))
    act(*command, outputs);
  else if (const FeedState* feed = std::get_if<FeedState>(&input))
    surroundings_.take(*feed, now_);
  else
    surroundings_.take(std::get<SystemEvent>(input), now_);
}

void Core::transfer_names(SaveArchive& archive) const {
  archive(names_of(mission_->feeds), names_of(mission_->units));
}

void Core::transfer_names(LoadArchive& archive) const {
  refuse_others("feed", names_of(mission_->feeds), archive);
  refuse_others("unit", names_of(mission_->units), archive);
}

void Core::act(const Command& command, Outputs& outputs) {
  if (Status status = judge_.act(command, now_, outputs.alerts); !status) outputs.refusal = status.error();
}

void Core::take(const Report& report, Outputs& outputs) {
  now_ = std::max(now_, as_event_time(report.receive_time));
  tracker_.take(report, changes_);
  judge_changes(now_, outputs);
}

void Core::tick(const Tick& tick, Outputs& outputs) {
  now_ = as_event_time(tick.time);
  watermark_ = tick.watermark;
  // What was seen in this second, look by look; then holds that are complete at it, before the
  // silence that begins at it.
  while (tracker_.fuse_next(changes_)) judge_changes(now_, outputs);
  judge_.tick(
      now_, [this](const std::function<void(const Track&)>& visit) { tracker_.for_each({}, visit); },
      outputs.alerts);
  tracker_.tick(tick.time, tick.watermark, changes_);
  judge_changes(now_, outputs);
}

void Core::judge_changes(EventTime now, Outputs& outputs) {
  for (const TrackChange& change : changes_) {
    outputs.changed_tracks.push_back(change.id);
    if (mission_->rules.empty()) continue;
    tracker_.show(change.id, {}, track_);
    switch (change.kind) {
      case ChangeKind::updated:
        // A late report is judged with the track as it now is, at the track's own time.
        judge_.track_updated(track_, std::max(change.time, track_.time), change.report, outputs.alerts);
        break;
      case ChangeKind::coasting:
        judge_.track_coasts(track_);
        break;
      case ChangeKind::lost:
        judge_.track_ended(track_, now, "lost", outputs.alerts);
        break;
      case ChangeKind::left_area:
        judge_.track_ended(track_, now, "left the mission area", outputs.alerts);
        break;
      case ChangeKind::revised:
        judge_.track_ended(track_, now, "late reports have shown that it never was", outputs.alerts);
        break;
    }
  }
  changes_.clear();
}

}  // namespace watchpost
