// ConfigTable: one table of the configuration, held against its rows.
//
// Errors   go to Problems: unknown keys, wrong types, impossible values, missing keys. What is wrong is
//          then as if it had not been written, so that one mistake is told once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/app/config_problems.h"
#include "daemon/app/config_schema.h"
#include "daemon/app/config_toml.h"
#include "daemon/model/parameter.h"

namespace watchpost {

struct ConfigWord {
  std::string text;
  Place place;
};

// The right value of a row that was written, or its default.
struct ConfigValue {
  std::string_view name;                // the row's
  std::optional<ParameterValue> value;  // nothing where it is wrong, or not one of the plain types
  const TomlValue* written = nullptr;   // null: the default
  Place key_place;
  std::vector<ConfigWord> words;  // of an array of texts: those that are right
};

class ConfigTable {
 public:
  ConfigTable(Place header, std::vector<ConfigValue> values) : header_(header), values_(std::move(values)) {}

  Place header() const { return header_; }

  // Nothing where it was not written or is wrong, and has no default.
  template <class T>
  std::optional<T> find(std::string_view name) const {
    const ConfigValue* known = row(name);
    if (known == nullptr || !known->value || !std::holds_alternative<T>(*known->value)) return std::nullopt;
    return std::get<T>(*known->value);
  }
  template <class T>
  T get(std::string_view name, T otherwise = {}) const {
    return find<T>(name).value_or(otherwise);
  }
  std::string text(std::string_view name) const { return get<std::string>(name); }

  bool is_written(std::string_view name) const { return written(name) != nullptr; }
  // As it was written, right or wrong.
  const TomlValue* written(std::string_view name) const {
    const ConfigValue* known = row(name);
    return known == nullptr ? nullptr : known->written;
  }
  // Of the value where it was written, else of the table's header.
  Place place(std::string_view name) const;
  Place key_place(std::string_view name) const;
  // Of an array of texts: the right ones, whatever was wrong with others.
  const std::vector<ConfigWord>& words(std::string_view name) const;

  const std::vector<ConfigValue>& values() const { return values_; }

 private:
  const ConfigValue* row(std::string_view name) const;

  Place header_;
  std::vector<ConfigValue> values_;
};

enum class UnknownKeys : std::uint8_t { refuse, ignore };

// `heading` names the table for a person, e.g. `[[zone]]`. The table must outlive what is returned.
ConfigTable read_table(const TomlTable& table, Place header, std::string_view heading,
                       const std::vector<Option>& options, Problems& problems,
                       UnknownKeys unknown = UnknownKeys::refuse);

}  // namespace watchpost
