#include "adapters/adsb/aircraft_table.h"

#include <gtest/gtest.h>

namespace watchpost::adsb {
namespace {

Timeline at_s(int time_s) {
  return std::chrono::seconds(time_s);
}

TEST(AircraftTable, KeepsSendersApartByAddressKindAndPath) {
  AircraftTable table;
  table.hear({1, true, Path::direct}, at_s(1)).category = 1;
  table.hear({1, false, Path::direct}, at_s(1)).category = 2;
  table.hear({1, true, Path::ground_radar}, at_s(1)).category = 3;
  EXPECT_EQ(table.size(), 3u);
  EXPECT_EQ(table.find(1, at_s(2))->category, 1);
  EXPECT_EQ(table.hear({1, false, Path::direct}, at_s(2)).category, 2);
  EXPECT_EQ(table.find(2, at_s(2)), nullptr);
}

TEST(AircraftTable, AMadeUpAddressIsNobodysIcaoAddress) {
  AircraftTable table;
  table.hear({7, false, Path::direct}, at_s(1));
  EXPECT_EQ(table.find(7, at_s(1)), nullptr);
}

TEST(AircraftTable, TheOneHeardLongestAgoMakesRoom) {
  AircraftTable table;
  for (std::uint32_t address = 1; address <= AircraftTable::aircraft_max; ++address)
    table.hear({address}, at_s(1));
  ASSERT_NE(table.find(1, at_s(2)), nullptr);  // heard again: now 2 is the oldest
  table.hear({0xABCDEF}, at_s(3));
  EXPECT_EQ(table.size(), AircraftTable::aircraft_max);
  EXPECT_NE(table.find(1, at_s(4)), nullptr);
  EXPECT_EQ(table.find(2, at_s(4)), nullptr);
  EXPECT_NE(table.find(3, at_s(4)), nullptr);
}

TEST(AircraftTable, ForgetsWhomItHasNotHeard) {
  AircraftTable table;
  table.hear({1}, at_s(1)).category = 5;
  table.hear({2}, at_s(2));
  table.hear({1}, at_s(3));
  table.forget_older_than(at_s(3));
  EXPECT_EQ(table.size(), 1u);
  EXPECT_EQ(table.find(2, at_s(3)), nullptr);
  table.forget_older_than(at_s(4));
  EXPECT_EQ(table.size(), 0u);
  EXPECT_EQ(table.hear({1}, at_s(5)).category, 0);  // begun anew, in used memory
}

}  // namespace
}  // namespace watchpost::adsb
