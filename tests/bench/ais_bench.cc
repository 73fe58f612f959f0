// AIS, bytes to Reports: sentences a second through the decoder, alone and into batches.
//
// Reads the shared stream example. Compare with `gpsdecode` on the same lines in the same run
// (user CPU of one core): at least four times its rate is asked for.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "adapters/ais/format.h"
#include "daemon/model/report_batch.h"

namespace watchpost {
namespace {

std::vector<std::string> recorded_lines() {
  const char* const shared = std::getenv("WATCHPOST_SHARED");
  const std::string folder = shared != nullptr ? shared : WATCHPOST_SOURCE_DIR "/../shared";
  std::ifstream file(folder + "/data/ais/aislib_stream_example.txt");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

struct NoReplies final : ReplySink {
  void reply(std::string_view) override {}
};

struct CountingSink final : ReportSink {
  void report(const Report& report) override {
    benchmark::DoNotOptimize(report.position);
    ++report_count;
  }
  void fault(Fault, std::string_view) override { ++fault_count; }
  std::int64_t report_count = 0;
  std::int64_t fault_count = 0;
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

// `sentences/s` counts AIS sentences alone, `lines/s` the time-stamp lines between them too.
template <class Sink>
void decode_recording(benchmark::State& state) {
  const auto lines = recorded_lines();
  if (lines.empty()) return state.SkipWithError("the shared stream example is not there");
  std::int64_t sentence_count = 0;
  for (const std::string& line : lines) sentence_count += line.front() == '!' ? 1 : 0;

  const auto decoder = ais_format().create({});
  Sink sink;
  NoReplies replies;
  std::int64_t rounds = 0;
  ReceiveTime received = receive_time_from_ns(0);
  for (auto round : state) {
    (void)round;
    for (const std::string& line : lines) {
      if (const auto time = decoder->recorded_time(line)) received = *time;
      decoder->decode({line, received}, sink, replies);
    }
    ++rounds;
  }
  using benchmark::Counter;
  const auto line_count = static_cast<std::int64_t>(lines.size());
  state.counters["sentences/s"] = Counter(static_cast<double>(rounds * sentence_count), Counter::kIsRate);
  state.counters["lines/s"] = Counter(static_cast<double>(rounds * line_count), Counter::kIsRate);
  state.counters["reports/s"] = Counter(static_cast<double>(sink.report_count), Counter::kIsRate);
}

BENCHMARK(decode_recording<CountingSink>)->Name("ais/bytes to reports")->Unit(benchmark::kMillisecond);
BENCHMARK(decode_recording<BatchSink>)->Name("ais/bytes to batches")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace watchpost
