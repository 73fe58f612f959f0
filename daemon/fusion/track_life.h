// TrackLife: a track's name, and what is known of it beside its state: when heard, by whom, how shown.
//
// It follows the order in which things arrive, unlike TrackState, which follows their event times.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "daemon/base/archive.h"
#include "daemon/base/ids.h"
#include "daemon/base/slot_array.h"
#include "daemon/fusion/checkpoints.h"
#include "daemon/fusion/feed_sets.h"
#include "daemon/fusion/motion.h"
#include "daemon/fusion/plot_window.h"
#include "daemon/fusion/rhythm.h"
#include "daemon/model/identity.h"
#include "daemon/model/track.h"

namespace watchpost {

// The sensors that have seen a track, each with its newest plot. The one heard longest ago makes
// room: a hostile feed may name a new sensor in each report.
class SensorsSeen {
 public:
  struct Seen {
    EventTime time;
    SensorId sensor{};
  };
  static constexpr std::size_t sensors_max = 8;

  void see(SensorId sensor, EventTime time) {
    std::size_t place = 0;
    while (place < count_ && sensors_[place] != sensor) ++place;
    if (place == sensors_max) {
      place = static_cast<std::size_t>(std::min_element(times_.begin(), times_.end()) - times_.begin());
      times_[place] = time;
    } else if (place == count_) {
      ++count_;
      times_[place] = time;
    }
    sensors_[place] = sensor;
    times_[place] = std::max(times_[place], time);
  }

  std::size_t size() const { return count_; }
  Seen operator[](std::size_t place) const { return {times_[place], sensors_[place]}; }

  template <class Archive>
  friend void transfer(Archive& archive, SensorsSeen& seen) {
    archive(seen.times_, seen.sensors_, seen.count_);
    if constexpr (Archive::is_loading)
      if (seen.count_ > sensors_max) archive.fail("found more sensors of a track than there is room for");
  }

 private:
  std::array<EventTime, sensors_max> times_{};
  std::array<SensorId, sensors_max> sensors_{};
  std::uint8_t count_ = 0;
};

struct TrackLife {
  TrackId id{};              // 0: the slot is free
  IdentityKey identity = 0;  // of its transponder; 0: nobody has named it
  EventTime named_time;      // when it was first named
  EventTime created_time;
  EventTime last_report_time;
  EventTime last_seen = long_ago;             // its newest plot that carried no name
  EventTime listed_until;                     // the grid lists it where it can be until then
  EventTime look_at_list = EventTime::max();  // when that is looked at again
  ReceiveTime last_received;
  ReceiveTime next_look;  // of its deadlines, the one that counts
  SensorsSeen sensors;
  Rhythm rhythm;
  PlotHandle first_plot = no_plot;
  std::uint32_t revision = 0;
  FeedSets::Id feeds = 0;
  Slot description = no_slot;
  Checkpoints::Head checkpoint = no_slot;
  MotionNumber motion = motion_of_the_unidentified;
  MotionNumber motion_unnamed = motion_of_the_unidentified;  // before it was named
  TrackStatus status = TrackStatus::tentative;
  bool is_told = false;  // people have heard of it
  bool is_lost = false;
  bool is_outside_area = false;
};

template <class Archive>
void transfer(Archive& archive, TrackLife& life) {
  archive(life.id, life.identity, life.named_time, life.created_time, life.last_report_time, life.last_seen,
          life.listed_until, life.look_at_list, life.last_received, life.next_look, life.sensors, life.rhythm,
          life.first_plot, life.revision, life.feeds, life.description, life.checkpoint, life.motion,
          life.motion_unnamed, life.status, life.is_told, life.is_lost, life.is_outside_area);
}

}  // namespace watchpost
