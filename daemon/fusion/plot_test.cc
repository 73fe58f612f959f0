#include "daemon/fusion/plot.h"

#include <gtest/gtest.h>

#include <Eigen/Dense>

#include "daemon/fusion/scene_for_tests.h"
#include "daemon/fusion/track_state.h"

namespace watchpost {
namespace {

struct PolarReport {
  explicit PolarReport(LatLon sensor, double range_m, double azimuth_deg, double std_range_m,
                       double std_azimuth_deg) {
    polar.sensor_position = sensor;
    polar.range_m = range_m;
    polar.azimuth_deg = azimuth_deg;
    polar.std_range_m = static_cast<float>(std_range_m);
    polar.std_azimuth_deg = static_cast<float>(std_azimuth_deg);
    polar.has_sensor_position = polar.has_range = polar.has_std_range = polar.has_std_azimuth = true;
  }
  std::optional<Plot> plot() {
    details.polar = &polar;
    report.details = &details;
    return plot_of(report);
  }
  Polar polar;
  ReportDetails details;
  Report report;
};

// The mean over many measurements of one true place: of the miss, and of the miss squared over its
// covariance.
struct Consistency {
  Eigen::Vector2d mean_miss_m = Eigen::Vector2d::Zero();
  double nees = 0;
};

Consistency consistency(LatLon sensor, double range_m, double azimuth_deg, double std_range_m,
                        double std_azimuth_deg) {
  constexpr int count = 20'000;
  const LatLon truth = destination(sensor, azimuth_deg, range_m);
  Dice dice(11);
  Consistency sum;
  for (int i = 0; i < count; ++i) {
    PolarReport made(sensor, range_m + std_range_m * dice.normal(),
                     azimuth_deg + std_azimuth_deg * dice.normal(), std_range_m, std_azimuth_deg);
    const Plot plot = *made.plot();
    const EastNorth there = LocalFrame(plot.position).to_local(truth);
    const Eigen::Vector2d miss_m(there.east_m, there.north_m);
    Eigen::Matrix2d covariance;
    covariance << plot.covariance.ee_m2, plot.covariance.en_m2, plot.covariance.en_m2, plot.covariance.nn_m2;
    const EastNorth in_one = LocalFrame(truth).to_local(plot.position);
    sum.mean_miss_m += Eigen::Vector2d(in_one.east_m, in_one.north_m) / count;
    sum.nees += miss_m.dot(covariance.inverse() * miss_m) / count;
  }
  return sum;
}

TEST(Plot, APolarMeasurementIsAsGoodAsItsCovarianceSays) {
  for (const LatLon sensor : {LatLon{34.5, 33.2}, LatLon{0, 179.999}, LatLon{89.99, 40}, LatLon{-89.95, 0}})
    for (const double std_azimuth_deg : {0.1, 1.0, 3.0}) {
      const Consistency found = consistency(sensor, 10'000, 250, 30, std_azimuth_deg);
      EXPECT_NEAR(found.nees, 2, 0.1) << sensor.latitude_deg << " " << std_azimuth_deg;
      const double across_m = 10'000 * std_azimuth_deg * std::numbers::pi / 180;
      EXPECT_LT(found.mean_miss_m.norm(), 0.02 * across_m + 1);  // it is nowhere on the average but there
    }
}

TEST(Plot, ACoarseAzimuthIsNotSurerThanItMayBe) {
  for (const double std_azimuth_deg : {10.0, 20.0}) {
    const Consistency found = consistency({34.5, 33.2}, 10'000, 20, 30, std_azimuth_deg);
    EXPECT_LT(found.nees, 2.6) << std_azimuth_deg;
    EXPECT_GT(found.nees, 1.4) << std_azimuth_deg;
  }
  PolarReport hardly({34.5, 33.2}, 10'000, 20, 30, 1e6);
  const Plot plot = *hardly.plot();
  EXPECT_TRUE(std::isfinite(plot.covariance.ee_m2));
  EXPECT_GT(plot.covariance.ee_m2, 3'000.0 * 3'000);
  EXPECT_GT(plot.covariance.nn_m2, 3'000.0 * 3'000);
}

TEST(Plot, AtRangeZeroItStandsAtTheSensorWithTheRangesUncertainty) {
  for (const LatLon sensor : {LatLon{34.5, 33.2}, LatLon{90, 0}, LatLon{-90, 0}, LatLon{10, 180}}) {
    PolarReport made(sensor, 0, 77, 12, 1);
    const Plot plot = *made.plot();
    EXPECT_LT(distance_m(plot.position, sensor), 1e-6);
    EXPECT_LE(largest_std_m(plot.covariance), 12.01);
    EXPECT_GE(largest_std_m(plot.covariance), 11.99);
    EXPECT_GT(plot.covariance.ee_m2 * plot.covariance.nn_m2, std::pow(plot.covariance.en_m2, 2));
  }
}

TEST(Plot, CrossesTheAntimeridianAndThePole) {
  PolarReport east({10, 179.99}, 5'000, 90, 10, 0.1);
  EXPECT_LT(east.plot()->position.longitude_deg, -179.9);
  PolarReport over({89.99, 0}, 5'000, 0, 10, 1);
  const Plot plot = *over.plot();
  EXPECT_NEAR(std::abs(plot.position.longitude_deg), 180, 1e-3);
  EXPECT_NEAR(plot.covariance.nn_m2, 100, 5);  // still along the line of sight, which is now north-south
}

TEST(Plot, TakesDefaultsWhereNothingSaysHowGoodItIs) {
  Report report;
  report.set<Field::position>(LatLon{1, 2});
  EXPECT_EQ(plot_of(report)->covariance, (CovarianceEN{900, 0, 900}));
  PolarReport polar({1, 2}, 1'000, 0, 0, 0);
  polar.polar.has_std_range = polar.polar.has_std_azimuth = false;
  EXPECT_NEAR(std::sqrt(polar.plot()->covariance.nn_m2), std_range_m_default, 0.5);
  EXPECT_NEAR(std::sqrt(polar.plot()->covariance.ee_m2), 1'000 * std::numbers::pi / 180, 0.5);
}

TEST(Plot, IsNeverKnownBetterThanAHundredthOfAMetre) {
  Report report;
  report.set<Field::position>(LatLon{1, 2});
  report.set<Field::std_m>(0.0);
  EXPECT_DOUBLE_EQ(plot_of(report)->covariance.ee_m2, 1e-4);
  report.set<Field::covariance>(CovarianceEN{0, 0, 4});
  EXPECT_GE(plot_of(report)->covariance.ee_m2, 1e-4);
  EXPECT_FALSE(is_point(*plot_of(report)));
  report.set<Field::covariance>(CovarianceEN{0, 0, 0});
  EXPECT_TRUE(is_point(*plot_of(report)));
  PolarReport polar({1, 2}, 1'000, 0, 0, 0);
  EXPECT_GE(polar.plot()->covariance.ee_m2, 1e-4);
  EXPECT_GE(polar.plot()->covariance.nn_m2, 1e-4);
}

TEST(Plot, IsABearingWithoutARangeAndNothingWithoutAPlace) {
  PolarReport made({1, 2}, 0, -30, 0, 0.5);
  made.polar.has_range = false;
  const Plot plot = *made.plot();
  EXPECT_EQ(plot.kind, PlotKind::bearing);
  EXPECT_EQ(plot.position, (LatLon{1, 2}));
  EXPECT_EQ(plot.azimuth_deg, -30.0F);
  EXPECT_EQ(plot.std_azimuth_deg, 0.5F);
  made.polar.has_sensor_position = false;
  EXPECT_FALSE(made.plot());
  EXPECT_FALSE(plot_of(Report{}));
}

TEST(Plot, HasARangeRateAlongTheLineOfSightUnlessItSaysMore) {
  PolarReport made({1, 2}, 100'000, 60, 30, 0.5);
  EXPECT_FALSE(made.plot()->range_rate);
  made.polar.has_range_rate = true;
  made.polar.range_rate_mps = -7.5F;
  const Plot plot = *made.plot();
  EXPECT_EQ(plot.range_rate->rate_mps, -7.5);
  // As the line of sight arrives, not as it starts: turned by the angle between the two norths.
  EXPECT_NEAR(plot.range_rate->azimuth_deg, 60 + (plot.position.longitude_deg - 2) * std::sin(0.0218), 2e-3);
  made.report.set<Field::speed>(8.0);
  EXPECT_FALSE(made.plot()->range_rate);
}

TEST(Plot, HasAVelocityWhereOneIsSaidOrNoneIsMade) {
  Report report;
  report.set<Field::position>(LatLon{1, 2});
  EXPECT_FALSE(plot_of(report)->velocity_mps);
  report.set<Field::speed>(5.0);
  EXPECT_FALSE(plot_of(report)->velocity_mps);
  EXPECT_EQ(plot_of(report)->speed_mps, 5.0);
  report.set<Field::speed>(0.1);
  EXPECT_EQ(plot_of(report)->velocity_mps, (EastNorth{0, 0}));
  report.set<Field::velocity_en>(EastNorth{3, 4});
  EXPECT_EQ(plot_of(report)->velocity_mps, (EastNorth{3, 4}));
}

}  // namespace
}  // namespace watchpost
