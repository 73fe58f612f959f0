#include "daemon/app/commands/lists.h"

#include <cmath>
#include <cstdio>
#include <string_view>

#include "adapters/formats.h"
#include "daemon/app/config_schema.h"
#include "daemon/app/exit_code.h"
#include "daemon/rules/rules.h"

namespace watchpost {
namespace {

std::string_view type_word(ParameterType type) {
  constexpr std::string_view words[] = {"boolean", "integer", "number", "text", "texts"};
  return words[static_cast<int>(type)];
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') out += '\\';
    if (letter == '\n') {
      out += "\\n";
      continue;
    }
    out += letter;
  }
  return out + "\"";
}

void print_row(const Parameter& row) {
  std::string type(type_word(row.type));
  if (!row.unit.empty()) type += ", " + std::string(row.unit);
  const std::string value = row.is_required             ? "required"
                            : row.default_value.empty() ? ""
                                                        : "default " + std::string(row.default_value);
  std::printf("    %-18s %-14s %-22s %s\n", std::string(row.name).c_str(), type.c_str(), value.c_str(),
              std::string(row.sentence).c_str());
}

std::string json_row(const Parameter& row) {
  std::string json = "{\"name\":" + quoted(row.name) + ",\"type\":" + quoted(type_word(row.type)) +
                     ",\"unit\":" + quoted(row.unit) + ",\"default\":" + quoted(row.default_value) +
                     ",\"required\":" + (row.is_required ? "true" : "false");
  char number[40];
  if (std::isfinite(row.minimum))
    json +=
        (std::snprintf(number, sizeof number, "%.12g", row.minimum), ",\"minimum\":" + std::string(number));
  if (std::isfinite(row.maximum))
    json +=
        (std::snprintf(number, sizeof number, "%.12g", row.maximum), ",\"maximum\":" + std::string(number));
  return json + ",\"sentence\":" + quoted(row.sentence) + "}";
}

template <class Rows, class Print>
std::string json_list(const Rows& rows, Print print) {
  std::string json = "[";
  for (const auto& row : rows) {
    if (json.size() > 1) json += ',';
    json += print(row);
  }
  return json + "]";
}

std::string_view place_word(PlaceKind place) {
  constexpr std::string_view words[] = {"", "zone", "line", "route", "asset"};
  return words[static_cast<int>(place)];
}

}  // namespace

int run(const RulesCommand& command) {
  const std::span<const Option> common = find_table_schema("rule")->options;
  if (command.json) {
    for (const RuleKind& kind : rule_kinds())
      std::printf(
          "{\"kind\":%s,\"raises_when\":%s,\"protects\":%s,\"place\":%s,\"parameters\":%s,\"common\":%s}\n",
          quoted(kind.name).c_str(), quoted(kind.sentence).c_str(), quoted(kind.protects).c_str(),
          quoted(place_word(kind.place)).c_str(), json_list(kind.parameters, json_row).c_str(),
          json_list(common, [](const Option& option) { return json_row(option.row); }).c_str());
    return exit_done;
  }
  for (const RuleKind& kind : rule_kinds()) {
    std::printf("%s: raises when %s; protects %s\n", std::string(kind.name).c_str(),
                std::string(kind.sentence).c_str(), std::string(kind.protects).c_str());
    if (kind.place != PlaceKind::none)
      std::printf("    %-18s %-14s %-22s the %s that it is about\n",
                  std::string(place_word(kind.place)).c_str(), "text", "required",
                  std::string(place_word(kind.place)).c_str());
    for (const Parameter& row : kind.parameters) print_row(row);
  }
  std::printf("\nEvery [[rule]] has also:\n");
  for (const Option& option : common) print_row(option.row);
  return exit_done;
}

int run(const AdaptersCommand& command) {
  for (const Format& format : formats()) {
    if (command.json) {
      std::printf("{\"format\":%s,\"description\":%s,\"options\":%s,\"sample\":%s}\n",
                  quoted(format.name).c_str(), quoted(format.description).c_str(),
                  json_list(format.options, json_row).c_str(), quoted(format.sample_config).c_str());
      continue;
    }
    std::printf("%s: %s\n", std::string(format.name).c_str(), std::string(format.description).c_str());
    for (const Parameter& row : format.options) print_row(row);
  }
  return exit_done;
}

}  // namespace watchpost
