#include "geo/mgrs.h"

#include <gtest/gtest.h>

#include <cmath>

namespace watchpost {
namespace {

TEST(Mgrs, IsCompactForTheWireAndSpacedForPeople) {
  const LatLon eiffel_tower{48.8582, 2.2945};
  EXPECT_EQ(mgrs(eiffel_tower), "31UDQ4825111932");
  EXPECT_EQ(mgrs_spaced(eiffel_tower), "31U DQ 48251 11932");
}

TEST(Mgrs, IsTruncatedToTheDigitsAskedFor) {
  EXPECT_EQ(mgrs({48.8582, 2.2945}, 3), "31UDQ482119");
  EXPECT_EQ(mgrs_spaced({48.8582, 2.2945}, 3), "31U DQ 482 119");
  EXPECT_EQ(mgrs_spaced({48.8582, 2.2945}, 0), "31U DQ");
}

TEST(Mgrs, KeepsTheZoneAtTwoDigits) {
  EXPECT_EQ(mgrs({0, -177}).substr(0, 3), "01N");
}

TEST(Mgrs, IsPolarStereographicAtThePoles) {
  EXPECT_EQ(mgrs({90, 0}), "ZAH0000000000");
  EXPECT_EQ(mgrs_spaced({90, 0}), "Z AH 00000 00000");
  EXPECT_EQ(mgrs({-90, 0}).substr(0, 3), "BAN");
}

TEST(Mgrs, IsTheSameOnBothSidesOfTheAntimeridian) {
  EXPECT_EQ(mgrs({10, 180}), mgrs({10, -180}));
}

TEST(Mgrs, IsEmptyWhereThereIsNoPosition) {
  EXPECT_EQ(mgrs({std::nan(""), 0}), "");
}

}  // namespace
}  // namespace watchpost
