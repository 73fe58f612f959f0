#include "daemon/simulate/chance.h"

#include <gtest/gtest.h>

#include <cmath>

namespace watchpost::simulate {
namespace {

TEST(Chance, ThrowsTheSameForTheSameSeedAndNameOnEveryMachine) {
  Chance chance(1, "story");
  EXPECT_EQ(chance.bits(), 13580716466293699583ULL);  // worked out apart from this code
  Chance again(1, "story");
  Chance other_name(1, "patrol");
  Chance other_seed(2, "story");
  const std::uint64_t first = again.bits();
  EXPECT_NE(first, other_name.bits());
  EXPECT_NE(first, other_seed.bits());
}

TEST(Chance, NormalDeviatesHaveTheirMeanDeviationAndTails) {
  Chance chance(7, "normal");
  constexpr int throws = 200'000;
  double sum = 0;
  double sum_sq = 0;
  int beyond_two = 0;
  for (int i = 0; i < throws; ++i) {
    const double value = chance.normal(3);
    sum += value;
    sum_sq += value * value;
    if (std::abs(value) > 6) ++beyond_two;
  }
  EXPECT_NEAR(sum / throws, 0, 0.03);
  EXPECT_NEAR(std::sqrt(sum_sq / throws), 3, 0.03);
  EXPECT_NEAR(static_cast<double>(beyond_two) / throws, 0.0455, 0.002);
}

TEST(Chance, UniformDeviatesFillTheirRangeAndNoMore) {
  Chance chance(7, "uniform");
  double least = 9;
  double most = -9;
  for (int i = 0; i < 10'000; ++i) {
    const double value = chance.uniform(-2, 5);
    least = std::min(least, value);
    most = std::max(most, value);
  }
  EXPECT_GE(least, -2);
  EXPECT_LT(least, -1.99);
  EXPECT_LT(most, 5);
  EXPECT_GT(most, 4.99);
}

TEST(Chance, CountsHaveThePoissonMeanAndVariance) {
  Chance chance(7, "count");
  constexpr int throws = 100'000;
  double sum = 0;
  double sum_sq = 0;
  for (int i = 0; i < throws; ++i) {
    const int events = chance.count(1.5);
    sum += events;
    sum_sq += static_cast<double>(events) * events;
  }
  const double mean = sum / throws;
  EXPECT_NEAR(mean, 1.5, 0.02);
  EXPECT_NEAR(sum_sq / throws - mean * mean, 1.5, 0.04);
}

}  // namespace
}  // namespace watchpost::simulate
