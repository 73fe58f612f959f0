// What the tests of feeds share: a recording read back by the format's own decoder.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "adapters/feed_decoder.h"
#include "daemon/base/arena.h"
#include "daemon/simulate/recording.h"
#include "daemon/simulate/setting.h"

namespace watchpost::simulate {

inline constexpr LatLon test_middle = {-31, -15};
inline constexpr std::int64_t test_start_s = 1'893'477'600;

inline Setting test_setting(double duration_s, std::uint64_t seed = 1) {
  return {MissionPlane(test_middle), test_start_s, duration_s, seed};
}

class IgnoredReplies final : public ReplySink {
 public:
  void reply(std::string_view /*bytes*/) override {}
};

// Reports whose texts live as long as this does.
struct ReadBack {
  Arena arena;
  std::vector<Report> reports;
  std::uint64_t fault_count = 0;
};

inline void read_back(const Recording& recording, const char* format, ReadBack& read) {
  const Format* const known = find_format(format);
  ASSERT_NE(known, nullptr) << format;
  FeedCounters counters;
  FeedDecoderSettings settings;
  settings.time = TimeSource::recorded;
  FeedDecoder decoder(*known, {}, settings, counters, [&](ReportBatchPtr& batch) {
    for (const Report& report : batch->reports()) read.reports.push_back(copy_into(report, read.arena));
  });
  IgnoredReplies replies;
  for (const Record& record : recording.records()) decoder.bytes(record.bytes, {}, replies);
  decoder.finish();
  for (const std::uint64_t faults : counters.faults) read.fault_count += faults;
}

// Seconds since the simulation's beginning.
inline double seconds_in(EventTime time) {
  return static_cast<double>(unix_ns(time) - test_start_s * 1'000'000'000) * 1e-9;
}
inline double seconds_in(ReceiveTime time) {
  return seconds_in(as_event_time(time));
}

}  // namespace watchpost::simulate
