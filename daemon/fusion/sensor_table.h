// SensorTable: the sensors heard so far as small numbers, and how often each of them comes round.
//
// What is learnt of a sensor takes effect a lag later: at an event time it rests on scans at least
// a lag older, so that a late plot cannot change what was concluded before it came.
//
// Memory        at most 65,535 sensors; one more counts as its feed itself, for which there is always room.
// Determinism   numbers follow the order of the reports.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/base/ids.h"
#include "daemon/base/time.h"
#include "daemon/fusion/plot_window.h"

namespace watchpost {

class SensorTable {
 public:
  // What is taken for a sensor of which too little is known.
  static constexpr double interval_s_default = 5;

  explicit SensorTable(std::size_t feed_count) { add_feeds(feed_count); }
  // Those that are not there yet, of `feed_count`.
  void add_feeds(std::size_t feed_count);

  SensorId find_or_add(FeedId feed, std::string_view name);
  FeedId feed(SensorId id) const { return sensors_[index(id)].feed; }
  const std::string& name(SensorId id) const { return sensors_[index(id)].name; }

  // The sensor has looked at this time and seen so many things.
  void scanned(SensorId id, EventTime time, std::uint32_t plot_count);
  // The newest time at which it looked; the least of all times where it never did.
  EventTime newest(SensorId id) const {
    const std::vector<Scan>& scans = sensors_[index(id)].scans;
    return scans.empty() ? EventTime::min() : scans.back().time;
  }
  std::size_t size() const { return sensors_.size(); }
  // How often it looks, as known at an event time.
  double interval_s(SensorId id, EventTime time, Duration lag) const;

  template <class Archive>
  friend void transfer(Archive& archive, SensorTable& table) {
    archive(table.sensors_);
    if constexpr (Archive::is_loading) {
      if (!archive.has_failed() && !table.is_sound())
        archive.fail("found a sensor of a feed that is not there");
      if (archive.has_failed()) return;
      table.numbers_.clear();
      for (std::size_t i = 0; i < table.sensors_.size(); ++i)
        table.numbers_.emplace(std::pair(table.sensors_[i].feed, table.sensors_[i].name),
                               SensorId(static_cast<std::uint16_t>(i)));
      table.last_of_feed_ = table.feeds_themselves();
    }
  }

 private:
  static constexpr std::size_t sensors_max =
      65'535;  // 65,000 of them with a name: room for feeds added later
  static constexpr std::size_t named_max = 65'000;
  static constexpr std::size_t scans_max = 256;

  struct Scan {
    EventTime time;
    std::uint32_t plot_count = 0;

    template <class Archive>
    friend void transfer(Archive& archive, Scan& scan) {
      archive(scan.time, scan.plot_count);
    }
  };
  struct Sensor {
    FeedId feed{};
    std::string name;
    std::vector<Scan> scans;  // in order of time

    template <class Archive>
    friend void transfer(Archive& archive, Sensor& sensor) {
      archive(sensor.feed, sensor.name, sensor.scans);
    }
  };

  // Each is of a feed that is there, and each feed is one itself.
  bool is_sound() const {
    if (sensors_.size() > sensors_max) return false;
    std::vector<bool> is_there(last_of_feed_.size());
    for (const Sensor& sensor : sensors_) {
      if (index(sensor.feed) >= is_there.size()) return false;
      if (sensor.name.empty()) is_there[index(sensor.feed)] = true;
    }
    return std::find(is_there.begin(), is_there.end(), false) == is_there.end();
  }
  std::vector<SensorId> feeds_themselves() const {
    std::vector<SensorId> own;
    for (std::size_t feed = 0; feed < last_of_feed_.size(); ++feed)
      own.push_back(
          numbers_.find(std::pair(FeedId(static_cast<std::uint16_t>(feed)), std::string()))->second);
    return own;
  }

  std::vector<Sensor> sensors_;  // each feed is one itself, without a name
  std::map<std::pair<FeedId, std::string>, SensorId, std::less<>> numbers_;
  std::vector<SensorId> last_of_feed_;  // most reports come from the sensor of the one before
};

}  // namespace watchpost
