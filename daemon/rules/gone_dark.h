// gone-dark: a transponder falls silent where coverage was good and others are heard.
#pragma once

#include <array>

#include "daemon/rules/rules.h"

namespace watchpost {

RulePtr make_gone_dark(const RuleSpec& spec, const Mission& mission);

inline constexpr std::array gone_dark_parameters = {
    Parameter{.name = "silent_s",
              .type = ParameterType::number,
              .unit = "s",
              .default_value = "600",
              .sentence = "how long silent, after it was heard at least every tenth of that",
              .minimum = 10,
              .maximum = 604800},
};

inline constexpr RuleKind gone_dark_kind = {
    .name = "gone-dark",
    .sentence = "a transponder falls silent where coverage was good and others are heard",
    .protects = "seafarers and aircraft: smuggling, hijack, accident",
    .place = PlaceKind::none,
    .parameters = gone_dark_parameters,
    .create = make_gone_dark,
};

}  // namespace watchpost
