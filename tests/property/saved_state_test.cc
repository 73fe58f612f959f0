// A state is the whole of the core: what goes on from it goes on as if nothing had been. And it is taken
// up only where it is whole and the mission is the one that it was of.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "tests/property/saved_replay.h"

namespace watchpost {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// A script of the tree that writes a recording.
std::string written_by(const std::string& script, const std::filesystem::path& path) {
  const std::string command =
      "/usr/bin/python3 '" WATCHPOST_SOURCE_DIR "/" + script + " '" + path.string() + "'";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  return path;
}

std::string harbour(const std::filesystem::path& folder) {
  return written_by("deploy/demo-feed' --seconds 300 --write", folder / "harbour.nmea");
}

std::string radar_scene(const std::filesystem::path& folder) {
  return written_by("tests/radar_scene.py' --seconds 150 --write", folder / "plots.csv");
}

std::filesystem::path folder_of_inputs() {
  std::filesystem::path folder = fresh_folder();
  folder += ".inputs";
  std::filesystem::create_directories(folder);
  return folder;
}

TEST(SavedState, OfAHarbourGivesTheSameBytesAtEveryTick) {
  const auto folder = folder_of_inputs();
  expect_same_saved_at_each_tick({{"ais", harbour(folder)}}, 150);
  std::filesystem::remove_all(folder);
}

TEST(SavedState, OfRadarsAndCamerasGivesTheSameBytesAtEveryTick) {
  const auto folder = folder_of_inputs();
  expect_same_saved_at_each_tick({{"plots", radar_scene(folder)}}, 150);
  std::filesystem::remove_all(folder);
}

TEST(SavedState, OfBothFeedsAtOnceGivesTheSameBytesAtEveryTick) {
  const auto folder = folder_of_inputs();
  const std::string plots = radar_scene(folder);
  const std::string first_s = text_of(plots).substr(text_of(plots).find('\n') + 1, 10);
  const std::string ais =
      written_by("deploy/demo-feed' --seconds 150 --start " + first_s + " --write", folder / "harbour.nmea");
  expect_same_saved_at_each_tick({{"ais", ais}, {"plots", plots}}, 150);
  std::filesystem::remove_all(folder);
}

// A state in the middle of a scene in which everything is going on.
class RefusedState : public testing::Test {
 protected:
  RefusedState() {
    const auto folder = fresh_folder();
    const std::vector<ReplayInput> inputs{{"plots", radar_scene(folder)}};
    mission_ = mission_around(inputs, 150, folder);
    Mission named = *mission_;
    named.units.push_back({});
    named.units.back().name = "patrol-1";
    mission_ = std::make_shared<const Mission>(named);
    FirstPlaces nobody;
    auto replay = Replay::open(inputs, mission_, {}, nobody);
    EXPECT_TRUE(replay.ok());
    for (auto more = (*replay)->step(); more && *more;) more = (*replay)->step();
    bytes_ = (*replay)->loop().save_core();
    EXPECT_GT((*replay)->loop().core().tracker().size(), 10U);
    EXPECT_FALSE((*replay)->loop().core().open_alerts().empty());
    std::filesystem::remove_all(folder);
  }

  // Why a loop of this mission does not take the state; empty where it does.
  std::string refusal(const Mission& mission, std::string_view bytes) const {
    FirstPlaces nobody;
    CoreLoop loop(std::make_shared<const Mission>(mission), FeedTime::data, nobody);
    const std::string before = loop.save_core();
    const Status loaded = loop.load_core(bytes);
    if (loaded.ok()) return "";
    EXPECT_TRUE(loop.save_core() == before) << "a refused state has changed the core";
    return loaded.error().line();
  }

