#include "adapters/fields.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdio>
#include <string>

namespace watchpost {
namespace {

TEST(Fields, ANumberIsTheWholeTextAndInItsRange) {
  EXPECT_EQ(number("12.5", 0, 20), 12.5);
  EXPECT_EQ(number("-1e2", -200, 0), -100.0);
  for (const char* text :
       {"", " 1", "1 ", "+1", "1,5", "0x10", "nan", "inf", "-inf", "1.5m", "20.000001", "-0.1"})
    EXPECT_FALSE(number(text, 0, 20)) << text;
}

TEST(Fields, AnIntegerIsTheWholeTextAndInItsRange) {
  EXPECT_EQ(integer("-7", -10, 10), -7);
  EXPECT_EQ(integer("9223372036854775807", 0, INT64_MAX), INT64_MAX);
  for (const char* text : {"", "11", "1.0", "+1", " 1", "9223372036854775808"})
    EXPECT_FALSE(integer(text, -10, 10)) << text;
}

TEST(Fields, AHexByteHasTwoDigitsOfEitherCase) {
  EXPECT_EQ(hex_byte('3', 'E'), 0x3E);
  EXPECT_EQ(hex_byte('e', 'f'), 0xEF);
  EXPECT_FALSE(hex_byte('G', '0'));
  EXPECT_FALSE(hex_byte('0', ' '));
}

TEST(Fields, AUnixTimeKeepsEveryNanosecond) {
  EXPECT_EQ(unix_time_ns("1700000000.25"), 1700000000'250000000);
  EXPECT_EQ(unix_time_ns("1700000000.123456789"), 1700000000'123456789);
  EXPECT_EQ(unix_time_ns("1700000000"), 1700000000'000000000);
  EXPECT_EQ(unix_time_ns("1700000000."), 1700000000'000000000);
  EXPECT_EQ(unix_time_ns("0.000000001"), 1);
  EXPECT_EQ(unix_time_ns("-0.5"), -500000000);
}

TEST(Fields, DecimalsBeyondANanosecondAreRounded) {
  EXPECT_EQ(unix_time_ns("1.0000000004"), 1'000000000);
  EXPECT_EQ(unix_time_ns("1.00000000050"), 1'000000001);
  EXPECT_EQ(unix_time_ns("1.9999999999"), 2'000000000);
}

TEST(Fields, WhatIsNoUnixTimeIsRefused) {
  for (const char* text :
       {"", "-", ".5", "--1", "-+1", "1.2.3", "1e9", "1.5s", " 1", "9223372036", "99999999999999999999"})
    EXPECT_FALSE(unix_time_ns(std::string_view(text))) << text;
}

TEST(Fields, CivilTimeIsChecked) {
  EXPECT_EQ(unix_time_ns(CivilTime{2010, 6, 11, 11, 46, 11, 390}), 1276256771'390000000);
  EXPECT_EQ(unix_time_ns(CivilTime{2000, 2, 29}), 951782400'000000000);
  EXPECT_FALSE(unix_time_ns(CivilTime{2100, 2, 29}));
  EXPECT_FALSE(unix_time_ns(CivilTime{2010, 13, 1}));
  EXPECT_FALSE(unix_time_ns(CivilTime{2010, 0, 1}));
  EXPECT_FALSE(unix_time_ns(CivilTime{2010, 1, 0}));
  EXPECT_FALSE(unix_time_ns(CivilTime{2010, 1, 1, 24, 0, 0}));
  EXPECT_FALSE(unix_time_ns(CivilTime{2010, 1, 1, 23, 60, 0}));
  EXPECT_FALSE(unix_time_ns(CivilTime{2010, 1, 1, 23, 59, 60}));
  EXPECT_FALSE(unix_time_ns(CivilTime{2010, 1, 1, 0, 0, 0, 1000}));
  EXPECT_FALSE(unix_time_ns(CivilTime{9999, 1, 1}));
}

TEST(Fields, SplitGivesExactlySoManyCells) {
  const auto cells = split<3>("a,,c", ',');
  ASSERT_TRUE(cells);
  EXPECT_EQ((*cells)[0], "a");
  EXPECT_EQ((*cells)[1], "");
  EXPECT_EQ((*cells)[2], "c");
  EXPECT_FALSE(split<3>("a,b", ','));
  EXPECT_FALSE(split<3>("a,b,c,d", ','));
  EXPECT_TRUE(split<1>("", ','));
}

TEST(Fields, TakingCellsEndsWithAnEmptyText) {
  std::string_view text = "a,b";
  EXPECT_EQ(take_cell(text, ','), "a");
  EXPECT_EQ(take_cell(text, ','), "b");
  EXPECT_TRUE(text.empty());
}

RC_GTEST_PROP(Fields, AnyNanosecondComesBackFromItsText, (std::int64_t seed)) {
  const std::int64_t time_ns = seed / 2;
  const std::int64_t magnitude_ns = time_ns < 0 ? -time_ns : time_ns;
  char text[48];
  std::snprintf(text, sizeof text, "%s%lld.%09lld", time_ns < 0 ? "-" : "",
                static_cast<long long>(magnitude_ns / 1'000'000'000),
                static_cast<long long>(magnitude_ns % 1'000'000'000));
  RC_ASSERT(unix_time_ns(std::string_view(text)) == time_ns);
}

}  // namespace
}  // namespace watchpost
