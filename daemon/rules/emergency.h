// emergency: a distress code or beacon, or a duress button.
#pragma once

#include "daemon/rules/rules.h"

namespace watchpost {

RulePtr make_emergency(const RuleSpec& spec, const Mission& mission);

inline constexpr RuleKind emergency_kind = {
    .name = "emergency",
    .sentence = "a distress code or beacon, or a duress button",
    .protects = "our own and others' lives",
    .place = PlaceKind::none,
    .parameters = {},
    .create = make_emergency,
};

}  // namespace watchpost
