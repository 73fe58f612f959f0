#include "daemon/wire/utf8.h"

#include <cstdint>
#include <cstring>

namespace watchpost {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

std::uint8_t byte_at(std::string_view text, std::size_t place) {
  return place < text.size() ? static_cast<std::uint8_t>(text[place]) : 0;
}

bool is_continuation(std::uint8_t byte) {
  return (byte & 0xC0U) == 0x80U;
}

// Bytes of `text` from its beginning that are ASCII, counted in steps of eight.
std::size_t ascii_prefix_bytes(std::string_view text) {
  std::size_t count = 0;
  while (count + 8 <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + count, 8);
    if ((word & 0x8080808080808080U) != 0) break;
    count += 8;
  }
  return count;
}

}  // namespace

std::size_t utf8_sequence_bytes(std::string_view text) {
  const std::uint8_t first = byte_at(text, 0);
  const std::uint8_t second = byte_at(text, 1);
  if (text.empty()) return 0;
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4 || !is_continuation(second)) return 0;
  if (first < 0xE0) return 2;
  if (!is_continuation(byte_at(text, 2))) return 0;
  if (first < 0xF0) {
    const bool is_overlong = first == 0xE0 && second < 0xA0;
    const bool is_surrogate = first == 0xED && second > 0x9F;
    return is_overlong || is_surrogate ? 0 : 3;
  }
  if (!is_continuation(byte_at(text, 3))) return 0;
  const bool is_overlong = first == 0xF0 && second < 0x90;
  const bool is_beyond = first == 0xF4 && second > 0x8F;
  return is_overlong || is_beyond ? 0 : 4;
}

bool is_valid_utf8(std::string_view text) {
  text.remove_prefix(ascii_prefix_bytes(text));
  while (!text.empty()) {
    const std::size_t byte_count = utf8_sequence_bytes(text);
    if (byte_count == 0) return false;
    text.remove_prefix(byte_count);
  }
  return true;
}

void append_mended_utf8(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const std::size_t byte_count = utf8_sequence_bytes(text);
    out.append(byte_count == 0 ? replacement : text.substr(0, byte_count));
    text.remove_prefix(byte_count == 0 ? 1 : byte_count);
  }
}

}  // namespace watchpost
