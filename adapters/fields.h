// Fields: numbers, units and Unix time out of text, exact and range-checked.
//
// Errors    nothing where the text is not wholly such a value, or is outside its range.
// Memory    no allocation; split() gives views of its argument.
// Determinism   no locale; a time never passes through a floating-point number.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace watchpost {

// Decimal, with an exponent if need be; "nan", "inf", a leading '+' and blanks are refused.
std::optional<double> number(std::string_view text, double min, double max);
std::optional<std::int64_t> integer(std::string_view text, std::int64_t min, std::int64_t max);
std::optional<std::uint8_t> hex_byte(char high, char low);

// "1700000000.25" to nanoseconds; decimals beyond the ninth are rounded.
std::optional<std::int64_t> unix_time_ns(std::string_view text);

// A date and time of day in UTC, of the proleptic Gregorian calendar.
struct CivilTime {
  int year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;
};

// Nothing where there is no such day or time; years 1678 to 2261, as nanoseconds reach.
std::optional<std::int64_t> unix_time_ns(const CivilTime& civil);

// Exactly N cells, or nothing.
template <std::size_t N>
constexpr std::optional<std::array<std::string_view, N>> split(std::string_view text, char separator) {
  std::array<std::string_view, N> cells;
  for (std::size_t i = 0; i + 1 < N; ++i) {
    const std::size_t end = text.find(separator);
    if (end == std::string_view::npos) return std::nullopt;
    cells[i] = text.substr(0, end);
    text.remove_prefix(end + 1);
  }
  if (text.find(separator) != std::string_view::npos) return std::nullopt;
  cells[N - 1] = text;
  return cells;
}

// Takes the cell before the separator off the front of `text`; all of it where none follows.
constexpr std::string_view take_cell(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view cell = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return cell;
}

inline constexpr double mps_per_knot = 1852.0 / 3600.0;

}  // namespace watchpost
