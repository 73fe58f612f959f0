#include "daemon/fusion/plot.h"

#include <algorithm>

namespace watchpost {
namespace {

// A craft that says it does not move has no course, but a velocity all the same.
constexpr double standing_speed_mps = 0.3;

CovarianceEN covariance_of(const Report& report) {
  constexpr double least_m2 = std_m_min * std_m_min;
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

}  // namespace

Plot plot_of(const Report& report) {
  Plot plot;
  plot.time = report.event_time;
  plot.position = report.position;
  plot.covariance = covariance_of(report);
  plot.velocity_mps = report.get<Field::velocity_en>();
  if (report.has(Field::speed)) plot.speed_mps = report.speed_mps;
  if (!plot.velocity_mps && plot.speed_mps && *plot.speed_mps < standing_speed_mps)
    plot.velocity_mps = EastNorth{0, 0};
  plot.feed = report.feed;
  plot.number = report.number;
  return plot;
}

bool is_point(const Plot& plot) {
  constexpr double limit_m2 = std_m_of_a_point * std_m_of_a_point * (1 + 1e-6);  // std_m is a float
  return plot.covariance.ee_m2 <= limit_m2 && plot.covariance.nn_m2 <= limit_m2;
}

}  // namespace watchpost
