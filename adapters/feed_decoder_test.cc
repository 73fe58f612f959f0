#include "adapters/feed_decoder.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "adapters/fields.h"

namespace watchpost {
namespace {

ReceiveTime at_s(std::int64_t time_s) {
  return ReceiveTime(std::chrono::seconds(time_s));
}

class NoReplies final : public ReplySink {
  void reply(std::string_view) override {}
};

// `@TIME` says when it was received, `!` is a fault, `late:NAME` is reported at the next tick or at the end,
// anything else is a report of that name.
class WordDecoder final : public Decoder {
 public:
  void decode(const Frame& frame, ReportSink& sink, ReplySink&) override {
    if (frame.bytes.front() == '@') return;
    if (frame.bytes.front() == '!') return sink.fault(Fault::malformed, "a word that is none");
    if (frame.is_cut_off) return sink.fault(Fault::truncated, "half a word");
    if (frame.bytes.substr(0, 5) == "late:") {
      late_ = std::string(frame.bytes.substr(5));
      late_received_ = frame.received;
      return;
    }
    say(frame.bytes, frame.received, sink);
  }
  std::optional<ReceiveTime> recorded_time(std::string_view frame) const override {
    if (frame.front() != '@') return std::nullopt;
    const auto time = unix_time_ns(frame.substr(1));
    return time ? std::optional(receive_time_from_ns(*time)) : std::nullopt;
  }
  void tick(ReceiveTime now, ReportSink& sink, ReplySink&) override {
    ticks.push_back(unix_ns(now) / 1'000'000'000);
    finish(sink);
  }
  void finish(ReportSink& sink) override {
    if (!late_.empty()) say(late_, late_received_, sink);
    late_.clear();
  }

  static inline std::vector<std::int64_t> ticks;

 private:
  static void say(std::string_view name, ReceiveTime received, ReportSink& sink) {
    Report report;
    report.receive_time = received;
    report.sensor = name;
    sink.report(report);
  }

  std::string late_;
  ReceiveTime late_received_;
};

constexpr Format words{
    .name = "words",
    .description = "",
    .framing = Framing::line,
    .options = {},
    .create = [](const ParameterValues&) -> DecoderPtr { return std::make_unique<WordDecoder>(); },
    .sample_config = ""};

struct Feed {
  explicit Feed(FeedDecoderSettings settings)
      : decoder(
            words, {}, settings, counters,
            [this](ReportBatchPtr& batch) {
              batch_sizes.push_back(batch->reports().size());
              for (const Report& report : batch->reports()) {
                reports.push_back(std::string(report.sensor) + "@" +
                                  std::to_string(unix_ns(report.receive_time)));
                numbers.push_back(report.number);
                raw.emplace_back(report.details == nullptr ? "" : report.details->raw);
              }
              for (const FaultCount& count : batch->faults())
                faults_by_tick_s[unix_ns(count.tick) / 1'000'000'000] += count.count;
            },
            [this](Fault, std::string_view, std::uint64_t offset) { fault_offsets.push_back(offset); }) {
    WordDecoder::ticks.clear();
  }

  FeedCounters counters;
  std::vector<std::size_t> batch_sizes;
  std::vector<std::string> reports;
  std::vector<std::uint64_t> numbers;
  std::vector<std::string> raw;
  std::vector<std::uint64_t> fault_offsets;
  std::map<std::int64_t, std::uint64_t> faults_by_tick_s;
  NoReplies replies;
  FeedDecoder decoder;
};

TEST(FeedDecoder, NumbersReportsAndStampsThemWithTheClock) {
  Feed feed({.feed = FeedId{3}});
  feed.decoder.bytes("a\nb", at_s(1), feed.replies);
  feed.decoder.bytes("c\n", at_s(2), feed.replies);
  EXPECT_EQ(feed.reports, (std::vector<std::string>{"a@1000000000", "bc@2000000000"}));
  EXPECT_EQ(feed.numbers, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(feed.counters.frames, 2u);
  EXPECT_EQ(feed.counters.bytes, 5u);
}

TEST(FeedDecoder, CountsAFaultWithTheOffsetOfItsFrame) {
  Feed feed({});
  feed.decoder.bytes("a\n!\n" + std::string(5000, 'x') + "\n!\n", at_s(1), feed.replies);
  EXPECT_EQ(feed.counters.faults[static_cast<int>(Fault::malformed)], 3u);
  EXPECT_EQ(feed.fault_offsets, (std::vector<std::uint64_t>{2, 4, 5005}));
  EXPECT_EQ(feed.counters.frames, 4u);
}

TEST(FeedDecoder, CountsFaultsInRecordedTimeHoweverTheBytesAreCut) {
  const std::string bytes = std::string(5000, 'x') + "\n!\n@10.5\n!\na\n!\n@11\n!\n@13.25\n!\nlate:b\n!\n" +
                            std::string(5000, 'y') + "\n";
  // What came before the first recorded time has that time.
  const std::map<std::int64_t, std::uint64_t> expected{{11, 5}, {14, 3}};
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
    Feed feed({.time = TimeSource::recorded});
    for (std::size_t at = 0; at < bytes.size(); at += piece)
      feed.decoder.bytes(bytes.substr(at, piece), at_s(9999), feed.replies);
    feed.decoder.finish();
    EXPECT_EQ(feed.faults_by_tick_s, expected) << piece;
  }
  Feed live({.time = TimeSource::clock});
  live.decoder.bytes("!\n", at_s(1), live.replies);
  EXPECT_TRUE(live.faults_by_tick_s.empty()) << "health says it there";
}

TEST(FeedDecoder, HandsOnBatchesOfAtMost256AndNothingIsLeftBehind) {
  Feed feed({});
  std::string bytes;
  for (int i = 0; i < 600; ++i) bytes += "x\n";
  feed.decoder.bytes(bytes, at_s(1), feed.replies);
  EXPECT_EQ(feed.batch_sizes, (std::vector<std::size_t>{256, 256, 88}));
}

TEST(FeedDecoder, KeepsTheBytesOfItsFrameOnlyWhereToldTo) {
  Feed without({});
  without.decoder.bytes("a\n", at_s(1), without.replies);
  EXPECT_EQ(without.raw, std::vector<std::string>{""});
  Feed with({.keep_raw = true});
  with.decoder.bytes("a\r\n", at_s(1), with.replies);
  EXPECT_EQ(with.raw, std::vector<std::string>{"a"});
}

TEST(FeedDecoder, RecordedTimePassesWithTheFramesAlone) {
  Feed feed({.time = TimeSource::recorded});
  feed.decoder.bytes("a\n@10.5\nlate:b\n@10.75\nc\n", at_s(9999), feed.replies);
  feed.decoder.tick(at_s(9999), feed.replies);
  EXPECT_EQ(feed.reports, (std::vector<std::string>{"a@10500000000", "c@10750000000"}));
  feed.decoder.bytes("@13\nd\n", at_s(9999), feed.replies);
  // The tick of a second stands after what was received at it, so 13 has not been yet. No report goes out
  // with an earlier time than one before it.
  EXPECT_EQ(WordDecoder::ticks, (std::vector<std::int64_t>{12}));
  ASSERT_EQ(feed.reports.size(), 4u);
  EXPECT_EQ(feed.reports[2], "b@10750000000");
  EXPECT_EQ(feed.reports[3], "d@13000000000");
}

TEST(FeedDecoder, TicksOfTheClockReachTheDecoder) {
  Feed feed({});
  feed.decoder.bytes("late:a\n", at_s(1), feed.replies);
  EXPECT_TRUE(feed.reports.empty());
  feed.decoder.tick(at_s(2), feed.replies);
  EXPECT_EQ(feed.reports, std::vector<std::string>{"a@1000000000"});
}

TEST(FeedDecoder, WaitsForTheFirstRecordedTimeUntilToldToGiveUp) {
  Feed feed({.time = TimeSource::recorded, .start = at_s(5), .rate_hz = 2});
  feed.decoder.bytes("a\nb\n", at_s(1), feed.replies);
  EXPECT_TRUE(feed.decoder.is_waiting_for_time());
  EXPECT_TRUE(feed.reports.empty());
  feed.decoder.give_up_waiting(feed.replies);
  EXPECT_EQ(feed.reports, (std::vector<std::string>{"a@5000000000", "b@5500000000"}));
  EXPECT_FALSE(feed.decoder.is_waiting_for_time());
}

TEST(FeedDecoder, ALastLineWithoutItsEndIsWholeInAFileAndCutInALostConnection) {
  Feed file({});
  file.decoder.bytes("a\nlate:b\nc", at_s(1), file.replies);
  file.decoder.finish();
  EXPECT_EQ(file.reports, (std::vector<std::string>{"a@1000000000", "c@1000000000", "b@1000000000"}));
  Feed lost({});
  lost.decoder.bytes("a\nc", at_s(1), lost.replies);
  lost.decoder.finish(Ending::cut);
  EXPECT_EQ(lost.reports, std::vector<std::string>{"a@1000000000"});
  EXPECT_EQ(lost.counters.faults[static_cast<int>(Fault::truncated)], 1u);
}

TEST(FeedDecoder, ABatchMayBeTakenByItsOutput) {
  FeedCounters counters;
  std::vector<ReportBatchPtr> taken;
  FeedDecoder decoder(words, {}, {}, counters,
                      [&](ReportBatchPtr& batch) { taken.push_back(std::move(batch)); });
  NoReplies replies;
  for (int i = 0; i < 3; ++i) decoder.bytes("x\n", at_s(i), replies);
  ASSERT_EQ(taken.size(), 3u);
  EXPECT_EQ(taken[2]->reports()[0].number, 3u);
}

}  // namespace
}  // namespace watchpost
