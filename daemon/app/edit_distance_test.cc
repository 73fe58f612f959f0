#include "daemon/app/edit_distance.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace watchpost {
namespace {

constexpr std::array<std::string_view, 5> names = {"name", "source", "buffer_m", "zone-entry", "zone-exit"};

TEST(EditDistance, CountsLettersPutInTakenOutExchangedAndSwapped) {
  EXPECT_EQ(edit_distance("zone", "zone"), 0U);
  EXPECT_EQ(edit_distance("zone", "zones"), 1U);
  EXPECT_EQ(edit_distance("zone", "one"), 1U);
  EXPECT_EQ(edit_distance("zone", "zine"), 1U);
  EXPECT_EQ(edit_distance("zone", "zoen"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(EditDistance, TakesCapitalsForSmallLetters) {
  EXPECT_EQ(edit_distance("Zone", "zONE"), 0U);
}

TEST(NearestName, IsTheOneThatWasMeant) {
  EXPECT_EQ(nearest_name("nmae", names), "name");
  EXPECT_EQ(nearest_name("buffer", names), "buffer_m");
  EXPECT_EQ(nearest_name("zone-entri", names), "zone-entry");
  EXPECT_EQ(nearest_name("SOURCE", names), "source");
}

TEST(NearestName, IsNoneWhereNothingIsNear) {
  EXPECT_EQ(nearest_name("colour", names), std::nullopt);
  EXPECT_EQ(nearest_name("", names), std::nullopt);
  EXPECT_EQ(nearest_name("x", names), std::nullopt);
  EXPECT_EQ(nearest_name(std::string(10000, 'n'), names), std::nullopt);
}

RC_GTEST_PROP(EditDistance, IsTheSameBothWays, (const std::string& one, const std::string& other)) {
  RC_ASSERT(edit_distance(one, other) == edit_distance(other, one));
  RC_ASSERT(edit_distance(one, one) == 0U);
}

}  // namespace
}  // namespace watchpost
