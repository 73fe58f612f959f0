#include "tests/scenario/scenario.h"

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

}  // namespace

Scenario::Scenario(Mission mission)
    : mission_(std::make_shared<const Mission>(std::move(mission))), core_(mission_) {}

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

  outputs_.clear();
  core_.step(ReportInput{&batch.add(report)}, outputs_);
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

Scenario& Scenario::until(Duration time) {
  tick_before(time + Duration(1));
  return *this;
}

void Scenario::tick_before(Duration received) {
  for (; next_tick_ < received; next_tick_ += 1s) {
    outputs_.clear();
    const EventTime time = event_time(next_tick_);
    core_.step(Tick{receive_time_from_ns(unix_ns(time)), time}, outputs_);
    take(outputs_);
  }
}

void Scenario::take(const Outputs& outputs) {
  for (const Alert& alert : outputs.alerts) {
    alerts_.push_back(alert);
    const std::string subject = alert.subject.unit.empty() ? alert.subject.identity.name : alert.subject.unit;
    told_.push_back(text_of(alert.event_time - event_time({})) + " " + std::string(word(alert.state)) + " " +
                    subject);
  }
}

std::optional<Track> Scenario::track(const std::string& name) const {
  std::optional<Track> found;
  core_.tracker().for_each({}, [&](const Track& track) {
    if (track.identity.name == name) found = track;
  });
  return found;
}

}  // namespace watchpost
