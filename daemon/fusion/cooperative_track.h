// CooperativeTrack: one object that names itself, from its first report to its last.
//
// It is confirmed by the second consistent report. A report that jumps is set aside until a
// second one agrees with it and none has agreed with the track in between: then the track has
// jumped. So one wild report moves nothing, and two craft under one name do not drag one track
// to and fro.
//
// Determinism   a function of the reports in their order.
#pragma once

#include <cstdint>
#include <optional>

#include "daemon/fusion/history.h"
#include "daemon/fusion/motion.h"
#include "daemon/fusion/rhythm.h"
#include "daemon/model/mission.h"
#include "daemon/model/track.h"

namespace watchpost {

enum class PlotOutcome : std::uint8_t {
  agreed,     // folded in
  set_aside,  // a jump that nothing has confirmed yet
  jumped,     // the second report at another place: the track has begun anew there
  too_late,   // older than the history reaches
};

class CooperativeTrack {
 public:
  CooperativeTrack(TrackId id, const Report& report);

  // REQUIRES: a report of this track's identity with a position
  PlotOutcome take_position(const Report& report, Duration lag);
  // What a report says beside its position. Whether anything changed that people see.
  bool take_description(const Report& report);
  // Whether the identity now is one of the mission's units; sets unit and affiliation.
  void match_units(const std::vector<Unit>& units);

  // What is shown, predicted to `time` where that is later.
  Track shown_at(EventTime time) const;
  void set_status(TrackStatus status);

  const Track& shown() const { return shown_; }
  Track& shown() { return shown_; }
  const Estimate& estimate() const { return history_.newest(); }
  const Motion& motion() const;
  ReceiveTime last_received() const { return last_received_; }
  const Rhythm& rhythm() const { return rhythm_; }

 private:
  void begin_anew(const Plot& first, const Plot& second);
  void accept(const Report& report);
  void note_sensor(const Report& report);

  Track shown_;
  History history_;
  Rhythm rhythm_;
  ReceiveTime last_received_;
  int agreeing_plots_ = 1;
  std::optional<Plot> set_aside_;  // the jump that waits for a second report
};

}  // namespace watchpost
