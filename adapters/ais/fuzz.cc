// Any bytes as lines: no crash, no report that the standard does not allow, at most one fault a line
// and one for each message that it makes us give up.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/ais/decoder.h"
#include "adapters/ais/encoder.h"
#include "daemon/base/check.h"
#include "daemon/base/time.h"

namespace watchpost::ais {
namespace {

struct CheckingSink final : ReportSink, ReplySink {
  void report(const Report& report) override {
    ++report_count;
    CHECK(report.details != nullptr && report.has(Field::mmsi), "a report without a sender");
    if (const auto position = report.get<Field::position>())
      CHECK(position->latitude_deg >= -90 && position->latitude_deg <= 90 &&
                position->longitude_deg >= -180 && position->longitude_deg <= 180,
            "a position outside the earth");
    CHECK(report.get<Field::course>().value_or(0) < 360, "a course of 360 or more");
    CHECK(report.get<Field::heading>().value_or(0) < 360, "a heading of 360 or more");
    CHECK(report.get<Field::speed>().value_or(0) < 530, "a speed that is 'not available'");
    CHECK(report.details->name.size() <= 34 && report.details->callsign.size() <= 7, "a text too long");
    const auto age = report.receive_time - receive_time_from_ns(unix_ns(report.event_time));
    CHECK(age >= Duration(0) && age <= std::chrono::seconds(10), "an event at a time that is not its own");
    for (const char character : report.sensor) checksum += static_cast<unsigned char>(character);
    for (const char character : report.details->name) checksum += static_cast<unsigned char>(character);
    if (report.details->event != nullptr)
      for (const char character : report.details->event->text)
        checksum += static_cast<unsigned char>(character);
  }
  void fault(Fault, std::string_view detail) override {
    ++fault_count;
    CHECK(!detail.empty(), "a fault that says nothing");
  }
  void reply(std::string_view) override {}

  std::uint64_t report_count = 0;
  std::uint64_t fault_count = 0;
  std::uint64_t checksum = 0;  // so that every byte pointed to is read
};

// The line with its sentence's checksum put right, so that what lies behind it is tried too.
std::string mended(std::string_view line) {
  const std::size_t begin = line.find('!');
  if (begin == std::string_view::npos) return std::string(line);
  const std::size_t star = std::min(line.find('*', begin), line.size());
  return std::string(line.substr(0, begin)) + sentence_of(line.substr(begin + 1, star - begin - 1));
}

}  // namespace
}  // namespace watchpost::ais

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace watchpost;
  ais::AisDecoder decoder;
  ais::CheckingSink sink;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::uint64_t line_count = 0;
  ReceiveTime received = receive_time_from_ns(1'000'000'000'000);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const bool is_mended = (size + line_count) % 2 == 0;
    const std::string line = is_mended ? ais::mended(text.substr(0, end)) : std::string(text.substr(0, end));
    if (const auto recorded = decoder.recorded_time(line)) received = std::max(received, *recorded);
    received += std::chrono::milliseconds(line.size());
    decoder.decode({line, received, line.size() % 7 == 0}, sink, sink);
    if (line.size() % 5 == 0) decoder.tick(received, sink, sink);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++line_count;
  }
  decoder.finish(sink);
  CHECK(sink.fault_count <= 2 * line_count, "more faults than lines and begun messages");
  return 0;
}
