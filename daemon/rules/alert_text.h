// What an alert says: its words, its severity, who may see it.
//
// Determinism   functions of their arguments.
// Source        docs/rules.md, "Forgery"; docs/interfaces.md, "Track and Alert".
#pragma once

#include <string>

#include "daemon/model/alert.h"
#include "daemon/model/mission.h"

namespace watchpost {

struct Condition;

// What people read of an alert but for places and numbers: it is told again when this changes.
struct Wording {
  std::string sentence;  // who does what
  Severity severity = Severity::warning;
  std::string release_label;
  bool is_lowered = false;  // from CRITICAL, for want of more than a transponder's word

  bool operator==(const Wording&) const = default;
};

template <class Archive>
void transfer(Archive& archive, Wording& wording) {
  auto& [sentence, severity, release_label, is_lowered] = wording;
  archive(sentence, severity, release_label, is_lowered);
}

Wording wording_of(const Condition& condition, const Mission& mission);

// Brings what the condition's alert says to its wording and to the last judgement.
void fill_alert(Condition& condition, const Mission& mission);

}  // namespace watchpost
