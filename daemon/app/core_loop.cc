#include "daemon/app/core_loop.h"

namespace watchpost {

CoreLoop::CoreLoop(const std::shared_ptr<const Mission>& mission, FeedTime time, CoreListener& listener)
    : listener_(listener), sequencer_(mission->feeds.size(), time), admission_(mission), core_(mission) {}

void CoreLoop::drain() {
  while (const auto item = sequencer_.next()) {
    outputs_.clear();
    if (Report* const* report = std::get_if<Report*>(&*item)) {
      if (admission_.admit(**report)) continue;
      core_.step(ReportInput{*report}, outputs_);
      tell(outputs_);
    } else {
      const Tick tick = std::get<Tick>(*item);
      core_.step(tick, outputs_);
      tell(outputs_);
      listener_.tick(tick.time, core_);
    }
  }
}

void CoreLoop::tell(const Outputs& outputs) {
  for (const TrackId id : outputs.changed_tracks) listener_.track_changed(*core_.find_track(id));
  for (const Alert& alert : outputs.alerts) listener_.alert(alert, core_);
}

}  // namespace watchpost
