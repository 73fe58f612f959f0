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
  else if (const Reconfiguration* change = std::get_if<Reconfiguration>(&input))
    reconfigure(*change, outputs);
  else
    take(std::get<SystemEvent>(input), outputs);
}

void Core::transfer_names(SaveArchive& archive) const {
  archive(names_of(mission_->feeds), names_of(mission_->units));
}

void Core::transfer_names(LoadArchive& archive) const {
  refuse_others("feed", names_of(mission_->feeds), archive);
  refuse_others("unit", names_of(mission_->units), archive);
}

void Core::act(const Command& command, Outputs& outputs) {
  const std::vector<const Alert*> open = judge_.open_alerts();
  const bool is_known = std::any_of(open.begin(), open.end(),
                                    [&](const Alert* alert) { return alert->alert_id == command.alert_id; });
  const Status status = judge_.act(command, now_, outputs.alerts);
  if (status.ok()) return;
  outputs.refusal = status.error();
  outputs.problem = is_known ? CommandProblem::not_allowed : CommandProblem::unknown_alert;
}

void Core::take(const SystemEvent& event, Outputs& outputs) {
  surroundings_.take(event, now_);
  judge_.event(event, now_, outputs.alerts);
}

void Core::take(const Report& report, Outputs& outputs) {
  now_ = std::max(now_, as_event_time(report.receive_time));
  tracker_.take(report, changes_);
  const auto sender = [&]() -> const Track* {
    for (const TrackChange& change : changes_)
      if (change.report == id_of(report) && tracker_.show(change.id, {}, track_)) return &track_;
    return nullptr;
  };
  judge_.report(report, sender, outputs.alerts);
  judge_changes(now_, outputs);
}

void Core::tick(const Tick& tick, Outputs& outputs) {
  now_ = as_event_time(tick.time);
  watermark_ = tick.watermark;
  // What was seen in this second, look by look; then who fell silent before it, whose holds are forgotten;
  // then holds that are complete at it.
  while (tracker_.fuse_next(changes_)) judge_changes(now_, outputs);
  tracker_.tick(tick.time, tick.watermark, changes_);
  judge_changes(now_, outputs);
  judge_.tick(
      now_, watermark_,
      [this](const std::function<void(const Track&)>& visit) { tracker_.for_each({}, visit); },
      outputs.alerts);
}

void Core::judge_changes(EventTime now, Outputs& outputs) {
  for (const TrackChange& change : changes_) outputs.changed_tracks.push_back(change.id);
  if (!mission_->rules.empty()) {
    judge_again(outputs);
    for (const TrackChange& change : changes_) judge_change(change, now, outputs);
  }
  changes_.clear();
}

// Where late reports were worked in, what the tracks have been instead of what was judged before.
void Core::judge_again(Outputs& outputs) {
  bool is_anything = false;
  for (const TrackChange& change : changes_) {
    if (!change.since) continue;
    judge_.take_back(change.id, *change.since);
    is_anything = true;
  }
  if (!is_anything) return;
  for (const TrackMoment& moment : tracker_.moments()) {
    if (!moment.is_confirmed || !tracker_.show(moment, track_)) continue;
    track_.status = TrackStatus::confirmed;
    if (moment.coasted) judge_.track_coasted(moment.id, *moment.coasted, outputs.alerts);
    judge_.track_updated(track_, moment.time, moment.report, outputs.alerts);
  }
  judge_.settle(outputs.alerts);
}

void Core::judge_change(const TrackChange& change, EventTime now, Outputs& outputs) {
  if (change.kind == ChangeKind::updated && (change.since || !judge_.wants_tracks())) return;
  tracker_.show(change.id, {}, track_);
  switch (change.kind) {
    case ChangeKind::updated:
      if (change.coasted) judge_.track_coasted(change.id, *change.coasted, outputs.alerts);
      // What says no place is judged with the track as it is, at the track's own time.
      return judge_.track_updated(track_, std::max(change.time, track_.time), change.report, outputs.alerts);
    case ChangeKind::coasting:
      return judge_.track_coasts(track_, change.time, outputs.alerts);
    case ChangeKind::lost:
      return judge_.track_ended(track_, now, TrackEnd::lost, outputs.alerts);
    case ChangeKind::left_area:
      return judge_.track_ended(track_, now, TrackEnd::left_area, outputs.alerts);
    case ChangeKind::revised:
      return judge_.track_ended(track_, now, TrackEnd::never_was, outputs.alerts);
  }
}

}  // namespace watchpost
