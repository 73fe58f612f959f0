// Any bytes as lines: no crash, no report beyond the ranges of its columns, at most one fault a line.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "adapters/feed_decoder.h"
#include "adapters/sbs/format.h"
#include "daemon/base/check.h"

namespace watchpost::sbs {
namespace {

class NoReplies final : public ReplySink {
 public:
  void reply(std::string_view) override {}
};

void check(const Report& report) {
  CHECK(report.details != nullptr, "a report without a class");
  CHECK(report.has(Field::icao24) != !report.details->sensor_track.empty(), "two names, or none");
  if (const auto position = report.get<Field::position>())
    CHECK(std::abs(position->latitude_deg) <= 90 && std::abs(position->longitude_deg) <= 180,
          "a position outside the earth");
  CHECK(report.has(Field::position) == report.has(Field::std_m), "an accuracy of nothing");
  CHECK(report.get<Field::course>().value_or(0) < 360, "a course of 360 or more");
  CHECK(report.get<Field::speed>().value_or(0) >= 0, "a speed below 0");
  CHECK(report.get<Field::squawk>().value_or(0) <= 07777, "a squawk of more than four digits");
  CHECK(report.details->callsign.size() <= 8, "a call sign of more than eight letters");
}

}  // namespace
}  // namespace watchpost::sbs

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace watchpost;
  if (size == 0) return 0;
  FeedDecoderSettings settings;
  settings.time = data[0] % 2 == 0 ? TimeSource::recorded : TimeSource::clock;
  FeedCounters counters;
  FeedDecoder decoder(sbs_format(), {}, settings, counters, [](ReportBatchPtr& batch) {
    for (const Report& report : batch->reports()) sbs::check(report);
  });
  sbs::NoReplies replies;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  decoder.bytes(text.substr(0, size / 2), ReceiveTime{}, replies);
  decoder.bytes(text.substr(size / 2), ReceiveTime{}, replies);
  decoder.finish(size % 2 == 0 ? Ending::whole : Ending::cut);
  std::uint64_t faults = 0;
  for (const std::uint64_t count : counters.faults) faults += count;
  CHECK(faults <= counters.frames, "more faults than lines");
  return 0;
}
