// The rows of the configuration: every table and every option of it, once.
//
// They drive parsing, `--check` and the documentation, so that none can disagree. The keys of a rule
// kind stand in daemon/rules/rules.h, the options of a format in adapters/formats.h.
// Source   docs/interfaces.md, "Configuration (TOML)".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "daemon/model/parameter.h"

namespace watchpost {

// What an option's text must look like, or which other types it may have.
enum class Form : std::uint8_t {
  plain,
  line,      // not empty, and one line
  name,      // `[a-z0-9-]+`
  label,     // `[a-z0-9-]+` or ALL; of texts: each
  geometry,  // an OGR source: a path, or a table `{ source, layer, where }`
  position,  // as geometry, a point; or a table `{ latitude_deg, longitude_deg }`
  time,      // RFC 3339, as a text or as TOML's date and time with an offset
  pace,      // "recorded", "max" or a number
  table,     // a table of its own
  tables,    // an array of tables
};

struct Option {
  Parameter row;
  Form form = Form::plain;
};

struct TableSchema {
  std::string_view name;
  std::string_view heading;  // `[name]` or, where there may be several, `[[name]]`
  std::string_view sentence;
  bool is_list = false;
  bool is_required = false;
  std::span<const Option> options;
};

std::span<const TableSchema> table_schemas();
const TableSchema* find_table_schema(std::string_view name);  // nullptr where there is none

// Tables inside a table.
std::span<const Option> geometry_options();    // `{ source, layer, where }`
std::span<const Option> position_options();    // `{ latitude_deg, longitude_deg }`
std::span<const Option> identity_options();    // `[[unit]]` identity
std::span<const Option> checkpoint_options();  // `[[route]]` checkpoints

// The default as a value; nothing where the row has none.
std::optional<ParameterValue> default_of(const Parameter& row);

}  // namespace watchpost
