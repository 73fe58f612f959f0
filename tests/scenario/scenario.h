// Scenario: the small language in which tests of rules and of the core are written.
//
//     Scenario scene(mission);
//     scene.reports("boat", 0s, {34.5, 33.2}).reports("boat", 10s, {34.6, 33.2});
//     EXPECT_THAT(scene.until(20s).told(), ElementsAre("10 RAISED boat"));
//
// Times are seconds since 1,000,000 s of Unix time; reports are received when they are observed,
// unless it is said otherwise. For tests alone; it goes through sequencer order by hand.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/core.h"
#include "daemon/model/report_batch.h"
#include "geo/area.h"

namespace watchpost {

using namespace std::chrono_literals;

struct ScenarioReport {
  std::string name;  // the transponder's; empty: only `mmsi`
  Duration at{};     // event time
  LatLon position;
  double std_m = 1;
  std::optional<Duration> received;  // later than `at`
  std::string type;                  // classification
  std::optional<double> speed_mps;
  bool has_position = true;
  std::uint32_t mmsi = 0;
  std::optional<std::uint16_t> squawk;
  std::string callsign;
  Emergency emergency = Emergency::unspecified;
  Navigation navigation = Navigation::unspecified;
  std::uint16_t feed = 0;
  std::string sensor;
};

class Scenario {
 public:
  explicit Scenario(Mission mission);

  // A square zone of half a side `half_m` about a place, as a polygon in degrees.
  static std::shared_ptr<const Area> square(LatLon centre, double half_m);
  // A mission with one feed `test`, a square zone `camp` of 1 km half side about `camp()`, and no rule.
  static Mission mission_with_camp();
  static LatLon camp() { return {6.3, -33.2}; }
  static LatLon metres_from_camp(double east_m, double north_m);

  Scenario& reports(const ScenarioReport& report);
  Scenario& reports(std::string name, Duration at, LatLon position, double std_m = 1);
  Scenario& happens(const SystemEvent& event, Duration at);
  Scenario& acts(AlertAction action, Duration at);  // on the alert told last
  // Ticks up to and including this second.
  Scenario& until(Duration time);

  // The last tick was so long ago for everybody: what ticks say is expected still.
  Scenario& with_watermark_behind(Duration behind) {
    behind_ = behind;
    return *this;
  }
  // From here on the core is saved and loaded at each tick.
  Scenario& with_restarts() {
    restarts_ = true;
    return *this;
  }

  // Everything told so far, as `TIME STATE SUBJECT`, and the last alert whole.
  std::vector<std::string> told() const { return told_; }
  const Alert& last_alert() const { return alerts_.back(); }
  const std::vector<Alert>& alerts() const { return alerts_; }
  const Core& core() const { return *core_; }
  // The alerts that were told and not cancelled, each as `RULE RAISED-CLEARED SUBJECT`, sorted.
  std::vector<std::string> remaining() const;
  std::optional<Track> track(const std::string& name) const;

 private:
  void take(const Outputs& outputs);
  void tick_before(Duration received);
  void restart();

  std::shared_ptr<const Mission> mission_;
  std::unique_ptr<Core> core_;
  Duration next_tick_{};
  Duration behind_{};
  bool restarts_ = false;
  std::uint64_t last_number_ = 0;
  Outputs outputs_;
  std::vector<std::string> told_;
  std::vector<Alert> alerts_;
};

}  // namespace watchpost
