#include "daemon/fusion/rework.h"

#include <gtest/gtest.h>

#include "daemon/fusion/tracker_run_for_tests.h"

namespace watchpost {
namespace {

constexpr double lag_s = 10;
constexpr double tolerance_m = 1e-6;

enum class Delays : std::uint8_t { of_plots, of_scans, of_sensors, mostly_none };

std::vector<Arrival> delayed(const std::vector<Sighting>& scene, Delays delays, Dice& dice, double longest_s) {
  std::vector<Arrival> arrivals;
  double scan_delay_s = 0;
  std::map<std::string, double> sensor_delay_s;
  for (std::size_t i = 0; i < scene.size(); ++i) {
    const Sighting& seen = scene[i];
    if (i == 0 || seen.time_s != scene[i - 1].time_s) scan_delay_s = dice.between(0, longest_s);
    double delay_s = dice.between(0, longest_s);
    if (delays == Delays::of_scans) delay_s = scan_delay_s;
    if (delays == Delays::of_sensors) delay_s = sensor_delay_s.try_emplace(seen.sensor, delay_s).first->second;
    if (delays == Delays::mostly_none && !dice.chance(0.05)) delay_s = 0;
    arrivals.push_back({seen.time_s + delay_s, i});
  }
  shuffle(arrivals, dice);
  return arrivals;
}

struct Compared {
  double worst_m = 0;
  Rework::Counters counters;
  std::uint64_t too_late = 0;
};

Compared compare(const std::vector<Sighting>& scene, const std::vector<Arrival>& late) {
  TrackerRun in_order;
  TrackerRun as_it_came;
  const double end_s = scene.back().time_s;
  in_order.run(scene, arrivals_in_order(scene), end_s + lag_s + 1);
  as_it_came.run(scene, late, end_s + lag_s + 1);
  return {worst_difference(in_order.known_at(end_s), as_it_came.known_at(end_s)),
          as_it_came.tracker().rework_counters(), as_it_came.tracker().counters().too_late};
}

class LateReports : public testing::TestWithParam<Delays> {};

TEST_P(LateReports, GiveTheSameTracksAsReportsInOrder) {
  Rework::Counters sum;
  int failures = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Dice dice(seed * 77);
    SceneShape shape;
    shape.duration_s = dice.between(20, 60);
    shape.objects = 2 + static_cast<int>(dice.below(8));
    shape.half_width_m = dice.between(300, 3'000);
    shape.has_bearings = dice.chance(0.5);
    const std::vector<Sighting> scene = scene_for_tests(seed, shape);
    const Compared compared = compare(scene, delayed(scene, GetParam(), dice, lag_s));
    EXPECT_LT(compared.worst_m, tolerance_m) << "seed " << seed << " width " << shape.half_width_m << " bearings "<<shape.has_bearings;
    failures += compared.worst_m >= tolerance_m;
    EXPECT_EQ(compared.too_late, 0U);
    sum.neighbourhoods += compared.counters.neighbourhoods;
    sum.tracks += compared.counters.tracks;
    sum.widened += compared.counters.widened;
    sum.too_wide += compared.counters.too_wide;
    sum.out_of_history += compared.counters.out_of_history;
  }
  std::printf("failures %d nb %lu tracks %lu widened %lu too_wide %lu out %lu\n", failures, sum.neighbourhoods, sum.tracks, sum.widened, sum.too_wide, sum.out_of_history);
}

INSTANTIATE_TEST_SUITE_P(Delayed, LateReports,
                         testing::Values(Delays::of_plots, Delays::of_scans, Delays::of_sensors,
                                         Delays::mostly_none));

}  // namespace
}  // namespace watchpost
