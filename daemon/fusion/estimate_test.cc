#include "daemon/fusion/estimate.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <numbers>

#include "daemon/fusion/scene_for_tests.h"
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

bool is_symmetric_and_positive_definite(const Eigen::Matrix4d& covariance) {
  return covariance == covariance.transpose() &&
         Eigen::LLT<Eigen::Matrix4d>(covariance).info() == Eigen::Success;
}

Plot bearing(double time_s, LatLon sensor, double azimuth_deg, double std_azimuth_deg) {
  Plot seen;
  seen.kind = PlotKind::bearing;
  seen.time = EventTime(duration_from_s(time_s));
  seen.position = sensor;
  seen.azimuth_deg = static_cast<float>(azimuth_deg);
  seen.std_azimuth_deg = static_cast<float>(std_azimuth_deg);
  return seen;
}

// Some object well under way, with every covariance there is.
Estimate moving(Dice& dice, LatLon start) {
  Estimate estimate = first_estimate(plot(0, start, dice.between(1, 50)), still);
  Plot second = plot(dice.between(1, 20), destination(start, dice.between(0, 360), 200), dice.between(1, 50));
  second.covariance.en_m2 = 0.5 * second.covariance.ee_m2;
  estimate = update(predict(estimate, second.time, still), second);
  return predict(estimate, estimate.time + std::chrono::seconds(3), still);
}

TEST(Estimate, PredictsAsTheMatricesSay) {
  Dice dice(1);
  for (int round = 0; round < 1'000; ++round) {
    const Estimate estimate = moving(dice, {dice.between(-80, 80), dice.between(-180, 180)});
    const double dt_s = std::floor(dice.between(0, 30));
    Eigen::Matrix4d transition = Eigen::Matrix4d::Identity();
    transition(0, 2) = transition(1, 3) = dt_s;
    Eigen::Matrix4d noise = Eigen::Matrix4d::Zero();
    for (int axis = 0; axis < 2; ++axis) {
      noise(axis, axis) = dt_s * dt_s * dt_s / 3;
      noise(axis, axis + 2) = noise(axis + 2, axis) = dt_s * dt_s / 2;
      noise(axis + 2, axis + 2) = dt_s;
    }
    const Eigen::Matrix4d expected =
        transition * estimate.covariance * transition.transpose() + still.process_noise_m2ps3 * noise;
    const Estimate predicted = predict(estimate, estimate.time + duration_from_s(dt_s), still);
    if (predicted.frame.anchor() != estimate.frame.anchor()) continue;
    EXPECT_LT((predicted.covariance - expected).norm(), 1e-12 * expected.norm());
    EXPECT_LT((predicted.mean - transition * estimate.mean).norm(), 1e-9);
  }
}

TEST(Estimate, FoldsAPositionInAsTheTextbookDoes) {
  Dice dice(2);
  for (int round = 0; round < 1'000; ++round) {
    const Estimate before = moving(dice, {dice.between(-80, 80), dice.between(-180, 180)});
    Plot seen = plot(0, position_of(before), dice.between(0.5, 100));
    seen.position.latitude_deg += dice.between(-1e-3, 1e-3);
    seen.time = before.time;
    const bool has_velocity = dice.chance(0.5);
    if (has_velocity) seen.velocity_mps = EastNorth{dice.between(-20, 20), dice.between(-20, 20)};

    const int size = has_velocity ? 4 : 2;
    Eigen::VectorXd innovation = -before.mean.head(size);
    const EastNorth there = before.frame.to_local(seen.position);
    innovation.head(2) += Eigen::Vector2d(there.east_m, there.north_m);
    Eigen::MatrixXd noise = Eigen::MatrixXd::Zero(size, size);
    noise.topLeftCorner(2, 2) = seen.covariance.ee_m2 * Eigen::Matrix2d::Identity();
    if (has_velocity) {
      const double angle_rad =
          LocalFrame(seen.position).rotation_to_deg(before.frame) * std::numbers::pi / 180;
      const auto [east, north] = *seen.velocity_mps;
      innovation[2] += std::cos(angle_rad) * east + std::sin(angle_rad) * north;
      innovation[3] += -std::sin(angle_rad) * east + std::cos(angle_rad) * north;
      noise.bottomRightCorner(2, 2) =
          seen.velocity_std_mps * seen.velocity_std_mps * Eigen::Matrix2d::Identity();
    }
    const Eigen::MatrixXd see = Eigen::MatrixXd::Identity(size, 4);
    const Eigen::MatrixXd gain =
        before.covariance * see.transpose() * (see * before.covariance * see.transpose() + noise).inverse();
    const Eigen::Matrix4d covariance = (Eigen::Matrix4d::Identity() - gain * see) * before.covariance;
    const Estimate after = update(before, seen);
    EXPECT_LT((after.mean - before.mean - gain * innovation).norm(), 1e-6);
    EXPECT_LT((after.covariance - covariance).norm(), 1e-9 * before.covariance.norm());
  }
}

