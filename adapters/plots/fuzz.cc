// libFuzzer: any bytes, in any chunks, are rows or faults, and every report is within its ranges.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/feed_decoder.h"
#include "adapters/plots/format.h"

namespace {

class NoReplies final : public watchpost::ReplySink {
  void reply(std::string_view) override {}
};

void check(const watchpost::Report& report) {
  using watchpost::Field;
  if (report.has(Field::position) && !(std::abs(report.position.latitude_deg) <= 90)) std::abort();
  if (report.has(Field::position) && !(std::abs(report.position.longitude_deg) <= 180)) std::abort();
  if (report.has(Field::std_m) && !(report.std_m > 0)) std::abort();
  if (!report.has(Field::position) && (report.details == nullptr || report.details->polar == nullptr))
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace watchpost;
  if (size < 2) return 0;
  const std::size_t chunk_bytes = data[0] + 1;
  FeedDecoderSettings settings;
  settings.time = (data[1] & 1) != 0 ? TimeSource::recorded : TimeSource::clock;
  settings.keep_raw = (data[1] & 2) != 0;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);

  FeedCounters counters;
  std::uint64_t reported_count = 0;
  std::uint64_t refused_count = 0;
  FeedDecoder decoder(
      plots_format(), {}, settings, counters,
      [&](ReportBatchPtr& batch) {
        for (const Report& report : batch->reports()) check(report);
        reported_count += batch->reports().size();
      },
      [&](Fault, std::string_view, std::uint64_t) { ++refused_count; });
  NoReplies replies;
  while (!bytes.empty()) {
    decoder.bytes(bytes.substr(0, chunk_bytes), ReceiveTime{}, replies);
    bytes.remove_prefix(std::min(chunk_bytes, bytes.size()));
  }
  decoder.finish((data[1] & 4) != 0 ? Ending::whole : Ending::cut);
  if (reported_count + refused_count > counters.frames) std::abort();
  return 0;
}
