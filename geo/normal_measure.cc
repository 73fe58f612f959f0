#include "geo/normal_measure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace watchpost {
namespace {

constexpr double negligible_sigmas = 6.5;

double normal_cdf(double x) {
  return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

// T for 0 <= a <= 1: its integral by Gauss and Legendre with 10 points, on which it is smooth.
double owens_t_direct(double h, double a) {
  constexpr std::array<double, 5> nodes = {0.1488743389816312, 0.4333953941292472, 0.6794095682990244,
                                           0.8650633666889845, 0.9739065285171717};
  constexpr std::array<double, 5> weights = {0.2955242247147529, 0.2692667193099963, 0.2190863625159820,
                                             0.1494513491505806, 0.0666713443086881};
  const double half_h_sq = 0.5 * h * h;
  const auto integrand = [half_h_sq](double x) {
    const double s = 1 + x * x;
    return std::exp(-half_h_sq * s) / s;
  };
  // Beyond this share of the range nothing is left: the nodes are spent where the function lives.
  const double reach = std::min(a, negligible_sigmas / std::max(h, 1e-3));
  const double half = 0.5 * reach;
  double sum = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i)
    sum += weights[i] * (integrand(half * (1 - nodes[i])) + integrand(half * (1 + nodes[i])));
  return sum * half * (0.5 * std::numbers::inv_pi);
}

}  // namespace

double owens_t(double h, double a) {
  h = std::abs(h);
  if (a < 0) return -owens_t(h, -a);
  if (a <= 1) return owens_t_direct(h, a);
  const double near = normal_cdf(h);
  if (a > 1e12) return 0.5 * (1 - near);
  const double far = normal_cdf(a * h);
  return 0.5 * near + 0.5 * far - near * far - owens_t_direct(a * h, 1 / a);
}

NormalMeasure::NormalMeasure(const CovarianceEN& covariance, double std_m_min) {
  const double mean = 0.5 * (covariance.ee_m2 + covariance.nn_m2);
  const double half_difference = 0.5 * (covariance.ee_m2 - covariance.nn_m2);
  const double radius = std::hypot(half_difference, covariance.en_m2);
  const double variance_min = std_m_min * std_m_min;
  std_major_m_ = std::sqrt(std::max(mean + radius, variance_min));
  std_minor_m_ = std::sqrt(std::max(mean - radius, variance_min));
  const double angle = 0.5 * std::atan2(covariance.en_m2, half_difference);
  major_east_ = std::cos(angle);
  major_north_ = std::sin(angle);
}

double NormalMeasure::share_beyond(EastNorth from, EastNorth to) const {
  const auto whiten = [this](EastNorth p) {
    return EastNorth{(p.east_m * major_east_ + p.north_m * major_north_) / std_major_m_,
                     (p.north_m * major_east_ - p.east_m * major_north_) / std_minor_m_};
  };
  const EastNorth a = whiten(from);
  const EastNorth b = whiten(to);
  const double dx = b.east_m - a.east_m;
  const double dy = b.north_m - a.north_m;
  const double edge_length = std::hypot(dx, dy);
  if (!(edge_length > 0)) return 0;

  // The line's distance from the origin, positive where the origin lies left of it.
  const double h = (a.east_m * b.north_m - a.north_m * b.east_m) / edge_length;
  if (std::abs(h) > negligible_sigmas) return 0;
  const double a_along = (a.east_m * dx + a.north_m * dy) / edge_length;
  const double b_along = (b.east_m * dx + b.north_m * dy) / edge_length;
  if (a_along > negligible_sigmas || b_along < -negligible_sigmas) return 0;

  const double distance = std::max(std::abs(h), 1e-300);
  const double share = owens_t(distance, b_along / distance) - owens_t(distance, a_along / distance);
  return h < 0 ? -share : share;
}

}  // namespace watchpost
