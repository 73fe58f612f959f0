#include "geo/grid.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "daemon/base/archive.h"
#include "geo/grid_test_support.h"

namespace watchpost {
namespace {

using Slots = std::vector<Grid::Slot>;

bool has(const Slots& slots, Grid::Slot slot) {
  return std::binary_search(slots.begin(), slots.end(), slot);
}

bool is_sorted_without_doubles(const Slots& slots) {
  return std::adjacent_find(slots.begin(), slots.end(), std::greater_equal<>()) == slots.end();
}

Grid grid_of(const std::vector<Disc>& discs) {
  Grid grid;
  for (Grid::Slot slot = 0; slot < discs.size(); ++slot)
    grid.place(slot, discs[slot].centre, discs[slot].radius_m);
  return grid;
}

// Every disc that touches is in the answer; none is that lies more than 1 % too far away.
bool is_right(const std::vector<Disc>& discs, LatLon position, double radius_m, const Slots& found) {
  if (!is_sorted_without_doubles(found)) return false;
  for (Grid::Slot slot = 0; slot < discs.size(); ++slot) {
    const double apart_m = distance_m(discs[slot].centre, position);
    const double reach_m = discs[slot].radius_m + radius_m;
    if (apart_m <= reach_m && !has(found, slot)) return false;
    if (apart_m > 1.011 * reach_m + 0.1 && has(found, slot)) return false;
  }
  return true;
}

std::vector<Disc> discs_near(Scatter& scatter, LatLon middle, int count) {
  const double distance_m_max = scatter.any_size(10, 5e6);
  const double radius_m_max = scatter.any_size(2, 2e6);
  std::vector<Disc> discs;
  discs.reserve(static_cast<std::size_t>(count));
  for (int n = 0; n < count; ++n) discs.push_back(scatter.disc_near(middle, distance_m_max, radius_m_max));
  return discs;
}

RC_GTEST_PROP(Grid, NeverMissesADiscThatTouches, ()) {
  Scatter scatter(some_seed());
  const LatLon middle = some_place(scatter);
  const std::vector<Disc> discs = discs_near(scatter, middle, 60);
  const Grid grid = grid_of(discs);
  for (int n = 0; n < 12; ++n) {
    const Disc asked = scatter.disc_near(middle, scatter.any_size(1, 5e6), 2e6);
    RC_ASSERT(is_right(discs, asked.centre, asked.radius_m, near(grid, asked.centre, asked.radius_m)));
  }
}

RC_GTEST_PROP(Grid, NeverMissesADiscThatJustTouches, ()) {
  Scatter scatter(some_seed());
  const std::vector<Disc> discs = discs_near(scatter, some_place(scatter), 40);
  const Grid grid = grid_of(discs);
  for (Grid::Slot slot = 0; slot < discs.size(); ++slot) {
    const double radius_m = scatter.share() < 0.3 ? 0 : scatter.any_size(0.1, 2e6);
    const double apart_m = std::max(0.0, discs[slot].radius_m + radius_m - 1e-6);
    const LatLon position = destination(discs[slot].centre, scatter.between(0, 360), apart_m);
    RC_ASSERT(has(near(grid, position, radius_m), slot));
  }
}

TEST(Grid, AnswersForThousandsOfDiscsAllOverTheEarth) {
  Scatter scatter(20);
  std::vector<Disc> discs;
  discs.reserve(5000);
  for (int n = 0; n < 5000; ++n) discs.push_back(scatter.disc_near(some_place(scatter), 1e6, 2e6));
  const Grid grid = grid_of(discs);
  EXPECT_EQ(grid.size(), 5000U);
  for (int n = 0; n < 40; ++n) {
    const LatLon position = some_place(scatter);
    const double radius_m = n < 35 ? scatter.any_size(1, 2e6) : scatter.any_size(2e6, 2e7);
    EXPECT_TRUE(is_right(discs, position, radius_m, near(grid, position, radius_m)));
  }
}

TEST(Grid, EveryDiscTouchesHalfTheEarthAround) {
  Grid grid;
  for (Grid::Slot slot = 0; slot < 25; ++slot) grid.place(slot, awkward_places()[slot], 10);
  for (const LatLon position : awkward_places()) EXPECT_EQ(near(grid, position, 20'004'000).size(), 25U);
}

TEST(Grid, AppendsToWhatIsThereAlready) {
  Grid grid;
  grid.place(3, {10, 20}, 100);
  Slots found = {7, 3};
  grid.at({10, 20}, 10, found);
  EXPECT_EQ(found, (Slots{7, 3, 3}));
}

TEST(Grid, RemovingForgets) {
  for (const double radius_m : {5.0, 300.0, 20'000.0, 900'000.0}) {
    Grid grid;
    grid.place(4, {10, 20}, radius_m);
    grid.place(9, {10, 20}, radius_m);
    EXPECT_EQ(near(grid, {10, 20}, 1), (Slots{4, 9}));
    grid.remove(4);
    EXPECT_FALSE(grid.is_listed(4));
    EXPECT_EQ(near(grid, {10, 20}, 1), Slots{9});
    grid.remove(4);
    grid.remove(1234);
    EXPECT_EQ(grid.size(), 1U);
    grid.remove(9);
    EXPECT_EQ(near(grid, {10, 20}, 2e7), Slots{});
    EXPECT_EQ(grid.size(), 0U);
  }
}

// Whatever was placed, placed again and removed before: the answers are those of the discs that are left.
RC_GTEST_PROP(Grid, PlacingAgainMoves, ()) {
  Scatter scatter(some_seed());
  const LatLon middle = some_place(scatter);
  Grid grid;
  std::vector<Disc> discs(30);
  std::vector<bool> is_listed(30);
  for (int n = 0; n < 300; ++n) {
    const auto slot = static_cast<Grid::Slot>(scatter.below(30));
    const Disc disc = scatter.disc_near(middle, 1e6, 1e6);
    is_listed[slot] = scatter.share() < 0.7;
    if (is_listed[slot]) {
      discs[slot] = disc;
      grid.place(slot, disc.centre, disc.radius_m);
    } else {
      grid.remove(slot);
    }
  }
  Grid fresh;
  for (Grid::Slot slot = 0; slot < 30; ++slot)
    if (is_listed[slot]) fresh.place(slot, discs[slot].centre, discs[slot].radius_m);
  RC_ASSERT(grid.size() == fresh.size());
  RC_ASSERT(save(grid) == save(fresh));
  for (int n = 0; n < 30; ++n) {
    const Disc asked = scatter.disc_near(middle, 1e6, 1e6);
    RC_ASSERT(near(grid, asked.centre, asked.radius_m) == near(fresh, asked.centre, asked.radius_m));
  }
}

RC_GTEST_PROP(Grid, HoldsADiscThatLiesInTheListedOneAndNoOther, ()) {
  Scatter scatter(some_seed());
  const Disc listed = scatter.disc_near(some_place(scatter), 1e6, 1e6);
  Grid grid;
  grid.place(1, listed.centre, listed.radius_m);
  RC_ASSERT(grid.holds(1, listed.centre, listed.radius_m));
  RC_ASSERT(!grid.holds(0, listed.centre, listed.radius_m));
  const double share = scatter.share();
  const LatLon centre = destination(listed.centre, scatter.between(0, 360), share * listed.radius_m);
  RC_ASSERT(!grid.holds(1, centre, 1.001 * (1 - share) * listed.radius_m + 0.1));
  const double inside_m = 0.98 * listed.radius_m - share * listed.radius_m;
  if (inside_m >= 0) RC_ASSERT(grid.holds(1, centre, inside_m));
}

TEST(Grid, SavedAndLoadedAnswersTheSame) {
  Scatter scatter(5);
  const std::vector<Disc> discs = discs_near(scatter, {35.264389682754654, 45}, 500);
  Grid grid = grid_of(discs);
  for (Grid::Slot slot = 0; slot < 500; slot += 3) grid.remove(slot);
  Grid loaded;
  loaded.place(77'777, {1, 2}, 3);  // to be forgotten
  ASSERT_TRUE(load(save(grid), loaded).ok());
  EXPECT_EQ(loaded.size(), grid.size());
  EXPECT_EQ(save(loaded), save(grid));
  for (int n = 0; n < 500; ++n) {
    const Disc asked = scatter.disc_near({35, 45}, 5e6, 1e6);
    EXPECT_EQ(near(loaded, asked.centre, asked.radius_m), near(grid, asked.centre, asked.radius_m));
    const double azimuth_deg = scatter.between(0, 360);
    EXPECT_EQ(along(loaded, asked.centre, azimuth_deg, 3, asked.radius_m),
              along(grid, asked.centre, azimuth_deg, 3, asked.radius_m));
  }
}

TEST(Grid, RefusesASavedStateThatContradictsItself) {
  Grid grid;
  grid.place(1, {10, 20}, 30);
  grid.place(2, {10, 20}, 30);
  const std::string bytes = save(grid);
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    Grid loaded;
    EXPECT_FALSE(load(bytes.substr(0, n), loaded).ok());
  }
  std::string doubled = bytes;
  const std::size_t first_slot = doubled.find(std::string("\1\0\0\0\2\0\0\0", 8));
  ASSERT_NE(first_slot, std::string::npos);
  doubled[first_slot] = 2;
  EXPECT_FALSE(load(doubled, grid).ok());
}

// A thousand tracks at sea, 60 km around, with gates from 30 m to 2 km.
std::vector<Disc> fleet(LatLon middle) {
  Scatter scatter(1);
  std::vector<Disc> discs;
  discs.reserve(1000);
  for (int n = 0; n < 1000; ++n)
    discs.push_back({destination(middle, scatter.between(0, 360), 60'000 * std::sqrt(scatter.share())),
                     scatter.any_size(30, 2000)});
  return discs;
}

TEST(Grid, FindsFewThatDoNotTouch) {
  const std::vector<Disc> discs = fleet({33, 34});
  const Grid grid = grid_of(discs);
  Scatter scatter(2);
  std::size_t found_count = 0;
  std::size_t touching_count = 0;
  std::size_t visit_count = 0;
  for (int n = 0; n < 1000; ++n) {
    const LatLon position = destination({33, 34}, scatter.between(0, 360), scatter.between(0, 60'000));
    Slots found;
    visit_count += grid.at(position, 45, found).visit_count;
    found_count += found.size();
    for (const Disc& disc : discs)
      touching_count += distance_m(disc.centre, position) <= disc.radius_m + 45 ? 1 : 0;
  }
  EXPECT_GE(touching_count, 100U);
  EXPECT_LE(static_cast<double>(found_count), 1.02 * static_cast<double>(touching_count));
  EXPECT_LE(visit_count, 40 * 1000U);  // of 1000 each time
}

TEST(Grid, WhatLiesElsewhereCostsNothing) {
  const std::vector<Disc> discs = fleet({33, 34});
  Grid grid = grid_of(discs);
  const auto effort = [&grid] {
    Grid::Effort sum;
    Slots found;
    Scatter scatter(3);
    for (int n = 0; n < 200; ++n) {
      const Disc asked = scatter.disc_near({33, 34}, 60'000, 30'000);
      for (const Grid::Effort one : {grid.near(asked.centre, asked.radius_m, found),
                                     grid.along(asked.centre, scatter.between(0, 360), 2, 20'000, found)}) {
        sum.cell_count += one.cell_count;
        sum.visit_count += one.visit_count;
      }
    }
    return sum;
  };
  // Slots elsewhere, so that passing over them all is no way out in either case.
  Scatter scatter(4);
  const auto crowd = [&](Grid::Slot begin, Grid::Slot end) {
    for (Grid::Slot slot = begin; slot < end; ++slot)
      grid.place(slot, destination({-20, -120}, scatter.between(0, 360), scatter.between(0, 1e5)),
                 scatter.any_size(30, 2000));
  };
  crowd(1000, 20'000);
  const Grid::Effort before = effort();
  crowd(20'000, 200'000);
  const Grid::Effort after = effort();
  EXPECT_EQ(after.cell_count, before.cell_count);
  // Chains of the table of heads meet by chance, as full or empty as it happens to be.
  EXPECT_LE(static_cast<double>(after.visit_count), 1.2 * static_cast<double>(before.visit_count));
}

TEST(Grid, LooksUpOnlyTheLevelsInUse) {
  Grid grid;
  Slots found;
  EXPECT_EQ(grid.at({33, 34}, 10, found).cell_count, 0U);
  grid.place(0, {33, 34}, 20'000);
  const Grid::Effort alone = grid.at({33, 34}, 10, found);
  grid.place(1, {33, 34}, 30);
  EXPECT_GT(grid.at({33, 34}, 10, found).cell_count, alone.cell_count);
  grid.place(1, {33, 34}, 21'000);
  EXPECT_EQ(grid.at({33, 34}, 10, found).cell_count, alone.cell_count);
  grid.remove(1);
  EXPECT_EQ(grid.at({33, 34}, 10, found).visit_count, alone.visit_count);
  grid.remove(0);
  EXPECT_EQ(grid.at({33, 34}, 10, found).cell_count, 0U);
}

TEST(Grid, TakesAtMostAHundredBytesASlot) {
  Scatter scatter(6);
  Grid grid;
  for (Grid::Slot slot = 0; slot < 100'000; ++slot)
    grid.place(slot, {scatter.between(30, 36), scatter.between(20, 34)}, scatter.any_size(30, 2000));
  EXPECT_LE(grid.memory_bytes(), 100U * grid.size());
}

TEST(Grid, NeedsNoMoreMemoryForMoving) {
  Scatter scatter(7);
  Grid grid;
  std::size_t bytes = 0;
  for (int n = 0; n < 60; ++n) {
    for (Grid::Slot slot = 0; slot < 2000; ++slot)
      grid.place(slot, {scatter.between(30, 31), scatter.between(30, 31)}, scatter.any_size(30, 2000));
    if (n == 20) bytes = grid.memory_bytes();
  }
  EXPECT_LE(static_cast<double>(grid.memory_bytes()), 1.26 * static_cast<double>(bytes));
}

}  // namespace
}  // namespace watchpost
