#include "daemon/app/config_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "daemon/app/config_words.h"

namespace watchpost {
namespace {

std::string number_text(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.12g", value);
  return text.data();
}

// `a number from 0 to 10 (s)`
std::string expected_number(const Parameter& row) {
  std::string text = row.type == ParameterType::integer ? "an integer" : "a number";
  const bool has_minimum = std::isfinite(row.minimum);
  const bool has_maximum = std::isfinite(row.maximum);
  if (has_minimum && has_maximum)
    text += " from " + number_text(row.minimum) + " to " + number_text(row.maximum);
  if (has_minimum && !has_maximum) text += " of " + number_text(row.minimum) + " or more";
  if (!has_minimum && has_maximum) text += " of " + number_text(row.maximum) + " or less";
  if (!row.unit.empty()) text += " (" + std::string(row.unit) + ")";
  return text;
}

std::string expected_by(const Option& option) {
  switch (option.form) {
    case Form::geometry:
      return "a path, or a table { source, layer, where }";
    case Form::position:
      return "a path, or a table { latitude_deg, longitude_deg } or { source, layer, where }";
    case Form::time:
      return "an RFC 3339 time such as 2030-01-31T12:00:00Z";
    case Form::pace:
      return "\"recorded\", \"max\" or a number above 0";
    case Form::table:
      return "a table";
    case Form::tables:
      return "an array of tables";
    default:
      break;
  }
  const Parameter& row = option.row;
  switch (row.type) {
    case ParameterType::boolean:
      return "true or false";
    case ParameterType::integer:
    case ParameterType::number:
      return expected_number(row);
    case ParameterType::text:
      if (!row.unit.empty()) return expected_number(row) + " or " + one_of(row.choices);
      return row.choices.empty() ? "a text" : one_of(row.choices);
    case ParameterType::texts:
      return "an array of texts";
  }
  return "nothing";
}

bool is_tables(const TomlValue& written) {
  const auto* array = written.as<TomlArray>();
  return array != nullptr && std::all_of(array->begin(), array->end(), [](const TomlValue& element) {
           return element.as<TomlTable>() != nullptr;
         });
}

Result<std::string> checked_form(Form form, const std::string& text) {
  switch (form) {
    case Form::name:
      return parse_name(text);
    case Form::label:
      return parse_label(text);
    case Form::time:
      return parse_time(text);
    case Form::pace:
      return parse_pace(text);
    case Form::plain:
      break;
    default:
      return parse_line(text);
  }
  if (text.find('\0') != std::string::npos) return Error{"", "found a zero byte in a text, expected none"};
  return text;
}

// One written value against its row. Nothing where it is wrong: then Problems knows why.
class ValueReader {
 public:
  ValueReader(const Option& option, Problems& problems) : option_(option), problems_(problems) {}

  std::optional<ParameterValue> read(const TomlValue& written) {
    if (option_.form == Form::geometry || option_.form == Form::position) {
      if (written.as<TomlTable>() != nullptr) return std::nullopt;
    } else if (option_.form == Form::table) {
      return written.as<TomlTable>() != nullptr ? std::nullopt : wrong(written);
    } else if (option_.form == Form::tables) {
      return is_tables(written) ? std::nullopt : wrong(written);
    } else if (option_.form == Form::time) {
      if (const auto* time = written.as<TomlTime>(); time != nullptr && time->is_instant)
        return word(written.place, time->text);
    } else if (option_.form == Form::pace) {
      const auto* integer = written.as<std::int64_t>();
      const auto* number = written.as<double>();
      if (integer != nullptr) return word(written.place, std::to_string(*integer));
      if (number != nullptr) return word(written.place, number_text(*number));
    }
    return plain(written);
  }

  std::vector<ConfigWord> take_words() { return std::move(words_); }

 private:
  std::optional<ParameterValue> plain(const TomlValue& written) {
    const auto* integer = written.as<std::int64_t>();
    const auto* number = written.as<double>();
    const auto* array = written.as<TomlArray>();
    switch (option_.row.type) {
      case ParameterType::boolean:
        if (const auto* truth = written.as<bool>()) return *truth;
        break;
      case ParameterType::integer:
        if (integer != nullptr && is_in_range(static_cast<double>(*integer))) return *integer;
        break;
      case ParameterType::number:
        if (integer != nullptr && is_in_range(static_cast<double>(*integer)))
          return static_cast<double>(*integer);
        if (number != nullptr && is_in_range(*number)) return *number;
        break;
      case ParameterType::text:
        if (const auto* text = written.as<std::string>()) return word(written.place, *text);
        // A word that has a unit stands for a number of it.
        if (option_.row.unit.empty()) break;
        if (integer != nullptr && is_in_range(static_cast<double>(*integer)))
          return static_cast<double>(*integer);
        if (number != nullptr && is_in_range(*number)) return *number;
        break;
      case ParameterType::texts:
        if (array != nullptr) return words(*array);
        break;
    }
    return wrong(written);
  }

