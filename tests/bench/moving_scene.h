// MovingScene: many objects on straight courses, each reported once a second, for benchmarks of the core.
//
// The objects lie as far apart as in the shared `scale` scenarios (one in 10 km²), so that the cost of
// a report can be seen to depend on what is near and not on what is elsewhere. They are reported in
// looks of 4,096 that share a time, spread over the second.
//
// Determinism   a fixed generator: every run sees the same reports.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "daemon/model/report.h"
#include "geo/frame.h"

namespace watchpost {

class MovingScene {
 public:
  static constexpr std::size_t look_size = 4096;
  static constexpr double std_m = 20;

  explicit MovingScene(std::size_t count) {
    constexpr double side_m = 3162;  // of an object's own square
    const auto rows = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
    const double step_deg = side_m / 111'195;
    objects_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t row_number = i / rows;
      const double row = static_cast<double>(row_number) - static_cast<double>(rows) / 2;
      const double column = static_cast<double>(i % rows) - static_cast<double>(rows) / 2;
      const LatLon home{(row + random()) * step_deg, 30 + (column + random()) * step_deg};
      objects_.push_back({home, (random() - 0.5) * 60, (random() - 0.5) * 60});
    }
  }

  std::size_t look_count() const { return (objects_.size() + look_size - 1) / look_size; }

  // The reports of one look in one second after the start; good until the next call.
  std::vector<Report>& look(std::size_t number, int second) {
    const std::size_t first = number * look_size;
    const std::size_t end = std::min(first + look_size, objects_.size());
    const double time_s = second + static_cast<double>(number) / static_cast<double>(look_count());
    reports_.resize(end - first);
    for (std::size_t i = first; i < end; ++i) {
      const Object& object = objects_[i];
      const double north_m = object.north_mps * time_s + std_m * normal();
      const double east_m = object.east_mps * time_s + std_m * normal();
      Report& report = reports_[i - first];
      report = {};
      report.event_time = start() + duration_from_s(time_s);
      report.receive_time = receive_time_from_ns(unix_ns(report.event_time));
      report.number = ++last_number_;
      report.sensor = "wide";
      report.set<Field::position>(
          LatLon{object.home.latitude_deg + north_m / 111'195,
                 object.home.longitude_deg +
                     east_m / (111'195 * std::cos(object.home.latitude_deg * 3.14159265358979 / 180))});
      report.set<Field::std_m>(std_m);
    }
    return reports_;
  }

  static EventTime start() { return event_time_from_ns(1'700'000'000'000'000'000); }

 private:
  struct Object {
    LatLon home;
    double east_mps = 0;
    double north_mps = 0;
  };

  double random() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state_ >> 11) / 9007199254740992.0;
  }
  double normal() {  // near enough: the sum of four
    return (random() + random() + random() + random() - 2) * 1.7320508;
  }

  std::uint64_t state_ = 1;
  std::vector<Object> objects_;
  std::vector<Report> reports_;
  std::uint64_t last_number_ = 0;
};

}  // namespace watchpost
