#include "daemon/model/mission_change.h"

#include <gtest/gtest.h>

namespace watchpost {
namespace {

Mission mission(const std::vector<std::string>& feeds, const std::vector<std::string>& units = {}) {
  Mission made;
  for (const std::string& name : feeds) {
    made.feeds.emplace_back().name = name;
    made.feeds.back().is_trusted = true;
    made.feeds.back().label = "of-" + name;
  }
  for (const std::string& name : units) {
    made.units.emplace_back().name = name;
    made.units.back().identity.mmsi = 7;
  }
  return made;
}

template <class Named>
std::string text(const std::vector<Named>& all) {
  std::string text;
  for (const Named& one : all) text += (one.is_retired ? "-" : "+") + one.name + " ";
  return text;
}

TEST(MissionChange, LeavesEachNameItsNumber) {
  const Mission next =
      with_numbers_of(mission({"a", "b", "c"}, {"u", "v"}), mission({"d", "c", "a"}, {"w", "v"}));
  EXPECT_EQ(text(next.feeds), "+a -b +c +d ");
  EXPECT_EQ(text(next.units), "-u +v +w ");
  EXPECT_EQ(next.feeds[1].label, "of-b") << "what it delivered keeps its label";
  EXPECT_FALSE(next.feeds[1].is_trusted) << "nobody is followed by a feed that is gone";
  EXPECT_EQ(next.units[0].identity.mmsi, 0U) << "nobody is a unit that is gone";
  EXPECT_EQ(next.units[1].identity.mmsi, 7U);
}

TEST(MissionChange, GivesANumberThatIsGoneToNobodyElseAndBackToItsOwnName) {
  Mission now = with_numbers_of(mission({"a", "b"}), mission({"b"}));
  EXPECT_EQ(text(now.feeds), "-a +b ");
  now = with_numbers_of(now, mission({"c", "b"}));
  EXPECT_EQ(text(now.feeds), "-a +b +c ");
  now = with_numbers_of(now, mission({"a"}));
  EXPECT_EQ(text(now.feeds), "+a -b -c ");
  EXPECT_TRUE(now.feeds[0].is_trusted);
}

TEST(MissionChange, TakesTheRestAsItIsSaidAndLeavesWhatNeedsARestart) {
  Mission before = mission({"a"});
  before.name = "old";
  before.node = "north";
  before.mode = Mode::exercise;
  Mission said = mission({"a"});
  said.name = "new";
  said.node = "south";
  said.mode = Mode::actual;
  said.buffer_m = 5;
  said.feeds[0].source = "tcp://127.0.0.1:1";
  said.zones.emplace_back().name = "z";
  const Mission next = with_numbers_of(before, said);
  EXPECT_EQ(next.name, "old");
  EXPECT_EQ(next.node, "north");
  EXPECT_EQ(next.mode, Mode::exercise);
  EXPECT_EQ(next.buffer_m, 5);
  EXPECT_EQ(next.feeds[0].source, "tcp://127.0.0.1:1");
  EXPECT_EQ(next.zones.size(), 1U);
}

}  // namespace
}  // namespace watchpost
