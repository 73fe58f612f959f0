// Rule: one kind of condition that people want to be told of.
//
// A rule only judges; the alert book does the rest for all of them: hold, clear, cooldown, one
// alert for one (rule, subject, place), latches, headlines, identities.
//
// Determinism   no clock but context.now(), no state but its own members.
// State         what a rule remembers from one judgement to the next goes through save() and load();
//               who changes what that is counts state_version() up.
// Threads       the core's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "daemon/base/time.h"
#include "daemon/model/alert.h"
#include "daemon/model/mission.h"
#include "daemon/model/track.h"

namespace watchpost {

class RuleContext;
class SaveArchive;  // daemon/base/archive.h
class LoadArchive;

class Rule {
 public:
  virtual ~Rule() = default;

  // A confirmed track has changed by a report, or the rule has become active with the track there.
  // Judge it with context.holds(), fails(), or neither where it is not sure: then nothing changes.
  virtual void on_track(const Track& track, RuleContext& context) = 0;

  // Most rules remember nothing: what they found is the alert book's.
  virtual std::uint16_t state_version() const { return 1; }
  virtual void save(SaveArchive& archive) const { static_cast<void>(archive); }
  virtual void load(LoadArchive& archive) { static_cast<void>(archive); }
};

using RulePtr = std::unique_ptr<Rule>;

// What a judgement rests on, for the alert's evidence and its headline.
struct Finding {
  std::string phrase;  // what the subject does, for the headline: `entered zone camp-alpha`
  Urgency urgency = Urgency::immediate;
  Certainty certainty = Certainty::observed;
  std::vector<EvidenceValue> values = {};
};

template <class Archive>
void transfer(Archive& archive, Finding& finding) {
  auto& [phrase, urgency, certainty, values] = finding;
  archive(phrase, urgency, certainty, values);
}

}  // namespace watchpost
