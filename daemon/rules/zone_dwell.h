// zone-dwell: a subject has been inside the zone for as long as dwell_s.
#pragma once

#include <array>

#include "daemon/rules/rules.h"

namespace watchpost {

RulePtr make_zone_dwell(const RuleSpec& spec, const Mission& mission);

inline constexpr std::array zone_dwell_parameters = {
    Parameter{.name = "dwell_s",
              .type = ParameterType::number,
              .unit = "s",
              .default_value = "600",
              .sentence = "how long inside; any exit begins it anew",
              .minimum = 0,
              .maximum = 604800},
};

inline constexpr RuleKind zone_dwell_kind = {
    .name = "zone-dwell",
    .sentence = "a subject has been inside the zone for as long as dwell_s",
    .protects = "camps, wells and crossings from loitering",
    .place = PlaceKind::zone,
    .parameters = zone_dwell_parameters,
    .create = make_zone_dwell,
};

}  // namespace watchpost
