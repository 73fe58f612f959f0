// Limits of nesting, found before the TOML library builds tables inside tables without an end.
#pragma once

#include <optional>
#include <string_view>

#include "daemon/app/config_toml.h"

namespace watchpost {

// Brackets inside brackets, and dots in one key, that a configuration never needs.
inline constexpr int toml_depth_max = 32;

// The first place where either is passed, if there is one. What is no TOML at all is not judged.
std::optional<TomlMistake> find_deep_nesting(std::string_view text);

}  // namespace watchpost
