// contact-lost: an own unit's reports have stopped.
#pragma once

#include <array>

#include "daemon/rules/rules.h"

namespace watchpost {

RulePtr make_contact_lost(const RuleSpec& spec, const Mission& mission);

inline constexpr std::array contact_lost_parameters = {
    Parameter{.name = "silent_s",
              .type = ParameterType::number,
              .unit = "s",
              .sentence = "how long without a report (three times the unit's report_interval_s, else 300)",
              .minimum = 1,
              .maximum = 604800},
};
inline constexpr double contact_lost_silent_s = 300;

inline constexpr RuleKind contact_lost_kind = {
    .name = "contact-lost",
    .sentence = "an own unit's reports have stopped",
    .protects = "patrols",
    .place = PlaceKind::none,
    .parameters = contact_lost_parameters,
    .create = make_contact_lost,
};

}  // namespace watchpost
