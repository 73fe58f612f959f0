// line-crossing: a subject crosses the line, in the direction.
#pragma once

#include <array>
#include <string_view>

#include "daemon/rules/rules.h"

namespace watchpost {

RulePtr make_line_crossing(const RuleSpec& spec, const Mission& mission);

inline constexpr std::array<std::string_view, 3> crossing_directions = {"any", "left", "right"};

inline constexpr std::array line_crossing_parameters = {
    Parameter{.name = "direction",
              .type = ParameterType::text,
              .default_value = "\"any\"",
              .sentence = "the side on which it arrives, seen from the line's first vertex to its last",
              .choices = crossing_directions},
};

inline constexpr RuleKind line_crossing_kind = {
    .name = "line-crossing",
    .sentence = "a subject crosses the line, in the direction",
    .protects = "ceasefire lines and borders",
    .place = PlaceKind::line,
    .parameters = line_crossing_parameters,
    .create = make_line_crossing,
};

}  // namespace watchpost
