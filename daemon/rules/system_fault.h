// system-fault: a store fails, the clock steps, or the daemon stood still.
#pragma once

#include "daemon/rules/rules.h"

namespace watchpost {

RulePtr make_system_fault(const RuleSpec& spec, const Mission& mission);

inline constexpr RuleKind system_fault_kind = {
    .name = "system-fault",
    .sentence = "a store fails, the clock steps, or the daemon stood still",
    .protects = "the picture itself",
    .place = PlaceKind::none,
    .parameters = {},
    .create = make_system_fault,
};

}  // namespace watchpost
