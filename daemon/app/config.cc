#include "daemon/app/config.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "daemon/app/config_draft.h"
#include "daemon/app/config_schema.h"
#include "daemon/app/config_toml.h"
#include "daemon/rules/rules.h"

namespace watchpost {
namespace {

// The options of a table; of a rule also those of its kind, where that is known.
std::vector<Option> options_of(const TableSchema& schema, const TomlTable& table, UnknownKeys& unknown) {
  std::vector<Option> options(schema.options.begin(), schema.options.end());
  if (schema.name != "rule") return options;
  const RuleKind* kind = nullptr;
  for (const TomlEntry& entry : table)
    if (const auto* name = entry.value.as<std::string>(); name != nullptr && entry.key == "kind")
      kind = find_rule_kind(*name);
  if (kind == nullptr) {
    unknown = UnknownKeys::ignore;  // nobody can say which keys an unknown kind has
  } else {
    for (const Parameter& row : kind->parameters) options.push_back({row});
  }
  return options;
}

void read_one(ConfigDraft& draft, const TableSchema& schema, const TomlTable& table, Place header) {
  UnknownKeys unknown = UnknownKeys::refuse;
  const std::vector<Option> options = options_of(schema, table, unknown);
  draft.tables[schema.name].push_back(
      read_table(table, header, schema.heading, options, draft.problems, unknown));
}

void read_entry(ConfigDraft& draft, const TomlEntry& entry) {
  const TableSchema* schema = find_table_schema(entry.key);
  if (schema == nullptr) {
    std::vector<std::string_view> known;
    for (const TableSchema& each : table_schemas()) known.push_back(each.name);
    const bool is_table = entry.value.as<TomlTable>() != nullptr || entry.value.as<TomlArray>() != nullptr;
    draft.problems.error(entry.place,
                         found_unknown(is_table ? "unknown table" : "unknown key outside a table", entry.key,
                                       known, "nothing"));
    return;
  }
  const auto* table = entry.value.as<TomlTable>();
  const auto* array = entry.value.as<TomlArray>();
  const bool is_list =
      array != nullptr && std::all_of(array->begin(), array->end(), [](const TomlValue& element) {
        return element.as<TomlTable>() != nullptr;
      });
  if (table != nullptr && !schema->is_list) {
    read_one(draft, *schema, *table, entry.value.place);
  } else if (is_list && schema->is_list) {
    for (const TomlValue& element : *array) read_one(draft, *schema, *element.as<TomlTable>(), element.place);
  } else {
    const std::string found = table != nullptr             ? "[" + entry.key + "]"
                              : is_list && !array->empty() ? "[[" + entry.key + "]]"
                                                           : describe(entry.value);
    draft.problems.error(entry.value.place, "found " + found + ", expected " + std::string(schema->heading));
  }
}

// Two tables of one name: whoever refers to it could mean either.
void check_names(ConfigDraft& draft, std::string_view schema) {
  const std::vector<ConfigTable>& tables = draft.all(schema);
  std::map<std::string, Place> known;
  for (const ConfigTable& table : tables) {
    const auto name = table.find<std::string>("name");
    if (!name) continue;
    const auto [first, is_new] = known.emplace(*name, table.place("name"));
    if (!is_new)
      draft.problems.error(table.place("name"), "found a second " + std::string(schema) + " named " +
                                                    in_quotes(*name) + " (first in line " +
                                                    std::to_string(first->second.line) +
                                                    "), expected each name once");
  }
}

void read_tables(ConfigDraft& draft, const TomlTable& root) {
  for (const TableSchema& schema : table_schemas()) draft.tables[schema.name];
  for (const TomlEntry& entry : root) read_entry(draft, entry);
  for (const TableSchema& schema : table_schemas()) {
    const bool is_written = std::any_of(root.begin(), root.end(),
                                        [&](const TomlEntry& entry) { return entry.key == schema.name; });
    if (schema.is_required && !is_written)
      draft.problems.error({},
                           "found no " + std::string(schema.heading) + ", expected one with name and area");
  }
  for (const std::string_view schema : {"feed", "zone", "line", "asset", "route", "unit", "consumer"})
    check_names(draft, schema);
}

ConfigurationResult refused(const std::string& path, const std::string& what) {
  return {std::nullopt, {{path, what}}};
}

}  // namespace

ConfigurationResult parse_configuration(std::string text, const std::string& path, NamedFiles files) {
  if (text.size() > configuration_bytes_max)
    return refused(path, "found " + std::to_string(text.size()) + " bytes, expected at most " +
                             std::to_string(configuration_bytes_max));
  ConfigDraft draft;
  draft.files = files;
  draft.configuration.path = path;
  draft.configuration.text = std::move(text);
  const TomlDocument document = parse_toml(draft.configuration.text);
  for (const TomlMistake& mistake : document.mistakes) draft.problems.error(mistake.place, mistake.what);
  if (document.is_whole) {
    read_tables(draft, document.root);
    build_mission(draft);
    build_feeds(draft);
    build_places(draft);
    build_units(draft);
    build_rules(draft);
  }
  if (draft.problems.has_errors()) return {std::nullopt, draft.problems.errors(path)};
  draft.configuration.warnings = draft.problems.warnings(path);
  return {std::move(draft.configuration), {}};
}

ConfigurationResult load_configuration(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0)
    return refused(path, errno == ENOENT ? "found no such file, expected a configuration"
                                         : std::string("found it unreadable (") + std::strerror(errno) +
                                               "), expected a configuration");
  if (S_ISDIR(status.st_mode)) return refused(path, "found a directory, expected a configuration");
  std::ifstream file(path, std::ios::binary);
  std::string text;
  std::string piece(64 * 1024, '\0');
  while (file && text.size() <= configuration_bytes_max) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    text.append(piece, 0, static_cast<std::size_t>(file.gcount()));
  }
  if (!file.eof() && text.size() <= configuration_bytes_max)
    return refused(path, "found it unreadable, expected a configuration");
  return parse_configuration(std::move(text), path);
}

}  // namespace watchpost
