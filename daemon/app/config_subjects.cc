#include <algorithm>
#include <charconv>

#include "daemon/app/config_problems.h"
#include "daemon/app/config_toml.h"
#include "daemon/app/config_words.h"

namespace watchpost {
namespace {

constexpr std::array<std::string_view, 10> kinds = {"unit",   "mmsi", "imo",       "icao24",  "callsign",
                                                    "squawk", "name", "remote_id", "tak_uid", "sensor_track"};

constexpr std::array<std::string_view, 7> day_names = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// The first words of the classes that formats report (docs/interfaces.md, "Report").
constexpr std::array<std::string_view, 8> known_classes = {"vessel",  "aircraft", "vehicle", "person",
                                                           "station", "aid",      "beacon",  "animal"};

bool is_capital(char letter) {
  return letter >= 'A' && letter <= 'Z';
}

bool is_class_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-' ||
         letter == '_';
}

bool is_classification(std::string_view text) {
  bool is_begun = false;
  for (const char letter : text) {
    if (letter == '.' ? !is_begun : !is_class_letter(letter)) return false;
    is_begun = letter != '.';
  }
  return is_begun;
}

Error wrong_identity(std::string_view text, std::string_view what) {
  return {"", "found " + in_quotes(text) + ", expected " + std::string(what)};
}

Result<std::string> parse_number_identity(std::string_view whole, std::string_view value) {
  std::uint32_t number = 0;
  const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool is_right =
      fault == std::errc() && end == value.data() + value.size() && value.size() <= 9 && number > 0;
  if (!is_right) return wrong_identity(whole, "a number of at most nine digits after the colon");
  return std::to_string(number);
}

Result<std::string> parse_identity_value(std::string_view whole, std::string_view kind,
                                         std::string_view value) {
  if (value.empty()) return wrong_identity(whole, "a value after the colon");
  if (kind == "mmsi" || kind == "imo") return parse_number_identity(whole, value);
  if (kind == "icao24") {
    if (!parse_aircraft_address(value))
      return wrong_identity(whole, "six hexadecimal digits after the colon");
    std::string small(value);
    for (char& letter : small)
      if (is_capital(letter)) letter = static_cast<char>(letter - 'A' + 'a');
    return small;
  }
  if (kind == "squawk") {
    const bool is_right = value.size() == 4 && value.find_first_not_of("01234567") == std::string_view::npos;
    if (!is_right) return wrong_identity(whole, "four octal digits after the colon");
  }
  return std::string(value);
}

std::optional<int> day_of(std::string_view name) {
  const auto* found = std::find(day_names.begin(), day_names.end(), name);
  if (found == day_names.end()) return std::nullopt;
  return static_cast<int>(found - day_names.begin());
}

// `mon`, `mon-fri` or several of them with commas, as bits.
std::optional<std::uint8_t> parse_days(std::string_view text) {
  unsigned days = 0;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    const std::size_t dash = part.find('-');
    const auto first = day_of(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : day_of(part.substr(dash + 1));
    if (!first || !last) return std::nullopt;
    for (int day = *first;; day = (day + 1) % 7) {
      days |= 1U << day;
      if (day == *last) break;
    }
    if (comma == std::string_view::npos) return static_cast<std::uint8_t>(days);
    text.remove_prefix(comma + 1);
  }
}

// `22:00`; 24:00 is the end of the day.
std::optional<int> parse_minute(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t at : {0U, 1U, 3U, 4U})
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour > 24 || (hour == 24 && minute > 0)) return std::nullopt;
  return hour * 60 + minute;
}

}  // namespace

Result<Schedule> parse_schedule(std::string_view text) {
  constexpr int day_minutes = 24 * 60;
  const Error wrong{"",
                    "found " + in_quotes(text) + ", expected days and times such as \"mon-fri 22:00-06:00\""};
  Schedule schedule;
  schedule.days = 0x7F;
  std::string_view times = text;
  if (text.find(':') == std::string_view::npos || text.find(' ') != std::string_view::npos) {
    const std::size_t blank = text.find(' ');
    const auto days = parse_days(text.substr(0, blank));
    if (!days) return wrong;
    schedule.days = *days;
    if (blank == std::string_view::npos) return schedule;  // the whole of those days
    times.remove_prefix(blank + 1);
  }
  if (times.size() != 11 || times[5] != '-') return wrong;
  const auto from = parse_minute(times.substr(0, 5));
  const auto to = parse_minute(times.substr(6));
  if (!from || !to || *from == day_minutes) return wrong;
  schedule.from_minute = static_cast<std::uint16_t>(*from);
  schedule.to_minute = static_cast<std::uint16_t>(*to % day_minutes);
  return schedule;
}

Result<SubjectPattern> parse_subject(std::string_view text) {
  SubjectPattern pattern;
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    const std::string_view kind = text.substr(0, colon);
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
      return Error{"", found_unknown("kind of subject", kind, kinds, "nothing")};
    Result<std::string> value = parse_identity_value(text, kind, text.substr(colon + 1));
    if (!value) return value.error();
    if (kind == "unit") {
      pattern.unit = *value;
    } else {
      pattern.identity_kind = kind;
      pattern.identity_value = *value;
    }
    return pattern;
  }
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_capital)) {
    const Result<Affiliation> affiliation = parse_affiliation(text);
    if (!affiliation) return affiliation.error();
    pattern.affiliation = *affiliation;
    return pattern;
  }
  if (!is_classification(text))
    return Error{"",
                 "found " + in_quotes(text) +
                     ", expected a class such as aircraft.uas, an affiliation in capitals, unit:NAME, or an "
                     "identity such as mmsi:232001234"};
  pattern.classification = text;
  return pattern;
}

std::optional<std::string> unknown_class_hint(std::string_view classification) {
  const std::string_view first = classification.substr(0, classification.find('.'));
  if (std::find(known_classes.begin(), known_classes.end(), first) != known_classes.end())
    return std::nullopt;
  return hint(first, known_classes);
}

}  // namespace watchpost
