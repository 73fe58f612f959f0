#include "daemon/app/config_problems.h"

#include <algorithm>

#include "daemon/app/edit_distance.h"

namespace watchpost {
namespace {

constexpr std::size_t told_max = 1000;        // nobody reads more
constexpr std::size_t listed_names_max = 20;  // of known names, in one line

std::string place_text(std::string_view path, Place place) {
  return std::string(path) + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::vector<TomlMistake> sorted(std::vector<TomlMistake> mistakes) {
  std::stable_sort(mistakes.begin(), mistakes.end(),
                   [](const TomlMistake& one, const TomlMistake& other) { return one.place < other.place; });
  const auto is_same = [](const TomlMistake& one, const TomlMistake& other) {
    return one.place == other.place && one.what == other.what;
  };
  mistakes.erase(std::unique(mistakes.begin(), mistakes.end(), is_same), mistakes.end());
  return mistakes;
}

}  // namespace

std::vector<Error> Problems::errors(std::string_view path) const {
  const std::vector<TomlMistake> all = sorted(errors_);
  std::vector<Error> told;
  for (const TomlMistake& mistake : all) {
    if (told.size() == told_max) {
      told.push_back({place_text(path, mistake.place),
                      "found " + std::to_string(all.size() - told_max) + " further errors, expected none"});
      break;
    }
    told.push_back({place_text(path, mistake.place), mistake.what});
  }
  return told;
}

std::vector<std::string> Problems::warnings(std::string_view path) const {
  std::vector<std::string> told;
  for (const TomlMistake& warning : sorted(warnings_))
    told.push_back(place_text(path, warning.place) + ": " + warning.what);
  return told;
}

std::string hint(std::string_view name, std::span<const std::string_view> known) {
  const auto nearest = nearest_name(name, known);
  return nearest ? " (did you mean " + std::string(*nearest) + "?)" : std::string();
}

std::string one_of(std::span<const std::string_view> known, std::string_view none) {
  if (known.empty()) return std::string(none);
  if (known.size() == 1) return std::string(known.front());
  std::string text = "one of ";
  for (std::size_t i = 0; i < known.size() && i < listed_names_max; ++i) {
    if (i > 0) text += ", ";
    text += known[i];
  }
  return known.size() > listed_names_max ? text + ", …" : text;
}

std::string found_unknown(std::string_view what, std::string_view name,
                          std::span<const std::string_view> known, std::string_view none) {
  return "found " + std::string(what) + " " + in_quotes(name) + ", expected " + one_of(known, none) +
         hint(name, known);
}

}  // namespace watchpost
