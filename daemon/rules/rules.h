// The table of rule kinds: one line for each, in order. Nothing registers itself.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "daemon/model/mission.h"
#include "daemon/model/parameter.h"
#include "daemon/rules/rule.h"

namespace watchpost {

// Which key of `[[rule]]` names its place.
enum class PlaceKind : std::uint8_t { none, zone, line, route, asset };

struct RuleKind {
  std::string_view name;      // what `kind = "…"` says
  std::string_view sentence;  // raises when …
  std::string_view protects;
  PlaceKind place = PlaceKind::none;      // required where it is not none
  std::span<const Parameter> parameters;  // the kind's own keys
  // Every place that the specification names is there in the mission: the configuration saw to it.
  RulePtr (*create)(const RuleSpec& spec, const Mission& mission);
};

std::span<const RuleKind> rule_kinds();
const RuleKind* find_rule_kind(std::string_view name);  // nullptr where there is none

}  // namespace watchpost
