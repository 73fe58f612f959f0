// NodeInfo: what every message of this run says of who sends it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/base/time.h"
#include "daemon/base/wall_clock.h"
#include "daemon/model/mission.h"

namespace watchpost {

struct NodeInfo {
  std::string stream;   // a new one for each run: new_stream_id()
  std::string version;  // of the daemon
  std::shared_ptr<const Mission> mission;
};

// How many of each label's latest alerts are kept, to be asked for again. The publisher's heartbeats
// and the query thread's log both follow from it.
inline constexpr std::uint64_t alerts_kept_a_label = 100'000;

// 32 random hexadecimal digits.
std::string new_stream_id();

// Every label that the mission names, sorted; `ALL` is always one.
std::vector<std::string> labels_of(const Mission& mission);

}  // namespace watchpost
