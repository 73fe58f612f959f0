#include "daemon/wire/json_text.h"

#include <chrono>

#include "daemon/wire/utf8.h"

namespace watchpost {
namespace {

constexpr char hexadecimal[] = "0123456789abcdef";

// True for the characters of ASCII that stand for themselves.
constexpr auto is_plain = [] {
  std::array<bool, 256> table{};
  for (std::size_t i = 0x20; i < 0x7F; ++i) table[i] = i != '"' && i != '\\' && i != '<' && i != '>';
  return table;
}();

struct CodePoints {
  std::uint32_t first;
  std::uint32_t last;
};

// Beyond ASCII, what has no shape of its own or steers the line is escaped, as protobuf does.
constexpr CodePoints escaped[] = {{0x7F, 0x9F},       {0xAD, 0xAD},       {0x600, 0x603},    {0x6DD, 0x6DD},
                                  {0x70F, 0x70F},     {0x17B4, 0x17B5},   {0x200B, 0x200F},  {0x2028, 0x202E},
                                  {0x2060, 0x2064},   {0x206A, 0x206F},   {0xFEFF, 0xFEFF},  {0xFFF9, 0xFFFB},
                                  {0x1D173, 0x1D17A}, {0xE0001, 0xE0001}, {0xE0020, 0xE007F}};

bool is_escaped(std::uint32_t code_point) {
  for (const CodePoints& range : escaped)
    if (code_point >= range.first && code_point <= range.last) return true;
  return false;
}

std::uint32_t code_point_of(std::string_view sequence) {
  const auto byte = [&](std::size_t place) { return static_cast<std::uint32_t>(sequence[place]) & 0xFFU; };
  if (sequence.size() == 1) return byte(0);
  std::uint32_t code_point = byte(0) & (0x7FU >> sequence.size());
  for (std::size_t i = 1; i < sequence.size(); ++i) code_point = code_point << 6U | (byte(i) & 0x3FU);
  return code_point;
}

char* write_two(unsigned number, char* out) {
  *out++ = static_cast<char>('0' + number / 10);
  *out++ = static_cast<char>('0' + number % 10);
  return out;
}

char* write_unicode_escape(std::uint32_t unit, char* out) {
  *out++ = '\\';
  *out++ = 'u';
  for (int shift = 12; shift >= 0; shift -= 4) *out++ = hexadecimal[unit >> shift & 0xFU];
  return out;
}

}  // namespace

void JsonText::piece(std::string_view text) {
  if (text.size() > buffer_bytes) {
    flush();
    out_.append(text);
  } else {
    reserve(text.size());
    std::memcpy(cursor_, text.data(), text.size());
    cursor_ += text.size();
  }
  needs_comma_ = true;
}

void JsonText::text(std::string_view text) {
  constexpr std::size_t longest = 12;  // two escapes
  reserve(2);
  comma();
  *cursor_++ = '"';
  while (!text.empty()) {
    reserve(longest);
    if (is_plain[static_cast<std::uint8_t>(text[0])]) {
      *cursor_++ = text[0];
      text.remove_prefix(1);
      continue;
    }
    const std::size_t byte_count = utf8_sequence_bytes(text);
    const std::string_view sequence = byte_count == 0 ? "\xEF\xBF\xBD" : text.substr(0, byte_count);
    const std::uint32_t code_point = code_point_of(sequence);
    if (code_point < 0x80 || is_escaped(code_point)) {
      escape(code_point);
    } else {
      std::memcpy(cursor_, sequence.data(), sequence.size());
      cursor_ += sequence.size();
    }
    text.remove_prefix(byte_count == 0 ? 1 : byte_count);
  }
  reserve(1);
  *cursor_++ = '"';
  needs_comma_ = true;
}

void JsonText::escape(std::uint32_t code_point) {
  const auto write_short = [this](char letter) {
    *cursor_++ = '\\';
    *cursor_++ = letter;
  };
  switch (code_point) {
    case '"':
    case '\\':
      return write_short(static_cast<char>(code_point));
    case '\b':
      return write_short('b');
    case '\f':
      return write_short('f');
    case '\n':
      return write_short('n');
    case '\r':
      return write_short('r');
    case '\t':
      return write_short('t');
    default:
      break;
  }
  if (code_point < 0x10000) {
    cursor_ = write_unicode_escape(code_point, cursor_);
    return;
  }
  cursor_ = write_unicode_escape(0xD800U + ((code_point - 0x10000U) >> 10U), cursor_);
  cursor_ = write_unicode_escape(0xDC00U + ((code_point - 0x10000U) & 0x3FFU), cursor_);
}

void JsonText::time(std::int64_t unix_time_ns) {
  // In whole seconds, for the first and last days of int64 nanoseconds are not whole.
  constexpr std::int64_t ns_a_second = 1'000'000'000;
  const bool is_before_second = unix_time_ns % ns_a_second < 0;
  const std::chrono::sys_seconds time{
      std::chrono::seconds(unix_time_ns / ns_a_second - static_cast<int>(is_before_second))};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto of_day_s = static_cast<unsigned>((time - day).count());
  auto fraction = static_cast<unsigned>(unix_time_ns % ns_a_second + (is_before_second ? ns_a_second : 0));

  reserve(40);
  comma();
  *cursor_++ = '"';
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  cursor_ = write_two(year % 100, write_two(year / 100, cursor_));
  *cursor_++ = '-';
  cursor_ = write_two(static_cast<unsigned>(date.month()), cursor_);
  *cursor_++ = '-';
  cursor_ = write_two(static_cast<unsigned>(date.day()), cursor_);
  *cursor_++ = 'T';
  cursor_ = write_two(of_day_s / 3600, cursor_);
  *cursor_++ = ':';
  cursor_ = write_two(of_day_s / 60 % 60, cursor_);
  *cursor_++ = ':';
  cursor_ = write_two(of_day_s % 60, cursor_);
  if (fraction != 0) {
    int digit_count = 9;
    for (; fraction % 1000 == 0; digit_count -= 3) fraction /= 1000;
    *cursor_++ = '.';
    for (int place = digit_count - 1; place >= 0; --place, fraction /= 10)
      cursor_[place] = static_cast<char>('0' + fraction % 10);
    cursor_ += digit_count;
  }
  *cursor_++ = 'Z';
  *cursor_++ = '"';
  needs_comma_ = true;
}

void JsonText::base64(std::string_view bytes) {
  static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  reserve(2);
  comma();
  *cursor_++ = '"';
  for (; !bytes.empty(); bytes.remove_prefix(bytes.size() < 3 ? bytes.size() : 3)) {
    const auto byte = [&](std::size_t place) {
      return place < bytes.size() ? static_cast<std::uint32_t>(bytes[place]) & 0xFFU : 0U;
    };
    const std::uint32_t three = byte(0) << 16U | byte(1) << 8U | byte(2);
    reserve(4);
    *cursor_++ = letters[three >> 18U & 63U];
    *cursor_++ = letters[three >> 12U & 63U];
    *cursor_++ = bytes.size() > 1 ? letters[three >> 6U & 63U] : '=';
    *cursor_++ = bytes.size() > 2 ? letters[three & 63U] : '=';
  }
  reserve(1);
  *cursor_++ = '"';
  needs_comma_ = true;
}

}  // namespace watchpost
