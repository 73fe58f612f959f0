#include "daemon/fusion/plot_window.h"

#include <gtest/gtest.h>

#include "daemon/fusion/tracker_run_for_tests.h"

namespace watchpost {
namespace {

WindowPlot numbered(std::uint64_t number) {
  WindowPlot plot;
  plot.set_number(number);
  return plot;
}

// An empty window whose next handle is this one.
PlotWindow window_at(PlotHandle handle) {
  SaveArchive archive;
  archive(handle, std::uint32_t{0});
  PlotWindow window;
  EXPECT_TRUE(load(archive.take(), window).ok());
  return window;
}

TEST(PlotWindow, KeepsThePlotsUntilTheyAreForgotten) {
  for (const PlotHandle start : {0U, 4'090U, 0xFFFFFFFFU - 5'000, 0xFFFFFFF0U}) {
    PlotWindow window = window_at(start);
    std::vector<PlotHandle> handles;
    for (std::uint64_t number = 0; number < 20'000; ++number) {
      handles.push_back(window.add(numbered(number)));
      ASSERT_NE(handles.back(), no_plot);
      if (number < 300) continue;
      if (number % 7 == 0) window.forget_before(handles[number - 300]);
      ASSERT_TRUE(window.has(handles[number - 299]));
      ASSERT_EQ(window[handles[number - 299]].number(), number - 299);
      if (number > 400) {
        ASSERT_FALSE(window.has(handles[number - 400]));
      }
    }
    EXPECT_LE(window.size(), 310U);
    EXPECT_FALSE(window.has(no_plot));
    EXPECT_FALSE(window.has(window.end()));
  }
}

TEST(PlotWindow, GrowsAcrossTheEndOfTheNumbers) {
  PlotWindow window = window_at(0xFFFFFFFFU - 30'000);
  std::vector<PlotHandle> handles;
  for (std::uint64_t number = 0; number < 60'000; ++number) handles.push_back(window.add(numbered(number)));
  for (std::uint64_t number = 0; number < 60'000; ++number)
    ASSERT_EQ(window[handles[number]].number(), number);
}

TEST(PlotWindow, IsTheSameAfterItWasSavedAndLoaded) {
  PlotWindow window = window_at(0xFFFFFFFEU - 10);
  for (std::uint64_t number = 0; number < 50; ++number) window.add(numbered(number));
  window.forget_before(0xFFFFFFFEU - 5);
  PlotWindow again;
  ASSERT_TRUE(load(save(window), again).ok());
  EXPECT_EQ(save(again), save(window));
  EXPECT_EQ(again.end(), window.end());
  EXPECT_EQ(again.add(numbered(50)), window.add(numbered(50)));
}

TEST(PlotWindow, ForgetsNothingTwiceAndAllAtMost) {
  PlotWindow window;
  for (std::uint64_t number = 0; number < 10; ++number) window.add(numbered(number));
  window.forget_before(4);
  window.forget_before(4);
  EXPECT_EQ(window.size(), 6U);
  window.forget_before(window.end());
  EXPECT_EQ(window.size(), 0U);
  EXPECT_EQ(window.add(numbered(10)), 10U);
}

TEST(PlotWindow, PacksEveryKindOfPlotAndGivesItBack) {
  Plot plot;
  plot.time = event_time_from_ns(123'456'789);
  plot.position = {12.3456789, -170.1};
  plot.covariance = {4, -1, 9};
  for (int what = 0; what < 4; ++what) {
    plot.velocity_mps = what == 1 ? std::optional(EastNorth{3, -4}) : std::nullopt;
    plot.speed_mps = what == 1 || what == 2 ? std::optional(5.0) : std::nullopt;
    plot.range_rate = what == 3 ? std::optional(RangeRate{-12.34, -170.5}) : std::nullopt;
    const Plot back = unpacked(packed(plot, SensorId{3}, 7));
    EXPECT_EQ(back.time, plot.time);
    EXPECT_EQ(back.position, plot.position);
    EXPECT_EQ(back.covariance, plot.covariance);
    EXPECT_EQ(back.velocity_mps, plot.velocity_mps);
    EXPECT_EQ(back.speed_mps, plot.speed_mps);
    ASSERT_EQ(back.range_rate.has_value(), plot.range_rate.has_value());
    if (!plot.range_rate) continue;
    EXPECT_NEAR(back.range_rate->rate_mps, plot.range_rate->rate_mps, 0.01);
    EXPECT_NEAR(back.range_rate->azimuth_deg, plot.range_rate->azimuth_deg, 0.005);
  }
  plot = {};
  plot.kind = PlotKind::bearing;
  plot.azimuth_deg = -12.5F;
  plot.std_azimuth_deg = 0.25F;
  const Plot back = unpacked(packed(plot, SensorId{3}, 7));
  EXPECT_EQ(back.kind, PlotKind::bearing);
  EXPECT_EQ(back.azimuth_deg, -12.5F);
  EXPECT_EQ(back.std_azimuth_deg, 0.25F);
}

TEST(PlotWindow, KeepsPlacesFromPoleToPoleAndLargeNumbers) {
  for (const LatLon place : {LatLon{90, 180}, LatLon{-90, -180}, LatLon{0, 0}, LatLon{-15.052, 1e-10}}) {
    WindowPlot plot;
    plot.set_position(place);
    plot.set_number((std::uint64_t{1} << 48) - 1);
    EXPECT_LT(distance_m(plot.position(), place), 1e-4);
    EXPECT_EQ(plot.number(), (std::uint64_t{1} << 48) - 1);
  }
}

// A tracker as it is after so many plots, all of them forgotten.
void start_at(TrackerRun& run, PlotHandle handle) {
  TrackStore store(fusion_mission_for_tests());
  const std::string before = save(store);
  SaveArchive archive;
  archive(handle, std::uint32_t{0});
  ASSERT_TRUE(load(archive.take(), store.plots).ok());
  std::string bytes = save(run.tracker());
  const std::size_t place = bytes.find(before);
  ASSERT_NE(place, std::string::npos);
  bytes.replace(place, before.size(), save(store));
  ASSERT_TRUE(load(bytes, run.tracker()).ok());
  ASSERT_EQ(run.tracker().store().plots.end(), handle);
}

TEST(PlotWindow, GivesTheSameTracksAcrossTheEndOfTheNumbers) {
  const std::vector<Sighting> scene = scene_for_tests(9);
  std::vector<Arrival> arrivals = arrivals_in_order(scene);
  Dice dice(9);
  for (Arrival& arrival : arrivals) arrival.received_s += dice.between(0, 9);
  TrackerRun expected;
  expected.run(scene, arrivals, 80);
  for (const PlotHandle before_end : {50U, 200U, 333U}) {
    TrackerRun run;
    start_at(run, 0xFFFFFFFFU - before_end);
    run.run(scene, arrivals, 80);
    EXPECT_LT(run.tracker().store().plots.end(), 2'000U);
    EXPECT_EQ(worst_difference(expected.known_at(60), run.known_at(60)), 0);
  }
}

}  // namespace
}  // namespace watchpost
