// Scene: made-up objects, the sensors that see them, and a tracker that is given what they see.
//
// Units         metres and seconds about `middle`; times from the scene's own zero.
// Determinism   a scene is a function of its seed, on every machine.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "daemon/fusion/tracker.h"
#include "geo/frame.h"
#include "geo/geodesic.h"

namespace watchpost {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t number() {  // splitmix64
    std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15ULL;
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBULL;
    return mixed ^ mixed >> 31;
  }
  double share() { return static_cast<double>(number() >> 11) / 9007199254740992.0; }
  double between(double low, double high) { return low + (high - low) * share(); }
  bool chance(double probability) { return share() < probability; }
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(number() % count); }
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - share()));
    return radius * std::cos(2 * std::numbers::pi * share());
  }

 private:
  std::uint64_t state_;
};

template <class Element>
void shuffle(std::vector<Element>& elements, Dice& dice) {
  for (std::size_t left = elements.size(); left > 1; --left)
    std::swap(elements[left - 1], elements[dice.below(left)]);
}

// What a sensor saw: a report with memory of its own.
struct Sighting {
  double time_s = 0;
  std::string sensor;
  std::string name;  // empty: it names nobody
  std::uint16_t feed = 0;
  enum class Kind : std::uint8_t { position, polar, bearing } kind = Kind::position;
  LatLon position;  // else where the sensor stands
  double std_m = 5;
  double range_m = 0;
  double azimuth_deg = 0;
  double std_range_m = 10;
  double std_azimuth_deg = 0.3;

  void hand_to(Tracker& tracker, double received_s, std::uint64_t number,
               std::vector<TrackChange>& changes) const {
    Report report;
    report.event_time = EventTime(duration_from_s(time_s));
    report.receive_time = ReceiveTime(duration_from_s(received_s));
    report.number = number;
    report.feed = FeedId{feed};
    report.sensor = sensor;
    ReportDetails details;
    details.name = name;
    report.details = &details;
    Polar polar;
    if (kind == Kind::position) {
      report.set<Field::position>(position);
      report.set<Field::std_m>(std_m);
    } else {
      polar.has_sensor_position = polar.has_std_range = polar.has_std_azimuth = true;
      polar.has_range = kind == Kind::polar;
      polar.sensor_position = position;
      polar.range_m = range_m;
      polar.azimuth_deg = azimuth_deg;
      polar.std_range_m = static_cast<float>(std_range_m);
      polar.std_azimuth_deg = static_cast<float>(std_azimuth_deg);
      details.polar = &polar;
    }
    tracker.take(report, changes);
  }
};

struct SceneShape {
  int objects = 6;
  double duration_s = 60;
  double half_width_m = 1'500;
  double detection = 0.85;
  double clutter = 1;        // false plots a scan
  double named_share = 0.4;  // of the objects
  bool has_bearings = true;
  LatLon middle = {34.5, 33.2};
};

// In order of time; what one scan saw stands together.
class SceneMaker {
 public:
  SceneMaker(std::uint64_t seed, const SceneShape& shape)
      : dice_(seed), shape_(shape), plane_(shape.middle) {}

  std::vector<Sighting> make() {
    for (int i = 0; i < shape_.objects; ++i) {
      Object& object = objects_.emplace_back();
      object.at = {place(), place()};
      object.speed_mps = dice_.chance(0.2) ? 0 : dice_.between(2, 30);
      object.course_rad = dice_.between(0, 2 * std::numbers::pi);
      object.turn_radps = dice_.chance(0.4) ? dice_.between(-0.05, 0.05) : 0;
      object.from_s = dice_.chance(0.3) ? dice_.between(0, shape_.duration_s / 2) : 0;
      object.until_s = dice_.chance(0.3) ? dice_.between(shape_.duration_s / 2, shape_.duration_s) : 1e9;
      if (dice_.chance(shape_.named_share)) object.name = "boat-" + std::to_string(i);
    }
    radar("radar", {place(), place()}, 2.5, 12, 0.3);
    radar("coastal", {2 * place(), 2 * place()}, 4.0, 25, 0.5);
    watch("lidar", 1.0, 6);
    if (shape_.has_bearings) camera("camera", {2 * place(), 2 * place()}, 0.9);
    transponders();
    std::stable_sort(sightings_.begin(), sightings_.end(),
                     [](const Sighting& a, const Sighting& b) { return a.time_s < b.time_s; });
    return std::move(sightings_);
  }

 private:
  struct Object {
    EastNorth at;
    double speed_mps = 0;
    double course_rad = 0;
    double turn_radps = 0;
    double from_s = 0;
    double until_s = 0;
    std::string name;

