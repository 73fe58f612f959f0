#include "adapters/fields.h"

#include <charconv>
#include <limits>

namespace watchpost {
namespace {

constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr std::int64_t s_max = std::numeric_limits<std::int64_t>::max() / ns_per_s - 1;

constexpr bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

constexpr int hex_digit(char character) {
  if (is_digit(character)) return character - '0';
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  return -1;
}

// The digits after the point as nanoseconds, the tenth deciding the rounding.
std::optional<std::int64_t> decimals_ns(std::string_view digits) {
  std::int64_t value_ns = 0;
  std::int64_t place_ns = ns_per_s / 10;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (!is_digit(digits[i])) return std::nullopt;
    const int digit = digits[i] - '0';
    value_ns += digit * place_ns;
    if (i == 9 && digit >= 5) ++value_ns;
    place_ns /= 10;
  }
  return value_ns;
}

constexpr bool is_leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

constexpr int days_of_month(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

// Days from 1970-01-01: the year is taken to begin in March, so that the leap day is its last.
constexpr std::int64_t days_from_civil(int year, int month, int day) {
  const int march_year = month > 2 ? year : year - 1;
  const int month_from_march = month > 2 ? month - 3 : month + 9;
  const int day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
  const std::int64_t leap_days = march_year / 4 - march_year / 100 + march_year / 400;
  constexpr std::int64_t days_to_1970 = 719468;
  return 365LL * march_year + leap_days + day_of_year - days_to_1970;
}

static_assert(days_from_civil(1970, 1, 1) == 0);
static_assert(days_from_civil(2000, 2, 29) == 11016);

template <class Value>
std::optional<Value> whole_text(std::string_view text, Value min, Value max) {
  Value value{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || !(value >= min && value <= max)) return std::nullopt;
  return value;
}

}  // namespace

std::optional<double> number(std::string_view text, double min, double max) {
  return whole_text<double>(text, min, max);
}

std::optional<std::int64_t> integer(std::string_view text, std::int64_t min, std::int64_t max) {
  return whole_text<std::int64_t>(text, min, max);
}

std::optional<std::uint8_t> hex_byte(char high, char low) {
  const int high_value = hex_digit(high);
  const int low_value = hex_digit(low);
  if (high_value < 0 || low_value < 0) return std::nullopt;
  return static_cast<std::uint8_t>(high_value << 4 | low_value);
}

std::optional<std::int64_t> unix_time_ns(std::string_view text) {
  const bool is_negative = !text.empty() && text.front() == '-';
  if (is_negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (whole.empty() || !is_digit(whole.front())) return std::nullopt;
  const auto whole_s = integer(whole, 0, s_max);
  if (!whole_s) return std::nullopt;

  std::int64_t time_ns = *whole_s * ns_per_s;
  if (point != std::string_view::npos) {
    const auto fraction_ns = decimals_ns(text.substr(point + 1));
    if (!fraction_ns) return std::nullopt;
    time_ns += *fraction_ns;
  }
  return is_negative ? -time_ns : time_ns;
}

std::optional<std::int64_t> unix_time_ns(const CivilTime& civil) {
  const bool is_day = civil.year >= 1678 && civil.year <= 2261 && civil.month >= 1 && civil.month <= 12 &&
                      civil.day >= 1 && civil.day <= days_of_month(civil.year, civil.month);
  const bool is_time = civil.hour >= 0 && civil.hour <= 23 && civil.minute >= 0 && civil.minute <= 59 &&
                       civil.second >= 0 && civil.second <= 59 && civil.millisecond >= 0 &&
                       civil.millisecond <= 999;
  if (!is_day || !is_time) return std::nullopt;
  const std::int64_t time_s = days_from_civil(civil.year, civil.month, civil.day) * 86400 +
                              civil.hour * 3600 + civil.minute * 60 + civil.second;
  return time_s * ns_per_s + civil.millisecond * 1'000'000LL;
}

}  // namespace watchpost