  std::shared_ptr<const Mission> mission_;
  std::string bytes_;
};

TEST_F(RefusedState, IsNotOneOfTheSameMission) {
  EXPECT_EQ(refusal(*mission_, bytes_), "");
}

TEST_F(RefusedState, IsOneCutOffAnywhereAndOneWithMoreBehindIt) {
  for (std::size_t i = 0; i < 200; ++i) {
    const std::size_t cut = bytes_.size() * i / 200;
    EXPECT_NE(refusal(*mission_, std::string_view(bytes_).substr(0, cut)), "") << "cut at " << cut;
  }
  for (std::size_t cut = 1; cut < 100; ++cut) {
    EXPECT_NE(refusal(*mission_, std::string_view(bytes_).substr(0, cut)), "") << "cut at " << cut;
    EXPECT_NE(refusal(*mission_, std::string_view(bytes_).substr(0, bytes_.size() - cut)), "")
        << "cut off " << cut;
  }
  EXPECT_THAT(refusal(*mission_, bytes_ + "x"), HasSubstr("found more, expected the end"));
}

// Nobody promises to notice a damaged number, and whoever stores states keeps a checksum; but what is
// taken up can be read.
TEST_F(RefusedState, OrOneThatIsTakenUpCanBeReadWhereverItIsDamaged) {
  std::size_t refused_count = 0;
  for (std::size_t i = 0; i < 400; ++i) {
    std::string damaged = bytes_;
    damaged[(i * 7919 + i) % damaged.size()] ^= static_cast<char>(i % 2 == 0 ? 0xFF : 1 << (i % 8));
    FirstPlaces nobody;
    CoreLoop loop(mission_, FeedTime::data, nobody);
    if (!loop.load_core(damaged).ok()) {
      ++refused_count;
      continue;
    }
    std::size_t shown_count = 0;
    loop.core().tracker().for_each({}, [&](const Track& track) { shown_count += track.sensors.size(); });
    loop.save_core();
    EXPECT_GT(shown_count, 0U);
  }
  EXPECT_GT(refused_count, 40U);
}

TEST_F(RefusedState, IsOneWithOtherFeeds) {
  Mission other = *mission_;
  other.feeds[0].name = "coast-radar";
  EXPECT_THAT(refusal(other, bytes_),
              AllOf(HasSubstr("found feed 'plots'"), HasSubstr("expected feed 'coast-radar' as configured")));
  other = *mission_;
  other.feeds.push_back(other.feeds[0]);
  other.feeds[1].name = "second";
  EXPECT_THAT(refusal(other, bytes_), HasSubstr("found no more feeds, expected feed 'second' as configured"));
  other.feeds.clear();
  EXPECT_THAT(refusal(other, bytes_), HasSubstr("found feed 'plots', expected no more feeds as configured"));
}

TEST_F(RefusedState, IsOneWithOtherUnits) {
  Mission other = *mission_;
  other.units[0].name = "patrol-2";
  EXPECT_THAT(refusal(other, bytes_),
              AllOf(HasSubstr("found unit 'patrol-1'"), HasSubstr("expected unit 'patrol-2' as configured")));
}

TEST_F(RefusedState, IsOneWithOtherRules) {
  Mission other = *mission_;
  other.rules[1].name = "hasty";
  EXPECT_THAT(refusal(other, bytes_),
              AllOf(HasSubstr("found rule 'patient'"), HasSubstr("expected rule 'hasty'")));
  other = *mission_;
  other.rules.pop_back();
  EXPECT_THAT(refusal(other, bytes_), HasSubstr("expected no more rules"));
  other = *mission_;
  std::swap(other.rules[0], other.rules[1]);
  EXPECT_NE(refusal(other, bytes_), "");
}

TEST_F(RefusedState, IsNotOneWhoseRulesHaveOtherTimesAndWords) {
  Mission other = *mission_;
  other.rules[1].hold += std::chrono::seconds(1);
  other.rules[1].instruction = "Look twice.";
  EXPECT_EQ(refusal(other, bytes_), "");
}

}  // namespace
}  // namespace watchpost
