// A changed configuration, as one input: tracks, rules and alerts go on under it.

#include <utility>

#include "daemon/core/core.h"
#include "daemon/model/mission_change.h"

namespace watchpost {

// Alerts of what is outside its area now are ended by the new rules: these know all there is.
void Core::reconfigure(const Reconfiguration& change, Outputs& outputs) {
  const auto next = std::make_shared<const Mission>(with_numbers_of(*mission_, *change.mission));
  tracker_.reconfigure(next, receive_time_from_ns(unix_ns(now_)), outputs.changed_tracks, changes_);
  mission_ = next;
  surroundings_.reconfigure(*mission_, now_);

  Judge judge(mission_);
  judge.take_over(
      judge_, now_, [this](const std::function<void(const Track&)>& visit) { tracker_.for_each({}, visit); },
      outputs.alerts);
  judge_ = std::move(judge);
  judge_changes(now_, outputs);
}

}  // namespace watchpost
