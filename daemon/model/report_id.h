// The id of a report: `FEED/N`, unique within a recording.
#pragma once

#include <string>

#include "daemon/model/mission.h"
#include "daemon/model/report.h"

namespace watchpost {

inline std::string report_id(const Report& report, const Mission& mission) {
  return mission.feeds[index(report.feed)].name + "/" + std::to_string(report.number);
}

}  // namespace watchpost
