// Conditions: what rules have found and what has become of it, one for each (rule, subject, other).
//
// Determinism   looked up by key; gone through only in order of (rule, subject, other).
// Cost          a look-up is one place in a hash index, however many conditions there are.
// State         in order of key; the slots they lie in are nobody's business.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
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
#include "daemon/rules/party.h"
#include "daemon/rules/rule.h"
#include "daemon/rules/story.h"
#include "daemon/rules/subject.h"

namespace watchpost {

class SaveArchive;
class LoadArchive;

// The judgement that something rests on.
struct Basis {
  EventTime time;
  LatLon position;
  bool has_position = false;
  ReportId report;        // the last one behind it
  ReportId other_report;  // of the second of a pair
  Finding finding;
};

struct Condition {
  ConditionKey key;
  Story story;
  SubjectFacts subject;  // as it was at the last judgement
  SubjectFacts other;    // of a pair
  Basis basis;
  std::optional<Basis> raising;        // of an alert that is still to be told
  bool has_news = false;               // what people would read may have changed since it was told
  bool is_revised = false;             // what was told has to be compared with the whole story
  bool waits_to_settle = false;        // when all is in that was taken back
  bool has_again = false;              // what was raised has happened once more
  EventTime expires;                   // nothing of it can be revised any more, by the ticks
  std::optional<EventTime> waits_for;  // the deadline that counts
  Wording wording;                     // of what is open, as it was told
  std::vector<Alert> told;             // in order of raising; the last may be open

  bool is_open() const { return !told.empty() && !told.back().cleared_time; }
};

class Conditions {
 public:
  // nullptr where there is none. Good until it is erased.
  Condition* find(const ConditionKey& key);
  const Condition* find(const ConditionKey& key) const;
  // REQUIRES: find(key) == nullptr
  Condition& add(const ConditionKey& key);
  // REQUIRES: find(key) != nullptr
  void erase(const ConditionKey& key);

  std::size_t size() const { return size_; }
  std::vector<const Condition*> in_order() const;
  // Appends those in which it is the subject or the other, in order.
  void of(const Party& party, std::vector<ConditionKey>& keys) const;

  void save(SaveArchive& archive) const;
  // What names a rule, unit or feed that the mission does not have is refused.
  void load(LoadArchive& archive, const Mission& mission);

 private:
  static constexpr std::uint32_t no_slot = 0xFFFFFFFF;
  struct Slot {
    Condition condition;
    std::uint32_t next = no_slot;  // of the same hash
    bool is_taken = false;
  };

  std::uint32_t slot_of(const ConditionKey& key) const;

  std::deque<Slot> slots_;  // does not move what it holds
  std::vector<std::uint32_t> free_;
  FlatIndex slots_by_hash_;
  std::set<std::pair<Party, ConditionKey>> by_party_;
  std::size_t size_ = 0;
};

}  // namespace watchpost
