// The id of a report: `FEED/N`, unique within a recording.
//
// ReportId is the same as two numbers, for who passes ids on and rarely writes one.
#pragma once

#include <cstdint>
#include <string>

#include "daemon/base/ids.h"
#include "daemon/model/mission.h"
#include "daemon/model/report.h"

namespace watchpost {

struct ReportId {
  FeedId feed{};
  std::uint64_t number = 0;  // from 1; 0: no report

  bool is_none() const { return number == 0; }
  bool operator==(const ReportId&) const = default;
};

constexpr ReportId id_of(const Report& report) {
  return {report.feed, report.number};
}

// REQUIRES: a feed of the mission
inline std::string report_id(ReportId id, const Mission& mission) {
  return mission.feeds[index(id.feed)].name + "/" + std::to_string(id.number);
}

inline std::string report_id(const Report& report, const Mission& mission) {
  return report_id(id_of(report), mission);
}

}  // namespace watchpost
