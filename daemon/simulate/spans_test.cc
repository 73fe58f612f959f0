#include "daemon/simulate/spans.h"

#include <gtest/gtest.h>

#include <cmath>

namespace watchpost::simulate {
namespace {

// A tent: 0 at 10 and 50, 20 at 30.
double tent(double time_s) {
  return 20 - std::abs(time_s - 30);
}

TEST(Spans, BeginAndEndWhereTheThresholdIsPassed) {
  const auto spans = spans_where(tent, 5, {0, 100});
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_NEAR(spans[0].begin_s, 15, 1e-5);
  EXPECT_NEAR(spans[0].end_s, 45, 1e-5);
}

TEST(Spans, OneThatHoldsAtTheBeginningOrTheEndGoesThatFar) {
  const auto spans = spans_where(tent, 5, {20, 40});
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].begin_s, 20);
  EXPECT_EQ(spans[0].end_s, 40);
}

TEST(Spans, WindowsAreWideBySlackAndByTheDelayOfTheNextReport) {
  const CertainSpans found = certain_spans(tent, {0, 100}, 3, 4);
  EXPECT_FALSE(found.is_ambiguous);
  ASSERT_EQ(found.spans.size(), 1U);
  EXPECT_NEAR(found.spans[0].begins.begin_s, 7, 1e-5);
  EXPECT_NEAR(found.spans[0].begins.end_s, 13 + 4, 1e-5);
  EXPECT_NEAR(found.spans[0].ends.begin_s, 47, 1e-5);
  EXPECT_NEAR(found.spans[0].ends.end_s, 53 + 4, 1e-5);
  EXPECT_FALSE(found.spans[0].is_open);
}

TEST(Spans, OneThatHoldsToTheEndIsOpen) {
  const CertainSpans found = certain_spans(tent, {0, 30}, 3, 4);
  ASSERT_EQ(found.spans.size(), 1U);
  EXPECT_TRUE(found.spans[0].is_open);
}

TEST(Spans, WhatOnlyTouchesTheThresholdIsAmbiguous) {
  const auto grazing = [](double time_s) { return tent(time_s) - 19; };
  EXPECT_TRUE(certain_spans(grazing, {0, 100}, 3, 0).is_ambiguous);
  const auto far = [](double time_s) { return tent(time_s) - 24; };
  EXPECT_FALSE(certain_spans(far, {0, 100}, 3, 0).is_ambiguous);
  EXPECT_TRUE(certain_spans(far, {0, 100}, 3, 0).spans.empty());
}

TEST(Spans, WhatComesBackTooSoonToBeSeenApartIsAmbiguous) {
  const auto dipping = [](double time_s) { return 10 - std::max(0.0, 10 - std::abs(time_s - 30)); };
  EXPECT_TRUE(certain_spans(dipping, {0, 60}, 3, 0).is_ambiguous);
}

TEST(Spans, WhatIsOverBeforeItIsReportedIsAmbiguous) {
  EXPECT_TRUE(certain_spans(tent, {0, 100}, 3, 60).is_ambiguous);
}

}  // namespace
}  // namespace watchpost::simulate
