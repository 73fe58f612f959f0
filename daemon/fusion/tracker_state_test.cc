// A tracker that is saved and loaded goes on as if it had not been.
#include <gtest/gtest.h>

#include "daemon/fusion/tracker_run_for_tests.h"

namespace watchpost {
namespace {

auto content(const TrackChange& change) {
  return std::tuple(change.id, change.kind, change.report.feed, change.report.number, change.time);
}

TEST(TrackerState, GoesOnTheSameWhenSavedAndLoadedAtEveryStep) {
  SceneShape shape;
  shape.duration_s = 25;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const std::vector<Sighting> scene = scene_for_tests(seed, shape);
    std::vector<Arrival> arrivals = arrivals_in_order(scene);
    Dice dice(seed);
    for (Arrival& arrival : arrivals) arrival.received_s += dice.chance(0.3) ? dice.between(0, 9) : 0;
    std::stable_sort(arrivals.begin(), arrivals.end(),
                     [](const Arrival& a, const Arrival& b) { return a.received_s < b.received_s; });

    const auto mission = fusion_mission_for_tests();
    auto kept = std::make_unique<Tracker>(mission);
    auto loaded = std::make_unique<Tracker>(mission);
    std::vector<TrackChange> kept_changes;
    std::vector<TrackChange> loaded_changes;
    std::size_t step = 0;
    const auto check = [&] {
      const std::string bytes = save(*loaded);
      ASSERT_EQ(bytes, save(*kept)) << "seed " << seed << " step " << step;
      ++step;
      loaded = std::make_unique<Tracker>(mission);
      const Status status = load(bytes, *loaded);
      ASSERT_TRUE(status.ok()) << status.error().line();
      ASSERT_EQ(save(*loaded), bytes);
    };
    std::size_t next = 0;
    for (int second = 0; second < 90; ++second) {
      for (; next < arrivals.size() && arrivals[next].received_s <= second; ++next) {
        const Sighting& seen = scene[arrivals[next].sighting];
        seen.hand_to(*kept, arrivals[next].received_s, next + 1, kept_changes);
        seen.hand_to(*loaded, arrivals[next].received_s, next + 1, loaded_changes);
        ASSERT_NO_FATAL_FAILURE(check());
      }
      while (kept->fuse_next(kept_changes)) {
      }
      while (loaded->fuse_next(loaded_changes)) {
      }
      const ReceiveTime now{duration_from_s(second)};
      const EventTime watermark{duration_from_s(second - 10)};
      kept->tick(now, watermark, kept_changes);
      loaded->tick(now, watermark, loaded_changes);
      ASSERT_NO_FATAL_FAILURE(check());
      ASSERT_EQ(kept_changes.size(), loaded_changes.size());
      for (std::size_t i = 0; i < kept_changes.size(); ++i)
        ASSERT_EQ(content(kept_changes[i]), content(loaded_changes[i]));
    }
    EXPECT_GT(kept_changes.size(), 50U);
    EXPECT_GT(kept->rework_counters().neighbourhoods, 0U);
  }
}

TEST(TrackerState, IsRefusedWhereItEndsEarly) {
  TrackerRun run;
  const std::vector<Sighting> scene = scene_for_tests(2);
  run.run(scene, arrivals_in_order(scene), 30);
  const std::string bytes = save(run.tracker());
  for (std::size_t length = 0; length < bytes.size(); length += 997) {
    Tracker other(fusion_mission_for_tests());
    EXPECT_FALSE(load(std::string_view(bytes).substr(0, length), other).ok()) << length;
  }
}

}  // namespace
}  // namespace watchpost
