#include "daemon/publish/node_info.h"

#include <sys/random.h>

#include <array>
#include <set>

#include "daemon/base/check.h"

namespace watchpost {

std::string new_stream_id() {
  std::array<unsigned char, 16> random{};
  CHECK(getrandom(random.data(), random.size(), 0) == static_cast<ssize_t>(random.size()),
        "no random numbers");
  constexpr char digits[] = "0123456789abcdef";
  std::string id;
  for (const unsigned char byte : random) {
    id += digits[byte >> 4];
    id += digits[byte & 15];
  }
  return id;
}

std::vector<std::string> labels_of(const Mission& mission) {
  std::set<std::string> labels = {"ALL"};
  for (const Feed& feed : mission.feeds) labels.insert(feed.label);
  for (const Zone& zone : mission.zones) labels.insert(zone.label);
  for (const Line& line : mission.lines) labels.insert(line.label);
  for (const Asset& asset : mission.assets) labels.insert(asset.label);
  for (const RuleSpec& rule : mission.rules)
    if (!rule.label.empty()) labels.insert(rule.label);
  return {labels.begin(), labels.end()};
}

}  // namespace watchpost
