#include "daemon/fusion/reach.h"

#include <algorithm>
#include <cmath>

namespace watchpost {
namespace {

// Of the position's own uncertainty, this many standard deviations are believed.
constexpr double std_count = 5;
// Between two reports a craft may have been faster than it says at both of them.
constexpr double speed_excess = 1.5;
constexpr double speed_excess_mps = 2;

}  // namespace

bool is_within_reach(const Estimate& estimate, const Plot& plot, const Motion& motion) {
  const double dt_s = seconds(plot.time - estimate.time);
  const EastNorth seen = estimate.frame.to_local(plot.position);
  const double uncertain_m =
      std_count * std::hypot(largest_std_m(covariance_of(estimate)), largest_std_m(plot.covariance));

  const double speed_mps = estimate.mean.tail<2>().norm();
  const double speed_std_mps = std::sqrt(estimate.covariance.diagonal().tail<2>().sum());
  const bool is_velocity_known = speed_std_mps < motion.speed_mps_max / 4;
  const double travelled_m = std::hypot(seen.east_m - estimate.mean[0], seen.north_m - estimate.mean[1]);

  // Whatever it did, it was not faster than its kind, or than it says that it is.
  double fastest_mps = motion.speed_mps_max;
  if (plot.speed_mps && is_velocity_known)
    fastest_mps = speed_excess * std::max(*plot.speed_mps, speed_mps + speed_std_mps) + speed_excess_mps;
  if (travelled_m > fastest_mps * dt_s + uncertain_m) return false;
  if (!is_velocity_known) return true;

  // And it left its course no faster than its kind can turn, brake or hurry.
  const double missed_m = std::hypot(seen.east_m - estimate.mean[0] - estimate.mean[2] * dt_s,
                                     seen.north_m - estimate.mean[1] - estimate.mean[3] * dt_s);
  const double turned_m = 0.5 * motion.acceleration_mps2_max * dt_s * dt_s;
  return missed_m <= turned_m + std_count * speed_std_mps * dt_s + uncertain_m;
}

}  // namespace watchpost
