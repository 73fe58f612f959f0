// Core: one ordered sequence of inputs yields tracks and alerts.
//
// Tracker, rules, alert book, in that order; admission stands before it, so that an input is
// final. The core has no clock, socket, file or thread: the same inputs give the same outputs.
//
// Threads   one owner; the daemon's core thread, or whoever replays.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/base/result.h"
#include "daemon/core/surroundings.h"
#include "daemon/fusion/tracker.h"
#include "daemon/model/alert.h"
#include "daemon/model/input.h"
#include "daemon/model/mission.h"
#include "daemon/rules/judge.h"

namespace watchpost {

// What one input brought about, in the core's order.
struct Outputs {
  std::vector<TrackId> changed_tracks;            // each once; read them before the next step
  std::vector<Alert> alerts;                      // transitions
  std::optional<Error> refusal;                   // why a Command could not be done: it has changed nothing
  CommandProblem problem = CommandProblem::none;  // the same for programs

  void clear() {
    changed_tracks.clear();
    alerts.clear();
    refusal.reset();
    problem = CommandProblem::none;
  }
};

class Core {
 public:
  explicit Core(std::shared_ptr<const Mission> mission);

  // Adds what the input brings about to `outputs`.
  void step(const Input& input, Outputs& outputs);

  // A track that an output names, predicted to `time` where that is later. False: it is gone.
  bool show(TrackId id, EventTime time, Track& track) const { return tracker_.show(id, time, track); }
  bool is_dropped(TrackId id) const { return tracker_.is_dropped(id); }
  // As it stands; another after a Reconfiguration.
  const std::shared_ptr<const Mission>& mission() const { return mission_; }
  const Tracker& tracker() const { return tracker_; }
  const Surroundings& surroundings() const { return surroundings_; }
  EventTime watermark() const { return watermark_; }  // of the last tick
  std::vector<const Alert*> open_alerts() const { return judge_.open_alerts(); }

  // The whole state, between two steps. It is loaded into a core of the same mission, and refused by one
  // with other feeds, units or rules: states speak of these by number.
  template <class Archive>
  friend void transfer(Archive& archive, Core& core) {
    archive.section("core", 2);
    core.transfer_names(archive);
    archive(core.tracker_, core.judge_, core.surroundings_, core.watermark_, core.now_);
  }

 private:
  void transfer_names(SaveArchive& archive) const;
  void transfer_names(LoadArchive& archive) const;
  void take(const Report& report, Outputs& outputs);
  void take(const SystemEvent& event, Outputs& outputs);
  void tick(const Tick& tick, Outputs& outputs);
  void act(const Command& command, Outputs& outputs);
  void reconfigure(const Reconfiguration& change, Outputs& outputs);
  void judge_changes(EventTime now, Outputs& outputs);
  void judge_again(Outputs& outputs);
  void judge_change(const TrackChange& change, EventTime now, Outputs& outputs);

  std::shared_ptr<const Mission> mission_;
  Tracker tracker_;
  Judge judge_;
  Surroundings surroundings_;
  EventTime watermark_;
  EventTime now_;  // the receive time that the inputs have come to

  // Of one step; reused.
  std::vector<TrackChange> changes_;
  Track track_;
};

}  // namespace watchpost
