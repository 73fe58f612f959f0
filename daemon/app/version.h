// The version of this build, as `--version` and the status say it.
#pragma once

#include <string_view>

namespace watchpost {

inline constexpr std::string_view version = "0.1.0";

}  // namespace watchpost
