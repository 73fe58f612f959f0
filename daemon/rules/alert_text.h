// What an alert says: its words, its severity, who may see it.
//
// Determinism   functions of their arguments.
// Source        docs/rules.md, "Forgery"; docs/interfaces.md, "Track and Alert".
#pragma once

#include <string>

#include "daemon/base/time.h"
#include "daemon/model/alert.h"
#include "daemon/model/mission.h"

namespace watchpost {

struct Basis;
struct Condition;

// What people read of an alert but for places and numbers: it is told again when this changes.
struct Wording {
  std::string sentence;  // who does what
  Severity severity = Severity::warning;
  std::string release_label;
  bool is_lowered = false;  // from CRITICAL, for want of more than a transponder's word
  std::string remark;

  bool operator==(const Wording&) const = default;
};

template <class Archive>
void transfer(Archive& archive, Wording& wording) {
  auto& [sentence, severity, release_label, is_lowered, remark] = wording;
  archive(sentence, severity, release_label, is_lowered, remark);
}

Wording wording_of(const Condition& condition, const Basis& basis, const Mission& mission);

// Brings what the alert says to its wording and to a judgement. `own_hold` of the rule has lasted since the
// condition began until `time`, where it has one.
void fill_alert(Alert& alert, const Condition& condition, const Basis& basis, const Wording& wording,
                const Mission& mission);
void add_dwell(Alert& alert, EventTime began, EventTime time, Duration own_hold);

}  // namespace watchpost