  bool is_in_range(double value) const {
    return std::isfinite(value) && value >= option_.row.minimum && value <= option_.row.maximum;
  }

  std::optional<ParameterValue> word(Place place, const std::string& text) {
    const auto& choices = option_.row.choices;
    if (!choices.empty()) {
      if (std::find(choices.begin(), choices.end(), text) != choices.end()) return text;
      return complain(place,
                      "found " + in_quotes(text) + ", expected " + one_of(choices) + hint(text, choices));
    }
    Result<std::string> checked = checked_form(option_.form, text);
    if (!checked) return complain(place, checked.error().what);
    return std::move(checked).value();
  }

  std::optional<ParameterValue> words(const TomlArray& array) {
    std::vector<std::string> all;
    for (const TomlValue& element : array) {
      const auto* text = element.as<std::string>();
      if (text == nullptr) complain(element.place, "found " + describe(element) + ", expected a text");
      const auto checked = text == nullptr ? std::nullopt : word(element.place, *text);
      if (!checked) continue;
      all.push_back(std::get<std::string>(*checked));
      words_.push_back({all.back(), element.place});
    }
    if (all.size() < array.size()) return std::nullopt;
    return all;
  }

  std::optional<ParameterValue> wrong(const TomlValue& written) {
    return complain(written.place, "found " + describe(written) + ", expected " + expected_by(option_));
  }

  std::optional<ParameterValue> complain(Place place, std::string what) {
    problems_.error(place, std::move(what));
    return std::nullopt;
  }

  const Option& option_;
  Problems& problems_;
  std::vector<ConfigWord> words_;
};

void refuse_unknown_keys(const TomlTable& table, std::string_view heading, const std::vector<Option>& options,
                         Problems& problems) {
  std::vector<std::string_view> known;
  known.reserve(options.size());
  for (const Option& option : options) known.push_back(option.row.name);
  for (const TomlEntry& entry : table) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    const std::string what = "found unknown key " + in_quotes(entry.key) + " in " + std::string(heading);
    problems.error(entry.place, what + ", expected " + one_of(known, "no key") + hint(entry.key, known));
  }
}

}  // namespace

const ConfigValue* ConfigTable::row(std::string_view name) const {
  for (const ConfigValue& value : values_)
    if (value.name == name) return &value;
  return nullptr;
}

Place ConfigTable::place(std::string_view name) const {
  const TomlValue* value = written(name);
  return value == nullptr ? header_ : value->place;
}

Place ConfigTable::key_place(std::string_view name) const {
  const ConfigValue* known = row(name);
  return known == nullptr || known->written == nullptr ? header_ : known->key_place;
}

const std::vector<ConfigWord>& ConfigTable::words(std::string_view name) const {
  static const std::vector<ConfigWord> none;
  const ConfigValue* known = row(name);
  return known == nullptr ? none : known->words;
}

ConfigTable read_table(const TomlTable& table, Place header, std::string_view heading,
                       const std::vector<Option>& options, Problems& problems, UnknownKeys unknown) {
  std::vector<ConfigValue> values;
  values.reserve(options.size());
  for (const Option& option : options) {
    ConfigValue value{option.row.name, std::nullopt, nullptr, header, {}};
    for (const TomlEntry& entry : table)
      if (entry.key == option.row.name) {
        value.written = &entry.value;
        value.key_place = entry.place;
      }
    if (value.written != nullptr) {
      ValueReader reader(option, problems);
      value.value = reader.read(*value.written);
      value.words = reader.take_words();
    } else if (option.row.is_required) {
      problems.error(header, "found no " + std::string(option.row.name) + " in " + std::string(heading) +
                                 ", expected " + std::string(option.row.name) + " = " + expected_by(option));
    } else {
      value.value = default_of(option.row);
    }
    values.push_back(std::move(value));
  }
  if (unknown == UnknownKeys::refuse) refuse_unknown_keys(table, heading, options, problems);
  return {header, std::move(values)};
}

}  // namespace watchpost
