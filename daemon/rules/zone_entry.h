// zone-entry: a subject is inside the zone.
#pragma once

#include "daemon/rules/rules.h"

namespace watchpost {

RulePtr make_zone_entry(const RuleSpec& spec, const Mission& mission);

inline constexpr RuleKind zone_entry_kind = {
    .name = "zone-entry",
    .sentence = "a subject is inside the zone",
    .protects = "camps, no-go and demilitarised zones",
    .place = PlaceKind::zone,
    .parameters = {},
    .create = make_zone_entry,
};

}  // namespace watchpost
