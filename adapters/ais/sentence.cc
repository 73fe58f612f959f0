#include "adapters/ais/sentence.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "adapters/fields.h"

namespace watchpost::ais {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t header_length = 7;  // "!AIVDM,"
constexpr std::int64_t year_1990_s = 631'152'000;
constexpr std::int64_t year_2100_s = 4'102'444'800;

constexpr bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

// The exclusive or of all characters, eight at a time.
std::uint8_t checksum(std::string_view text) {
  std::uint64_t eight = 0;
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    eight ^= word;
  }
  std::uint64_t rest = 0;
  if (left > 0) std::memcpy(&rest, at, left);
  eight ^= rest;
  eight ^= eight >> 32;
  eight ^= eight >> 16;
  eight ^= eight >> 8;
  return static_cast<std::uint8_t>(eight);
}

// The place of the '*' whose two digits are the checksum of text[1, '*'); nothing where they are not.
std::optional<std::size_t> checked_end(std::string_view text) {
  const std::size_t star = text.find('*', 1);
  if (star == npos || star + 3 > text.size()) return std::nullopt;
  const auto sent = hex_byte(text[star + 1], text[star + 2]);
  if (!sent || *sent != checksum(text.substr(1, star - 1))) return std::nullopt;
  return star;
}

constexpr Refusal bad_checksum{Fault::bad_checksum, "the sentence's checksum is missing or wrong"};

// Times that cannot be those of a recording are no times: a wrong clock must not carry the feed away.
std::optional<std::int64_t> plausible_ns(std::int64_t time_s, std::int64_t rest_ns) {
  if (time_s < year_1990_s || time_s >= year_2100_s) return std::nullopt;
  return time_s * 1'000'000'000 + rest_ns;
}

// Seconds or milliseconds: their plausible ranges do not overlap.
std::optional<std::int64_t> tag_time_ns(std::string_view text) {
  if (const auto milliseconds = integer(text, year_1990_s * 1000, year_2100_s * 1000))
    return plausible_ns(*milliseconds / 1000, *milliseconds % 1000 * 1'000'000);
  const auto time_ns = unix_time_ns(text);
  if (!time_ns || *time_ns < 0) return std::nullopt;
  return plausible_ns(*time_ns / 1'000'000'000, *time_ns % 1'000'000'000);
}

// "1-2-0125", or the older form "1G2:0125" whose id follows the colon.
std::string_view group_of(std::string_view code, std::string_view value) {
  if (code == "g") {
    const std::size_t last = value.rfind('-');
    return last == npos ? std::string_view() : value.substr(last + 1);
  }
  const bool is_older_form = code.size() == 3 && is_digit(code[0]) && code[1] == 'G' && is_digit(code[2]);
  return is_older_form ? value : std::string_view();
}

// A checksum of one byte lets damage pass: what goes out as a name is at least one.
bool is_name(std::string_view text) {
  return text.size() <= source_length_max && std::all_of(text.begin(), text.end(), [](char character) {
           return character > ' ' && character <= '~';
         });
}

// One block without its backslashes: "c:1354719387,s:station*1A".
bool read_tag(std::string_view block, Tag& tag) {
  const std::size_t star = block.rfind('*');
  if (star == npos || star + 3 != block.size()) return false;
  const auto sent = hex_byte(block[star + 1], block[star + 2]);
  block = block.substr(0, star);
  if (!sent || *sent != checksum(block)) return false;

  while (!block.empty()) {
    std::string_view value = take_cell(block, ',');
    const std::size_t colon = value.find(':');
    if (colon == npos) continue;
    const std::string_view code = value.substr(0, colon);
    value.remove_prefix(colon + 1);
    if (code == "c") {
      tag.time_ns = tag_time_ns(value);
    } else if (code == "s") {
      tag.source = is_name(value) ? value : std::string_view();
    } else if (const auto group = group_of(code, value); !group.empty()) {
      tag.group = group;
    }
  }
  return true;
}

// $PGHP,1,year,month,day,hour,minute,second,millisecond,…
std::optional<std::int64_t> pghp_time_ns(std::string_view line) {
  if (line.substr(0, 8) != "$PGHP,1," || !checked_end(line)) return std::nullopt;
  line.remove_prefix(8);
  std::array<int, 7> values{};
  for (int& value : values) {
    const auto cell = integer(take_cell(line, ','), 0, 9999);
    if (!cell) return std::nullopt;
    value = static_cast<int>(*cell);
  }
  const auto time_ns =
      unix_time_ns(CivilTime{values[0], values[1], values[2], values[3], values[4], values[5], values[6]});
  if (!time_ns) return std::nullopt;
  return plausible_ns(*time_ns / 1'000'000'000, *time_ns % 1'000'000'000);
}

