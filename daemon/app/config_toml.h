// TOML: a text as values that know their place. config_toml.cc alone includes the TOML library.
//
// Errors   the library stops at the first mistake of syntax; keys and tables written twice do not stop it.
// Memory   bounded by the text: nesting is limited before the library sees it.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace watchpost {

struct Place {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  auto operator<=>(const Place&) const = default;
};

// A date, time or both, as RFC 3339 writes it.
struct TomlTime {
  std::string text;
  bool is_instant = false;  // date, time and offset from UTC
};

struct TomlEntry;
struct TomlValue;
using TomlArray = std::vector<TomlValue>;
using TomlTable = std::vector<TomlEntry>;  // in the order of the text

struct TomlValue {
  Place place;  // of a table: its header
  std::variant<bool, std::int64_t, double, std::string, TomlTime, TomlArray, TomlTable> value;

  template <class T>
  const T* as() const {
    return std::get_if<T>(&value);
  }
};

struct TomlEntry {
  std::string key;
  Place place;  // of the key
  TomlValue value;
};

// What is wrong, as `found X, expected Y`.
struct TomlMistake {
  Place place;
  std::string what;
};

struct TomlDocument {
  TomlTable root;
  std::vector<TomlMistake> mistakes;
  bool is_whole = false;  // read to its end: the root may be judged
};

TomlDocument parse_toml(std::string_view text);

// For a person: `the text "abc"`, `the integer 12`, `a table`, …
std::string describe(const TomlValue& value);

// A text in quotes, on one line, its strange characters escaped, cut where it is long.
std::string in_quotes(std::string_view text);

}  // namespace watchpost
