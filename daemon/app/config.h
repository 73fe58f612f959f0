// Configuration: the TOML file that says what the mission is, checked whole before anything starts.
//
// Errors        all of them at once, sorted by place: where `FILE:LINE:COLUMN`, what `found X,
//               expected Y (did you mean Z?)`. There is a configuration only where there is no error.
// Determinism   the text and the files it names; the clock is never read.
// Source        docs/interfaces.md, "Configuration (TOML)"; every option is a row of config_schema.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/result.h"
#include "daemon/model/mission.h"

namespace watchpost {

// `[record]`. Nothing is recorded by this version; a configuration that asks for it is warned.
struct RecordSettings {
  std::string directory;  // empty: nothing is recorded
  double retain_inputs_days = 3;
  double retain_outputs_days = 30;
  std::optional<double> quota_gb;
  bool has_tracks = true;
};

struct Configuration {
  Mission mission;
  PublishSettings publish;
  RecordSettings record;
  std::string path;                   // as it was given
  std::string text;                   // of the file, byte for byte
  std::vector<std::string> warnings;  // each a whole line, `FILE:LINE:COLUMN: …`, for a person
};

struct ConfigurationResult {
  std::optional<Configuration> configuration;  // there where `errors` is empty
  std::vector<Error> errors;
};

// Whether the files that a configuration names are read. Skipped, areas, lines and positions stay
// empty: for those who need the words alone (fuzzing, tests).
enum class NamedFiles : std::uint8_t { load, skip };

// Refuses a file of more than this: nobody writes one by hand, and memory is bounded.
inline constexpr std::size_t configuration_bytes_max = 16 * 1024 * 1024;

ConfigurationResult load_configuration(const std::string& path);

// `path` gives errors their FILE, and relative paths their directory.
ConfigurationResult parse_configuration(std::string text, const std::string& path,
                                        NamedFiles files = NamedFiles::load);

}  // namespace watchpost
