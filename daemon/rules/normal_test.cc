#include "daemon/rules/normal.h"

#include <gtest/gtest.h>

namespace watchpost {
namespace {

TEST(Normal, ShareWithinACircleIsThatOfRayleighAboutTheMiddle) {
  for (const double radius_m : {10.0, 100.0, 250.0})
    EXPECT_NEAR(share_within({0, 0}, {10'000, 0, 10'000}, radius_m),
                1 - std::exp(-radius_m * radius_m / 20'000), 1e-4);
}

TEST(Normal, ShareWithinALargeCircleIsThatBesideItsEdge) {
  EXPECT_NEAR(share_within({500, 0}, {1, 0, 1}, 500), 0.5, 1e-3);
  EXPECT_NEAR(share_within({0, 500 - 1.2816 * 10}, {100, 0, 100}, 500), 0.9, 3e-3);
  EXPECT_NEAR(share_within({300, 400}, {100, 0, 100}, 500 + 12.816), 0.9, 3e-3);
}

TEST(Normal, ShareTurnsWithItsAxes) {
  // Long axis along the sight, and across it.
  const CovarianceEN along{5050, 4950, 5050};
  const double sight = 100 / std::sqrt(2.0);
  EXPECT_NEAR(share_within({sight, sight}, along, 100), 0.477, 0.01);
  EXPECT_NEAR(share_within({sight, -sight}, along, 100), share_within({-sight, sight}, along, 100), 1e-6);
  EXPECT_LT(share_within({sight, -sight}, along, 100), 0.4);
}

}  // namespace
}  // namespace watchpost
