// SensorTable: the sensors heard so far as small numbers, and how often each of them comes round.
//
// What is learnt of a sensor takes effect a lag later: at an event time it rests on scans at least
// a lag older, so that a late plot cannot change what was concluded before it came.
//
// Memory        at most 65,535 sensors; one more counts as its feed itself.
// Determinism   numbers follow the order of the reports.
#pragma once

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

  explicit SensorTable(std::size_t feed_count);

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
      table.numbers_.clear();
      for (std::size_t i = 0; i < table.sensors_.size(); ++i)
        table.numbers_.emplace(std::pair(table.sensors_[i].feed, table.sensors_[i].name),
                               SensorId(static_cast<std::uint16_t>(i)));
      table.last_of_feed_.assign(table.last_of_feed_.size(), SensorId{});
      for (std::size_t i = 0; i < table.last_of_feed_.size(); ++i)
        table.last_of_feed_[i] = SensorId(static_cast<std::uint16_t>(i));
    }
  }

 private:
  static constexpr std::size_t sensors_max = 65'535;
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

  // The first ones are the feeds themselves; each is one of theirs.
  bool is_sound() const {
    const std::size_t feed_count = last_of_feed_.size();
    if (sensors_.size() < feed_count || sensors_.size() > sensors_max) return false;
    for (std::size_t i = 0; i < sensors_.size(); ++i)
      if (index(sensors_[i].feed) >= feed_count || (i < feed_count && index(sensors_[i].feed) != i))
        return false;
    return true;
  }

  std::vector<Sensor> sensors_;  // the first ones are the feeds themselves
  std::map<std::pair<FeedId, std::string>, SensorId, std::less<>> numbers_;
  std::vector<SensorId> last_of_feed_;  // most reports come from the sensor of the one before
};

}  // namespace watchpost
