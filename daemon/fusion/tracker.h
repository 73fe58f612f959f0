// Tracker: reports become tracks.
//
// What names itself (a transponder's identity) has one track for each name. What names no one
// is not followed yet.
//
// Determinism   a function of the inputs in their order; ids are given in that order.
// Memory        at most `tracks_max` tracks; a report that would need one more is counted.
// Threads       the core's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "daemon/base/deadlines.h"
#include "daemon/base/flat_index.h"
#include "daemon/base/ids.h"
#include "daemon/base/interner.h"
#include "daemon/fusion/cooperative_track.h"
#include "daemon/model/identity.h"
#include "daemon/model/mission.h"

namespace watchpost {

enum class ChangeKind : std::uint8_t {
  updated,    // by a report
  coasting,   // no report for longer than usual
  lost,       // dropped: its reports stopped
  left_area,  // dropped: it is outside the mission area, where it is not followed
};

struct TrackChange {
  TrackId id{};
  ChangeKind kind = ChangeKind::updated;
};

class Tracker {
 public:
  static constexpr std::size_t tracks_max = 1'000'000;

  struct Counters {
    std::uint64_t set_aside = 0;  // jumps that nothing had confirmed
    std::uint64_t too_late = 0;   // reports older than the history of their track
    std::uint64_t no_room = 0;    // reports that would have needed one track more
    std::uint64_t unnamed = 0;    // reports of what does not name itself
  };

  explicit Tracker(std::shared_ptr<const Mission> mission);

  // Adds to `changes` what became of the tracks. A dropped track can be read until the next call.
  void take(const Report& report, std::vector<TrackChange>& changes);
  void tick(ReceiveTime now, std::vector<TrackChange>& changes);

  const Track* find(TrackId id) const;
  std::size_t size() const { return by_id_.size(); }
  const Counters& counters() const { return counters_; }

  // Every track in order of id, as it was after its last report.
  void for_each(const std::function<void(const Track&)>& visit) const;
  // The track predicted to `time`, where that is later than its last report. REQUIRES: find(id)
  Track predicted(TrackId id, EventTime time) const;

 private:
  struct Slot {
    std::unique_ptr<CooperativeTrack> track;  // null: free
    IdentityKey identity = 0;
    ReceiveTime next_look;  // of its deadlines, the one that counts
  };

  void take_new(const Report& report, IdentityKey identity, std::vector<TrackChange>& changes);
  void schedule(std::uint32_t slot, ReceiveTime time);
  void look_at(std::uint32_t slot, ReceiveTime now, std::vector<TrackChange>& changes);
  void drop(std::uint32_t slot, ChangeKind why, std::vector<TrackChange>& changes);
  bool has_left_area(const CooperativeTrack& track, ReceiveTime now) const;
  bool is_followed_everywhere(const Track& track) const;
  void release_dropped();

  std::shared_ptr<const Mission> mission_;
  Interner names_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> dropped_;
  FlatIndex by_identity_;
  FlatIndex by_id_;
  Deadlines<ReceiveTime, std::uint64_t> deadlines_;  // by track id: looked up again when due
  std::uint64_t last_id_ = 0;
  Counters counters_;
};

}  // namespace watchpost
