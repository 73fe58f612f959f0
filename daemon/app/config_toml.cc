#include "daemon/app/config_toml.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <sstream>

#include "daemon/app/config_toml_limits.h"

namespace watchpost {
namespace {

constexpr std::size_t repeats_max = 100;                     // of names written twice, each a new parse
constexpr std::size_t repeated_text_bytes_max = 256 * 1024;  // of a text that is worth parsing again
constexpr std::size_t quoted_bytes_max = 60;

Place place_of(const toml::source_region& source) {
  return {std::max<std::uint32_t>(1, source.begin.line), std::max<std::uint32_t>(1, source.begin.column)};
}

template <class Time>
std::string time_text(const Time& time) {
  std::ostringstream text;
  text << time;
  return text.str();
}

TomlValue convert(const toml::node& node);

TomlTable convert_table(const toml::table& table) {
  TomlTable entries;
  entries.reserve(table.size());
  for (const auto& [key, value] : table)
    entries.push_back({std::string(key.str()), place_of(key.source()), convert(value)});
  std::stable_sort(entries.begin(), entries.end(),
                   [](const TomlEntry& one, const TomlEntry& other) { return one.place < other.place; });
  return entries;
}

TomlValue convert(const toml::node& node) {
  TomlValue converted{place_of(node.source()), false};
  switch (node.type()) {
    case toml::node_type::table:
      converted.value = convert_table(*node.as_table());
      break;
    case toml::node_type::array: {
      TomlArray elements;
      elements.reserve(node.as_array()->size());
      for (const toml::node& element : *node.as_array()) elements.push_back(convert(element));
      converted.value = std::move(elements);
      break;
    }
    case toml::node_type::string:
      converted.value = node.as_string()->get();
      break;
    case toml::node_type::integer:
      converted.value = node.as_integer()->get();
      break;
    case toml::node_type::floating_point:
      converted.value = node.as_floating_point()->get();
      break;
    case toml::node_type::boolean:
      converted.value = node.as_boolean()->get();
      break;
    case toml::node_type::date:
      converted.value = TomlTime{time_text(node.as_date()->get()), false};
      break;
    case toml::node_type::time:
      converted.value = TomlTime{time_text(node.as_time()->get()), false};
      break;
    case toml::node_type::date_time: {
      const toml::date_time& time = node.as_date_time()->get();
      converted.value = TomlTime{time_text(time), time.offset.has_value()};
      break;
    }
    case toml::node_type::none:
      break;
  }
  return converted;
}

void escape_into(std::string& out, unsigned char letter) {
  if (letter == '"' || letter == '\\') {
    out += '\\';
    out += static_cast<char>(letter);
  } else if (letter < 0x20 || letter == 0x7f) {
    std::array<char, 8> escaped{};
    std::snprintf(escaped.data(), escaped.size(), "\\u%04X", letter);
    out += escaped.data();
  } else {
    out += static_cast<char>(letter);
  }
}

// The library quotes what it found as it is, line ends too; an error is one line.
std::string on_one_line(std::string_view description) {
  std::string line;
  for (const char letter : description) {
    if (letter == '"' || letter == '\\')
      line += letter;
    else
      escape_into(line, static_cast<unsigned char>(letter));
  }
  return line;
}

// The library's sentence as `found X, expected Y`.
std::string mistake_text(std::string_view description) {
  constexpr std::string_view preface = "Error while parsing ";
  std::string context = "the text";
  std::string_view rest = description;
  if (rest.substr(0, preface.size()) == preface) {
    const std::size_t colon = rest.find(": ");
    if (colon != std::string_view::npos) {
      context = "a " + std::string(rest.substr(preface.size(), colon - preface.size()));
      rest.remove_prefix(colon + 2);
    }
  }
  constexpr std::string_view expects = "expected ";
  const std::size_t saw = rest.rfind(", saw ");
  if (rest.substr(0, expects.size()) == expects && saw != std::string_view::npos)
    return "found " + std::string(rest.substr(saw + 6)) + " in " + context + ", expected " +
           std::string(rest.substr(expects.size(), saw - expects.size()));
  if (rest.find("utf-8") != std::string_view::npos)
    return "found bytes that are not UTF-8, expected UTF-8 text";
  if (rest.find("end-of-file") != std::string_view::npos)
    return "found the end of the file in " + context + ", expected its rest";
  return "found a mistake in " + context + " (" + std::string(rest) + "), expected TOML";
}

// Where the name that was written twice stands in the text.
struct RepeatedName {
  std::size_t offset = 0;
  std::size_t byte_count = 0;
  Place place;
};

bool is_blank(char letter) {
  return letter == ' ' || letter == '\t';
}

std::size_t offset_of(std::string_view text, Place place) {
  std::size_t offset = 0;
  for (std::uint32_t line = 1; line < place.line; ++line) {
    const std::size_t end = text.find('\n', offset);
    if (end == std::string_view::npos) return text.size();
    offset = end + 1;
  }
  const auto is_continuation = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  for (std::uint32_t column = 1; column < place.column && offset < text.size(); ++column) {
    ++offset;
    while (offset < text.size() && is_continuation(offset)) ++offset;
  }
  return offset;
}

// The library says where the second header begins, or where the second key's value does.
std::optional<RepeatedName> repeated_name(std::string_view text, Place place) {
  const std::size_t at = offset_of(text, place);
  if (at >= text.size()) return std::nullopt;
  const std::size_t line_begin =
      text.rfind('\n', at) == std::string_view::npos ? 0 : text.rfind('\n', at) + 1;
  std::size_t begin = at;
  std::size_t end = at;
  if (text[at] == '[') {
    while (begin < text.size() && (text[begin] == '[' || is_blank(text[begin]))) ++begin;
    end = begin;
    while (end < text.size() && text[end] != ']' && text[end] != '\n') ++end;
  } else {
    while (end > line_begin && (is_blank(text[end - 1]) || text[end - 1] == '=')) --end;
    begin = end;
    while (begin > line_begin && text[begin - 1] != ',' && text[begin - 1] != '{' &&
           !is_blank(text[begin - 1]))
      --begin;
  }
  while (end > begin && is_blank(text[end - 1])) --end;
  if (begin >= end) return std::nullopt;
  const auto column = place.column + static_cast<std::int64_t>(begin) - static_cast<std::int64_t>(at);
  if (column < 1) return std::nullopt;
  return RepeatedName{begin, end - begin, {place.line, static_cast<std::uint32_t>(column)}};
}

// The commonest mistake: a text without its quotes.
std::optional<TomlMistake> unquoted_text(std::string_view text, Place place) {
  const auto ends_word = [](char letter) {
    return is_blank(letter) || letter == '\n' || letter == '\r' || letter == '=' || letter == ',' ||
           letter == '[' || letter == ']' || letter == '{' || letter == '}' || letter == '#' ||
           letter == '"' || letter == '\'';
  };
  const std::size_t at = std::min(offset_of(text, place), text.size());
  std::size_t begin = at;
  while (begin > 0 && !ends_word(text[begin - 1])) --begin;
  std::size_t end = at;
  while (end < text.size() && !ends_word(text[end])) ++end;
  std::size_t before = begin;
  while (before > 0 && is_blank(text[before - 1])) --before;
  const bool is_value =
      before > 0 && (text[before - 1] == '=' || text[before - 1] == '[' || text[before - 1] == ',');
  const std::string_view word = text.substr(begin, end - begin);
  const bool is_header = text.substr(0, before).find_last_not_of(" \t[") == std::string_view::npos ||
                         text[text.substr(0, before).find_last_not_of(" \t[")] == '\n';
  const auto is_letter = [](char letter) { return (letter | 0x20) >= 'a' && (letter | 0x20) <= 'z'; };
  if (!is_value || is_header || word.empty() || !is_letter(word.front())) return std::nullopt;
  const auto column = static_cast<std::int64_t>(place.column) + static_cast<std::int64_t>(begin) -
                      static_cast<std::int64_t>(at);
  if (column < 1) return std::nullopt;
  const std::string meant = in_quotes(word);
  return TomlMistake{{place.line, static_cast<std::uint32_t>(column)},
                     "found " + meant.substr(1, meant.size() - 2) +
                         " without quotes, expected a text in quotes (did you mean " + meant + "?)"};
}

// A bare key of the same length that nobody writes, so that no other place moves.
std::string stand_in(std::size_t byte_count, std::size_t number) {
  constexpr std::string_view digits = "-_0123456789";
  std::string key(byte_count, digits[0]);
  for (std::size_t at = byte_count; at-- > 0 && number > 0; number /= digits.size())
    key[at] = digits[number % digits.size()];
  return key;
}

void take_out(TomlTable& table, const std::vector<Place>& places) {
  const auto is_repeated = [&](const TomlEntry& entry) {
    return std::find(places.begin(), places.end(), entry.place) != places.end();
  };
  table.erase(std::remove_if(table.begin(), table.end(), is_repeated), table.end());
  for (TomlEntry& entry : table) {
    if (auto* inner = std::get_if<TomlTable>(&entry.value.value)) take_out(*inner, places);
    if (auto* elements = std::get_if<TomlArray>(&entry.value.value))
      for (TomlValue& element : *elements)
        if (auto* inner = std::get_if<TomlTable>(&element.value)) take_out(*inner, places);
  }
}

}  // namespace

TomlDocument parse_toml(std::string_view text) {
  TomlDocument document;
  if (auto mistake = find_deep_nesting(text)) {
    document.mistakes.push_back(std::move(*mistake));
    return document;
  }
  std::string readable(text);
  std::vector<Place> repeats;
  while (true) {
    try {
      document.root = convert_table(toml::parse(std::string_view(readable)));
      document.is_whole = true;
      break;
    } catch (const toml::parse_error& error) {
      const Place place = place_of(error.source());
      const bool is_repeat = error.description().find("cannot redefine existing") != std::string_view::npos;
      const auto name = is_repeat ? repeated_name(readable, place) : std::nullopt;
      if (!name) {
        const bool is_text = error.description().find("utf-8") == std::string_view::npos;
        auto unquoted = is_repeat || !is_text ? std::nullopt : unquoted_text(readable, place);
        document.mistakes.push_back(unquoted
                                        ? std::move(*unquoted)
                                        : TomlMistake{place, mistake_text(on_one_line(error.description()))});
        break;
      }
      const std::string_view written = std::string_view(readable).substr(name->offset, name->byte_count);
      document.mistakes.push_back(
          {name->place, "found a second " + in_quotes(written) + ", expected each name once in its table"});
      if (repeats.size() == repeats_max || readable.size() > repeated_text_bytes_max) break;
      readable.replace(name->offset, name->byte_count, stand_in(name->byte_count, repeats.size()));
      repeats.push_back(name->place);
    }
  }
  take_out(document.root, repeats);
  return document;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  std::size_t end = std::min(text.size(), quoted_bytes_max);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  for (const char letter : text.substr(0, end)) escape_into(out, static_cast<unsigned char>(letter));
  return out + (end < text.size() ? "…\"" : "\"");
}

std::string describe(const TomlValue& value) {
  struct Describe {
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
    std::string operator()(std::int64_t integer) const { return "the integer " + std::to_string(integer); }
    std::string operator()(double number) const {
      std::array<char, 40> text{};
      std::snprintf(text.data(), text.size(), "%.15g", number);
      return "the number " + std::string(text.data());
    }
    std::string operator()(const std::string& text) const { return "the text " + in_quotes(text); }
    std::string operator()(const TomlTime& time) const { return "the time " + time.text; }
    std::string operator()(const TomlArray& array) const {
      return array.empty() ? "an empty array" : "an array";
    }
    std::string operator()(const TomlTable&) const { return "a table"; }
  };
  return std::visit(Describe{}, value.value);
}

}  // namespace watchpost
