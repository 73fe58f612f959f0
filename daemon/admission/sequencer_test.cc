#include "daemon/admission/sequencer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ReceiveTime at_s(double time_s) {
  return ReceiveTime(duration_from_s(time_s));
}

ReportBatchPtr batch(std::uint16_t feed, const std::vector<double>& times_s) {
  auto made = std::make_unique<ReportBatch>();
  for (const double time_s : times_s) {
    Report report;
    report.feed = FeedId(feed);
    report.receive_time = at_s(time_s);
    made->add(report);
  }
  return made;
}

// What comes out, as `feed@time` and `tick time`.
std::vector<std::string> drain(Sequencer& sequencer) {
  std::vector<std::string> lines;
  const auto text = [](double value) {
    std::string number = std::to_string(value);
    number.erase(number.find_last_not_of('0') + 1);
    return number.back() == '.' ? number.substr(0, number.size() - 1) : number;
  };
  while (auto item = sequencer.next()) {
    if (Report** report = std::get_if<Report*>(&*item))
      lines.push_back(std::to_string(index((*report)->feed)) + "@" +
                      text(seconds((*report)->receive_time.time_since_epoch())));
    else
      lines.push_back("tick " + text(seconds(std::get<Tick>(*item).time.time_since_epoch())));
  }
  return lines;
}

TEST(Sequencer, TicksOnEachWholeSecondAfterEveryReportReceivedAtOrBeforeIt) {
  Sequencer sequencer(1, FeedTime::data);
  sequencer.push(FeedId(0), batch(0, {12.4, 13, 13, 15.1}));
  EXPECT_THAT(drain(sequencer),
              ElementsAre("0@12.4", "0@13", "0@13", "tick 13", "tick 14", "tick 15", "0@15.1"));
}

TEST(Sequencer, EndsWithTheTickOfTheLastWholeSecondAndMakesNoLaterOne) {
  Sequencer whole(1, FeedTime::data);
  whole.push(FeedId(0), batch(0, {12}));
  EXPECT_THAT(drain(whole), ElementsAre("0@12"));
  whole.close(FeedId(0));
  EXPECT_THAT(drain(whole), ElementsAre("tick 12"));
  EXPECT_THAT(drain(whole), IsEmpty());

  Sequencer between(1, FeedTime::data);
  between.push(FeedId(0), batch(0, {11.5, 12.4}));
  between.close(FeedId(0));
  EXPECT_THAT(drain(between), ElementsAre("0@11.5", "tick 12", "0@12.4"));
}

TEST(Sequencer, LetsARecordedReportWaitUntilEveryOtherOpenFeedHasDelivered) {
  Sequencer sequencer(2, FeedTime::data);
  sequencer.push(FeedId(0), batch(0, {10.1, 10.5}));
  EXPECT_THAT(drain(sequencer), IsEmpty());
  EXPECT_EQ(sequencer.awaited(), FeedId(1));
  sequencer.push(FeedId(1), batch(1, {10.3}));
  EXPECT_THAT(drain(sequencer), ElementsAre("0@10.1", "1@10.3"));
  sequencer.close(FeedId(1));
  EXPECT_THAT(drain(sequencer), ElementsAre("0@10.5"));
}

TEST(Sequencer, GivesEqualTimesInOrderOfFeed) {
  Sequencer sequencer(2, FeedTime::data);
  sequencer.push(FeedId(1), batch(1, {10}));
  sequencer.push(FeedId(0), batch(0, {10, 10}));
  sequencer.close(FeedId(0));
  sequencer.close(FeedId(1));
  EXPECT_THAT(drain(sequencer), ElementsAre("0@10", "0@10", "1@10", "tick 10"));
}

TEST(Sequencer, OnTheClockTicksWhereNothingArrives) {
  Sequencer sequencer(1, FeedTime::clock);
  sequencer.tick_mark(at_s(100));
  EXPECT_THAT(drain(sequencer), ElementsAre("tick 100"));
  sequencer.push(FeedId(0), batch(0, {100.2}));
  sequencer.tick_mark(at_s(102));
  EXPECT_THAT(drain(sequencer), ElementsAre("0@100.2", "tick 101", "tick 102"));
  sequencer.push(FeedId(0), batch(0, {103.5}));  // seen before the mark of its second
  EXPECT_THAT(drain(sequencer), ElementsAre("tick 103", "0@103.5"));
}

