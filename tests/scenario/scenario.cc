#include "tests/scenario/scenario.h"

#include <algorithm>
#include <map>

#include "daemon/base/archive.h"
#include "daemon/base/check.h"
#include "geo/frame.h"

namespace watchpost {
namespace {

constexpr std::int64_t origin_s = 1'000'000;

EventTime event_time(Duration at) {
  return event_time_from_ns(origin_s * 1'000'000'000) + at;
}

std::string_view word(AlertState state) {
  constexpr std::string_view words[] = {"UNSPECIFIED",  "RAISED",  "UPDATED",
                                        "ACKNOWLEDGED", "CLEARED", "CANCELLED"};
  return words[static_cast<int>(state)];
}

std::string text_of(Duration since_origin) {
  std::string text = std::to_string(seconds(since_origin));
  text.erase(text.find_last_not_of('0') + 1);
  return text.back() == '.' ? text.substr(0, text.size() - 1) : text;
}

std::string who(const Subject& subject) {
  if (!subject.unit.empty()) return subject.unit;
  if (!subject.sensor.empty()) return subject.sensor;
  if (!subject.report_id.empty()) return subject.report_id;
  if (!subject.identity.name.empty()) return subject.identity.name;
  if (subject.identity.mmsi != 0) return std::to_string(subject.identity.mmsi);
  return subject.track ? "track" : "nobody";
}

}  // namespace

Scenario::Scenario(Mission mission)
    : mission_(std::make_shared<const Mission>(std::move(mission))),
      core_(std::make_unique<Core>(mission_)) {}

LatLon Scenario::metres_from_camp(double east_m, double north_m) {
  return LocalFrame(camp()).to_global({east_m, north_m});
}

std::shared_ptr<const Area> Scenario::square(LatLon centre, double half_m) {
  const LocalFrame frame(centre);
  PolygonRings rings;
  for (const auto& [east, north] : {std::pair{-1, -1}, {1, -1}, {1, 1}, {-1, 1}})
    rings.outer.push_back(frame.to_global({east * half_m, north * half_m}));
  auto area = area_from_polygons({rings});
  CHECK(area.ok(), "a square that is no area");
  return std::make_shared<const Area>(std::move(*area));
}

Mission Scenario::mission_with_camp() {
  Mission mission;
  Feed feed;
  feed.name = feed.format = "test";
  mission.feeds.push_back(feed);
  mission.zones.emplace_back().name = "camp";
  mission.zones.back().area = square(camp(), 1000);
  return mission;
}

Scenario& Scenario::reports(const ScenarioReport& said) {
  const Duration received = said.received.value_or(said.at);
  tick_before(received);

  ReportBatch batch;
  ReportDetails details;
  details.name = said.name;
  details.callsign = said.callsign;
  const Classification type{said.type, 1};
  if (!said.type.empty()) details.classification = {&type, 1};
  Report report;
  report.event_time = event_time(said.at);
  report.receive_time = receive_time_from_ns(unix_ns(event_time(received)));
  report.number = ++last_number_;
  report.details = &details;
  if (said.has_position) {
    report.set<Field::position>(said.position);
    report.set<Field::std_m>(said.std_m);
  }
  if (said.speed_mps) report.set<Field::speed>(*said.speed_mps);
  if (said.mmsi != 0) report.set<Field::mmsi>(said.mmsi);
  if (said.squawk) report.set<Field::squawk>(*said.squawk);
  report.emergency = said.emergency;
  report.navigation = said.navigation;
  report.feed = FeedId{said.feed};
  report.sensor = said.sensor;

  outputs_.clear();
  core_->step(ReportInput{&batch.add(report)}, outputs_);
  take(outputs_);
  return *this;
}

Scenario& Scenario::reports(std::string name, Duration at, LatLon position, double std_m) {
  ScenarioReport report;
  report.name = std::move(name);
  report.at = at;
  report.position = position;
  report.std_m = std_m;
  return reports(report);
}

Scenario& Scenario::happens(const SystemEvent& event, Duration at) {
  tick_before(at);
  outputs_.clear();
  core_->step(event, outputs_);
  take(outputs_);
  return *this;
}

Scenario& Scenario::acts(AlertAction action, Duration at) {
  tick_before(at);
  outputs_.clear();
  core_->step(Command{action, last_alert().alert_id, "desk", "text"}, outputs_);
  CHECK(!outputs_.refusal, "an action that was refused");
  take(outputs_);
  return *this;
}

Scenario& Scenario::until(Duration time) {
  tick_before(time + Duration(1));
  return *this;
}

void Scenario::tick_before(Duration received) {
  for (; next_tick_ < received; next_tick_ += 1s) {
    outputs_.clear();
    const EventTime time = event_time(next_tick_);
    core_->step(Tick{receive_time_from_ns(unix_ns(time)), time - behind_}, outputs_);
    take(outputs_);
    if (restarts_) restart();
  }
}

void Scenario::restart() {
  const std::string state = save(*core_);
  core_ = std::make_unique<Core>(mission_);
  const Status status = load(state, *core_);
  CHECK(status.ok(), "a state that is not taken up");
  CHECK(save(*core_) == state, "a state that is another when it is saved again");
}

void Scenario::take(const Outputs& outputs) {
  for (const Alert& alert : outputs.alerts) {
    alerts_.push_back(alert);
    told_.push_back(text_of(alert.event_time - event_time({})) + " " + std::string(word(alert.state)) + " " +
                    who(alert.subject) + (alert.other ? "+" + who(*alert.other) : ""));
  }
}

std::vector<std::string> Scenario::remaining() const {
  std::map<std::string, const Alert*> last;
  for (const Alert& alert : alerts_) last[alert.alert_id] = &alert;
  std::vector<std::string> lines;
  for (const auto& [id, alert] : last) {
    if (alert->state == AlertState::cancelled) continue;
    lines.push_back(alert->rule + " " + text_of(alert->raised_time - event_time({})) + "-" +
                    (alert->cleared_time ? text_of(*alert->cleared_time - event_time({})) : "") + " " +
                    who(alert->subject) + (alert->other ? "+" + who(*alert->other) : ""));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::optional<Track> Scenario::track(const std::string& name) const {
  std::optional<Track> found;
  core_->tracker().for_each({}, [&](const Track& track) {
    if (track.identity.name == name) found = track;
  });
  return found;
}

}  // namespace watchpost
