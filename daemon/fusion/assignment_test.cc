#include "daemon/fusion/assignment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

namespace watchpost {
namespace {

using testing::ElementsAre;
constexpr std::uint32_t nobody = Assignment::nobody;

using Costs = std::vector<std::vector<double>>;  // by plot and track; negative: outside the gate

std::vector<std::uint32_t> solve(const Costs& costs, double alone) {
  Assignment assignment;
  assignment.begin(alone);
  for (const auto& row : costs) {
    assignment.add_plot();
    for (std::uint32_t track = 0; track < row.size(); ++track)
      if (row[track] >= 0) assignment.add_pair(track, row[track]);
  }
  return assignment.solve();
}

double cost_of(const Costs& costs, const std::vector<std::uint32_t>& tracks, double alone) {
  double total = 0;
  for (std::size_t plot = 0; plot < costs.size(); ++plot)
    total += tracks[plot] == nobody ? alone : costs[plot][tracks[plot]];
  return total;
}

// Every way of giving plots to tracks, one after the other.
double least_cost(const Costs& costs, std::size_t plot, std::vector<bool>& is_taken, double alone) {
  if (plot == costs.size()) return 0;
  double least = alone + least_cost(costs, plot + 1, is_taken, alone);
  for (std::size_t track = 0; track < is_taken.size(); ++track) {
    if (is_taken[track] || costs[plot][track] < 0) continue;
    is_taken[track] = true;
    least = std::min(least, costs[plot][track] + least_cost(costs, plot + 1, is_taken, alone));
    is_taken[track] = false;
  }
  return least;
}

TEST(Assignment, GivesEachPlotItsNearestTrackWhereNothingCompetes) {
  EXPECT_THAT(solve({{1, -1}, {-1, 2}}, 50), ElementsAre(0, 1));
}

TEST(Assignment, PrefersTheLeastTotalOverTheNearestPair) {
  // The first plot is nearest to track 0, but the second has nothing else.
  EXPECT_THAT(solve({{1, 3}, {4, -1}}, 50), ElementsAre(1, 0));
}

TEST(Assignment, LeavesAPlotAloneWhereItsTrackIsTakenOrTooDear) {
  EXPECT_THAT(solve({{1}, {2}}, 50), ElementsAre(0, nobody));
  EXPECT_THAT(solve({{60}}, 50), ElementsAre(nobody));
  EXPECT_THAT(solve({}, 50), ElementsAre());
}

RC_GTEST_PROP(Assignment, IsTheBestOfAllWays, ()) {
  const auto plot_count = *rc::gen::inRange<std::size_t>(0, 7);
  const auto track_count = *rc::gen::inRange<std::size_t>(0, 6);
  const auto cost = rc::gen::map(rc::gen::inRange(-20, 60), [](int tenths) { return tenths / 2.0; });
  const auto row = rc::gen::container<std::vector<double>>(track_count, cost);
  const Costs costs = *rc::gen::container<Costs>(plot_count, row);
  constexpr double alone = 25;

  const std::vector<std::uint32_t> found = solve(costs, alone);
  std::vector<std::uint32_t> given;
  std::copy_if(found.begin(), found.end(), std::back_inserter(given),
               [](auto track) { return track != nobody; });
  std::sort(given.begin(), given.end());
  RC_ASSERT(std::adjacent_find(given.begin(), given.end()) == given.end());
  for (std::size_t plot = 0; plot < plot_count; ++plot)
    if (found[plot] != nobody) RC_ASSERT(costs[plot][found[plot]] >= 0);
  std::vector<bool> is_taken(track_count, false);
  RC_ASSERT(std::abs(cost_of(costs, found, alone) - least_cost(costs, 0, is_taken, alone)) < 1e-9);
}

}  // namespace
}  // namespace watchpost