    bool is_there(double time_s) const { return time_s >= from_s && time_s <= until_s; }
    EastNorth at_time(double time_s) const {
      const double end_rad = course_rad + turn_radps * time_s;
      const double middle_rad = (course_rad + end_rad) / 2;
      const double half_rad = (end_rad - course_rad) / 2;
      const double chord_m = speed_mps * time_s * (half_rad == 0 ? 1 : std::sin(half_rad) / half_rad);
      return {at.east_m + chord_m * std::sin(middle_rad), at.north_m + chord_m * std::cos(middle_rad)};
    }
  };

  double place() { return dice_.between(-shape_.half_width_m, shape_.half_width_m); }

  template <class See>
  void scan(const std::string& sensor, double period_s, double clutter, See see) {
    for (double time_s = dice_.between(0, period_s); time_s < shape_.duration_s; time_s += period_s) {
      const auto add = [&](EastNorth where) {
        Sighting made = see(where);
        made.sensor = sensor;
        made.time_s = time_s;
        sightings_.push_back(made);
      };
      for (const Object& object : objects_)
        if (object.is_there(time_s) && dice_.chance(shape_.detection)) add(object.at_time(time_s));
      for (double left = clutter; dice_.chance(left / (1 + left)); left -= 0.3) add({place(), place()});
    }
  }

  void radar(const std::string& name, EastNorth stands, double period_s, double std_range_m,
             double std_azimuth_deg) {
    scan(name, period_s, shape_.clutter, [&, stands](EastNorth where) {
      Sighting seen;
      seen.kind = Sighting::Kind::polar;
      seen.position = plane_.to_global(stands);
      look(stands, where, seen);
      seen.std_range_m = std_range_m;
      seen.std_azimuth_deg = std_azimuth_deg;
      seen.range_m = std::max(0.0, seen.range_m + std_range_m * dice_.normal());
      seen.azimuth_deg += std_azimuth_deg * dice_.normal();
      return seen;
    });
  }
  void watch(const std::string& name, double period_s, double std_m) {
    scan(name, period_s, shape_.clutter, [&](EastNorth where) {
      Sighting seen;
      seen.std_m = std_m;
      seen.position = around(where, std_m);
      return seen;
    });
  }
  void camera(const std::string& name, EastNorth stands, double period_s) {
    scan(name, period_s, 0.2, [&, stands](EastNorth where) {
      Sighting seen;
      seen.kind = Sighting::Kind::bearing;
      seen.position = plane_.to_global(stands);
      look(stands, where, seen);
      seen.azimuth_deg += seen.std_azimuth_deg * dice_.normal();
      return seen;
    });
  }
  void transponders() {
    for (const Object& object : objects_) {
      if (object.name.empty()) continue;
      const double first_s = object.from_s + dice_.between(0, 10);
      for (double time_s = first_s; time_s < shape_.duration_s; time_s += dice_.between(2, 8)) {
        if (!object.is_there(time_s)) continue;
        Sighting said;
        said.time_s = time_s;
        said.name = object.name;
        said.feed = 1;
        said.position = around(object.at_time(time_s), said.std_m);
        sightings_.push_back(said);
      }
    }
  }
  void look(EastNorth from, EastNorth to, Sighting& seen) const {
    const double east_m = to.east_m - from.east_m;
    const double north_m = to.north_m - from.north_m;
    seen.range_m = std::hypot(east_m, north_m);
    seen.azimuth_deg = std::atan2(east_m, north_m) * 180 / std::numbers::pi;
  }
  LatLon around(EastNorth where, double std_m) {
    return plane_.to_global({where.east_m + std_m * dice_.normal(), where.north_m + std_m * dice_.normal()});
  }

  Dice dice_;
  SceneShape shape_;
  LocalFrame plane_;
  std::vector<Object> objects_;
  std::vector<Sighting> sightings_;
};

// One position, metres from the middle of the scene.
inline Sighting sighting_for_tests(const std::string& sensor, double time_s, EastNorth where,
                                   double std_m = 5) {
  Sighting seen;
  seen.sensor = sensor;
  seen.time_s = time_s;
  seen.position = LocalFrame(SceneShape{}.middle).to_global(where);
  seen.std_m = std_m;
  return seen;
}

inline Sighting named_sighting_for_tests(const std::string& name, double time_s, EastNorth where) {
  Sighting said = sighting_for_tests({}, time_s, where);
  said.name = name;
  said.feed = 1;
  return said;
}

inline std::vector<Sighting> scene_for_tests(std::uint64_t seed, const SceneShape& shape = {}) {
  return SceneMaker(seed, shape).make();
}

}  // namespace watchpost
