#include "daemon/fusion/gate.h"

#include <gtest/gtest.h>

#include "daemon/fusion/scene_for_tests.h"

namespace watchpost {
namespace {

constexpr GateSize gate;

Estimate estimate_of(CovarianceEN covariance) {
  Plot plot;
  plot.position = {10, 20};
  plot.covariance = covariance;
  return first_estimate(plot, motion(motion_of_the_unidentified));
}

PositionView view_at(double east_m, double north_m, double std_m) {
  return {{east_m, north_m}, Eigen::Matrix2d::Identity() * std_m * std_m};
}

TEST(Gate, MeasuresTheDistanceInStandardDeviations) {
  const Estimate round = estimate_of({9, 0, 9});
  EXPECT_NEAR(fit(round, view_at(15, 0, 4), gate)->distance_sq, 9, 1e-9);
  EXPECT_TRUE(fit(round, view_at(24.99, 0, 4), gate));
  EXPECT_FALSE(fit(round, view_at(25.01, 0, 4), gate));
  const Estimate oblique = estimate_of({100, 90, 100});
  EXPECT_TRUE(fit(oblique, view_at(40, 40, 1), gate));
  EXPECT_FALSE(fit(oblique, view_at(40, -40, 1), gate));
}

TEST(Gate, PrefersOfTwoTracksAtOneDistanceTheSharperOne) {
  const Fit sharp = *fit(estimate_of({4, 0, 4}), view_at(0, 0, 5), gate);
  const Fit vague = *fit(estimate_of({400, 0, 400}), view_at(0, 0, 5), gate);
  EXPECT_LT(sharp.cost(), vague.cost());
  EXPECT_NEAR(vague.vagueness, 2 * std::log(425.0 / 25), 1e-9);
  EXPECT_GE(sharp.vagueness, 0);
}

TEST(Gate, LetsNothingPassBeyondItsRadius) {
  Dice dice(1);
  int passed = 0;
  for (int round = 0; round < 20'000; ++round) {
    const double ee_m2 = dice.between(1, 400);
    const double nn_m2 = dice.between(1, 400);
    const double en_m2 = dice.between(-0.99, 0.99) * std::sqrt(ee_m2 * nn_m2);
    const Estimate estimate = estimate_of({ee_m2, en_m2, nn_m2});
    const double std_m = dice.between(0.1, 30);
    const double away_m = dice.between(0, 400);
    const double angle_rad = dice.between(0, 7);
    if (!fit(estimate, view_at(away_m * std::cos(angle_rad), away_m * std::sin(angle_rad), std_m), gate))
      continue;
    ++passed;
    EXPECT_LE(away_m, gate_radius_m(estimate, gate) + gate_radius_m(std_m, gate));
  }
  EXPECT_GT(passed, 1'000);
}

TEST(Gate, WeighsABearingByItsAngleAlone) {
  const BearingView view{.innovation_rad = 0.04, .variance_rad2 = 1e-4, .slope_per_m = {}};
  EXPECT_NEAR(fit(view, 0.1, gate)->distance_sq, 16, 1e-9);
  EXPECT_GT(fit(view, 0.1, gate)->vagueness, 0);
  EXPECT_FALSE(
      fit(BearingView{.innovation_rad = -0.045, .variance_rad2 = 1e-4, .slope_per_m = {}}, 0.1, gate));
}

TEST(Gate, WeighsARangeRateAsTheThirdValue) {
  Plot plot;
  plot.position = {10, 20};
  plot.covariance = {25, 0, 25};
  Estimate estimate = estimate_of({25, 0, 25});
  estimate.mean[3] = 10;
  estimate.covariance(2, 2) = estimate.covariance(3, 3) = 1;
  const Fit by_position = *fit(estimate, view_position(estimate, plot, earth_centred_m(plot.position)), gate);
  plot.range_rate = RangeRate{10, 0};
  const Fit same = *fit_range_rate(by_position, estimate, plot, gate);
  EXPECT_NEAR(same.distance_sq, 0, 1e-9);
  EXPECT_GT(same.vagueness, by_position.vagueness);
  plot.range_rate->rate_mps = 13;  // 3 m/s off, of 1.25 m²/s² and what the line of sight may be off
  EXPECT_NEAR(fit_range_rate(by_position, estimate, plot, gate)->distance_sq, 9 / 1.25, 0.01);
  plot.range_rate->rate_mps = 16;
  EXPECT_FALSE(fit_range_rate(by_position, estimate, plot, gate));
  plot.range_rate = RangeRate{-10, 180};  // the same motion seen from the other side
  EXPECT_NEAR(fit_range_rate(by_position, estimate, plot, gate)->distance_sq, 0, 1e-9);
}

}  // namespace
}  // namespace watchpost
