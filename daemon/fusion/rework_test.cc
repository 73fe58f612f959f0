#include "daemon/fusion/rework.h"

#include <gtest/gtest.h>

#include <map>

#include "daemon/fusion/tracker_run_for_tests.h"

namespace watchpost {
namespace {

constexpr double lag_s = 10;
constexpr double tolerance_m = 1e-6;

enum class Delays : std::uint8_t { of_plots, of_scans, of_sensors, mostly_none };

std::vector<Arrival> delayed(const std::vector<Sighting>& scene, Delays delays, Dice& dice) {
  std::vector<Arrival> arrivals;
  double scan_delay_s = 0;
  std::map<std::string, double> sensor_delay_s;
  for (std::size_t i = 0; i < scene.size(); ++i) {
    const Sighting& seen = scene[i];
    if (i == 0 || seen.time_s != scene[i - 1].time_s) scan_delay_s = dice.between(0, lag_s);
    double delay_s = dice.between(0, lag_s);
    if (delays == Delays::of_scans) delay_s = scan_delay_s;
    if (delays == Delays::of_sensors)
      delay_s = sensor_delay_s.try_emplace(seen.sensor, delay_s).first->second;
    if (delays == Delays::mostly_none && !dice.chance(0.05)) delay_s = 0;
    arrivals.push_back({seen.time_s + delay_s, i});
  }
  shuffle(arrivals, dice);
  return arrivals;
}

// How far the tracks are from those of the same sightings in order, once the lag has passed.
double worst_by(const std::vector<Sighting>& scene, const std::vector<Arrival>& late,
                TrackerRun& as_it_came) {
  TrackerRun in_order;
  const double end_s = scene.back().time_s;
  in_order.run(scene, arrivals_in_order(scene), end_s + lag_s + 1);
  as_it_came.run(scene, late, end_s + lag_s + 1);
  EXPECT_FALSE(in_order.known_at(end_s).empty());
  return worst_difference(in_order.known_at(end_s), as_it_came.known_at(end_s));
}

class LateReports : public testing::TestWithParam<Delays> {};

TEST_P(LateReports, GiveTheSameTracksAsReportsInOrder) {
  Rework::Counters sum;
  // Two of a longer run, where a direction waits for the tick that is older than all that is late.
  std::vector<std::uint64_t> seeds = {301, 489};
  for (std::uint64_t seed = 1; seed <= 60; ++seed) seeds.push_back(seed);
  for (const std::uint64_t seed : seeds) {
    Dice dice(seed * 77);
    SceneShape shape;
    shape.duration_s = dice.between(20, 60);
    shape.objects = 2 + static_cast<int>(dice.below(8));
    shape.half_width_m = dice.between(300, 3'000);
    shape.has_bearings = dice.chance(0.5);
    const std::vector<Sighting> scene = scene_for_tests(seed, shape);
    TrackerRun as_it_came;
    EXPECT_LT(worst_by(scene, delayed(scene, GetParam(), dice), as_it_came), tolerance_m) << "seed " << seed;
    EXPECT_EQ(as_it_came.tracker().counters().too_late, 0U);
    const Rework::Counters& counters = as_it_came.tracker().rework_counters();
    sum.neighbourhoods += counters.neighbourhoods;
    sum.tracks += counters.tracks;
    sum.widened += counters.widened;
    sum.too_wide += counters.too_wide;
    sum.out_of_history += counters.out_of_history;
  }
  RecordProperty("neighbourhoods", std::to_string(sum.neighbourhoods));
  RecordProperty("tracks", std::to_string(sum.tracks));
  RecordProperty("widened", std::to_string(sum.widened));
  EXPECT_GT(sum.neighbourhoods, 500U);
  EXPECT_EQ(sum.too_wide, 0U);
  EXPECT_EQ(sum.out_of_history, 0U);
}

INSTANTIATE_TEST_SUITE_P(Delayed, LateReports,
                         testing::Values(Delays::of_plots, Delays::of_scans, Delays::of_sensors,
                                         Delays::mostly_none));

// A boat that goes east at 10 m/s, seen each second, and far off another one.
std::vector<Sighting> boat(int first_s, int last_s) {
  std::vector<Sighting> scene;
  for (int time_s = first_s; time_s <= last_s; ++time_s) {
    scene.push_back(sighting_for_tests("radar", time_s + 0.5, {10.0 * time_s, 3.0 * (time_s % 2)}));
    scene.push_back(sighting_for_tests("radar", time_s + 0.5, {30'000.0, 5.0 * time_s + 2.0 * (time_s % 3)}));
  }
  return scene;
}

double worst_with(const std::vector<Sighting>& scene, const std::vector<std::size_t>& late, double delay_s) {
  std::vector<Arrival> arrivals = arrivals_in_order(scene);
  for (const std::size_t which : late) arrivals[which].received_s += delay_s;
  TrackerRun as_it_came;
  const double worst_m = worst_by(scene, arrivals, as_it_came);
  EXPECT_GT(as_it_came.tracker().rework_counters().neighbourhoods, 0U);
  return worst_m;
}

TEST(Rework, WorksInAScanThatComesWhollyLate) {
  EXPECT_LT(worst_with(boat(0, 20), {20, 21}, 5), tolerance_m);
  EXPECT_LT(worst_with(boat(0, 20), {20, 21}, 9.9), tolerance_m);
}

TEST(Rework, JoinsTheHalvesOfAScanThatTwoTicksDivide) {
  std::vector<Sighting> scene;
  for (int time_s = 0; time_s < 15; ++time_s)  // two boats abreast, so near that they compete
    for (const double north_m : {0.0, 14.0})
      scene.push_back(
          sighting_for_tests("radar", time_s + 0.9, {10.0 * time_s, north_m + 4.0 * (time_s % 2)}));
  for (const std::size_t half : {16U, 17U, 20U, 21U}) EXPECT_LT(worst_with(scene, {half}, 0.2), tolerance_m);
}

TEST(Rework, TakesInAPlotThatWouldHaveBeenTheFirstOfItsTrack) {
  EXPECT_LT(worst_with(boat(3, 12), {0, 1}, 6), tolerance_m);
}

TEST(Rework, RevivesATrackThatTheAbsenceOfALatePlotLetDie) {
  std::vector<Sighting> scene = boat(0, 2);
  for (Sighting& later : boat(14, 16)) scene.push_back(later);
  scene.push_back(sighting_for_tests("radar", 8.5, {85, 2}));
  std::stable_sort(scene.begin(), scene.end(),
                   [](const auto& a, const auto& b) { return a.time_s < b.time_s; });
  EXPECT_LT(worst_with(scene, {6}, 9.5), tolerance_m);
}

TEST(Rework, KeepsTwoSensorsOfOneTimeApart) {
  std::vector<Sighting> scene;
  for (const Sighting& seen : boat(0, 12)) {
    scene.push_back(seen);
    Sighting other = seen;
    other.sensor = "lidar";
    other.position.latitude_deg += 1e-5;
    scene.push_back(other);
  }
  std::stable_sort(scene.begin(), scene.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.time_s, a.sensor) < std::tuple(b.time_s, b.sensor);
  });
  EXPECT_LT(worst_with(scene, {10, 11, 22}, 4), tolerance_m);
}

TEST(Rework, LeavesTracksAloneThatAreFarOff) {
  const std::vector<Sighting> scene = boat(0, 12);
  TrackerRun run;
  for (std::size_t i = 0; i < scene.size(); ++i)
    if (i != 16) run.take(scene[i], scene[i].time_s, i + 1);
  run.run_to(13);
  std::map<TrackId, std::uint32_t> revisions;
  const TrackStore& store = run.tracker().store();
  for (Slot slot = 0; slot < store.end(); ++slot) revisions[store.life(slot).id] = store.life(slot).revision;
  ASSERT_EQ(revisions.size(), 2U);
  run.changes().clear();
  run.take(scene[16], 13.5, 17);
  run.run_to(14);
  ASSERT_EQ(run.changes().size(), 1U);
  for (Slot slot = 0; slot < store.end(); ++slot)
    EXPECT_EQ(store.life(slot).revision - revisions[store.life(slot).id], slot == 0 ? 1U : 0U);
  EXPECT_EQ(run.tracker().rework_counters().tracks, 1U);
}

TEST(Rework, WorksInNamedReportsWhereNoSensorLooks) {
  std::vector<Sighting> scene;
  for (int i = 0; i < 12; ++i) {
    const double away_m = i == 5 || i == 6 ? 40'000 : 0;  // a jump that a second report confirms, and back
    scene.push_back(named_sighting_for_tests("boat", 3.0 * i + 0.4, {20.0 * i, away_m + 5.0 * (i % 3)}));
  }
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Dice dice(seed);
    TrackerRun as_it_came;
    EXPECT_LT(worst_by(scene, delayed(scene, Delays::of_plots, dice), as_it_came), tolerance_m) << seed;
    EXPECT_EQ(as_it_came.tracker().size(), 1U);
    EXPECT_EQ(as_it_came.tracker().counters().too_late, 0U);
  }
}

TEST(Rework, RemembersAJumpOfLongAgoThatALateReportConfirms) {
  std::vector<Sighting> scene;
  scene.reserve(14);
  for (int i = 0; i < 10; ++i) scene.push_back(named_sighting_for_tests("boat", 3.0 * i, {20.0 * i, 0}));
  scene.push_back(named_sighting_for_tests("boat", 30, {0, 40'000}));  // waits for half a minute
  scene.push_back(named_sighting_for_tests("boat", 60.5, {50, 40'000}));
  scene.push_back(named_sighting_for_tests("boat", 61, {-70'000, 0}));
  scene.push_back(named_sighting_for_tests("boat", 70, {100, 40'000}));
  std::vector<Arrival> arrivals = arrivals_in_order(scene);
  arrivals[11].received_s = 64;
  TrackerRun as_it_came;
  EXPECT_LT(worst_by(scene, arrivals, as_it_came), tolerance_m);
}

TEST(Rework, TellsFromWhenOnTheTracksAreOthersAndWhatTheyWentThroughAgain) {
  const std::vector<Sighting> scene = boat(0, 12);
  TrackerRun run;
  for (std::size_t i = 0; i < scene.size(); ++i)
    if (i != 16) run.take(scene[i], scene[i].time_s, i + 1);
  run.run_to(13);
  for (const TrackChange& change : run.changes()) EXPECT_FALSE(change.since);
  EXPECT_TRUE(run.tracker().moments().empty());
  run.changes().clear();
  run.take(scene[16], 13.5, 17);
  std::vector<TrackMoment> moments;
  while (run.tracker().fuse_next(run.changes()))
    for (const TrackMoment& moment : run.tracker().moments()) moments.push_back(moment);
  ASSERT_EQ(run.changes().size(), 1U);
  EXPECT_EQ(seconds(run.changes().front().since->time_since_epoch()), scene[16].time_s);
  ASSERT_EQ(moments.size(), 5U);  // the late plot's, and those at 9.5 to 12.5 s
  for (std::size_t i = 0; i < moments.size(); ++i) {
    EXPECT_EQ(moments[i].id, run.changes().front().id);
    EXPECT_EQ(seconds(moments[i].time.time_since_epoch()), 8.5 + static_cast<double>(i));
    EXPECT_TRUE(moments[i].is_confirmed);
    EXPECT_EQ(moments[i].report.number, 17 + 2 * i);
  }
  Track then;
  ASSERT_TRUE(run.tracker().show(moments.front(), then));
  EXPECT_EQ(then.time, moments.front().time);
  EXPECT_LT(distance_m(then.position, scene[16].position), 5);
}

TEST(Rework, CountsWhatIsOlderThanTheLagAsTooLate) {
  const std::vector<Sighting> scene = boat(0, 20);
  std::vector<Arrival> arrivals = arrivals_in_order(scene);
  arrivals[4].received_s += 13;
  TrackerRun run;
  run.run(scene, arrivals, 30);
  EXPECT_EQ(run.tracker().counters().too_late, 1U);
}

}  // namespace
}  // namespace watchpost
