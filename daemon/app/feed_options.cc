#include "daemon/app/feed_options.h"

#include <absl/time/time.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "adapters/fields.h"
#include "daemon/app/config_problems.h"
#include "daemon/app/edit_distance.h"

namespace watchpost {
namespace {

const Parameter* find_parameter(std::span<const Parameter> rows, std::string_view name) {
  for (const Parameter& row : rows)
    if (row.name == name) return &row;
  return nullptr;
}

Result<ParameterValue> parse_value(const Parameter& row, std::string_view text) {
  const std::string where = "--option " + std::string(row.name);
  switch (row.type) {
    case ParameterType::boolean:
      if (text == "true") return ParameterValue(true);
      if (text == "false") return ParameterValue(false);
      return Error{where, "found '" + std::string(text) + "', expected true or false"};
    case ParameterType::integer:
    case ParameterType::number: {
      double value = 0;
      const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
      const bool is_whole = row.type == ParameterType::number || value == std::floor(value);
      if (end.ec != std::errc() || end.ptr != text.data() + text.size() || !is_whole || value < row.minimum ||
          value > row.maximum)
        return Error{where, "found '" + std::string(text) + "', expected a " +
                                (row.type == ParameterType::number ? "number" : "whole number") +
                                " in its range"};
      if (row.type == ParameterType::integer) return ParameterValue(static_cast<std::int64_t>(value));
      return ParameterValue(value);
    }
    case ParameterType::text:
      if (!row.choices.empty() &&
          std::find(row.choices.begin(), row.choices.end(), text) == row.choices.end())
        return Error{where, "found '" + std::string(text) + "', expected " + one_of(row.choices)};
      return ParameterValue(std::string(text));
    case ParameterType::texts:
      return ParameterValue(std::vector<std::string>{std::string(text)});
  }
  return Error{where, "an option of unknown type"};
}

}  // namespace

Result<ReceiveTime> parse_receive_time(const std::string& text) {
  if (const auto ns = unix_time_ns(text)) return receive_time_from_ns(*ns);
  absl::Time time;
  std::string why;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &why) || time < absl::UnixEpoch() ||
      time > absl::FromUnixSeconds(9'000'000'000))
    return Error{"", "found '" + text + "', expected a time such as 2026-05-01T06:00:00Z"};
  return receive_time_from_ns(absl::ToUnixNanos(time));
}

Result<FeedChoices> parse_feed_options(const FeedCommandLine& line, const Format& format) {
  FeedChoices choices;
  for (const std::string& option : line.options) {
    const std::size_t equals = option.find('=');
    const std::string name = option.substr(0, equals);
    const Parameter* row = find_parameter(format.options, name);
    if (equals == std::string::npos || row == nullptr)
      return Error{"--option", "found '" + option + "', expected key=value with a key of format '" +
                                   std::string(format.name) + "' (`watchpost adapters` lists them)"};
    auto value = parse_value(*row, std::string_view(option).substr(equals + 1));
    if (!value) return value.error();
    choices.options.set(name, std::move(*value));
  }
  if (format.check != nullptr)
    if (const Status status = format.check(choices.options); !status.ok())
      return Error{"--option " + status.error().where, status.error().what};
  auto start = parse_receive_time(line.start);
  if (!start) return Error{"--start", start.error().what};
  if (!(line.rate_hz > 0 && line.rate_hz <= 1e9))
    return Error{"--rate", "expected a number of frames a second above 0"};
  choices.start = *start;
  choices.rate_hz = line.rate_hz;
  return choices;
}

}  // namespace watchpost
