// AlertBook: what rules find becomes alerts, each told once and to its end.
//
// Each condition has its story (story.h); what has been told of it is compared with the story and brought to
// it: raised, updated, cleared, and, where a late report has shown something else, cancelled or told again.
//
// Determinism   a function of the calls in their order; conditions are kept in order of their keys.
// Cost          a judgement costs the same however many conditions there are, and allocates nothing
//               where nothing holds and nothing held, or where what is held has no news.
// State         conditions and deadlines, of a mission that is not part of it.
// Source        docs/rules.md.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/deadlines.h"
#include "daemon/base/ids.h"
#include "daemon/base/result.h"
#include "daemon/model/alert.h"
#include "daemon/model/input.h"
#include "daemon/model/mission.h"
#include "daemon/model/report_id.h"
#include "daemon/model/track.h"
#include "daemon/rules/conditions.h"
#include "daemon/rules/rule.h"

namespace watchpost {

// Whom a judgement is about: a track, or what the rule knows of somebody. Good during the call only.
struct Whom {
  Party party;
  const Track* track = nullptr;
  const SubjectFacts* facts = nullptr;

  Whom() = default;
  Whom(const Track& it) : party(party_of(it.id)), track(&it) {}  // NOLINT(google-explicit-constructor)
  Whom(const SubjectFacts& it) : party(it.party), facts(&it) {}  // NOLINT(google-explicit-constructor)
};

// A rule's judgement of one subject, or of a pair, at one moment.
struct Judgement {
  RuleId rule{};
  Whom subject;
  Whom other;
  EventTime time;                  // of the report, or the tick
  ReportId report;                 // the report behind it; none at a tick
  ReportId other_report;           // of a pair
  std::optional<LatLon> position;  // nothing: the subject's, where it is a track

  // A pair is one, whichever is the subject.
  ConditionKey key() const {
    const bool is_turned = other.party.kind != PartyKind::none && other.party < subject.party;
    return is_turned ? ConditionKey{rule, other.party, subject.party}
                     : ConditionKey{rule, subject.party, other.party};
  }
};

class AlertBook {
 public:
  static constexpr std::size_t notes_max = 64;  // of one alert
  static constexpr std::size_t note_bytes_max = 1000;

  explicit AlertBook(std::shared_ptr<const Mission> mission);

  // What the rule itself asks for beside its specification.
  void set_rule(RuleId rule, const Rule& made);

  void holds(const Judgement& judgement, const Finding& finding, std::vector<Alert>& alerts) {
    judge(judgement, Verdict::holds, &finding, {}, alerts);
  }
  // It happens at this moment, and is over.
  void happens(const Judgement& judgement, const Finding& finding, std::vector<Alert>& alerts) {
    judge(judgement, Verdict::happens, &finding, {}, alerts);
  }
  void fails(const Judgement& judgement, std::string_view why, std::vector<Alert>& alerts) {
    judge(judgement, Verdict::fails, nullptr, why, alerts);
  }
  // It happened, and has been undone before its hold was over.
  void undone(const Judgement& judgement, std::vector<Alert>& alerts) {
    judge(judgement, Verdict::coasts, nullptr, {}, alerts);
  }
  // The subject is no more.
  void ends(const Judgement& judgement, std::string_view why, std::vector<Alert>& alerts) {
    judge(judgement, Verdict::ends, nullptr, why, alerts);
  }

  // From here until settle() nothing is told: what was taken back is judged anew first.
  void begin_revision() { is_revising_ = true; }
  // As if nothing had been judged of it at this time or later. REQUIRES: begin_revision()
  void take_back(const ConditionKey& key, EventTime since);
  void take_back(TrackId track, EventTime since);
  void settle(std::vector<Alert>& alerts);

  // What waits for a time and has come to it.
  void tick(EventTime now, EventTime watermark, std::vector<Alert>& alerts);

  // The track coasts from this time on: holds that are complete at it are, others are forgotten, what was
  // raised stays.
  void track_coasts(TrackId track, EventTime time, std::vector<Alert>& alerts);
  // The track is no more: what was raised clears, with the reason.
  void track_ended(const Track& track, EventTime now, std::string_view why, std::vector<Alert>& alerts);

