// Expected: an alert that the truth demands, and when.
//
// Units     seconds since the simulation's beginning.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/simulate/actor.h"
#include "daemon/simulate/setting.h"
#include "daemon/simulate/spans.h"

namespace watchpost::simulate {

struct Expected {
  std::string rule;
  std::string kind;
  const Actor* subject = nullptr;
  const Actor* other = nullptr;  // of a pair
  std::string sensor;            // where a feed is what it is about
  std::string place;
  Span raise;                 // the window in which it must be raised
  std::optional<Span> clear;  // and cleared; nothing: it stays open to the end
  std::string why;            // one sentence
};

// One JSON object, without a line end (docs/exercise.md, "expected.jsonl").
std::string json_of(const Expected& expected, const Setting& setting);

}  // namespace watchpost::simulate
