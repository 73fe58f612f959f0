#include "adapters/adsb/accuracy.h"

#include <gtest/gtest.h>

namespace watchpost::adsb {
namespace {

constexpr SenderQuality unheard{};

TEST(Accuracy, FollowsTheCategoriesOfAccuracy) {
  const auto std_m = [](std::uint8_t nacp) {
    return std_m_of(11, {.version = std::uint8_t{2}, .nacp = nacp});
  };
  EXPECT_NEAR(std_m(11), 3 / 2.4477, 1e-3);
  EXPECT_NEAR(std_m(10), 10 / 2.4477, 1e-3);
  EXPECT_NEAR(std_m(9), 30 / 2.4477, 1e-3);
  EXPECT_NEAR(std_m(8), 92.6 / 2.4477, 1e-3);
  EXPECT_NEAR(std_m(7), 185.2 / 2.4477, 1e-3);
  EXPECT_NEAR(std_m(1), 18'520 / 2.4477, 1e-1);
  for (std::uint8_t nacp = 2; nacp <= 11; ++nacp)
    EXPECT_LT(std_m(nacp), std_m(static_cast<std::uint8_t>(nacp - 1)));
}

TEST(Accuracy, FollowsTheTypeCodeWhereNothingElseWasSaid) {
  EXPECT_NEAR(std_m_of(9, unheard), 3 / 2.4477, 1e-3);
  EXPECT_NEAR(std_m_of(21, unheard), 10 / 2.4477, 1e-3);
  EXPECT_NEAR(std_m_of(7, unheard), 92.6 / 2.4477, 1e-3);
  for (std::uint32_t type_code = 10; type_code <= 18; ++type_code)
    EXPECT_GE(std_m_of(type_code, unheard), std_m_of(type_code - 1, unheard));
}

TEST(Accuracy, FollowsTheContainmentWhereTheAccuracyIsUnknown) {
  constexpr SenderQuality unknown{.version = std::uint8_t{2}, .nacp = std::uint8_t{0}};
  EXPECT_NEAR(std_m_of(12, unknown), 370.4 / 4.7985, 1e-2);
  EXPECT_NEAR(std_m_of(18, unknown), 18'520 / 2.4477, 1e-1);
  constexpr SenderQuality reserved{.version = std::uint8_t{2}, .nacp = std::uint8_t{15}};
  EXPECT_EQ(std_m_of(12, reserved), std_m_of(12, unknown));
}

}  // namespace
}  // namespace watchpost::adsb