  // A person acknowledges, clears or notes. Why not, where it cannot be done: then nothing has changed.
  Status act(const Command& command, EventTime now, std::vector<Alert>& alerts);

  // Alerts that are raised and not cleared, as they were told, in order of (rule, subject, other).
  std::vector<const Alert*> open_alerts() const;
  bool is_known(const ConditionKey& key) const { return conditions_.find(key) != nullptr; }
  bool is_open(const ConditionKey& key) const {
    const Condition* condition = conditions_.find(key);
    return condition != nullptr && condition->is_open();
  }
  // What has become of it; nullptr where nothing has.
  const Story* story(const ConditionKey& key) const {
    const Condition* condition = conditions_.find(key);
    return condition == nullptr ? nullptr : &condition->story;
  }
  bool is_empty() const { return conditions_.size() == 0; }
  Duration memory() const { return memory_; }

  // Takes over what another book holds about rules that this one has too, under their new numbers; alerts of
  // rules and about parties that are no more are cleared. REQUIRES: feeds and units of the same numbers
  void take_over(AlertBook& before, const std::vector<std::optional<RuleId>>& new_numbers,
                 const std::function<bool(const Party&)>& is_gone, EventTime now, std::vector<Alert>& alerts);

  void save(SaveArchive& archive) const;
  void load(LoadArchive& archive);

 private:
  using Key = ConditionKey;
  enum Clock : std::size_t { ticks, watermarks };

  struct RuleWays {
    Timing timing;
    Duration own_hold{};
    Clock clock = ticks;
  };

  const RuleSpec& spec(const Condition& condition) const {
    return mission_->rules[index(condition.key.rule)];
  }
  const RuleWays& ways(const Key& key) const { return ways_[index(key.rule)]; }
  void judge(const Judgement& judgement, Verdict verdict, const Finding* finding, std::string_view why,
             std::vector<Alert>& alerts);
  void remember(const Judgement& judgement, const Finding* finding, Condition& condition) const;
  void proceed(Condition& condition, Verdict verdict, EventTime time, std::string_view why,
               std::vector<Alert>& alerts);
  void keep_resting(const Condition& condition);
  void go_on_resting(Condition& condition);
  void set_aside(Condition& condition);
  // The condition may be gone afterwards.
  void bring_to_story(Condition& condition, std::vector<Alert>& alerts);
  void compare(Condition& condition, std::vector<Alert>& alerts);
  bool is_told(const Condition& condition) const;
  void wait(Condition& condition);

  void raise(Condition& condition, const Story::Episode& episode, const Alert* instead_of,
             std::vector<Alert>& alerts);
  void end(Condition& condition, Alert& alert, AlertState state, EventTime time, std::string_view why,
           std::vector<Alert>& alerts);
  void reopen(Condition& condition, Alert& alert, std::vector<Alert>& alerts);
  void update_alert(Condition& condition, std::vector<Alert>& alerts);
  void fill(Condition& condition, Alert& alert, const Basis& basis, EventTime time) const;
  static void tell(Alert& alert, AlertState state, EventTime time, std::vector<Alert>& alerts);

  Status act_on(Condition& condition, const Command& command, EventTime time, std::vector<Alert>& alerts);
  Status acknowledge(Condition& condition, const std::string& by, EventTime time, std::vector<Alert>& alerts);
  Status note(Condition& condition, const std::string& text, EventTime time, std::vector<Alert>& alerts);

  std::shared_ptr<const Mission> mission_;
  std::vector<RuleWays> ways_;  // by RuleId
  Duration memory_{};
  std::array<EventTime, 2> now_{long_ago, long_ago};  // by Clock
  Conditions conditions_;
  std::array<Deadlines<EventTime, Key>, 2> deadlines_;
  // Cooldowns of those who are lost, by rule and lasting name: they return under another track's number.
  std::map<std::pair<RuleId, std::string>, EventTime> resting_;
  bool is_revising_ = false;
  std::vector<Key> revised_;  // of a revision, each once
  // Of open alerts. Two tracks of one unit that raise at one moment share an id, as they share all it is made
  // of.
  std::set<std::pair<std::string, Key>> open_by_id_;
  std::vector<Key> keys_;  // reused
};

}  // namespace watchpost
