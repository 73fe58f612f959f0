// AlertBook: what rules find becomes alerts, each told once and to its end.
//
//                      holds, hold_s over                    fails, clear_s over; a person clears
//    (nothing) ──► holding ─────────────► raised ──► clearing ──────────────► cooling ──► (nothing)
//        ▲    holds    │ fails, coasts      ▲ ▲ holds │                          │ cooldown_s over,
//        └─────────────┘                    │ └───────┘                          │ holds
//                                           └────────────────────────────────────┘
//
// One alert for one (rule, subject, place): a condition that persists updates its alert. A hold
// or a clear that ends between two reports takes effect at the first tick not before its end.
//
// Determinism   a function of the calls in their order; conditions are kept in order of (rule, track).
// Cost          a judgement costs the same however many conditions there are, and allocates nothing
//               where nothing holds and nothing held, or where what is held has no news.
// State         conditions and deadlines, of a mission that is not part of it.
// Source        docs/rules.md.
#pragma once

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

// A rule's judgement of one subject at one moment.
struct Judgement {
  RuleId rule{};
  const Track* track = nullptr;  // good during the call
  EventTime time;                // of the report, or the tick
  ReportId report;               // the report behind it; none at a tick
};

class AlertBook {
 public:
  static constexpr std::size_t notes_max = 64;  // of one alert
  static constexpr std::size_t note_bytes_max = 1000;

  explicit AlertBook(std::shared_ptr<const Mission> mission) : mission_(std::move(mission)) {}

  void holds(const Judgement& judgement, const Finding& finding, std::vector<Alert>& alerts);
  void fails(const Judgement& judgement, std::string_view why, std::vector<Alert>& alerts);

  // What waits for a time and has come to it.
  void tick(EventTime now, std::vector<Alert>& alerts);

  // The track coasts: its holds are forgotten, what was raised stays.
  void track_coasts(TrackId track);
  // The track is no more: what was raised clears, with the reason.
  void track_ended(const Track& track, EventTime now, std::string_view why, std::vector<Alert>& alerts);

  // A person acknowledges, clears or notes. Why not, where it cannot be done: then nothing has changed.
  Status act(const Command& command, EventTime now, std::vector<Alert>& alerts);

  // Alerts that are raised and not cleared, as they were told, in order of (rule, track).
  std::vector<const Alert*> open_alerts() const;

  void save(SaveArchive& archive) const;
  void load(LoadArchive& archive);

 private:
  using Key = ConditionKey;

  const RuleSpec& spec(const Condition& condition) const {
    return mission_->rules[index(condition.key.first)];
  }
  void remember(const Judgement& judgement, Condition& condition) const;
  void wait(Condition& condition, Phase phase, EventTime due);
  void raise(Condition& condition, EventTime time, std::vector<Alert>& alerts);
  void update_alert(Condition& condition, EventTime time, std::vector<Alert>& alerts);
  void tell(Condition& condition, AlertState state, EventTime time, std::vector<Alert>& alerts);
  void end_alert(Condition& condition, AlertState state, EventTime time, std::string_view why,
                 std::vector<Alert>& alerts);
  // The condition may be gone afterwards.
  void clear(Condition& condition, EventTime time, std::string_view why, std::vector<Alert>& alerts);

  Status act_on(Condition& condition, const Command& command, EventTime time, std::vector<Alert>& alerts);
  Status acknowledge(Condition& condition, const std::string& by, EventTime time, std::vector<Alert>& alerts);
  Status note(Condition& condition, const std::string& text, EventTime time, std::vector<Alert>& alerts);

  std::shared_ptr<const Mission> mission_;
  Conditions conditions_;
  Deadlines<EventTime, Key> deadlines_;
  // Of open alerts. Two tracks of one unit that raise at one moment share an id, as they share all it is made
  // of.
  std::set<std::pair<std::string, Key>> open_by_id_;
};

}  // namespace watchpost
