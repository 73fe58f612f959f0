#include "daemon/simulate/exercise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "daemon/simulate/demand.h"
#include "daemon/simulate/transmission.h"

namespace watchpost::simulate {
namespace {

constexpr std::int64_t start_s = 1'893'477'600;

Setting setting_of(std::uint64_t seed, double hours) {
  return {MissionPlane(exercise_middle), start_s, hours * 3600, seed};
}

struct Played {
  Scene scene;
  Demands demands;
};

Played play(std::uint64_t seed, double hours) {
  Played played{make_exercise(setting_of(seed, hours)), {}};
  transmit(played.scene, [](std::size_t, std::size_t) {});
  played.demands = demands_of(played.scene);
  return played;
}

std::map<std::string, int> count_by_kind(const Demands& demands) {
  std::map<std::string, int> counts;
  for (const Expected& alert : demands.alerts) ++counts[alert.kind];
  return counts;
}

TEST(Exercise, TwoHoursDemandTheSameElevenAlertsWhateverTheSeed) {
  const std::map<std::string, int> story = {{"contact-lost", 1},  {"emergency", 2},  {"gone-dark", 1},
                                            {"line-crossing", 1}, {"proximity", 1},  {"sensor-silent", 1},
                                            {"zone-dwell", 1},    {"zone-entry", 2}, {"zone-exit", 1}};
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const Played played = play(seed, 2);
    EXPECT_THAT(played.demands.doubts, testing::IsEmpty()) << "seed " << seed;
    EXPECT_EQ(count_by_kind(played.demands), story) << "seed " << seed;
  }
}

TEST(Exercise, HalfADayStaysBelowSixAlertsAnHour) {
  for (const std::uint64_t seed : {1U, 2U}) {
    const Played played = play(seed, 12);
    EXPECT_THAT(played.demands.doubts, testing::IsEmpty()) << "seed " << seed;
    EXPECT_LT(played.demands.alerts.size(), 12U * 6) << "seed " << seed;
    EXPECT_GT(played.demands.alerts.size(), 12U) << "seed " << seed;
  }
}

TEST(Exercise, WhatCannotBeOverByTheEndIsLeftOut) {
  const Played played = play(1, 0.25);
  EXPECT_THAT(played.demands.doubts, testing::IsEmpty());
  for (const Expected& alert : played.demands.alerts) EXPECT_LT(alert.raise.end_s, 900);
  EXPECT_TRUE(played.scene.radar.silences.empty());
}

TEST(Exercise, NoTwoActorsShareANameOrAnIdentity) {
  const Played played = play(3, 8);
  std::set<std::string> objects;
  std::set<std::uint32_t> numbers;
  for (const Actor& actor : played.scene.actors) {
    EXPECT_TRUE(objects.insert(actor.object).second) << actor.object;
    const std::uint32_t number = actor.ais ? actor.ais->mmsi : actor.adsb ? actor.adsb->icao24 : 0;
    EXPECT_TRUE(number == 0 || numbers.insert(number).second) << actor.object;
  }
}

TEST(Exercise, ALongerOneBeginsAsAShorterOneDoes) {
  const Played two = play(5, 2);
  const Played four = play(5, 4);
  for (const Actor& actor : two.scene.actors) {
    const auto same = std::find_if(four.scene.actors.begin(), four.scene.actors.end(),
                                   [&](const Actor& other) { return other.object == actor.object; });
    ASSERT_NE(same, four.scene.actors.end()) << actor.object;
    for (double time_s = actor.path.begin_s(); time_s < 6000; time_s += 97) {
      if (!actor.is_there(time_s)) continue;
      EXPECT_EQ(actor.path.at(time_s).place, same->path.at(time_s).place) << actor.object << " at " << time_s;
    }
  }
}

// Nothing may be demanded of it, but it makes the picture: 30 and more objects at once.
TEST(Exercise, HasTrafficThroughout) {
  const Played played = play(1, 2);
  for (double time_s = 0; time_s < 7200; time_s += 300) {
    const auto there =
        std::count_if(played.scene.actors.begin(), played.scene.actors.end(), [&](const Actor& actor) {
          return actor.is_there(time_s) && played.scene.area.margin_m(actor.path.at(time_s).place) > 0;
        });
    EXPECT_GE(there, 20) << "at " << time_s;
  }
}

}  // namespace
}  // namespace watchpost::simulate
