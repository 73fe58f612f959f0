// Interner: names become small integers, in the order in which they are first seen.
//
// Determinism   the same names in the same order give the same numbers.
// Memory        bounded by `names_max`: a name beyond it has no number.
// State         the names in their order, for daemon/base/archive.h; `names_max` is not part of it.
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
  std::size_t size() const { return names_.size(); }

  template <class Archive>
  friend void transfer(Archive& archive, Interner& interner) {
    if constexpr (Archive::is_loading) {
      interner.load(archive);
    } else {
      const std::uint64_t count = interner.names_.size();
      archive(count);
      for (const std::string& name : interner.names_) archive(name);
    }
  }

 private:
  template <class Archive>
  void load(Archive& archive) {
    names_.clear();
    numbers_.clear();
    std::string name;
    for (std::size_t left = archive.length(sizeof(std::uint64_t)); left > 0; --left) {
      archive(name);
      if (archive.has_failed()) return;
      const std::size_t number = names_.size();
      if (intern(name) != number) return archive.fail("found a name twice or one too many: '" + name + "'");
    }
  }

  std::size_t names_max_;
  std::deque<std::string> names_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
};

}  // namespace watchpost
