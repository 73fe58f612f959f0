#include "daemon/app/config_draft.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace watchpost {

std::vector<std::string_view> ConfigDraft::names(std::string_view schema) const {
  std::vector<std::string_view> names;
  for (const ConfigTable& table : all(schema)) {
    const TomlValue* written = table.written("name");
    const auto* name = written == nullptr ? nullptr : written->as<std::string>();
    if (name != nullptr) names.push_back(*name);
  }
  return names;
}

bool ConfigDraft::check_reference(const ConfigTable& table, std::string_view key, std::string_view schema) {
  const auto name = table.find<std::string>(key);
  if (!name) return false;
  const std::vector<std::string_view> known = names(schema);
  if (std::find(known.begin(), known.end(), *name) != known.end()) return true;
  problems.error(table.place(key),
                 found_unknown(schema, *name, known, "a [[" + std::string(schema) + "]] of that name"));
  return false;
}

std::string ConfigDraft::resolve(const std::string& path) const {
  const std::filesystem::path directory = std::filesystem::path(configuration.path).parent_path();
  return (directory / path).string();
}

void ConfigDraft::check_readable(const std::string& path, Place place) {
  if (files == NamedFiles::skip) return;
  std::error_code fault;
  if (std::filesystem::is_directory(path, fault)) {
    problems.error(place, "found a directory at " + in_quotes(path) + ", expected a file");
  } else if (access(path.c_str(), R_OK) != 0) {
    const std::string why = errno == ENOENT
                                ? "found no file " + in_quotes(path)
                                : "found " + in_quotes(path) + " unreadable (" + std::strerror(errno) + ")";
    problems.error(place, why + ", expected one that can be read" + file_hint(path));
  }
}

std::string file_hint(const std::string& path) {
  constexpr std::size_t files_max = 10000;
  std::error_code fault;
  const std::filesystem::path wanted(path);
  if (std::filesystem::exists(wanted, fault) || fault) return {};
  const std::filesystem::path folder = wanted.has_parent_path() ? wanted.parent_path() : ".";
  std::vector<std::string> names;
  for (std::filesystem::directory_iterator file(folder, fault), end;
       !fault && file != end && names.size() < files_max; file.increment(fault))
    names.push_back(file->path().filename().string());
  std::sort(names.begin(), names.end());  // the system gives them in no order
  const std::vector<std::string_view> views(names.begin(), names.end());
  return hint(wanted.filename().string(), views);
}

std::vector<Option> plain_options(std::span<const Parameter> rows) {
  std::vector<Option> options;
  options.reserve(rows.size());
  for (const Parameter& row : rows) options.push_back({row});
  return options;
}

ParameterValues parameter_values(const ConfigTable& table) {
  ParameterValues values;
  for (const ConfigValue& value : table.values())
    if (value.value) values.set(std::string(value.name), *value.value);
  return values;
}

}  // namespace watchpost
