#include "daemon/admission/watermark.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace watchpost {
namespace {

constexpr double lag_s = 10;
constexpr double idle_s = 30;

Mission mission_with(std::size_t feed_count) {
  Mission mission;
  mission.fusion_lag = duration_from_s(lag_s);
  for (std::size_t i = 0; i < feed_count; ++i) mission.feeds.emplace_back().idle = duration_from_s(idle_s);
  return mission;
}

struct Heard {
  std::string sensor;
  double received_s = 0;
  double observed_s = 0;
  std::uint16_t feed = 0;
};

void hear(Watermark& watermark, const Heard& heard) {
  Report report;
  report.feed = FeedId(heard.feed);
  report.sensor = heard.sensor;
  report.receive_time = ReceiveTime(duration_from_s(heard.received_s));
  report.event_time = EventTime(duration_from_s(heard.observed_s));
  watermark.heard(report);
}

double at(Watermark& watermark, int tick_s) {
  return seconds(watermark.at(ReceiveTime(std::chrono::seconds(tick_s))).time_since_epoch());
}

TEST(Watermark, IsTheNewestEventTimeOfTheSlowestSensorWhereEverythingComesInOrder) {
  Watermark watermark(mission_with(2));
  hear(watermark, {"fast", 100.1, 100, 0});
  hear(watermark, {"slow", 100.2, 95, 1});
  EXPECT_EQ(at(watermark, 101), 95);
  hear(watermark, {"fast", 101.1, 101, 0});
  EXPECT_EQ(at(watermark, 102), 95);
  hear(watermark, {"slow", 102.2, 97, 1});
  EXPECT_EQ(at(watermark, 103), 97);
}

TEST(Watermark, WaitsForNoFeedThatIsGoneAndForOneThatWasAdded) {
  Mission mission = mission_with(2);
  Watermark watermark(mission);
  hear(watermark, {"fast", 100.1, 100, 0});
  hear(watermark, {"slow", 100.2, 95, 1});
  EXPECT_EQ(at(watermark, 101), 95);
  mission.feeds[1].is_retired = true;
  mission.feeds.emplace_back().idle = duration_from_s(idle_s);
  watermark.reconfigure(mission);
  EXPECT_EQ(at(watermark, 102), 100);
  hear(watermark, {"late", 102.5, 101, 2});
  hear(watermark, {"fast", 102.6, 102, 0});
  EXPECT_EQ(at(watermark, 103), 101);
}

TEST(Watermark, FollowsTheTicksWhereNothingHasEverBeenHeard) {
  Watermark watermark(mission_with(1));
  EXPECT_EQ(at(watermark, 100), 100);
  EXPECT_EQ(at(watermark, 101), 101);
}

TEST(Watermark, StandsBehindTheNewestByTheMeasuredLateness) {
  Watermark watermark(mission_with(1));
  hear(watermark, {"radar", 100, 100});
  hear(watermark, {"radar", 101, 97});
  EXPECT_EQ(at(watermark, 101), 100 - 3);
  hear(watermark, {"radar", 110, 110});
  EXPECT_EQ(at(watermark, 110), 110 - 3);
}

TEST(Watermark, DoesNotWaitLongerThanTheLagOfFusionForWhatIsLate) {
  Watermark watermark(mission_with(1));
  hear(watermark, {"radar", 100, 100});
  hear(watermark, {"radar", 100, 50});
  EXPECT_EQ(at(watermark, 100), 100 - lag_s);
}

TEST(Watermark, ForgetsLatenessAfterOneToTwoMinutes) {
  Watermark watermark(mission_with(1));
  hear(watermark, {"radar", 100, 100});
  hear(watermark, {"radar", 101, 96});
  for (int time_s = 102; time_s <= 230; ++time_s) {
    hear(watermark, {"radar", time_s + 0.0, time_s + 0.0});
    const double reached_s = at(watermark, time_s);
    if (time_s > 161 && time_s < 221) continue;
    EXPECT_EQ(reached_s, time_s <= 161 ? time_s - 4 : time_s) << time_s;
  }
}

TEST(Watermark, TakesAnEventTimeAfterItsReceiveTimeForThat) {
  Watermark watermark(mission_with(1));
  hear(watermark, {"radar", 100, 159});
  hear(watermark, {"radar", 101, 100.5});
  EXPECT_EQ(at(watermark, 101), 100.5);
}

TEST(Watermark, LetsGoOfASensorThatHasBeenSilentForItsIdleTime) {
  Watermark watermark(mission_with(2));
  hear(watermark, {"silent", 100, 99, 0});
  for (int time_s = 101; time_s < 140; ++time_s) {
    hear(watermark, {"active", time_s + 0.0, time_s - 0.5, 1});
    EXPECT_EQ(at(watermark, time_s), time_s - 100 < idle_s ? 99 : time_s - 0.5) << time_s;
  }
}

TEST(Watermark, IsTheTickOnceEverySensorIsSilent) {
  Watermark watermark(mission_with(2));
  hear(watermark, {"prompt", 100, 99.9, 0});
  hear(watermark, {"delayed", 100, 60, 1});
  EXPECT_EQ(at(watermark, 129), 60);
  EXPECT_EQ(at(watermark, 130), 130);
  EXPECT_EQ(at(watermark, 131), 131);
}

TEST(Watermark, KnowsTheLatenessOfASensorThatSpeaksAgain) {
  Watermark watermark(mission_with(1));
  hear(watermark, {"radar", 100, 100});
  hear(watermark, {"radar", 100, 95});
  EXPECT_EQ(at(watermark, 130), 130);
  hear(watermark, {"radar", 140, 140});
  EXPECT_EQ(at(watermark, 140), 140 - 5);
}

TEST(Watermark, IsNotPushedBackByASensorThatJoinsLate) {
  Watermark watermark(mission_with(2));
  hear(watermark, {"radar", 100, 100, 0});
  EXPECT_EQ(at(watermark, 100), 100);
  hear(watermark, {"newcomer", 101, 50, 1});
  EXPECT_EQ(at(watermark, 101), 100);
}

TEST(Watermark, HoldsNoMoreSensorsThanItsBoundHoweverManyNamesAFeedInvents) {
  Watermark watermark(mission_with(2));
  hear(watermark, {"honest", 100, 90, 1});
  for (int i = 0; i < 5000; ++i) hear(watermark, {"invented-" + std::to_string(i), 100, 95 + i * 1e-3, 0});
  EXPECT_EQ(watermark.sensor_count(), Watermark::sensors_max + 1);
  EXPECT_EQ(at(watermark, 100), 90) << "the honest sensor of the other feed has made no room";
  hear(watermark, {"honest", 101, 101, 1});
  const double oldest_kept_s = 95 + (5000.0 - Watermark::sensors_max) * 1e-3;
  EXPECT_NEAR(at(watermark, 101), oldest_kept_s, 1e-6);
  EXPECT_EQ(at(watermark, 131), 131) << "and those that made room hold nothing back";
}

// What a run of random reports is, tick by tick.
struct Second {
  int tick_s = 0;
  std::vector<Heard> heard;
};

std::vector<Second> random_run() {
  std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
  const auto pick = [&](int from, int to) { return from + static_cast<int>(random() % (to - from)); };
  std::vector<Second> run;
  const int second_count = pick(50, 400);
  const int busy = pick(1, 6);
  int silent_until = 0;
  for (int i = 0; i < second_count; ++i) {
    Second second{1000 + i, {}};
    if (pick(0, 60) == 0) silent_until = i + pick(0, 80);
    for (int n = i < silent_until ? 0 : pick(0, busy); n > 0; --n) {
      const double received_s = 999 + i + pick(1, 9) / 8.0;
      const double observed_s = received_s - pick(-16, pick(0, 30) == 0 ? 160 : 20) / 8.0;
      second.heard.push_back(
          {"s" + std::to_string(pick(0, 3)), received_s, observed_s, static_cast<std::uint16_t>(pick(0, 2))});
    }
    std::sort(second.heard.begin(), second.heard.end(),
              [](const Heard& a, const Heard& b) { return a.received_s < b.received_s; });
    run.push_back(second);
  }
  return run;
}

// By the definition, from all that a sensor has sent so far: with the lateness of the last `memory_s` before
// its last report. Nothing where it is silent.
std::optional<double> mark_s(const std::vector<Heard>& sent, int tick_s, double memory_s) {
  if (sent.empty() || tick_s - sent.back().received_s >= idle_s) return std::nullopt;
  double newest_s = -1e9;
  double lateness_s = 0;
  for (const Heard& heard : sent) {
    const double observed_s = std::min(heard.observed_s, heard.received_s);
    newest_s = std::max(newest_s, observed_s);
    if (sent.back().received_s - heard.received_s < memory_s)
      lateness_s = std::max(lateness_s, std::min(newest_s - observed_s, lag_s));
  }
  return newest_s - lateness_s;
}

using BySensor = std::map<std::pair<std::uint16_t, std::string>, std::vector<Heard>>;

double expected_s(const BySensor& sent, int tick_s, double memory_s) {
  std::optional<double> least_s;
  for (const auto& [sensor, reports] : sent)
    if (const auto mark = mark_s(reports, tick_s, memory_s))
      least_s = std::min(least_s.value_or(*mark), *mark);
  return least_s.value_or(tick_s);
}

RC_GTEST_PROP(Watermark, NeverGoesBackNorBeyondTheTickNorBeyondWhatASensorMayStillDeliver, ()) {
  Watermark watermark(mission_with(2));
  BySensor sent;
  double before_s = 0;
  for (const Second& second : random_run()) {
    for (const Heard& heard : second.heard) {
      hear(watermark, heard);
      sent[{heard.feed, heard.sensor}].push_back(heard);
    }
    const double reached_s = at(watermark, second.tick_s);
    RC_ASSERT(reached_s >= before_s);
    RC_ASSERT(reached_s <= second.tick_s);
    RC_ASSERT(reached_s <= std::max(before_s, expected_s(sent, second.tick_s, 60)));
    RC_ASSERT(reached_s >= expected_s(sent, second.tick_s, 120));
    before_s = reached_s;
  }
}

RC_GTEST_PROP(Watermark, SavedAndLoadedAtEachTickIsTheSame, ()) {
  Watermark whole(mission_with(2));
  Watermark again(mission_with(2));
  for (const Second& second : random_run()) {
    for (const Heard& heard : second.heard) {
      hear(whole, heard);
      hear(again, heard);
    }
    const std::string bytes = save(again);
    Watermark loaded(mission_with(2));
    RC_ASSERT(load(bytes, loaded).ok());
    RC_ASSERT(save(loaded) == bytes);
    RC_ASSERT(at(loaded, second.tick_s) == at(whole, second.tick_s));
    RC_ASSERT(load(save(loaded), again).ok());
  }
}

TEST(Watermark, RefusesASavedStateThatIsCutOrOfOtherFeeds) {
  Watermark watermark(mission_with(2));
  hear(watermark, {"radar", 100, 100});
  const std::string bytes = save(watermark);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    Watermark loaded(mission_with(2));
    EXPECT_FALSE(load(std::string_view(bytes).substr(0, length), loaded).ok()) << length;
  }
  Watermark other(mission_with(3));
  EXPECT_FALSE(load(bytes, other).ok());
}

}  // namespace
}  // namespace watchpost
