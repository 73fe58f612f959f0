// zone-exit: a subject that was inside the zone is outside.
#pragma once

#include "daemon/rules/rules.h"

namespace watchpost {

RulePtr make_zone_exit(const RuleSpec& spec, const Mission& mission);

inline constexpr RuleKind zone_exit_kind = {
    .name = "zone-exit",
    .sentence = "a subject that was inside the zone is outside",
    .protects = "own patrols and escorted parties that leave their area",
    .place = PlaceKind::zone,
    .parameters = {},
    .create = make_zone_exit,
};

}  // namespace watchpost
