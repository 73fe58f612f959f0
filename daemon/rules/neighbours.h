// Neighbours: where the tracks that a rule asks for have been in the last seconds, and who is near whom.
//
// A track is listed where it can be for some time to come (geo/grid.h), so that asking who is near costs with
// what is near. Between its reports a track goes on as it went; how sure its place is then fades with the
// time.
//
// Determinism   slots follow the order of calls; answers are sorted by slot.
// State         all of it.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "daemon/base/deadlines.h"
#include "daemon/base/flat_index.h"
#include "daemon/base/slot_array.h"
#include "daemon/model/report_id.h"
#include "daemon/model/track.h"
#include "daemon/rules/subject.h"
#include "geo/grid.h"

namespace watchpost {

// A track after one of its reports.
struct PlaceInTime {
  EventTime time;
  LatLon position;
  CovarianceEN covariance;
  EastNorth velocity_mps;
  ReportId report;
};

struct Neighbour {
  TrackId id{};  // 0: the slot is free
  SubjectFacts facts;
  bool is_subject = false;
  bool is_other = false;
  bool is_quiet = false;            // it coasts
  std::vector<PlaceInTime> places;  // in order of time
  std::vector<Slot> partners;       // of pairs that were judged to be near
  EventTime listed_until;
  std::optional<EventTime> revised_since;  // from then on its pairs are still to be judged anew
};

class Neighbours {
 public:
  explicit Neighbours(Duration memory) : memory_(memory) {}

  // The slot of the track; made where there is none.
  Slot slot_of(TrackId track);
  std::optional<Slot> find(TrackId track) const { return by_id_.find(index(track)); }
  void remove(Slot slot);
  // A report; one at the same time takes the place of the one before.
  void add(Slot slot, const PlaceInTime& place);
  void take_back(Slot slot, EventTime since);
  // What has not been heard of for long is listed where it may have come to.
  void list_until(EventTime time);

  // Appends who may be within the distance of the slot's newest place, sorted; among them itself.
  void near(Slot slot, double distance_m, std::vector<Slot>& found) const;

  // As it was at the time, by its newest report not after it; nothing where there is none.
  std::optional<PlaceInTime> at(Slot slot, EventTime time) const;

  Neighbour& operator[](Slot slot) { return tracks_[slot]; }
  const Neighbour& operator[](Slot slot) const { return tracks_[slot]; }

  void save(SaveArchive& archive) const;
  void load(LoadArchive& archive);

 private:
  void list(Slot slot, EventTime until);

  Duration memory_;
  SlotNumbers numbers_;
  std::deque<Neighbour> tracks_;
  FlatIndex by_id_;
  Grid subjects_;
  Grid others_;
  Deadlines<EventTime, std::uint64_t> listings_;  // by track id
};

}  // namespace watchpost
