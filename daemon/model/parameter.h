// Parameter: one row for each thing that a person may set, and the values they set.
//
// A format states its options, a rule kind its keys and the configuration its tables as rows of
// this; parsing, `--check`, `watchpost rules|adapters` and the tables in the READMEs all follow
// from the rows, so that none can disagree.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace watchpost {

enum class ParameterType : std::uint8_t { boolean, integer, number, text, texts };

struct Parameter {
  std::string_view name;
  ParameterType type = ParameterType::text;
  std::string_view unit = {};           // "s", "m", …; empty where it has none
  std::string_view default_value = {};  // as TOML; empty: none
  std::string_view sentence = {};       // what it is for, without a full stop
  bool is_required = false;
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  std::span<const std::string_view> choices = {};  // of a text or of each of texts; empty: any
};

using ParameterValue = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;

// The values of one table, defaults filled in. Few, so a plain vector in the order of the rows.
class ParameterValues {
 public:
  void set(std::string name, ParameterValue value) {
    for (auto& [known, old] : values_)
      if (known == name) {
        old = std::move(value);
        return;
      }
    values_.emplace_back(std::move(name), std::move(value));
  }

  // nullptr where it was neither set nor has a default. An integer written for a number is a number.
  template <class T>
  const T* find(std::string_view name) const {
    for (const auto& [known, value] : values_)
      if (known == name) return std::get_if<T>(&value);
    return nullptr;
  }

  template <class T>
  T get(std::string_view name, T otherwise = {}) const {
    const T* value = find<T>(name);
    return value != nullptr ? *value : otherwise;
  }

  const std::vector<std::pair<std::string, ParameterValue>>& all() const { return values_; }

 private:
  std::vector<std::pair<std::string, ParameterValue>> values_;
};

}  // namespace watchpost
