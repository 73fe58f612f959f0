// Edit distance: which known name a person meant when they wrote an unknown one.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace watchpost {

// How many letters must be put in, taken out, exchanged or swapped with their neighbour to make one
// of the other. Capitals count as small letters.
std::size_t edit_distance(std::string_view one, std::string_view other);

// The known name nearest to `name`, where it is near enough to be meant: at most a third of its
// letters differ, or one begins with the other. The first of several equally near.
std::optional<std::string_view> nearest_name(std::string_view name, std::span<const std::string_view> known);

}  // namespace watchpost