// The small whole number at the front, up to the comma; -1 where there is none, -2 where it is none.
int take_number(std::string_view& text) {
  if (text.size() >= 2 && is_digit(text[0]) && text[1] == ',') {
    const int digit = text[0] - '0';
    text.remove_prefix(2);
    return digit;
  }
  const std::string_view cell = take_cell(text, ',');
  if (cell.empty()) return -1;
  const auto value = integer(cell, 0, 999);
  return value ? static_cast<int>(*value) : -2;
}

// After the header, "1,1,,A,payload,0". Without pad bits where a receiver leaves them out.
bool read_fields(std::string_view text, Sentence& sentence) {
  const int count = take_number(text);
  const int number = take_number(text);
  const int sequence_id = take_number(text);
  const std::string_view channel = take_cell(text, ',');
  sentence.payload = take_cell(text, ',');
  const std::string_view pad = text;
  if (count < 1 || count > 9 || number < 1 || number > count || sequence_id < -1) return false;
  if (channel.size() > 2 || pad.size() > 1) return false;
  if (!pad.empty() && (pad[0] < '0' || pad[0] > '5')) return false;

  sentence.fragment_count = static_cast<std::uint8_t>(count);
  sentence.fragment_number = static_cast<std::uint8_t>(number);
  sentence.sequence_id = static_cast<std::int16_t>(sequence_id);
  sentence.channel = 0;
  for (const char character : channel)
    sentence.channel =
        static_cast<std::uint16_t>(sentence.channel << 8 | static_cast<unsigned char>(character));
  sentence.pad_bit_count = pad.empty() ? 0 : pad[0] - '0';
  return true;
}

bool is_header(std::string_view text) {
  return text.size() > header_length && text[0] == '!' && text[3] == 'V' && text[4] == 'D' &&
         (text[5] == 'M' || text[5] == 'O') && text[6] == ',';
}

}  // namespace

std::size_t find_sentence(std::string_view line, std::size_t from) {
  for (std::size_t at = line.find('!', from); at != npos; at = line.find('!', at + 1))
    if (is_header(line.substr(at))) return at;
  return npos;
}

std::optional<Refusal> read_sentence(std::string_view text, Sentence& sentence) {
  if (!is_header(text)) return Refusal{Fault::malformed, "not a VDM or VDO sentence"};
  const auto star = checked_end(text);
  if (!star) return bad_checksum;
  sentence.end = *star + 3;
  sentence.origin = static_cast<std::uint32_t>(static_cast<unsigned char>(text[1]) << 16 |
                                               static_cast<unsigned char>(text[2]) << 8 |
                                               static_cast<unsigned char>(text[5]));
  if (!read_fields(text.substr(header_length, *star - header_length), sentence))
    return Refusal{Fault::malformed,
                   "the fields of the VDM or VDO sentence are not as the standard has them"};
  return std::nullopt;
}

std::optional<Refusal> check_sentence(std::string_view text) {
  if (text.size() < 2 || (text[0] != '$' && text[0] != '!'))
    return Refusal{Fault::malformed, "the line holds no sentence"};
  if (!checked_end(text)) return bad_checksum;
  return std::nullopt;
}

bool read_tags(std::string_view text, Tag& tag) {
  bool is_whole = true;
  for (std::size_t open = text.find('\\'); open != npos; open = text.find('\\')) {
    const std::size_t close = text.find('\\', open + 1);
    if (close == npos) return false;
    is_whole = read_tag(text.substr(open + 1, close - open - 1), tag) && is_whole;
    text.remove_prefix(close + 1);
  }
  return is_whole;
}

std::optional<std::int64_t> recorded_time_ns(std::string_view line) {
  if (line.empty() || line.front() == '!' || line.front() == '#') return std::nullopt;
  Tag tag;
  read_tags(line.substr(0, find_sentence(line, 0)), tag);
  if (tag.time_ns) return tag.time_ns;
  const std::size_t dollar = line.find('$');
  return dollar == npos ? std::nullopt : pghp_time_ns(line.substr(dollar));
}

}  // namespace watchpost::ais