TEST(Sequencer, DoesNotTickThroughACenturyForOneWrongDate) {
  Sequencer sequencer(1, FeedTime::data);
  sequencer.push(FeedId(0), batch(0, {0.5, 3'000'000'000.5}));
  const std::vector<std::string> lines = drain(sequencer);
  EXPECT_LT(lines.size(), 90'000U);
  EXPECT_EQ(lines[lines.size() - 2], "tick 3000000000");
}

TEST(Sequencer, CountsFaultsOfRecordedTimeAtTheTickThatStandsAfterThem) {
  Sequencer sequencer(1, FeedTime::data);
  auto faulty = batch(0, {10.5, 12.5});
  for (const double time_s : {10.0, 10.2, 10.9, 11.0, 12.1}) faulty->add_fault(at_s(time_s));
  sequencer.push(FeedId(0), std::move(faulty));
  EXPECT_EQ(sequencer.take_faults(FeedId(0), at_s(10)), 1U);
  EXPECT_EQ(sequencer.take_faults(FeedId(0), at_s(11)), 3U);
  EXPECT_EQ(sequencer.take_faults(FeedId(0), at_s(11)), 0U);
  EXPECT_EQ(sequencer.take_faults(FeedId(0), at_s(13)), 1U);
}

TEST(Sequencer, TakesABatchOfFaultsAloneAndGivesItBack) {
  Sequencer sequencer(1, FeedTime::data);
  auto faulty = batch(0, {});
  faulty->add_fault(at_s(10));
  sequencer.push(FeedId(0), std::move(faulty));
  EXPECT_TRUE(sequencer.take_used());
  EXPECT_THAT(drain(sequencer), IsEmpty());
  EXPECT_EQ(sequencer.awaited(), FeedId(0)) << "it is no report";
  EXPECT_EQ(sequencer.take_faults(FeedId(0), at_s(10)), 1U);
}

TEST(Sequencer, KeepsNoMoreFaultCountsThanItsBoundAndLosesNone) {
  Sequencer sequencer(1, FeedTime::data);
  for (int time_s = 0; time_s < 100'000; ++time_s) {
    auto faulty = batch(0, {});
    faulty->add_fault(at_s(time_s));
    sequencer.push(FeedId(0), std::move(faulty));
    sequencer.take_used();
  }
  EXPECT_EQ(sequencer.take_faults(FeedId(0), at_s(70'000)), 100'000U);
}

TEST(Sequencer, SaysThatAFeedIsOverOnceAllItDeliveredIsOut) {
  Sequencer sequencer(2, FeedTime::data);
  sequencer.push(FeedId(0), batch(0, {10}));
  sequencer.close(FeedId(0));
  EXPECT_FALSE(sequencer.is_over(FeedId(0)));
  sequencer.close(FeedId(1));
  drain(sequencer);
  EXPECT_TRUE(sequencer.is_over(FeedId(0)));
  sequencer.open(FeedId(0));
  EXPECT_FALSE(sequencer.is_over(FeedId(0)));
}

TEST(Sequencer, GivesBackBatchesThatHaveBeenRead) {
  Sequencer sequencer(1, FeedTime::data);
  sequencer.push(FeedId(0), batch(0, {1, 2}));
  sequencer.push(FeedId(0), batch(0, {}));
  EXPECT_EQ(sequencer.take_used()->second->reports().size(), 0U);
  drain(sequencer);
  EXPECT_EQ(sequencer.take_used()->second->reports().size(), 2U);
  EXPECT_FALSE(sequencer.take_used());
}

RC_GTEST_PROP(Sequencer, GivesOneOrderHoweverThePushesOfRecordedFeedsInterleave, ()) {
  std::vector<std::vector<double>> feeds(3);
  for (auto& times_s : feeds) {
    times_s = *rc::gen::container<std::vector<double>>(
        rc::gen::map(rc::gen::inRange(0, 80), [](int tenths) { return tenths / 8.0; }));
    std::sort(times_s.begin(), times_s.end());
  }
  const auto run = [&](std::uint32_t seed) {
    Sequencer sequencer(3, FeedTime::data);
    std::vector<std::string> lines;
    std::array<std::size_t, 3> sent{};
    std::array<bool, 3> is_closed{};
    while (!(is_closed[0] && is_closed[1] && is_closed[2])) {
      seed = seed * 1664525 + 1013904223;
      const std::size_t feed = (seed >> 16) % 3;
      if (is_closed[feed]) continue;
      if (sent[feed] < feeds[feed].size()) {
        sequencer.push(FeedId(feed), batch(static_cast<std::uint16_t>(feed), {feeds[feed][sent[feed]++]}));
      } else {
        sequencer.close(FeedId(feed));
        is_closed[feed] = true;
      }
      for (const std::string& line : drain(sequencer)) lines.push_back(line);
    }
    return lines;
  };
  RC_ASSERT(run(1) == run(*rc::gen::inRange(2U, 1000U)));
}

}  // namespace
}  // namespace watchpost
