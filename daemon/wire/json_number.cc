#include "daemon/wire/json_number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <type_traits>

namespace watchpost {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr auto powers_of_5 = [] {
  std::array<std::uint64_t, 22> powers{};
  std::uint64_t power = 1;
  for (auto& it : powers) {
    it = power;
    power *= 5;
  }
  return powers;
}();

constexpr auto powers_of_10 = [] {
  std::array<std::uint64_t, 20> powers{};
  std::uint64_t power = 1;
  for (auto& it : powers) {
    it = power;
    power *= 10;
  }
  return powers;
}();

// Exact up to 1e22.
constexpr auto double_powers_of_10 = [] {
  std::array<double, 23> powers{};
  double power = 1;
  for (auto& it : powers) {
    it = power;
    power *= 10;
  }
  return powers;
}();

// digits / 10^decimals
struct Decimal {
  std::uint64_t digits;
  int decimals;
};

// The finite positive value mantissa · 2^exponent, mantissa of 53 bits.
struct Binary {
  explicit Binary(double value) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    exponent = static_cast<int>(bits >> 52U) - 1075;
    mantissa = (bits & ((std::uint64_t{1} << 52U) - 1)) | std::uint64_t{1} << 52U;
  }
  std::uint64_t mantissa;
  int exponent;
};

// The nearest integer to value · 10^decimals, the even one of two; exact. For values from 1e-4 to 1e14
// and up to 17 digits the product has less than 103 bits and is shifted by 3 to 60.
std::uint64_t scaled(const Binary& value, int decimals) {
  const Wide product = static_cast<Wide>(value.mantissa) * powers_of_5[static_cast<std::size_t>(decimals)];
  const int shift = -(value.exponent + decimals);
  const auto quotient = static_cast<std::uint64_t>(product >> shift);
  const Wide rest = product - (static_cast<Wide>(quotient) << shift);
  const Wide half = Wide{1} << (shift - 1);
  const bool is_up = rest > half || (rest == half && (quotient & 1U) != 0);
  return quotient + static_cast<std::uint64_t>(is_up);
}

// The value rounded to so many significant digits.
Decimal rounded(const Binary& value, int digit_count) {
  // The decimal exponent from the binary one, at most one too low.
  const int binary_magnitude = value.exponent + 52;
  const int magnitude = (binary_magnitude * 1233) >> 12;
  int decimals = digit_count - 1 - magnitude;
  std::uint64_t digits = scaled(value, decimals);
  if (digits >= powers_of_10[static_cast<std::size_t>(digit_count)]) digits = scaled(value, --decimals);
  return {digits, decimals};
}

char* write_pairs(std::uint64_t number, int digit_count, char* out) {
  static constexpr auto pairs = [] {
    std::array<char, 200> characters{};
    for (std::size_t i = 0; i < 100; ++i) {
      characters[2 * i] = static_cast<char>('0' + i / 10);
      characters[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return characters;
  }();
  int place = digit_count;
  for (; place >= 2; place -= 2) {
    std::memcpy(out + place - 2, pairs.data() + 2 * (number % 100), 2);
    number /= 100;
  }
  if (place == 1) *out = static_cast<char>('0' + number % 10);
  return out + digit_count;
}

char* write_fixed(Decimal value, char* out) {
  const auto decimals = static_cast<std::size_t>(value.decimals);
  const std::uint64_t whole = decimals < powers_of_10.size() ? value.digits / powers_of_10[decimals] : 0;
  const std::uint64_t fraction = whole == 0 ? value.digits : value.digits - whole * powers_of_10[decimals];
  out = std::to_chars(out, out + json_number_bytes_max, whole).ptr;
  if (fraction == 0) return out;
  *out++ = '.';
  char* end = write_pairs(fraction, value.decimals, out);
  while (end[-1] == '0') --end;
  return end;
}

// As printf's %.*g in the C locale; for what is not usual.
template <class Value>
char* write_any(Value value, int digits_first, int digits_then, char* out) {
  const auto write_word = [out](std::string_view word) {
    std::memcpy(out, word.data(), word.size());
    return out + word.size();
  };
  if (std::isnan(value)) return write_word("\"NaN\"");
  if (std::isinf(value)) return write_word(value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
  char* const last = out + json_number_bytes_max;
  char* const end = std::to_chars(out, last, value, std::chars_format::general, digits_first).ptr;
  // Protobuf reads no float below the normal ones back, and so gives all their digits.
  const bool is_read_back = !std::is_same_v<Value, float> || value == 0 || std::isnormal(value);
  Value back = 0;
  if (is_read_back && std::from_chars(out, end, back).ec == std::errc() && back == value) return end;
  return std::to_chars(out, last, value, std::chars_format::general, digits_then).ptr;
}

}  // namespace

char* write_json_number(double value, char* out) {
  double magnitude = std::fabs(value);
  if (!(magnitude >= 1e-4 && magnitude < 1e14)) return write_any(value, 15, 17, out);
  if (value < 0) *out++ = '-';
  const Binary binary(magnitude);
  const Decimal shorter = rounded(binary, 15);
  // Both are exact, so that the quotient is the double nearest to the decimal number.
  const double back =
      static_cast<double>(shorter.digits) / double_powers_of_10[static_cast<std::size_t>(shorter.decimals)];
  return write_fixed(back == magnitude ? shorter : rounded(binary, 17), out);
}

char* write_json_number(float value, char* out) {
  const auto magnitude = static_cast<double>(std::fabs(value));
  if (!(magnitude >= 1e-4 && magnitude < 1e5)) return write_any(value, 6, 9, out);
  if (value < 0) *out++ = '-';
  const Binary binary(magnitude);
  const Decimal shorter = rounded(binary, 6);
  // The quotient is never so near to the middle between two floats that it would matter that it
  // is rounded twice: 6 digits over at most 10^10 keep 2^-46 of it away.
  const double back =
      static_cast<double>(shorter.digits) / double_powers_of_10[static_cast<std::size_t>(shorter.decimals)];
  return write_fixed(
      static_cast<double>(static_cast<float>(back)) == magnitude ? shorter : rounded(binary, 9), out);
}

}  // namespace watchpost
