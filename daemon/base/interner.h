// Interner: names become small integers, in the order in which they are first seen.
//
// Determinism   the same names in the same order give the same numbers.
// Memory        bounded by `names_max`: a name beyond it has no number.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace watchpost {

class Interner {
 public:
  explicit Interner(std::size_t names_max = 1'000'000) : names_max_(names_max) {}

  // From 0; nothing where a new name would be one too many.
  std::optional<std::uint32_t> intern(std::string_view name) {
    const auto known = numbers_.find(name);
    if (known != numbers_.end()) return known->second;
    if (names_.size() >= names_max_) return std::nullopt;
    const auto number = static_cast<std::uint32_t>(names_.size());
    names_.emplace_back(name);
    numbers_.emplace(names_.back(), number);
    return number;
  }

  // REQUIRES: a number that intern() gave
  const std::string& name(std::uint32_t number) const { return names_[number]; }

 private:
  std::size_t names_max_;
  std::deque<std::string> names_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
};

}  // namespace watchpost
