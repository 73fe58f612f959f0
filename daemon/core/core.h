// Core: one ordered sequence of inputs yields tracks and alerts.
//
// Tracker, rules, alert book, in that order; admission stands before it, so that an input is
// final. The core has no clock, socket, file or thread: the same inputs give the same outputs.
//
// Threads   one owner; the daemon's core thread, or whoever replays.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "daemon/fusion/tracker.h"
#include "daemon/model/alert.h"
#include "daemon/model/input.h"
#include "daemon/model/mission.h"
#include "daemon/rules/judge.h"

namespace watchpost {

// What one input brought about, in the core's order.
struct Outputs {
  std::vector<TrackId> changed_tracks;  // each once; read them before the next step
  std::vector<Alert> alerts;            // transitions

  void clear() {
    changed_tracks.clear();
    alerts.clear();
  }
};

class Core {
 public:
  explicit Core(std::shared_ptr<const Mission> mission);

  // Adds what the input brings about to `outputs`.
  void step(const Input& input, Outputs& outputs);

  const Track* find_track(TrackId id) const { return tracker_.find(id); }
  const Tracker& tracker() const { return tracker_; }
  std::vector<const Alert*> open_alerts() const { return judge_.open_alerts(); }

 private:
  void take(const Report& report, Outputs& outputs);
  void tick(const Tick& tick, Outputs& outputs);

  std::shared_ptr<const Mission> mission_;
  Tracker tracker_;
  Judge judge_;
  std::vector<TrackChange> changes_;  // reused
};

}  // namespace watchpost
