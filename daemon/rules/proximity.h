// proximity: two subjects of the given kinds are near each other.
#pragma once

#include <array>

#include "daemon/rules/rules.h"

namespace watchpost {

RulePtr make_proximity(const RuleSpec& spec, const Mission& mission);

inline constexpr std::array proximity_parameters = {
    Parameter{.name = "other",
              .type = ParameterType::texts,
              .sentence = "the second of the two, written like subjects (all)"},
    Parameter{.name = "distance_m",
              .type = ParameterType::number,
              .unit = "m",
              .default_value = "500",
              .sentence = "how near",
              .minimum = 0,
              .maximum = 100000},
};

inline constexpr RuleKind proximity_kind = {
    .name = "proximity",
    .sentence = "two subjects of the given kinds are near each other",
    .protects = "patrols and convoys",
    .place = PlaceKind::none,
    .parameters = proximity_parameters,
    .create = make_proximity,
};

}  // namespace watchpost
