// sensor-silent: a feed or sensor sends nothing, not even its status.
#pragma once

#include <array>
#include <string_view>

#include "daemon/rules/rules.h"

namespace watchpost {

RulePtr make_sensor_silent(const RuleSpec& spec, const Mission& mission);

inline constexpr std::array<std::string_view, 1> silence_words = {"auto"};

inline constexpr std::array sensor_silent_parameters = {
    Parameter{.name = "silent_s",
              .type = ParameterType::text,
              .unit = "s",
              .default_value = "\"auto\"",
              .sentence = "a number, or auto: five times its own usual interval, at least 5 s",
              .minimum = 1,
              .maximum = 604800,
              .choices = silence_words},
    Parameter{
        .name = "feeds", .type = ParameterType::texts, .sentence = "names of the feeds it is about (all)"},
};

inline constexpr RuleKind sensor_silent_kind = {
    .name = "sensor-silent",
    .sentence = "a feed or sensor sends nothing, not even its status",
    .protects = "the picture itself",
    .place = PlaceKind::none,
    .parameters = sensor_silent_parameters,
    .create = make_sensor_silent,
};

}  // namespace watchpost
