// Watermark: up to when has everything been heard that is still to be expected?
//
//   of a sensor   its newest event time − its measured lateness
//   of the core   the least over the sensors heard within their feed's `idle_s`; where all are idle, the tick
//
// It never goes back. Lateness is how far behind its own sensor's newest event time a report has come: the
// largest of the last one to two minutes of receive time, at most the lag of fusion, beyond which nobody
// waits. A steady delay is not lateness: it shows in the newest event time itself. An event time after its
// receive time counts as that, so that one wrong clock cannot make everybody else late.
//
// Once every sensor is idle, nothing is on its way that could be waited for: it is the tick at once, without
// a delay that would keep `contact-lost` from its time when all feeds die together.
//
// Cost          of a report, one look-up of its sensor's name; of a tick, the sensors heard since the one
//               before and those that became idle, each in the logarithm of their number.
// Memory        sensors_max of a feed; with one too many the one heard longest ago makes room.
// Determinism   follows the order of calls alone; moved in time as a whole, the same.
// Threads       the core's.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/base/time.h"
#include "daemon/model/mission.h"
#include "daemon/model/report.h"

namespace watchpost {

class Watermark {
 public:
  static constexpr std::size_t sensors_max = 1024;  // of one feed
  static constexpr Duration lateness_span = std::chrono::seconds(60);

  explicit Watermark(const Mission& mission);

  // A changed configuration holds from here on; nobody waits for a feed that is gone.
  // REQUIRES: feeds of the same numbers; more may have been added
  void reconfigure(const Mission& mission);

  // An admitted report.
  // REQUIRES: receive times in order, and none after a later tick
  void heard(const Report& report);

  // What stands in this tick.
  // REQUIRES: ticks in order
  EventTime at(ReceiveTime tick);

  std::size_t sensor_count() const;

  template <class Archive>
  friend void transfer(Archive& archive, Watermark& watermark) {
    archive.section("watermark", 1);
    archive(watermark.time_);
    std::uint64_t feed_count = watermark.feeds_.size();
    archive(feed_count);
    if constexpr (Archive::is_loading) {
      if (feed_count != watermark.feeds_.size()) return archive.fail("found another number of feeds");
    }
    for (FeedSensors& feed : watermark.feeds_) archive(feed.active, feed.idle);
    if constexpr (Archive::is_loading) {
      if (!watermark.find_again()) archive.fail("found a sensor twice");
    }
  }

 private:
  struct Sensor {
    std::string name;
    ReceiveTime heard;
    EventTime newest;
    ReceiveTime span_began;
    std::array<Duration, 2> lateness{};  // the largest of this span, and of the one before it
    std::optional<EventTime> mark;       // as it stands in marks_; none while idle
    bool is_touched = false;             // heard since the last tick
    bool is_idle = false;                // which list it stands in
  };
  using Sensors = std::list<Sensor>;  // the one heard last first

  struct FeedSensors {
    Duration idle_after{};
    Sensors active;
    Sensors idle;
    std::map<std::string_view, Sensors::iterator> by_name;  // looked up, never iterated
  };

  template <class Archive>
  friend void transfer(Archive& archive, Sensor& sensor) {
    archive(sensor.name, sensor.heard, sensor.newest, sensor.span_began, sensor.lateness, sensor.mark,
            sensor.is_touched);
  }

  template <class Archive>
  friend void transfer(Archive& archive, Sensors& sensors) {
    if constexpr (Archive::is_loading) {
      sensors.resize(archive.length(1));
    } else {
      const std::uint64_t count = sensors.size();
      archive(count);
    }
    for (Sensor& sensor : sensors) archive(sensor);
  }

  Sensor& sensor_of(FeedSensors& feed, const Report& report);
  void add_sensor(FeedSensors& feed, const Report& report);
  void make_room(FeedSensors& feed);
  void list(Sensor& sensor);
  void unlist(Sensor& sensor);
  bool find_again();

  Duration lateness_max_;
  std::vector<FeedSensors> feeds_;  // by FeedId
  std::multiset<EventTime> marks_;  // of the sensors that are not idle, as of the last tick
  std::optional<EventTime> time_;   // at the last tick
};

}  // namespace watchpost
