// Plot: a report's measurement of a position, and of a velocity where it has one, as fusion sees it.
//
// Units    WGS 84 degrees; covariances in m² and m²/s² in the east-north plane at the position.
#pragma once

#include <optional>

#include "daemon/model/report.h"

namespace watchpost {

struct Plot {
  EventTime time;
  LatLon position;
  CovarianceEN covariance;
  std::optional<EastNorth> velocity_mps;
  std::optional<double> speed_mps;  // said even where no course is
  double velocity_std_mps = 0.5;
  FeedId feed{};
  std::uint64_t number = 0;  // of the report
};

// The standard deviation taken where neither the report nor the configuration says one.
inline constexpr double std_m_default = 30;
// No position is taken to be known better than this.
inline constexpr double std_m_min = 0.01;
// What is known to this is a point: its track stands exactly where the report says.
inline constexpr double std_m_of_a_point = 0.02;

// REQUIRES: report.has(Field::position)
Plot plot_of(const Report& report);

bool is_point(const Plot& plot);

}  // namespace watchpost
