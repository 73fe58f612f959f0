#include "daemon/simulate/radar.h"

#include <cmath>

#include "daemon/simulate/chance.h"
#include "daemon/simulate/plots_row.h"
#include "geo/frame.h"

namespace watchpost::simulate {
namespace {

constexpr double radians_a_degree = 3.14159265358979323846 / 180;
constexpr double processing_s = 0.12;

// Rounded as it is written: 359.9996 is written as 0.
double written_azimuth_deg(double azimuth_deg) {
  const double turned = std::fmod(azimuth_deg + 720, 360);
  return turned >= 359.9995 ? 0 : turned;
}

class Looking {
 public:
  Looking(const Radar& radar, const Setting& setting)
      : radar_(radar),
        setting_(setting),
        position_(setting.plane.to_degrees(radar.place)),
        frame_(position_),
        chance_(setting.seed, "radar " + radar.sensor) {}

  LatLon position() const { return position_; }

  std::vector<PolarPlot> look(const std::vector<Actor>& actors, double time_s) {
    std::vector<PolarPlot> plots;
    for (const Actor& actor : actors) {
      if (!actor.is_seen_by_radar || !actor.is_there(time_s)) continue;
      const LatLon there = setting_.plane.to_degrees(actor.path.at(time_s).place);
      const double range_m = distance_m(position_, there);
      if (range_m > radar_.range_max_m || !chance_.happens(radar_.detection)) continue;
      const EastNorth way = frame_.to_local(there);
      const double azimuth_deg = std::atan2(way.east_m, way.north_m) / radians_a_degree;
      plots.push_back(plot(std::max(0.0, range_m + chance_.normal(radar_.std_range_m)),
                           azimuth_deg + chance_.normal(radar_.std_azimuth_deg)));
    }
    for (int left = chance_.count(radar_.clutter_a_look); left > 0; --left)
      plots.push_back(plot(radar_.range_max_m * std::sqrt(chance_.uniform(0, 1)), chance_.uniform(0, 360)));
    return plots;
  }

 private:
  PolarPlot plot(double range_m, double azimuth_deg) const {
    return {range_m, written_azimuth_deg(azimuth_deg), radar_.std_range_m, radar_.std_azimuth_deg};
  }

  const Radar& radar_;
  const Setting& setting_;
  LatLon position_;
  LocalFrame frame_;
  Chance chance_;
};

bool is_within(const std::vector<Span>& spans, double time_s) {
  for (const Span& span : spans)
    if (time_s >= span.begin_s && time_s < span.end_s) return true;
  return false;
}

}  // namespace

void watch(Radar& radar, const std::vector<Actor>& actors, const Setting& setting, Recording& recording) {
  Looking looking(radar, setting);
  const auto looks = static_cast<std::int64_t>((setting.duration_s - processing_s) / radar.interval_s);
  for (std::int64_t i = 1; i <= looks; ++i) {
    const double time_s = static_cast<double>(i) * radar.interval_s;
    const std::vector<PolarPlot> plots = looking.look(actors, time_s);
    if (is_within(radar.silences, time_s) || plots.empty()) continue;
    const std::int64_t time_ms = milliseconds(time_s);
    const std::int64_t receive_ms = milliseconds(time_s + processing_s);
    for (const PolarPlot& plot : plots)
      recording.add(receive_ms,
                    polar_row(setting, receive_ms, time_ms, radar.sensor, plot, looking.position()));
    radar.heard.push_back({time_s, static_cast<double>(receive_ms) / 1000});
  }
}

}  // namespace watchpost::simulate
