// Conditions: what rules have found of tracks and what has become of it, one for each (rule, track).
//
// Determinism   looked up by key; gone through only in order of (rule, track).
// Cost          a look-up is one place in a hash index, however many conditions there are.
// State         in order of key; the slots they lie in are nobody's business.
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "daemon/base/flat_index.h"
#include "daemon/base/ids.h"
#include "daemon/base/time.h"
#include "daemon/model/alert.h"
#include "daemon/model/mission.h"
#include "daemon/model/report_id.h"
#include "daemon/rules/alert_text.h"
#include "daemon/rules/rule.h"
#include "daemon/rules/subject.h"

namespace watchpost {

class SaveArchive;
class LoadArchive;

enum class Phase : std::uint8_t { holding, raised, clearing, cooling };
using ConditionKey = std::pair<RuleId, TrackId>;

struct Condition {
  ConditionKey key;
  Phase phase = Phase::holding;
  EventTime hold_complete;  // when the hold that raised it was over
  EventTime due;            // when the phase ends, but for `raised`
  bool is_true = true;      // what the rule said last; no longer known of a track that coasts or is gone
  bool has_news = false;    // what people would read may have changed since it was told
  TrackFacts track;         // as it was at the last judgement
  LatLon position;
  Finding finding;
  ReportId report;  // the last one behind it
  Wording wording;  // as it was told
  Alert alert;      // as it was told

  bool is_open() const { return phase == Phase::raised || phase == Phase::clearing; }
};

class Conditions {
 public:
  // nullptr where there is none. Good until it is erased.
  Condition* find(ConditionKey key);
  // REQUIRES: find(key) == nullptr
  Condition& add(ConditionKey key);
  // REQUIRES: find(key) != nullptr
  void erase(ConditionKey key);

  std::size_t size() const { return slots_by_key_.size(); }
  std::vector<const Condition*> in_order() const;

  void save(SaveArchive& archive) const;
  // What names a rule, unit or feed that the mission does not have is refused.
  void load(LoadArchive& archive, const Mission& mission);

 private:
  struct Slot {
    Condition condition;
    bool is_taken = false;
  };

  std::deque<Slot> slots_;  // does not move what it holds
  std::vector<std::uint32_t> free_;
  FlatIndex slots_by_key_;
};

}  // namespace watchpost
