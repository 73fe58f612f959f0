// AlertBook: what rules find becomes alerts, each told once and to its end.
//
//                      holds, hold_s over                    fails, clear_s over
//    (nothing) ──► holding ─────────────► raised ──► clearing ──────────────► cooling ──► (nothing)
//        ▲    holds    │ fails, coasts      ▲ ▲ holds │                          │ cooldown_s over,
//        └─────────────┘                    │ └───────┘                          │ holds
//                                           └────────────────────────────────────┘
//
// One alert for one (rule, subject, place): a condition that persists updates its alert. A hold
// or a clear that ends between two reports takes effect at the first tick not before its end.
//
// Determinism   a function of the calls in their order; conditions are kept in order of (rule, track).
// Source        docs/rules.md, "The alert catalogue" and "Kind by kind".
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/base/deadlines.h"
#include "daemon/base/ids.h"
#include "daemon/model/alert.h"
#include "daemon/model/mission.h"
#include "daemon/model/track.h"
#include "daemon/rules/rule.h"

namespace watchpost {

// A rule's judgement of one subject at one moment.
struct Judgement {
  RuleId rule{};
  const Track* track = nullptr;
  EventTime time;         // of the report, or the tick
  std::string report_id;  // the report behind it; empty at a tick
};

class AlertBook {
 public:
  explicit AlertBook(std::shared_ptr<const Mission> mission) : mission_(std::move(mission)) {}

  void holds(const Judgement& judgement, const Finding& finding, std::vector<Alert>& alerts);
  void fails(const Judgement& judgement, std::string_view why, std::vector<Alert>& alerts);

  // What waits for a time and has come to it.
  void tick(EventTime now, std::vector<Alert>& alerts);

  // The track coasts: its holds are forgotten, what was raised stays.
  void track_coasts(TrackId track);
  // The track is no more: what was raised clears, with the reason.
  void track_ended(const Track& track, EventTime now, std::string_view why, std::vector<Alert>& alerts);

  // Alerts that are raised and not cleared, in order of (rule, track).
  std::vector<const Alert*> open_alerts() const;

 private:
  enum class Phase : std::uint8_t { holding, raised, clearing, cooling };
  using Key = std::pair<RuleId, TrackId>;

  struct Condition {
    Phase phase = Phase::holding;
    EventTime hold_complete;  // when the hold that raised it was over
    EventTime due;            // when the phase ends, but for `raised`
    bool is_true = true;      // what the rule said last
    Track track;              // as it was at the last judgement
    Finding finding;
    std::string report_id;
    std::string told;  // the headline but for the place
    Alert alert;
  };

  const RuleSpec& spec(const Key& key) const { return mission_->rules[index(key.first)]; }
  void wait(const Key& key, Condition& condition, Phase phase, EventTime due);
  void raise(const Key& key, Condition& condition, EventTime time, std::vector<Alert>& alerts);
  void update_alert(const Key& key, Condition& condition, EventTime time, std::vector<Alert>& alerts);
  void end_alert(const Key& key, Condition& condition, AlertState state, EventTime time, std::string_view why,
                 std::vector<Alert>& alerts);
  void clear(const Key& key, Condition& condition, EventTime time, std::string_view why,
             std::vector<Alert>& alerts);
  void fill(const Key& key, Condition& condition) const;
  void fill_severity(const Key& key, Condition& condition) const;

  std::shared_ptr<const Mission> mission_;
  std::map<Key, Condition> conditions_;
  Deadlines<EventTime, Key> deadlines_;
};

}  // namespace watchpost
