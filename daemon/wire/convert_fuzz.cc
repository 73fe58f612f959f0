// Any bytes as an Envelope of the stream or a Report: what parses is shown as one line of JSON that says the
// same, and what becomes a Report, Track, Alert or Health of the model goes out again, and comes back as it
// went.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "daemon/base/check.h"
#include "daemon/wire/convert.h"
#include "daemon/wire/json.h"
#include "daemon/wire/utf8.h"

namespace watchpost {
namespace {

const Names& names() {
  static const Names made = [] {
    Mission mission;
    mission.node = "n";
    mission.feeds.resize(2);
    mission.feeds[0].name = mission.feeds[0].format = "ais";
    mission.feeds[1].name = "r";
    mission.units.emplace_back().name = "u";
    return Names(mission);
  }();
  return made;
}

template <class Message>
bool is_same(const Message& one, const Message& other) {
  return one.SerializeAsString() == other.SerializeAsString();
}

template <class Message>
void check_json(const Message& message) {
  const std::string text = to_json(message);
  CHECK(is_valid_utf8(text), "JSON that is not UTF-8");
  CHECK(text.find('\n') == std::string::npos, "JSON of more than one line");
  if (text.empty()) return;  // a time that JSON has no words for
  Message back;
  CHECK(from_json(text, back).ok(), "JSON that cannot be read again");
}

void check_report(const pb::Report& message) {
  Arena arena;
  static_cast<void>(from_proto(message, arena));
  const auto report = from_proto(message, names(), arena);
  if (!report.ok()) {
    CHECK(!report.error().what.empty(), "a refusal that says nothing");
    return;
  }
  pb::Report first;
  to_proto(*report, names(), first);
  Arena again;
  const auto back = from_proto(first, names(), again);
  CHECK(back.ok(), "a Report of our own that is refused");
  pb::Report second;
  to_proto(*back, names(), second);
  CHECK(is_same(first, second), "a Report that is another after a second way through");
  std::string direct;
  append_json(*report, names(), direct);
  CHECK(direct == to_json(first), "two ways to JSON that say two things");
}

void check_payload(const pb::Envelope& envelope) {
  if (envelope.has_track()) {
    if (const auto track = from_proto(envelope.track(), names()); track.ok()) {
      pb::Track first;
      to_proto(*track, names(), "ALL", "", first);
      CHECK(from_proto(first, names()).ok(), "a Track of our own that is refused");
    }
  } else if (envelope.has_alert()) {
    if (const auto alert = from_proto(envelope.alert(), names()); alert.ok()) {
      pb::Alert first;
      to_proto(*alert, names(), first);
      CHECK(from_proto(first, names()).ok(), "an Alert of our own that is refused");
    }
  } else if (envelope.has_health()) {
    if (const auto health = from_proto(envelope.health(), names()); health.ok()) {
      pb::Health first;
      to_proto(*health, names(), receive_time_from_ns(0), first);
      CHECK(from_proto(first, names()).ok(), "a Health of our own that is refused");
    }
  }
}

}  // namespace
}  // namespace watchpost

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace watchpost;
  if (size == 0) return 0;
  const int byte_count = static_cast<int>(size) - 1;
  if (data[0] % 2 == 0) {
    pb::Envelope envelope;
    if (!envelope.ParseFromArray(data + 1, byte_count)) return 0;
    check_json(envelope);
    check_payload(envelope);
  } else {
    pb::Report report;
    if (!report.ParseFromArray(data + 1, byte_count)) return 0;
    check_json(report);
    check_report(report);
  }
  return 0;
}
