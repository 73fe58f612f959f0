// Recordings and scenarios from outside the tree, saved and loaded at every tick.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/property/saved_replay.h"

namespace watchpost {
namespace {

std::filesystem::path shared_folder() {
  const char* const shared = std::getenv("WATCHPOST_SHARED");
  return shared != nullptr ? shared : WATCHPOST_SOURCE_DIR "/../shared";
}

TEST(SavedAtEveryTick, AnAisRecordingGivesTheSameBytes) {
  const auto recording = shared_folder() / "data/ais/aislib_stream_example.txt";
  if (!std::filesystem::exists(recording)) GTEST_SKIP() << recording << " is absent";
  expect_same_saved_at_each_tick({{"ais", recording}}, 40);
}

TEST(SavedAtEveryTick, AFerrysRealSensorsGiveTheSameBytes) {
  const auto plots = shared_folder() / "scenarios/autoferry-2/plots.csv";
  if (!std::filesystem::exists(plots)) GTEST_SKIP() << plots << " is absent";
  expect_same_saved_at_each_tick({{"plots", plots}}, 10);
}

class SavedScenario : public testing::TestWithParam<const char*> {};

TEST_P(SavedScenario, GivesTheSameBytes) {
  const auto script = shared_folder() / "scenarios/scenario.py";
  if (!std::filesystem::exists(script)) GTEST_SKIP() << script << " is absent";
  if (std::system("/usr/bin/python3 -c 'import numpy, scipy' 2>/dev/null") != 0)
    GTEST_SKIP() << "python3-numpy or python3-scipy is not installed";
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / (std::string("scenario-") + GetParam());
  std::filesystem::remove_all(folder);
  const std::string command = "/usr/bin/python3 '" + script.string() + "' " + GetParam() +
                              " --seed 1 --out '" + folder.string() + "' >/dev/null";
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
  expect_same_saved_at_each_tick({{"plots", folder / "plots.csv"}}, 250);
  std::filesystem::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(SavedAtEveryTick, SavedScenario,
                         testing::Values("manoeuvre", "late", "bearings", "mixed"),
                         [](const auto& scenario) { return std::string(scenario.param); });

}  // namespace
}  // namespace watchpost
