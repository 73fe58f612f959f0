// Judge: calls each rule for what changed, and only where the rule is for it.
//
// It knows subjects and schedules, so that no rule must. A schedule that opens with a subject
// in the condition raises; one that closes ends it.
//
// Determinism   rules in order of the configuration, tracks in order of id.
// State         that of each rule and of the alert book. The mission is not part of it: a state is
//               loaded into a judge made with the same one, and refused by one with other rules.
// Threads       the core's.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "daemon/base/result.h"
#include "daemon/model/alert.h"
#include "daemon/model/input.h"
#include "daemon/model/mission.h"
#include "daemon/model/report_id.h"
#include "daemon/model/track.h"
#include "daemon/rules/alert_book.h"
#include "daemon/rules/rule.h"

namespace watchpost {

class Judge {
 public:
  using ForEachTrack = std::function<void(const std::function<void(const Track&)>&)>;

  explicit Judge(const std::shared_ptr<const Mission>& mission);
  // With rules made elsewhere, one for each that the mission specifies.
  Judge(std::shared_ptr<const Mission> mission, std::vector<RulePtr> rules);

  // The track has changed by this report, at this time. It is read during the call only, here and below.
  void track_updated(const Track& track, EventTime time, ReportId report, std::vector<Alert>& alerts);
  void track_coasts(const Track& track) { book_.track_coasts(track.id); }
  void track_ended(const Track& track, EventTime now, std::string_view why, std::vector<Alert>& alerts) {
    book_.track_ended(track, now, why, alerts);
  }
  void tick(EventTime now, const ForEachTrack& for_each_track, std::vector<Alert>& alerts);

  // A person acknowledges, clears or notes. Why not, where it cannot be done: then nothing has changed.
  Status act(const Command& command, EventTime now, std::vector<Alert>& alerts) {
    return book_.act(command, now, alerts);
  }

  std::vector<const Alert*> open_alerts() const { return book_.open_alerts(); }

  void save(SaveArchive& archive) const;
  void load(LoadArchive& archive);

  template <class Archive>
  friend void transfer(Archive& archive, Judge& judge) {
    if constexpr (Archive::is_loading)
      judge.load(archive);
    else
      judge.save(archive);
  }

 private:
  struct RunningRule {
    RulePtr rule;
    bool is_active = true;  // at the last tick
  };

  void judge(std::size_t rule, const Track& track, EventTime time, ReportId report,
             std::vector<Alert>& alerts);

  std::shared_ptr<const Mission> mission_;
  std::vector<RunningRule> rules_;  // by RuleId
  AlertBook book_;
};

}  // namespace watchpost
