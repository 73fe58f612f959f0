// Any bytes, in any chunks, as a receiver's: no crash, no report that Mode S cannot make, at most one fault a
// frame. In half of the runs the parity of what looks like a frame is put right first, so that what lies
// behind it is tried too.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/adsb/encoder.h"
#include "adapters/adsb/format.h"
#include "adapters/feed_decoder.h"
#include "daemon/base/check.h"

namespace watchpost::adsb {
namespace {

class NoReplies final : public ReplySink {
 public:
  void reply(std::string_view) override {}
};

void check(const Report& report) {
  CHECK(report.details != nullptr, "a report without a class");
  CHECK(report.has(Field::icao24) != !report.details->sensor_track.empty(), "two names, or none");
  CHECK(!report.has(Field::icao24) || (report.icao24 > 0 && report.icao24 < 0xFFFFFF),
        "an address that is none");
  if (const auto position = report.get<Field::position>()) {
    CHECK(std::abs(position->latitude_deg) <= 90 && std::abs(position->longitude_deg) <= 180,
          "a position outside the earth");
    CHECK(report.has(Field::std_m) && report.std_m > 1 && report.std_m < 8000,
          "an accuracy that is not in the table");
  }
  CHECK(std::abs(report.get<Field::altitude>().value_or(0)) <= 38'700, "an altitude that no code has");
  CHECK(report.get<Field::course>().value_or(0) < 360, "a course of 360 or more");
  CHECK(report.get<Field::heading>().value_or(0) < 360, "a heading of 360 or more");
  CHECK(report.get<Field::speed>().value_or(0) < 3000, "a speed that no message has");
  CHECK(report.get<Field::squawk>().value_or(0) <= 07777, "a squawk of more than four digits");
  CHECK(report.details->callsign.size() <= 8, "a call sign of more than eight letters");
}

// Pieces of 16 bytes: two of time and kind, fourteen of frame, whose parity fits.
std::string mended(std::string_view data) {
  std::string feed;
  std::uint64_t ticks = 0;
  for (; data.size() >= 16; data.remove_prefix(16)) {
    ModeSFrame frame;
    for (std::size_t i = 0; i < long_frame_bytes; ++i)
      frame.bytes[i] = static_cast<std::uint8_t>(data[i + 2]);
    const auto format = frame.downlink_format();
    frame.size = frame_bytes_of(format).value_or(long_frame_bytes);
    const std::uint32_t overlay = format == 17 || format == 18 ? 0 : static_cast<unsigned char>(data[1]);
    const std::uint32_t wrong = parity_remainder(std::span(frame.bytes).first(frame.size)) ^ overlay;
    for (std::size_t i = 0; i < 3; ++i)
      frame.bytes[frame.size - 1 - i] ^= static_cast<std::uint8_t>(wrong >> (8 * i));
    ticks += static_cast<std::uint64_t>(static_cast<unsigned char>(data[0])) * 1'000'000;
    feed += data[1] % 2 == 0 ? beast_of(frame, ticks) : avr_of(frame, ticks) + "\n";
  }
  return feed;
}

}  // namespace
}  // namespace watchpost::adsb

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace watchpost;
  if (size < 2) return 0;
  const std::size_t chunk_bytes = std::size_t{data[0]} % 64 + 1;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const bool is_mended = data[1] % 2 != 0;
  const std::string feed = is_mended ? adsb::mended(text.substr(2)) : std::string(text);

  ParameterValues options;
  if (data[0] >= 128) options.set("receiver_position", std::string("12.5, -3.25"));
  if (data[1] >= 192) options.set("counter", std::string("gps"));
  FeedDecoderSettings settings;
  settings.time = data[1] % 4 < 2 ? TimeSource::recorded : TimeSource::clock;
  FeedCounters counters;
  FeedDecoder decoder(adsb_format(), options, settings, counters, [](ReportBatchPtr& batch) {
    for (const Report& report : batch->reports()) adsb::check(report);
  });
  adsb::NoReplies replies;
  for (std::size_t at = 0; at < feed.size(); at += chunk_bytes)
    decoder.bytes(std::string_view(feed).substr(at, chunk_bytes),
                  receive_time_from_ns(static_cast<std::int64_t>(at) * 10'000'000), replies);
  decoder.finish();
  std::uint64_t faults = 0;
  for (const std::uint64_t count : counters.faults) faults += count;
  CHECK(faults <= counters.frames, "more faults than frames");
  return 0;
}
