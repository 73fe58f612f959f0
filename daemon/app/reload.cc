#include "daemon/app/reload.h"

#include <algorithm>

namespace watchpost {
namespace {

void warn_of(std::vector<std::string>& warnings, const std::string& path, const std::string& what) {
  warnings.push_back(path + ": " + what + " needs a restart, and stays as it was");
}

std::string changed(const std::string& key, const std::string& from, const std::string& to) {
  return key + " \"" + to + "\" instead of \"" + from + "\"";
}

bool is_same(const PublishSettings& one, const PublishSettings& other) {
  return one.stream == other.stream && one.query == other.query && one.advertise == other.advertise &&
         one.track_interval == other.track_interval;
}

std::string_view time_word(FeedTime time) {
  return time == FeedTime::data ? "data" : "clock";
}

// Names that are new, gone, and changed; nothing where there are none.
template <class Named, class IsThere, class IsSame>
void describe(std::string& text, const char* what, const std::vector<Named>& before,
              const std::vector<Named>& next, IsThere is_there, IsSame is_same) {
  std::string names;
  const auto find = [&](const std::vector<Named>& all, const std::string& name) {
    return std::find_if(all.begin(), all.end(),
                        [&](const Named& one) { return one.name == name && is_there(one); });
  };
  for (const Named& one : next) {
    if (!is_there(one)) continue;
    const auto known = find(before, one.name);
    if (known == before.end())
      names += " +" + one.name;
    else if (!is_same(*known, one))
      names += " ~" + one.name;
  }
  for (const Named& one : before)
    if (is_there(one) && find(next, one.name) == next.end()) names += " -" + one.name;
  if (!names.empty()) text += (text.empty() ? "" : "; ") + std::string(what) + names;
}

}  // namespace

ReloadResult load_again(const std::string& path, const Mission& running, const PublishSettings& publish) {
  ConfigurationResult loaded = load_configuration(path);
  if (!loaded.configuration) return {nullptr, std::move(loaded.errors), {}};
  ReloadResult result;
  result.warnings = loaded.configuration->warnings;
  Mission& mission = loaded.configuration->mission;
  if (mission.name != running.name)
    warn_of(result.warnings, path, changed("name", running.name, mission.name));
  if (mission.node != running.node)
    warn_of(result.warnings, path, changed("node", running.node, mission.node));
  if (mission.mode != running.mode) warn_of(result.warnings, path, "another mode");
  if (!is_same(loaded.configuration->publish, publish)) warn_of(result.warnings, path, "another [publish]");

  const FeedTime time = running.feeds.empty() ? FeedTime::clock : running.feeds.front().time;
  for (const Feed& feed : mission.feeds) {
    if (feed.time == time) continue;
    result.errors.push_back({path, "found time \"" + std::string(time_word(feed.time)) + "\" of feed " +
                                       feed.name + ", expected \"" + std::string(time_word(time)) +
                                       "\" as at the start: it needs a restart"});
  }
  if (result.errors.empty()) result.mission = std::make_shared<const Mission>(std::move(mission));
  return result;
}

std::string describe_change(const Mission& before, const Mission& next) {
  std::string text;
  const auto always = [](const auto&) { return true; };
  const auto is_configured = [](const auto& one) { return !one.is_retired; };
  // What was read anew is another object: whether its shape is the same nobody asks.
  const auto by_name = [](const auto&, const auto&) { return true; };
  describe(text, "feeds", before.feeds, next.feeds, is_configured,
           [](const Feed& one, const Feed& other) { return !is_read_differently(one, other); });
  describe(text, "units", before.units, next.units, is_configured, by_name);
  describe(text, "zones", before.zones, next.zones, always, by_name);
  describe(text, "lines", before.lines, next.lines, always, by_name);
  describe(text, "assets", before.assets, next.assets, always, by_name);
  describe(text, "rules", before.rules, next.rules, always, by_name);
  return text.empty() ? "the same names" : text;
}

bool is_read_differently(const Feed& before, const Feed& next) {
  return before.is_retired != next.is_retired || before.source != next.source ||
         before.format != next.format || before.time != next.time || before.keep_raw != next.keep_raw ||
         before.pace != next.pace || before.is_followed != next.is_followed ||
         before.multicast_interface != next.multicast_interface || before.options.all() != next.options.all();
}

}  // namespace watchpost
