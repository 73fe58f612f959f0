#include "daemon/app/config_time_zone.h"

#include <absl/time/time.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string_view>

#include "daemon/app/config_problems.h"
#include "daemon/app/config_toml.h"

namespace watchpost {
namespace {

constexpr const char* zone_directory = "/usr/share/zoneinfo";
constexpr const char* zone_list = "/usr/share/zoneinfo/tzdata.zi";

// Names of the time-zone database only: the library would also take paths, and the machine's own zone.
bool is_zone_name(std::string_view name) {
  const auto is_letter = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '/' || letter == '_' || letter == '-' ||
           letter == '+';
  };
  return !name.empty() && name.size() < 64 && name.front() != '/' && name != "localtime" &&
         std::all_of(name.begin(), name.end(), is_letter);
}

// The names in the list that Debian's tzdata brings: `Z NAME …` and `L TARGET NAME`.
std::vector<std::string> known_zones() {
  std::vector<std::string> names{"UTC"};
  std::ifstream list(zone_list);
  for (std::string line; std::getline(list, line);) {
    std::istringstream words(line);
    std::string kind, first, second;
    words >> kind >> first >> second;
    if (kind == "Z") names.push_back(first);
    if (kind == "L") names.push_back(second);
  }
  return names;
}

Error unknown_zone(const std::string& name) {
  struct stat status {};
  if (stat(zone_directory, &status) != 0)
    return {"", "found time zone " + in_quotes(name) +
                    ", expected UTC: this machine has no time-zone data (Debian package tzdata)"};
  const std::vector<std::string> names = known_zones();
  const std::vector<std::string_view> views(names.begin(), names.end());
  return {"", "found time zone " + in_quotes(name) + ", expected UTC or a name of the time-zone database" +
                  hint(name, views)};
}

}  // namespace

Result<std::vector<TimeZoneTransition>> load_time_zone(const std::string& name) {
  absl::TimeZone zone;
  if (!is_zone_name(name) || !absl::LoadTimeZone(name, &zone)) return unknown_zone(name);
  const auto at = [&](absl::Time time) {
    return TimeZoneTransition{event_time_from_ns(absl::ToUnixNanos(time)),
                              std::chrono::seconds(zone.At(time).offset)};
  };
  const absl::Time end = absl::FromCivil(absl::CivilYear(2100), absl::UTCTimeZone());
  absl::Time time = absl::UnixEpoch();
  std::vector<TimeZoneTransition> transitions{at(time)};
  for (absl::TimeZone::CivilTransition next; zone.NextTransition(time, &next);) {
    // Of an hour that is left out the time before it is none; of one that comes twice, the time after is two.
    const absl::TimeZone::TimeInfo before = zone.At(next.from);
    time = before.kind == absl::TimeZone::TimeInfo::SKIPPED ? before.trans : zone.At(next.to).trans;
    if (time >= end) break;
    const TimeZoneTransition transition = at(time);
    if (transition.offset != transitions.back().offset) transitions.push_back(transition);
  }
  return transitions;
}

}  // namespace watchpost
