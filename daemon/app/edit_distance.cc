#include "daemon/app/edit_distance.h"

#include <algorithm>
#include <vector>

namespace watchpost {
namespace {

// Nobody means a name that is longer; it bounds the work for what a stranger wrote.
constexpr std::size_t compared_letters_max = 64;
constexpr std::size_t prefix_letters_min = 3;

char small_letter(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool begins_with(std::string_view name, std::string_view beginning) {
  return beginning.size() >= prefix_letters_min && name.size() >= beginning.size() &&
         edit_distance(name.substr(0, beginning.size()), beginning) == 0;
}

}  // namespace

std::size_t edit_distance(std::string_view one, std::string_view other) {
  const std::size_t width = other.size() + 1;
  std::vector<std::size_t> before(width), last(width), row(width);
  for (std::size_t j = 0; j < width; ++j) last[j] = j;
  for (std::size_t i = 1; i <= one.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j < width; ++j) {
      const char letter = small_letter(one[i - 1]);
      const char against = small_letter(other[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter == against ? 0U : 1U)});
      const bool is_swapped =
          i > 1 && j > 1 && letter == small_letter(other[j - 2]) && small_letter(one[i - 2]) == against;
      if (is_swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[width - 1];
}

std::optional<std::string_view> nearest_name(std::string_view name, std::span<const std::string_view> known) {
  if (name.empty() || name.size() > compared_letters_max) return std::nullopt;
  std::optional<std::string_view> nearest;
  std::size_t least = compared_letters_max;
  for (const std::string_view candidate : known) {
    if (candidate.size() > compared_letters_max) continue;
    const std::size_t distance = edit_distance(name, candidate);
    const std::size_t allowed = std::max<std::size_t>(1, std::max(name.size(), candidate.size()) / 3);
    const bool is_near = distance <= allowed && distance < std::max(name.size(), candidate.size());
    if ((is_near || begins_with(candidate, name) || begins_with(name, candidate)) && distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace watchpost
