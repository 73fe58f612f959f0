#include "daemon/fusion/estimate.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <Eigen/Eigenvalues>

#include "geo/geodesic.h"

namespace watchpost {
namespace {

constexpr Motion still = {.process_noise_m2ps3 = 0.1, .speed_mps_max = 40, .acceleration_mps2_max = 1.5};

Plot plot(double time_s, LatLon position, double std_m) {
  Plot plot;
  plot.time = EventTime(duration_from_s(time_s));
  plot.position = position;
  plot.covariance = {std_m * std_m, 0, std_m * std_m};
  return plot;
}

TEST(Estimate, FollowsAStraightCourseAcrossTheAntimeridianAndNearThePole) {
  for (const LatLon start : {LatLon{0.1, 179.99}, LatLon{70, -180}, LatLon{89.9, 10}}) {
    Estimate estimate = first_estimate(plot(0, start, 1), still);
    for (int time_s = 1; time_s <= 300; ++time_s) {
      const Plot seen = plot(time_s, destination(start, 60, 20.0 * time_s), 1);
      estimate = update(predict(estimate, seen.time, still), seen);
    }
    const LatLon truth = destination(start, 60, 6000);
    EXPECT_LT(distance_m(position_of(estimate), truth), 1);
    EXPECT_NEAR(estimate.mean.tail<2>().norm(), 20, 0.5);
  }
}

TEST(Estimate, AgreesWithTheClosedFormOfASteadyPositionFix) {
  // Two fixes of a thing that does not move and has no process noise: the variance is halved.
  Motion fixed = still;
  fixed.process_noise_m2ps3 = 0;
  Plot first = plot(0, {10, 20}, 6);
  first.velocity_mps = EastNorth{0, 0};
  first.velocity_std_mps = 1e-9;
  Plot second = first;
  second.time += std::chrono::seconds(10);
  const Estimate estimate = update(predict(first_estimate(first, fixed), second.time, fixed), second);
  EXPECT_NEAR(covariance_of(estimate).ee_m2, 18, 1e-9);
  EXPECT_NEAR(covariance_of(estimate).nn_m2, 18, 1e-9);
}

TEST(Estimate, StandsWhereAPreciseReportSays) {
  Estimate estimate = first_estimate(plot(0, {10, 20}, 0.02), still);
  const LatLon next{10.0001, 20.0001};
  const Plot seen = plot(1, next, 0.02);
  estimate = update(predict(estimate, seen.time, still), seen);
  EXPECT_NEAR(position_of(estimate).latitude_deg, next.latitude_deg, 1e-12);
  EXPECT_NEAR(position_of(estimate).longitude_deg, next.longitude_deg, 1e-12);
}

RC_GTEST_PROP(Estimate, KeepsItsCovariancePositiveDefinite, ()) {
  Estimate estimate = first_estimate(plot(0, {*rc::gen::inRange(-89, 90) + 0.5, 179.9}, 5), still);
  double time_s = 0;
  for (int step = 0; step < 200; ++step) {
    time_s += *rc::gen::inRange(0, 3000) / 10.0;
    const double std_m = *rc::gen::element(0.01, 1.0, 1e3, 1e6);
    Plot seen = plot(time_s, position_of(estimate), std_m);
    if (*rc::gen::arbitrary<bool>()) seen.velocity_mps = EastNorth{1, -2};
    estimate = update(predict(estimate, seen.time, still), seen);
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix4d> solver(estimate.covariance);
    RC_ASSERT(solver.eigenvalues().minCoeff() > 0);
  }
}

}  // namespace
}  // namespace watchpost
