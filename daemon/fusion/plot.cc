#include "daemon/fusion/plot.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geo/frame.h"
#include "geo/geodesic.h"

namespace watchpost {
namespace {

// A craft that says it does not move has no course, but a velocity all the same.
constexpr double standing_speed_mps = 0.3;
constexpr double least_m2 = std_m_min * std_m_min;
// Beyond this the sensor does not know the direction at all.
constexpr double std_azimuth_deg_max = 60;

CovarianceEN position_covariance(const Report& report) {
  if (report.has(Field::covariance)) {
    CovarianceEN covariance = report.covariance;
    // Adding to both axes keeps it positive definite; enough for the smaller one.
    const double missing_m2 = least_m2 - std::min(covariance.ee_m2, covariance.nn_m2);
    if (missing_m2 > 0) {
      covariance.ee_m2 += missing_m2;
      covariance.nn_m2 += missing_m2;
    }
    return covariance;
  }
  const double std_m = report.has(Field::std_m) ? double{report.std_m} : std_m_default;
  const double variance_m2 = std::max(std_m * std_m, least_m2);
  return {variance_m2, 0, variance_m2};
}

// A position by range and azimuth without the bias of the bend: the mean over the noise is the true
// place, with the covariance that belongs to it, both evaluated at what was measured (Longbin,
// Xiaoquan, Yiyu, Kang, Bar-Shalom, Unbiased converted measurements, IEEE T-AES 34(3), 1998).
void place_polar(const Polar& polar, Plot& plot) {
  const double std_azimuth_deg =
      polar.has_std_azimuth ? double{polar.std_azimuth_deg} : std_azimuth_deg_default;
  const double variance_rad2 =
      std::pow(std::min(std_azimuth_deg, std_azimuth_deg_max) * std::numbers::pi / 180, 2);
  const double std_range_m =
      std::max(polar.has_std_range ? double{polar.std_range_m} : std_range_m_default, std_m_min);
  const double range_m = polar.range_m;
  const double shrink = std::exp(-variance_rad2 / 2);

  plot.position = destination(polar.sensor_position, polar.azimuth_deg, range_m / shrink);
  const double square_m2 = range_m * range_m + std_range_m * std_range_m;
  const double spread = std::exp(-2 * variance_rad2);
  const double along_m2 = square_m2 * (1 + spread) / 2 + range_m * range_m * (1 / (shrink * shrink) - 2);
  const double across_m2 = square_m2 * (1 - spread) / 2;

  // The line of sight as it arrives at the place: near the poles it is not the azimuth.
  const EastNorth back = LocalFrame(plot.position).to_local(polar.sensor_position);
  const double length_m = std::hypot(back.east_m, back.north_m);
  const double east = length_m > 0 ? back.east_m / length_m : 0;
  const double north = length_m > 0 ? back.north_m / length_m : 1;
  const double a_m2 = std::max(along_m2, least_m2);
  const double c_m2 = std::max(across_m2, least_m2);
  plot.covariance = {a_m2 * east * east + c_m2 * north * north, (a_m2 - c_m2) * east * north,
                     a_m2 * north * north + c_m2 * east * east};
  if (polar.has_range_rate && length_m > 0)
    plot.range_rate = RangeRate{double{polar.range_rate_mps},
                                std::atan2(-back.east_m, -back.north_m) * 180 / std::numbers::pi};
}

}  // namespace

std::optional<Plot> plot_of(const Report& report) {
  Plot plot;
  plot.time = report.event_time;
  const Polar* polar = report.details != nullptr ? report.details->polar : nullptr;
  if (report.has(Field::position)) {
    plot.position = report.position;
    plot.covariance = position_covariance(report);
  } else if (polar == nullptr || !polar->has_sensor_position) {
    return std::nullopt;
  } else if (polar->has_range) {
    place_polar(*polar, plot);
  } else {
    plot.kind = PlotKind::bearing;
    plot.position = polar->sensor_position;
    plot.azimuth_deg = static_cast<float>(polar->azimuth_deg);
    plot.std_azimuth_deg = polar->has_std_azimuth ? polar->std_azimuth_deg : float{std_azimuth_deg_default};
    return plot;
  }
  plot.velocity_mps = report.get<Field::velocity_en>();
  if (report.has(Field::speed)) plot.speed_mps = report.speed_mps;
  if (!plot.velocity_mps && plot.speed_mps && *plot.speed_mps < standing_speed_mps)
    plot.velocity_mps = EastNorth{0, 0};
  if (plot.velocity_mps || plot.speed_mps) plot.range_rate.reset();
  return plot;
}

bool is_point(const Plot& plot) {
  constexpr double limit_m2 = std_m_of_a_point * std_m_of_a_point * (1 + 1e-6);  // std_m is a float
  return plot.covariance.ee_m2 <= limit_m2 && plot.covariance.nn_m2 <= limit_m2;
}

double largest_std_m(const CovarianceEN& covariance) {
  const double mean = (covariance.ee_m2 + covariance.nn_m2) / 2;
  const double spread = std::hypot((covariance.ee_m2 - covariance.nn_m2) / 2, covariance.en_m2);
  return std::sqrt(mean + spread);
}

}  // namespace watchpost
