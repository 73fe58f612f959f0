#include "daemon/fusion/sensor_table.h"

#include <algorithm>

#include "daemon/base/check.h"

namespace watchpost {

void SensorTable::add_feeds(std::size_t feed_count) {
  for (std::size_t feed = last_of_feed_.size(); feed < feed_count; ++feed) {
    const auto id = SensorId(static_cast<std::uint16_t>(sensors_.size()));
    const auto number = FeedId(static_cast<std::uint16_t>(feed));
    CHECK(sensors_.size() < sensors_max, "more feeds than there are numbers for");
    sensors_.push_back({number, {}, {}});
    numbers_.emplace(std::pair(number, std::string()), id);
    last_of_feed_.push_back(id);
  }
}

SensorId SensorTable::find_or_add(FeedId feed, std::string_view name) {
  SensorId& last = last_of_feed_[index(feed)];
  if (sensors_[index(last)].name == name) return last;
  const std::pair key(feed, std::string(name));
  const auto known = numbers_.find(key);
  if (known != numbers_.end()) return last = known->second;
  if (sensors_.size() >= named_max) return numbers_.find(std::pair(feed, std::string()))->second;
  const auto id = SensorId(static_cast<std::uint16_t>(sensors_.size()));
  sensors_.push_back({feed, key.second, {}});
  numbers_.emplace(key, id);
  return last = id;
}

void SensorTable::scanned(SensorId id, EventTime time, std::uint32_t plot_count) {
  std::vector<Scan>& scans = sensors_[index(id)].scans;
  auto place = scans.end();
  while (place != scans.begin() && (place - 1)->time >= time) --place;
  if (place != scans.end() && place->time == time) {
    place->plot_count += plot_count;
    return;
  }
  if (scans.size() == scans_max) {
    if (place == scans.begin()) return;
    std::move(scans.begin() + 1, place, scans.begin());
    *(place - 1) = {time, plot_count};
    return;
  }
  scans.insert(place, {time, plot_count});
}

double SensorTable::interval_s(SensorId id, EventTime time, Duration lag) const {
  constexpr std::ptrdiff_t scans_used = 9;
  const std::vector<Scan>& scans = sensors_[index(id)].scans;
  const auto end = std::upper_bound(scans.begin(), scans.end(), time - lag,
                                    [](EventTime limit, const Scan& scan) { return limit < scan.time; });
  const std::ptrdiff_t count = std::min(scans_used, end - scans.begin());
  if (count < 3) return interval_s_default;
  std::uint32_t plot_count = 0;
  Duration longest{};
  for (auto scan = end - count; scan != end; ++scan) {
    plot_count += scan->plot_count;
    if (scan != end - 1) longest = std::max(longest, (scan + 1)->time - scan->time);
  }
  // Without its longest pause: a sensor that was away for a while comes round as often as before.
  const Duration rest = (end - 1)->time - (end - count)->time - longest;
  const double interval_s = seconds(rest) / static_cast<double>(count - 2);
  // One plot at a time: each may be a look into another direction, and no whole turn.
  const bool is_one_by_one = plot_count < 1.5 * static_cast<double>(count);
  return is_one_by_one ? std::max(interval_s, interval_s_default) : interval_s;
}

}  // namespace watchpost
