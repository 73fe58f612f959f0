#include "adapters/adsb/carriage.h"

#include <array>

#include "adapters/fields.h"

namespace watchpost::adsb {
namespace {

constexpr char escape = '\x1A';
constexpr std::size_t counter_bytes = 6;
constexpr std::size_t beast_header_bytes = 2 + counter_bytes + 1;
constexpr std::uint64_t multilateration_counter = 0xFF004D4C4154;  // "\xFF\0MLAT", as mlat-client writes it

constexpr std::string_view avr_starts = "*:@%<";

struct HexValues {
  std::array<std::int8_t, 256> of{};
  constexpr HexValues() {
    for (std::int8_t& value : of) value = -1;
    std::int8_t value = 0;
    for (const unsigned char digit : {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9'}) of[digit] = value++;
    for (const unsigned char digit : {'a', 'b', 'c', 'd', 'e', 'f'}) of[digit] = of[digit - 32U] = value++;
  }
};
constexpr HexValues hex_values;

int hex_value(char digit) {
  return hex_values.of[static_cast<unsigned char>(digit)];
}

std::optional<std::uint64_t> hex_number(std::string_view digits) {
  std::uint64_t number = 0;
  for (const char digit : digits) {
    const int value = hex_value(digit);
    if (value < 0) return std::nullopt;
    number = number << 4 | static_cast<std::uint64_t>(value);
  }
  return number;
}

std::optional<Refusal> read_hex(std::string_view digits, HeardFrame& heard) {
  if (digits.size() == 4) {
    if (hex_number(digits)) return std::nullopt;  // Mode A/C
    return Refusal{Fault::malformed, "a frame that is not of hexadecimal digits"};
  }
  if (digits.size() != 2 * short_frame_bytes && digits.size() != 2 * long_frame_bytes)
    return Refusal{Fault::truncated, "a frame of neither 56 nor 112 bits"};
  ModeSFrame& frame = heard.frame.emplace();
  frame.size = digits.size() / 2;
  int valid = 0;
  for (std::size_t i = 0; i < frame.size; ++i) {
    const int high = hex_value(digits[2 * i]);
    const int low = hex_value(digits[2 * i + 1]);
    valid |= high | low;
    frame.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  if (valid >= 0) return std::nullopt;
  heard.frame.reset();
  return Refusal{Fault::malformed, "a frame that is not of hexadecimal digits"};
}

void set_counter(std::uint64_t counter, HeardFrame& heard) {
  heard.is_multilaterated = counter == multilateration_counter;
  if (!heard.is_multilaterated) heard.counter = counter;
}

// The bytes without their escapes; how many there were. Half of a doubled escape is none.
std::size_t unescape(std::string_view bytes, std::array<std::uint8_t, 2 + 21>& plain) {
  std::size_t count = 1;
  for (std::size_t i = 1; i < bytes.size() && count < plain.size(); ++i) {
    if (bytes[i] == escape && i > 1 && (++i == bytes.size() || bytes[i] != escape)) break;
    plain[count++] = static_cast<std::uint8_t>(bytes[i]);
  }
  return count;
}

std::uint64_t big_endian48(const std::uint8_t* bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < counter_bytes; ++i) number = number << 8 | bytes[i];
  return number;
}

// How many hexadecimal digits stand before those of the frame.
std::size_t avr_prefix_digits(char start) {
  if (start == '@' || start == '%') return 12;
  return start == '<' ? 14 : 0;
}

std::string_view unquoted(std::string_view cell) {
  const auto is_around = [](char letter) {
    return letter == ' ' || letter == '\t' || letter == '"' || letter == '\'' || letter == '\r';
  };
  while (!cell.empty() && is_around(cell.front())) cell.remove_prefix(1);
  while (!cell.empty() && is_around(cell.back())) cell.remove_suffix(1);
  return cell;
}

// Unix seconds, of 1970 and later.
std::optional<std::int64_t> time_cell_ns(std::string_view cell) {
  const auto time_ns = unix_time_ns(unquoted(cell));
  return time_ns && *time_ns >= 0 ? time_ns : std::nullopt;
}

bool is_header(std::string_view first_cell) {
  for (const std::string_view name : {"time", "timestamp", "ts"})
    if (first_cell.substr(0, name.size()) == name) return true;
  return false;
}

}  // namespace

bool is_beast(std::string_view bytes) {
  return !bytes.empty() && bytes.front() == escape;
}

std::optional<Refusal> read_beast(std::string_view bytes, HeardFrame& heard) {
  const char type = bytes.size() < 2 ? '\0' : bytes[1];
  std::size_t frame_bytes = 0;
  if (type == '2') frame_bytes = short_frame_bytes;
  if (type == '3') frame_bytes = long_frame_bytes;
  if (frame_bytes == 0) {
    // Mode A/C, a receiver's status or id: complete where their framing ended them.
    const bool is_whole = (type == '1' && bytes.size() >= 11) || (type == '4' && bytes.size() >= 23) ||
                          (type == '\xE3' && bytes.size() >= 10);
    if (is_whole) return std::nullopt;
    return Refusal{type == '\0' ? Fault::truncated : Fault::malformed, "not a whole Beast frame"};
  }
  std::array<std::uint8_t, 2 + 21> plain{};
  if (unescape(bytes, plain) != beast_header_bytes + frame_bytes)
    return Refusal{Fault::truncated, "a Beast frame that another begins in, or that was cut off"};
  set_counter(big_endian48(plain.data() + 2), heard);
  ModeSFrame& frame = heard.frame.emplace();
  frame.size = frame_bytes;
  for (std::size_t i = 0; i < frame_bytes; ++i) frame.bytes[i] = plain[beast_header_bytes + i];
  return std::nullopt;
}

bool is_avr(std::string_view text) {
  return !text.empty() && avr_starts.find(text.front()) != std::string_view::npos;
}

std::optional<Refusal> take_avr(std::string_view& text, HeardFrame& heard) {
  const char start = text.front();
  const std::size_t end = text.find(';');
  std::string_view digits = text.substr(1, end == std::string_view::npos ? end : end - 1);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\r'))
    text.remove_prefix(1);
  if (end == std::string_view::npos) return Refusal{Fault::truncated, "a frame without its semicolon"};
  const std::size_t prefix = avr_prefix_digits(start);
  if (prefix != 0) {
    const auto counter = hex_number(digits.substr(0, 12));
    if (digits.size() < prefix || !counter || !hex_number(digits.substr(12, prefix - 12)))
      return Refusal{Fault::malformed, "a counter that is not of twelve hexadecimal digits"};
    set_counter(*counter, heard);
    digits.remove_prefix(prefix);
  }
  return read_hex(digits, heard);
}

std::optional<Refusal> read_time_hex(std::string_view line, HeardFrame& heard) {
  const std::string_view time = unquoted(take_cell(line, ','));
  if (!time_cell_ns(time)) {
    if (time.empty() || time.front() == '#' || is_header(time)) return std::nullopt;
    return Refusal{Fault::malformed, "neither a Beast frame, nor an AVR frame, nor a time and a frame"};
  }
  return read_hex(unquoted(take_cell(line, ',')), heard);
}

std::optional<std::int64_t> time_hex_ns(std::string_view line) {
  if (is_beast(line) || is_avr(line)) return std::nullopt;
  return time_cell_ns(take_cell(line, ','));
}

std::optional<std::uint64_t> counter_of(std::string_view bytes) {
  HeardFrame heard;
  if (is_beast(bytes)) {
    std::array<std::uint8_t, 2 + 21> plain{};
    if (bytes.size() < 2 || (bytes[1] != '1' && bytes[1] != '2' && bytes[1] != '3') ||
        unescape(bytes, plain) < 2 + counter_bytes)
      return std::nullopt;
    set_counter(big_endian48(plain.data() + 2), heard);
  } else if (is_avr(bytes) && avr_prefix_digits(bytes.front()) != 0 && bytes.size() >= 13) {
    if (const auto counter = hex_number(bytes.substr(1, 12))) set_counter(*counter, heard);
  }
  return heard.counter;
}

RecordedCounter recorded_counter_of(std::uint64_t counter, CounterKind kind) {
  if (kind == CounterKind::gps)
    return {std::chrono::seconds(counter >> 30) + Duration(counter & 0x3FFFFFFF), std::chrono::hours(24)};
  // 12 MHz: 250 ns are three counts. The parts are kept apart, as the whole times 250 does not fit.
  const auto ns_of = [](std::uint64_t ticks) {
    return Duration(static_cast<std::int64_t>(ticks / 3 * 250 + (ticks % 3 * 250 + 1) / 3));
  };
  return {ns_of(counter), ns_of(std::uint64_t{1} << 48)};
}

}  // namespace watchpost::adsb
