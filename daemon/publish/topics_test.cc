#include "daemon/publish/topics.h"

// clang-format off: it stands before what it prepares
#include "geo/before_s2.h"
// clang-format on

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <s2/s2cell_id.h>
#include <s2/s2latlng.h>

#include <algorithm>

namespace watchpost {
namespace {

S2CellId leaf(LatLon position) {
  return S2CellId(S2LatLng::FromDegrees(position.latitude_deg, position.longitude_deg));
}

TEST(Topics, AreAsTheInterfaceWritesThem) {
  std::string topic = "what was there before";
  alert_topic(topic, "ALL", Severity::warning, "zone-entry-camp-alpha");
  EXPECT_EQ(topic, "alert.ALL.WARNING.zone-entry-camp-alpha");
  alert_topic(topic, "medical", Severity::critical, "r");
  EXPECT_EQ(topic, "alert.medical.CRITICAL.r");
  health_topic(topic, "ALL", "harbour-ais");
  EXPECT_EQ(topic, "health.ALL.harbour-ais");
  heartbeat_topic(topic, "ALL");
  EXPECT_EQ(topic, "heartbeat.ALL");
}

RC_GTEST_PROP(Topics, ACellIsWrittenAsS2Writes, ()) {
  const double latitude_deg = static_cast<double>(*rc::gen::inRange(-90'000'000, 90'000'001)) * 1e-6;
  const double longitude_deg = static_cast<double>(*rc::gen::inRange(-180'000'000, 180'000'001)) * 1e-6;
  const LatLon position{latitude_deg, longitude_deg};
  const CellNumber cell = track_cell(position);
  RC_ASSERT(cell_text(cell) == S2CellId(cell).ToString());
  RC_ASSERT(S2CellId(cell).contains(leaf(position)));

  std::string topic;
  track_topic(topic, "ALL", cell_text(cell));
  RC_ASSERT(topic == "track.ALL." + cell_text(cell));
}

RC_GTEST_PROP(Topics, APrefixIsExactlyAnAncestorCell, ()) {
  const LatLon inside{static_cast<double>(*rc::gen::inRange(-90'000, 90'001)) * 1e-3,
                      static_cast<double>(*rc::gen::inRange(-180'000, 180'001)) * 1e-3};
  const int offset = *rc::gen::inRange(-2000, 2001);
  const LatLon near{inside.latitude_deg, std::clamp(inside.longitude_deg + offset * 1e-4, -180.0, 180.0)};
  const S2CellId ancestor = leaf(inside).parent(*rc::gen::inRange(0, track_cell_level + 1));
  RC_ASSERT((cell_text(track_cell(near)).rfind(ancestor.ToString(), 0) == 0) ==
            ancestor.contains(leaf(near)));
}

}  // namespace
}  // namespace watchpost
