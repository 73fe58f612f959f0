// Judge: calls each rule for what changed, and only where the rule asks for it.
//
// It knows subjects and schedules, so that no rule must. A schedule that opens with a subject
// in the condition raises; one that closes ends it.
//
// Determinism   rules in order of the configuration, tracks in order of id.
// State         that of each rule, of what is heard and of the alert book. The mission is not part of it: a
//               state is loaded into a judge made with the same one, and refused by one with other rules.
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
#include "daemon/rules/hearing.h"
#include "daemon/rules/rule.h"
#include "daemon/rules/rule_context.h"

namespace watchpost {

class Judge {
 public:
  using ForEachTrack = std::function<void(const std::function<void(const Track&)>&)>;

  explicit Judge(const std::shared_ptr<const Mission>& mission);
  // With rules made elsewhere, one for each that the mission specifies.
  Judge(std::shared_ptr<const Mission> mission, std::vector<RulePtr> rules);

  // An admitted report, before what it changes is judged; `sender` finds the track that it has changed.
  void report(const Report& report, const std::function<const Track*()>& sender, std::vector<Alert>& alerts);
  // The track has changed by this report, at this time. It is read during the call only, here and below.
  void track_updated(const Track& track, EventTime time, ReportId report, std::vector<Alert>& alerts);
  // Nothing is heard of the track from this time on.
  void track_coasts(const Track& track, EventTime time, std::vector<Alert>& alerts);
  // So it was until its next report, though it has come in time to go unnoticed. Before that report is
  // judged.
  void track_coasted(TrackId track, EventTime time, std::vector<Alert>& alerts);
  void track_ended(const Track& track, EventTime now, TrackEnd end, std::vector<Alert>& alerts);
  void event(const SystemEvent& event, EventTime now, std::vector<Alert>& alerts);
  void tick(EventTime now, EventTime watermark, const ForEachTrack& for_each_track,
            std::vector<Alert>& alerts);

  // Late reports: what the track was at this time or later holds no more, and track_updated() is called for
  // what it was instead, in order of time. Nothing is told before settle().
  void take_back(TrackId track, EventTime since);
  void settle(std::vector<Alert>& alerts) {
    is_revising_ = false;
    book_.settle(alerts);
  }

  // A changed configuration: goes on where a judge of the one before was, for the rules that are the same by
  // name, kind and place, and judges every track anew. Alerts of rules that are no more are cleared.
  // REQUIRES: feeds and units of the same numbers; more of both may have been added
  void take_over(Judge& before, EventTime now, const ForEachTrack& for_each_track,
                 std::vector<Alert>& alerts);

  // A person acknowledges, clears or notes. Why not, where it cannot be done: then nothing has changed.
  Status act(const Command& command, EventTime now, std::vector<Alert>& alerts) {
    return book_.act(command, now, alerts);
  }

  std::vector<const Alert*> open_alerts() const { return book_.open_alerts(); }
  // Whether any rule asks for them.
  bool wants_tracks() const { return !tracked_.empty(); }

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
    unsigned calls = 0;
    bool is_active = true;  // at the last tick
  };

  RuleWorld world() { return {*mission_, book_, hearing_, silence_rules_, nullptr}; }
  bool wants(std::size_t rule, Rule::Call call) const { return (rules_[rule].calls & call) != 0; }
  void judge(std::size_t rule, const Track& track, EventTime time, ReportId report,
             std::vector<Alert>& alerts);
  void judge_at(std::size_t rule, const Track& track, EventTime time, ReportId report,
                std::vector<Alert>& alerts);
  void open_and_close(EventTime now, const ForEachTrack& for_each_track, std::vector<Alert>& alerts);
  template <class Visit>
  void call(RuleWorld world, Rule::Call call, EventTime time, ReportId report, std::vector<Alert>& alerts,
            Visit visit);

  std::shared_ptr<const Mission> mission_;
  std::vector<RunningRule> rules_;    // by RuleId
  std::vector<std::size_t> tracked_;  // those that ask for tracks
  std::vector<RuleId> silence_rules_;
  bool hears_ = false;        // some rule asks for reports or ticks
  bool is_revising_ = false;  // between take_back() and settle()
  EventTime now_ = long_ago;  // of the last tick
  EventTime watermark_ = long_ago;
  Hearing hearing_;
  AlertBook book_;
};

}  // namespace watchpost
