// Rule: one kind of condition that people want to be told of.
//
// A rule only judges; the alert book does the rest for all of them: hold, clear, cooldown, one
// alert for one (rule, subject, place), latches, headlines, identities.
//
// Determinism   no clock but context.now(), no state but its own members.
// Threads       the core's.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/base/time.h"
#include "daemon/model/alert.h"
#include "daemon/model/mission.h"
#include "daemon/model/track.h"

namespace watchpost {

class RuleContext;

class Rule {
 public:
  virtual ~Rule() = default;

  // A confirmed track has changed by a report, or the rule has become active with the track there.
  // Judge it with context.holds(), fails(), or neither where it is not sure: then nothing changes.
  virtual void on_track(const Track& track, RuleContext& context) = 0;
};

using RulePtr = std::unique_ptr<Rule>;

// What a judgement rests on, for the alert's evidence and its headline.
struct Finding {
  std::string phrase;  // what the subject does, for the headline: `entered zone camp-alpha`
  Urgency urgency = Urgency::immediate;
  Certainty certainty = Certainty::observed;
  std::vector<EvidenceValue> values;
};

}  // namespace watchpost
