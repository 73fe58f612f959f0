// Judge: calls each rule for what changed, and only where the rule is for it.
//
// It knows subjects and schedules, so that no rule must. A schedule that opens with a subject
// in the condition raises; one that closes ends it.
//
// Determinism   rules in order of the configuration, tracks in order of id.
// Threads       the core's.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "daemon/model/alert.h"
#include "daemon/model/mission.h"
#include "daemon/model/track.h"
#include "daemon/rules/alert_book.h"
#include "daemon/rules/rule.h"

namespace watchpost {

class Judge {
 public:
  using ForEachTrack = std::function<void(const std::function<void(const Track&)>&)>;

  explicit Judge(std::shared_ptr<const Mission> mission);

  // The track has changed by a report of this time and id.
  void track_updated(const Track& track, EventTime time, std::string_view report_id,
                     std::vector<Alert>& alerts);
  void track_coasts(const Track& track) { book_.track_coasts(track.id); }
  void track_ended(const Track& track, EventTime now, std::string_view why, std::vector<Alert>& alerts) {
    book_.track_ended(track, now, why, alerts);
  }
  void tick(EventTime now, const ForEachTrack& for_each_track, std::vector<Alert>& alerts);

  std::vector<const Alert*> open_alerts() const { return book_.open_alerts(); }

 private:
  struct RunningRule {
    RulePtr rule;
    bool is_active = true;  // at the last tick
  };

  void judge(std::size_t rule, const Track& track, EventTime time, std::string_view report_id,
             std::vector<Alert>& alerts);

  std::shared_ptr<const Mission> mission_;
  std::vector<RunningRule> rules_;  // by RuleId
  AlertBook book_;
};

}  // namespace watchpost
