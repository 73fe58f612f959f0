// ConfigDraft: a configuration while it is built: its tables, read, and what has become of them so far.
//
// Each build_…() turns some tables into structs of Mission, and holds every name that they refer to
// against the tables that define it. All run, whatever was wrong before, so that every error is told.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/app/config.h"
#include "daemon/app/config_table.h"

namespace watchpost {

struct ConfigDraft {
  Configuration configuration;
  NamedFiles files = NamedFiles::load;
  Problems problems;
  std::map<std::string_view, std::vector<ConfigTable>> tables;  // by the name of their schema; all are there

  Mission& mission() { return configuration.mission; }
  const std::vector<ConfigTable>& all(std::string_view schema) const { return tables.at(schema); }

  // What the tables of a schema call themselves, wrongly formed or not, in order.
  std::vector<std::string_view> names(std::string_view schema) const;

  // Whether `key` of a table names one of a schema's tables; if not, that is an error.
  bool check_reference(const ConfigTable& table, std::string_view key, std::string_view schema);

  // Relative to the configuration's directory.
  std::string resolve(const std::string& path) const;

  // An error unless the file is there and can be read.
  void check_readable(const std::string& path, Place place);
};

void build_mission(ConfigDraft& draft);  // config_mission.cc: [mission], [fusion], [publish], [record]
void build_feeds(ConfigDraft& draft);    // config_feeds.cc: [[feed]], [[plugin]], [[consumer]]
void build_places(
    ConfigDraft& draft);  // config_places.cc: [[sensor]], [[zone]], [[line]], [[asset]], [[route]]
void build_units(ConfigDraft& draft);  // config_units.cc: [[unit]], and who travels which route
void build_rules(ConfigDraft& draft);  // config_rules.cc: [[rule]]; after units, whose silences count

// The geometry that `key` of a table names, with the table's own `layer` and
// `where` if the key is `source`. Null where it was not written, is wrong, or files are not read.
std::shared_ptr<const Area> load_area_of(ConfigDraft& draft, const ConfigTable& table, std::string_view key);

// Where a file is not there: ` (did you mean Z?)` by the files beside it.
std::string file_hint(const std::string& path);

// Rows of a format or a rule kind as options.
std::vector<Option> plain_options(std::span<const Parameter> rows);

// All that a table says, defaults filled in.
ParameterValues parameter_values(const ConfigTable& table);

}  // namespace watchpost
