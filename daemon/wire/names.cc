#include "daemon/wire/names.h"

#include <charconv>

#include "daemon/base/check.h"
#include "daemon/wire/json_text.h"

namespace watchpost {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  JsonText json(out);
  json.text(text);
  json.flush();
  return out;
}

// `"FEED/`, to be gone on with by a number and a quotation mark.
std::string quoted_beginning(const std::string& name) {
  std::string text = quoted(name + "/");
  text.pop_back();
  return text;
}

}  // namespace

Names::Names(const Mission& mission) : node_(mission.node) {
  for (const Feed& feed : mission.feeds) {
    Entry& entry = feeds_.emplace_back();
    entry.name = feed.name;
    entry.format = feed.format;
    entry.label = feed.label;
    entry.json_before_number = "{\"report_id\":" + quoted_beginning(feed.name);
    entry.json_after_number = "\"";
    if (!feed.name.empty()) entry.json_after_number += ",\"feed\":" + quoted(feed.name);
    if (!feed.format.empty()) entry.json_after_number += ",\"format\":" + quoted(feed.format);
  }
  for (const Unit& unit : mission.units) units_.push_back(unit.name);
}

const Names::Entry& Names::entry(FeedId id) const {
  CHECK(index(id) < feeds_.size(), "a feed that the mission does not have");
  return feeds_[index(id)];
}

const std::string& Names::unit(UnitId id) const {
  CHECK(index(id) < units_.size(), "a unit that the mission does not have");
  return units_[index(id)];
}

std::optional<FeedId> Names::find_feed(std::string_view name) const {
  for (std::size_t i = 0; i < feeds_.size(); ++i)
    if (feeds_[i].name == name) return FeedId{static_cast<std::uint16_t>(i)};
  return std::nullopt;
}

std::optional<UnitId> Names::find_unit(std::string_view name) const {
  for (std::size_t i = 0; i < units_.size(); ++i)
    if (units_[i] == name) return UnitId{static_cast<std::uint16_t>(i)};
  return std::nullopt;
}

std::string Names::track(TrackId id) const {
  return node_ + "-" + std::to_string(index(id));
}

std::optional<TrackId> Names::find_track(std::string_view name) const {
  if (name.size() < node_.size() + 2 || name.substr(0, node_.size()) != node_ || name[node_.size()] != '-')
    return std::nullopt;
  name.remove_prefix(node_.size() + 1);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return TrackId{number};
}

std::string Names::report(FeedId feed, std::uint64_t number) const {
  return entry(feed).name + "/" + std::to_string(number);
}

}  // namespace watchpost
