#include "geo/source_check.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace watchpost {

bool is_database_source(std::string_view source) {
  return source.substr(0, 3) == "PG:";
}

Status check_file_source(const std::string& source) {
  if (source.empty()) return Error{"", "the source is empty, expected the path of a file"};
  const std::size_t text_start = source.find_first_not_of(" \t\r\n");
  if (text_start != std::string::npos && (source[text_start] == '{' || source[text_start] == '['))
    return Error{"", "the source is geometry written out, expected the path of a file"};
  if (source.substr(0, 4) == "/vsi")
    return Error{"", "virtual file systems (/vsi…) are not read, expected the path of a file"};
  if (source.find("://") != std::string::npos)
    return Error{"", "addresses are not read, expected the path of a file"};

  std::error_code error;
  const auto status = std::filesystem::status(source, error);
  if (!std::filesystem::exists(status)) return Error{"", "no such file"};
  if (!std::filesystem::is_regular_file(status)) return Error{"", "is not a file"};
  const auto byte_count = std::filesystem::file_size(source, error);
  if (error) return Error{"", "cannot be read: " + error.message()};
  if (byte_count > geometry_file_bytes_max) {
    return Error{"", "the file has " + std::to_string(byte_count) + " bytes, at most " +
                         std::to_string(geometry_file_bytes_max) + " are read"};
  }
  return {};
}

std::string shown_source(const std::string& source) {
  if (!is_database_source(source)) return source;
  constexpr std::string_view key = "password=";
  const std::size_t start = source.find(key);
  if (start == std::string::npos) return source;
  const std::size_t value = start + key.size();
  const bool is_quoted = value < source.size() && source[value] == '\'';
  const std::size_t end = is_quoted ? source.find('\'', value + 1) : source.find(' ', value);
  std::string shown = source.substr(0, value) + "***";
  if (end != std::string::npos) shown += source.substr(is_quoted ? end + 1 : end);
  return shown;
}

std::string nearest_name(std::string_view written, const std::vector<std::string>& names) {
  std::string nearest;
  std::size_t fewest = std::max<std::size_t>(2, written.size() / 3) + 1;
  for (const std::string& name : names) {
    // Changes of one letter from one word to the other, row by row.
    std::vector<std::size_t> row(name.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= written.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j < row.size(); ++j) {
        const std::size_t changed = diagonal + (written[i - 1] == name[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
      }
    }
    if (row.back() < fewest) {
      fewest = row.back();
      nearest = name;
    }
  }
  return nearest;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += "'" + names[i] + "'";
  }
  return text;
}

Error reading_error(const std::string& source, const std::string& gdal_text) {
  const std::string shown = shown_source(source);
  int line = 0;
  int column = 0;
  int consumed = 0;
  if (std::sscanf(gdal_text.c_str(), "At line %d, character %d: %n", &line, &column, &consumed) == 2 &&
      consumed > 0) {
    return {shown + ":" + std::to_string(line) + ":" + std::to_string(column),
            gdal_text.substr(static_cast<std::size_t>(consumed))};
  }
  if (gdal_text.empty()) {
    return {shown,
            "is not geometry in a format that is read: GeoPackage, GeoJSON, KML, shapefile, FlatGeobuf, GPX, "
            "TopoJSON"};
  }
  return {shown, "cannot be read: " + gdal_text};
}

}  // namespace watchpost
