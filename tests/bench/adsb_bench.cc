// ADS-B, bytes to Reports: frames a second through the decoder alone, into batches, and from Beast bytes.
//
// Reads the shared recording of 71,939 frames. Beside it stands the parity of the frames alone, in a loop
// over a table: no decoder can do without. readsb makes about 1.13 million of these frames a second with its
// tracks and BaseStation output (user CPU of one core).
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "adapters/adsb/format.h"
#include "adapters/beast_framing.h"
#include "adapters/feed_decoder.h"
#include "daemon/model/report_batch.h"

namespace watchpost {
namespace {

std::string recorded_bytes() {
  const char* const shared = std::getenv("WATCHPOST_SHARED");
  const std::string folder = shared != nullptr ? shared : WATCHPOST_SOURCE_DIR "/../shared";
  std::ifstream file(folder + "/data/adsb/traffic_tutorial.beast", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> frames_of(const std::string& bytes) {
  std::vector<std::string> frames;
  BeastFramer framer;
  for (framer.give(bytes); const auto frame = framer.next();) frames.emplace_back(frame->bytes);
  return frames;
}

struct NoReplies final : ReplySink {
  void reply(std::string_view) override {}
};

struct CountingSink final : ReportSink {
  void report(const Report& report) override {
    benchmark::DoNotOptimize(report.position);
    ++report_count;
  }
  void fault(Fault, std::string_view) override {}
  std::int64_t report_count = 0;
};

// As the feed does: copied into a batch's arena, reused when full.
struct BatchSink final : ReportSink {
  void report(const Report& report) override {
    if (batch.is_full()) batch.clear();
    batch.add(report);
    ++report_count;
  }
  void fault(Fault, std::string_view) override {}
  ReportBatch batch;
  std::int64_t report_count = 0;
};

void count(benchmark::State& state, std::size_t frame_count, std::int64_t report_count) {
  using benchmark::Counter;
  const double total = static_cast<double>(frame_count) * static_cast<double>(state.iterations());
  state.counters["frames/s"] = Counter(total, Counter::kIsRate);
  state.counters["reports/s"] = Counter(static_cast<double>(report_count), Counter::kIsRate);
}

template <class Sink>
void decode_frames(benchmark::State& state) {
  const auto frames = frames_of(recorded_bytes());
  if (frames.empty()) return state.SkipWithError("the shared recording is not there");
  const auto decoder = adsb_format().create({});
  Sink sink;
  NoReplies replies;
  ReceiveTime received = receive_time_from_ns(0);
  for (auto round : state) {
    (void)round;
    for (const std::string& frame : frames) {
      received += std::chrono::milliseconds(10);
      decoder->decode({frame, received}, sink, replies);
    }
  }
  count(state, frames.size(), sink.report_count);
}

// All of the way that `decode` and the daemon take: framing, recorded time, decoder, numbered batches.
void decode_feed(benchmark::State& state) {
  const std::string bytes = recorded_bytes();
  if (bytes.empty()) return state.SkipWithError("the shared recording is not there");
  const std::size_t frame_count = frames_of(bytes).size();
  std::int64_t report_count = 0;
  NoReplies replies;
  for (auto round : state) {
    (void)round;
    FeedCounters counters;
    FeedDecoder decoder(adsb_format(), {}, {.time = TimeSource::recorded}, counters,
                        [](ReportBatchPtr& batch) { benchmark::DoNotOptimize(batch->reports().data()); });
    constexpr std::size_t piece_bytes = 64 * 1024;
    for (std::size_t at = 0; at < bytes.size(); at += piece_bytes)
      decoder.bytes(std::string_view(bytes).substr(at, piece_bytes), {}, replies);
    decoder.finish();
    report_count += static_cast<std::int64_t>(counters.reports);
  }
  count(state, frame_count, report_count);
}

// The frame as it was on the air: Beast's header and doubled escapes taken away.
std::string bare_frame(const std::string& beast) {
  constexpr std::size_t header_bytes = 7;  // counter and signal
  std::string bare;
  for (std::size_t i = 2; i < beast.size(); ++i) {
    bare.push_back(beast[i]);
    if (beast[i] == '\x1A') ++i;
  }
  return bare.size() > header_bytes ? bare.substr(header_bytes) : std::string();
}

void parity_alone(benchmark::State& state) {
  constexpr std::uint32_t generator = 0xFFF409;  // ICAO annex 10, volume IV, 3.1.2.3.3
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t remainder = byte << 16;
    for (int bit = 0; bit < 8; ++bit)
      remainder = (remainder & 0x800000) != 0 ? (remainder << 1) ^ generator : remainder << 1;
    table[byte] = remainder & 0xFFFFFF;
  }
  std::vector<std::string> frames;
  for (const std::string& frame : frames_of(recorded_bytes())) frames.push_back(bare_frame(frame));
  if (frames.empty()) return state.SkipWithError("the shared recording is not there");
  for (auto round : state) {
    (void)round;
    for (const std::string& frame : frames) {
      std::uint32_t remainder = 0;
      for (const char byte : frame)
        remainder =
            ((remainder << 8) & 0xFFFFFF) ^ table[(remainder >> 16) ^ static_cast<unsigned char>(byte)];
      benchmark::DoNotOptimize(remainder);
    }
  }
  count(state, frames.size(), 0);
}

BENCHMARK(parity_alone)->Name("adsb/parity alone")->Unit(benchmark::kMillisecond);
BENCHMARK(decode_frames<CountingSink>)->Name("adsb/frames to reports")->Unit(benchmark::kMillisecond);
BENCHMARK(decode_frames<BatchSink>)->Name("adsb/frames to batches")->Unit(benchmark::kMillisecond);
BENCHMARK(decode_feed)->Name("adsb/bytes to batches")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace watchpost
