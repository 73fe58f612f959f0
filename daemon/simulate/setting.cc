#include "daemon/simulate/setting.h"

#include <array>
#include <chrono>
#include <cstdarg>
#include <cstdio>

namespace watchpost::simulate {

std::string format(const char* pattern, ...) {
  std::array<char, 512> text{};
  va_list values;
  va_start(values, pattern);
  std::vsnprintf(text.data(), text.size(), pattern, values);
  va_end(values);
  return text.data();
}

std::string unix_text(const Setting& setting, std::int64_t time_ms) {
  const std::int64_t unix_ms = setting.start_s * 1000 + time_ms;
  return format("%lld.%03lld", static_cast<long long>(unix_ms / 1000),
                static_cast<long long>(unix_ms % 1000));
}

std::string rfc3339(const Setting& setting, double time_s) {
  using std::chrono::days;
  const std::chrono::sys_time<std::chrono::milliseconds> time(
      std::chrono::milliseconds(setting.start_s * 1000 + milliseconds(time_s)));
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const auto of_day_ms = static_cast<long long>((time - day).count());
  return format("%04d-%02u-%02uT%02lld:%02lld:%02lld.%03lldZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), of_day_ms / 3'600'000,
                of_day_ms / 60'000 % 60, of_day_ms / 1000 % 60, of_day_ms % 1000);
}

}  // namespace watchpost::simulate
