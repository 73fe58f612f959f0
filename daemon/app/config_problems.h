// Problems: everything that is wrong with a configuration, collected to be said at once.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/app/config_toml.h"
#include "daemon/base/result.h"

namespace watchpost {

class Problems {
 public:
  // `what` is `found X, expected Y`, with the hint if there is one.
  void error(Place place, std::string what) { errors_.push_back({place, std::move(what)}); }
  void warn(Place place, std::string what) { warnings_.push_back({place, std::move(what)}); }

  bool has_errors() const { return !errors_.empty(); }

  // In the order of the text. A file that is no configuration at all gets its first errors alone.
  std::vector<Error> errors(std::string_view path) const;
  std::vector<std::string> warnings(std::string_view path) const;

 private:
  std::vector<TomlMistake> errors_;
  std::vector<TomlMistake> warnings_;
};

// ` (did you mean Z?)`, or nothing where no known name is near.
std::string hint(std::string_view name, std::span<const std::string_view> known);

// `one of a, b, c`; `none` where there is none to choose from.
std::string one_of(std::span<const std::string_view> known, std::string_view none = "nothing");

// `found zone "x", expected one of a, b (did you mean a?)`
std::string found_unknown(std::string_view what, std::string_view name,
                          std::span<const std::string_view> known, std::string_view none);

}  // namespace watchpost
