#include "adapters/recorded_clock.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace watchpost {
namespace {

ReceiveTime at_s(std::int64_t time_s) {
  return ReceiveTime(std::chrono::seconds(time_s));
}

struct Stamped {
  std::string bytes;
  std::int64_t time_ns;
  bool is_invented;

  bool operator==(const Stamped&) const = default;
};
void PrintTo(const Stamped& stamped, std::ostream* out) {
  *out << stamped.bytes << " at " << stamped.time_ns << (stamped.is_invented ? " (invented)" : "");
}

struct Recording {
  explicit Recording(double rate_hz = 100, ReceiveTime start = {})
      : clock(start, rate_hz, progress,
              [this](const RecordedClock::Frame& frame, ReceiveTime time, bool invented) {
                out.push_back({std::string(frame.bytes), unix_ns(time), invented});
              }) {}

  void frame(std::string_view bytes, std::optional<ReceiveTime> time = std::nullopt) {
    clock.frame({bytes, 0, false}, time);
  }

  RecordedProgress progress;
  std::vector<Stamped> out;
  RecordedClock clock;
};

constexpr std::int64_t second_ns = 1'000'000'000;

TEST(RecordedClock, HoldsTheFirstTimeBeforeItAndTheLastAfterIt) {
  Recording recording;
  recording.frame("a");
  recording.frame("b");
  EXPECT_TRUE(recording.clock.is_waiting());
  recording.frame("c", at_s(10));
  recording.frame("d");
  recording.frame("e", at_s(20));
  recording.frame("f");
  const std::vector<Stamped> expected = {{"a", 10 * second_ns, false}, {"b", 10 * second_ns, false},
                                         {"c", 10 * second_ns, false}, {"d", 10 * second_ns, false},
                                         {"e", 20 * second_ns, false}, {"f", 20 * second_ns, false}};
  EXPECT_EQ(recording.out, expected);
}

TEST(RecordedClock, NeverGoesBack) {
  Recording recording;
  for (const int time_s : {10, 8, 11}) recording.frame("x", at_s(time_s));
  EXPECT_EQ(recording.out[1].time_ns, 10 * second_ns);
  EXPECT_EQ(recording.out[2].time_ns, 11 * second_ns);
}

TEST(RecordedClock, InventsTimesAtTheEndWhereThereAreNone) {
  Recording recording(3, at_s(100));
  for (int i = 0; i < 4; ++i) recording.frame("x");
  EXPECT_TRUE(recording.out.empty());
  recording.clock.finish();
  const std::vector<Stamped> expected = {{"x", 100'000'000'000, true},
                                         {"x", 100'333'333'333, true},
                                         {"x", 100'666'666'667, true},
                                         {"x", 101'000'000'000, true}};
  EXPECT_EQ(recording.out, expected);
}

TEST(RecordedClock, InventsExactTimesForAsLongAsOneLikes) {
  Recording recording(0.1);
  recording.progress.frame_count = 123'456'789;
  recording.frame("x");
  recording.clock.give_up_waiting();
  EXPECT_EQ(recording.out[0].time_ns, 1'234'567'890 * second_ns);
}

TEST(RecordedClock, StopsWaitingWhenItsBacklogIsFull) {
  Recording recording;
  const std::string frame(4096, 'x');
  std::size_t count = 0;
  while (recording.out.empty() && ++count < 10'000) recording.frame(frame);
  EXPECT_LE(count * frame.size(), RecordedClock::backlog_bytes_max + frame.size());
  EXPECT_GT(count * frame.size(), RecordedClock::backlog_bytes_max / 2);
  EXPECT_EQ(recording.out.size(), count);
  EXPECT_EQ(recording.out.back().time_ns, static_cast<std::int64_t>(count - 1) * second_ns / 100);
}

TEST(RecordedClock, LeapsFromInventedToRecordedTimesOnlyWhereNoReportHasGoneOut) {
  Recording silent;
  silent.frame("greeting");
  silent.clock.give_up_waiting();
  silent.frame("x", at_s(1'000'000));
  EXPECT_EQ(silent.out.back(), (Stamped{"x", 1'000'000 * second_ns, false}));

  Recording heard;
  heard.frame("report");
  heard.clock.give_up_waiting();
  heard.progress.has_reported = true;
  heard.frame("x", at_s(1'000'000));
  EXPECT_EQ(heard.out.back(), (Stamped{"x", second_ns / 100, true}));
}

TEST(RecordedClock, IsOneForAllConnectionsOfAFeed) {
  Recording first;
  first.frame("x", at_s(50));
  std::vector<std::int64_t> times;
  RecordedClock second({}, 100, first.progress, [&](const RecordedClock::Frame&, ReceiveTime time, bool) {
    times.push_back(unix_ns(time));
  });
  second.frame({"y", 0, false}, std::nullopt);
  second.frame({"z", 0, false}, at_s(40));
  EXPECT_EQ(times, (std::vector<std::int64_t>{50 * second_ns, 50 * second_ns}));
}

TEST(RecordedClock, ACounterCountsFromTheStartAndGoesOnWhereItBeginsAnew) {
  Recording recording(100, at_s(1000));
  const auto hear = [&](int counter_s) {
    const RecordedCounter counter{std::chrono::seconds(counter_s), std::chrono::seconds(100)};
    recording.frame("x", recording.clock.time_of(counter));
    return recording.out.back().time_ns / second_ns;
  };
  EXPECT_EQ(hear(3), 1003);
  EXPECT_EQ(hear(49), 1049);
  EXPECT_EQ(hear(45), 1049);  // out of order
  EXPECT_EQ(hear(95), 1095);
  EXPECT_EQ(hear(2), 1102);  // begun anew
  EXPECT_EQ(hear(40), 1140);
  EXPECT_EQ(hear(80), 1180);
  EXPECT_EQ(hear(20), 1220);
  const RecordedCounter endless{std::chrono::hours(24 * 365 * 291), Duration(0)};
  EXPECT_EQ(Recording(100, ReceiveTime::max() - Duration(5)).clock.time_of(endless), ReceiveTime::max());
}

TEST(StartTime, IsReadAsRfc3339) {
  EXPECT_EQ(start_time("1970-01-01T00:00:00Z"), at_s(0));
  EXPECT_EQ(start_time("2024-06-06T08:58:39Z"), at_s(1'717'664'319));
  EXPECT_EQ(start_time("2024-06-06T10:58:39+02:00"), at_s(1'717'664'319));
  EXPECT_EQ(start_time("2024-06-06T08:58:39.25Z"), at_s(1'717'664'319) + std::chrono::milliseconds(250));
  for (const char* wrong : {"", "2024-06-06", "2024-06-06T08:58:39", "2024-13-06T08:58:39Z",
                            "2024-06-31T08:58:39Z", "2024-06-06T24:58:39Z", "2024-06-06T08:58:39.Z",
                            "2024-06-06T08:58:39+2:00", "2024-06-06T-8:58:39Z", "2024-06-06T08:58:39Zx"})
    EXPECT_FALSE(start_time(wrong)) << wrong;
}

}  // namespace
}  // namespace watchpost