TEST(Estimate, LearnsTheVelocityAlongTheLineOfSightFromARangeRate) {
  Plot seen;
  seen.position = {10, 20};
  seen.covariance = {25, 0, 25};
  seen.range_rate = RangeRate{12, 90};
  const Motion& kind = motion(motion_of_the_unidentified);
  const Estimate first = first_estimate(seen, kind);
  EXPECT_NEAR(first.mean[2], 12, 0.1);
  EXPECT_NEAR(first.mean[3], 0, 1e-9);
  EXPECT_LT(first.covariance(2, 2), 1);  // the line of sight is off by a degree, of whatever crosses it
  EXPECT_GT(first.covariance(3, 3), 1'000);

  Estimate later = predict(first, seen.time + std::chrono::seconds(1), kind);
  seen.time = later.time;
  seen.position = LocalFrame(seen.position).to_global({12, 0});
  later = update(later, seen);
  EXPECT_LT(later.covariance(2, 2), first.covariance(2, 2));
  EXPECT_NEAR(later.mean[2], 12, 0.1);
}

TEST(Estimate, FoldsABearingInAsANumericallyDerivedFilterDoes) {
  Dice dice(3);
  int used = 0;
  for (int round = 0; round < 1'000; ++round) {
    const LatLon start{dice.between(-80, 80), dice.between(-180, 180)};
    const Estimate before = moving(dice, start);
    const LatLon sensor = destination(start, dice.between(0, 360), dice.between(2'000, 30'000));
    const auto azimuth_rad = [&](const Eigen::Vector4d& mean) {
      const EastNorth there = LocalFrame(sensor).to_local(before.frame.to_global({mean[0], mean[1]}));
      return std::atan2(there.east_m, there.north_m);
    };
    const Plot seen =
        bearing(0, sensor, azimuth_rad(before.mean) * 180 / std::numbers::pi + dice.normal(), 1);
    Plot now = seen;
    now.time = before.time;
    ASSERT_TRUE(view_bearing(before, now, LocalFrame(sensor)));
    Eigen::RowVector4d slope = Eigen::RowVector4d::Zero();
    for (int axis = 0; axis < 2; ++axis) {
      Eigen::Vector4d ahead = before.mean;
      Eigen::Vector4d behind = before.mean;
      ahead[axis] += 0.5;
      behind[axis] -= 0.5;
      slope[axis] = std::remainder(azimuth_rad(ahead) - azimuth_rad(behind), 2 * std::numbers::pi);
    }
    const double noise_rad = std::numbers::pi / 180;
    const double variance = slope * before.covariance * slope.transpose() + noise_rad * noise_rad;
    const Eigen::Vector4d gain = before.covariance * slope.transpose() / variance;
    const double innovation_rad = std::remainder(
        double{now.azimuth_deg} * std::numbers::pi / 180 - azimuth_rad(before.mean), 2 * std::numbers::pi);
    const Eigen::Matrix4d covariance = before.covariance - gain * variance * gain.transpose();
    const Estimate after = update(before, now);
    EXPECT_LT((after.mean - before.mean - gain * innovation_rad).norm(), 1e-4 * (1 + gain.norm()));
    EXPECT_LT((after.covariance - covariance).norm(), 1e-4 * before.covariance.norm());
    ++used;
  }
  EXPECT_EQ(used, 1'000);
}

TEST(Estimate, RefusesABearingFromWhereTheObjectMayStand) {
  const Estimate estimate = first_estimate(plot(0, {10, 20}, 100), still);
  const Plot seen = bearing(0, destination({10, 20}, 90, 150), 10, 0.1);
  EXPECT_FALSE(view_bearing(estimate, seen, LocalFrame(seen.position)));
  EXPECT_EQ(update(estimate, seen).covariance, estimate.covariance);
}

TEST(Estimate, StaysSymmetricAndPositiveDefiniteInTenMillionStepsWhichTakesSeconds) {
  constexpr double stds_m[] = {0.01, 0.02, 0.5, 5, 50, 1e3, 3e4, 1e6};
  constexpr Motion kinds[] = {{0.001, 1, 0.1}, {0.1, 40, 1.5}, {5, 120, 10}};
  Dice dice(4);
  std::uint64_t broken = 0;
  Estimate estimate;
  for (int step = 0; step < 10'000'000 && broken == 0; ++step) {
    const Motion& kind = kinds[(step >> 10) % 3];
    if (step % 1'024 == 0)
      estimate = first_estimate(
          plot(0, {dice.between(-90, 90), dice.between(-180, 180)}, stds_m[dice.below(8)]), kind);
    const std::size_t what = dice.below(8);
    const double dt_s = dice.chance(0.3) ? 0 : std::pow(dice.share(), 6) * 3'000;
    if (what < 4) {
      estimate = predict(estimate, estimate.time + duration_from_s(dt_s), kind);
    } else if (what < 6) {
      Plot seen = plot(0, position_of(estimate), stds_m[dice.below(8)]);
      seen.time = estimate.time;
      if (dice.chance(0.1))
        seen.position = destination(seen.position, dice.between(0, 360), dice.between(0, 20'000));
      if (dice.chance(0.3)) seen.covariance.en_m2 = dice.between(-0.999, 0.999) * seen.covariance.ee_m2;
      if (dice.chance(0.3)) seen.velocity_mps = EastNorth{dice.between(-50, 50), dice.between(-50, 50)};
      estimate = update(estimate, seen);
    } else {
      Plot seen = bearing(0, {}, dice.between(0, 360), std::pow(10, dice.between(-3, 1)));
      seen.position = estimate.frame.to_global({dice.between(-9'000, 9'000), dice.between(-9'000, 9'000)});
      seen.time = estimate.time;
      estimate = update(estimate, seen);
    }
    if (!is_symmetric_and_positive_definite(estimate.covariance)) {
      ++broken;
      ADD_FAILURE() << "step " << step << " kind " << what << "\n" << estimate.covariance;
    }
  }
}

}  // namespace
}  // namespace watchpost
