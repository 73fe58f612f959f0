// Plot: what a report measured, as the filter takes it: a position, or the direction in which it lies.
//
// A range with an azimuth becomes a position with the covariance of both; a reported velocity, or
// the rate at which the range grows, goes with it.
//
// Units    WGS 84 degrees; covariances in m² in the east-north plane at the position; azimuths
//          clockwise from true north at the sensor.
#pragma once

#include <cstdint>
#include <optional>

#include "daemon/model/report.h"

namespace watchpost {

enum class PlotKind : std::uint8_t { position, bearing };

// How fast the range grows, and the azimuth from the sensor as it arrives at the position.
struct RangeRate {
  double rate_mps = 0;
  double azimuth_deg = 0;
};

struct Plot {
  EventTime time;
  PlotKind kind = PlotKind::position;
  LatLon position;          // of a bearing: where the sensor stands
  CovarianceEN covariance;  // of a position
  float azimuth_deg = 0;    // of a bearing
  float std_azimuth_deg = 0;
  std::optional<EastNorth> velocity_mps;
  std::optional<double> speed_mps;  // said even where no course is
  double velocity_std_mps = 0.5;
  std::optional<RangeRate> range_rate;  // only where no velocity is said
};

// The standard deviations taken where neither the report nor the configuration says one.
inline constexpr double std_m_default = 30;
inline constexpr double std_range_m_default = 50;
inline constexpr double std_azimuth_deg_default = 1;
inline constexpr double std_range_rate_mps_default = 0.5;
// No position is taken to be known better than this.
inline constexpr double std_m_min = 0.01;
// What is known to this is a point: its track stands exactly where the report says.
inline constexpr double std_m_of_a_point = 0.02;

// Nothing where the report measures neither a position nor a direction.
std::optional<Plot> plot_of(const Report& report);

bool is_point(const Plot& plot);
double largest_std_m(const CovarianceEN& covariance);

}  // namespace watchpost
