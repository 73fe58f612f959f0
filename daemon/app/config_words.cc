#include "daemon/app/config_words.h"

#include <absl/time/time.h>

#include <algorithm>
#include <charconv>

#include "daemon/app/config_problems.h"
#include "daemon/app/config_toml.h"

namespace watchpost {
namespace {

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

bool is_name_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || is_digit(letter) || letter == '-';
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_name_letter);
}

Error expected(std::string_view found, std::string_view what) {
  return {"", "found " + in_quotes(found) + ", expected " + std::string(what)};
}

std::string name_like(std::string_view text) {
  std::string name;
  for (const char letter : text) {
    if (letter >= 'A' && letter <= 'Z') {
      name += static_cast<char>(letter - 'A' + 'a');
    } else if (is_name_letter(letter)) {
      name += letter;
    } else if (letter == ' ' || letter == '_' || letter == '.') {
      name += '-';
    }
  }
  return name.empty() ? std::string() : " (did you mean " + name + "?)";
}

// Where each of `#` is a digit, `T` and `Z` as RFC 3339 has them; what follows the seconds is left.
bool has_time_shape(std::string_view text) {
  constexpr std::string_view shape = "####-##-##T##:##:##";
  if (text.size() < shape.size() + 1) return false;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == '#' ? !is_digit(text[i]) : text[i] != shape[i]) return false;
  std::string_view rest = text.substr(shape.size());
  if (rest.front() == '.') {
    rest.remove_prefix(1);
    if (rest.empty() || !is_digit(rest.front())) return false;
    while (!rest.empty() && is_digit(rest.front())) rest.remove_prefix(1);
  }
  if (rest == "Z") return true;
  return rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && is_digit(rest[1]) && is_digit(rest[2]) &&
         rest[3] == ':' && is_digit(rest[4]) && is_digit(rest[5]);
}

}  // namespace

Result<std::string> parse_name(std::string_view text) {
  if (is_name(text)) return std::string(text);
  if (text == "ALL") return Error{"", "found ALL, which is reserved, expected a name of a-z, 0-9 and -"};
  return Error{"", "found " + in_quotes(text) + ", expected a name of a-z, 0-9 and -" + name_like(text)};
}

Result<std::string> parse_label(std::string_view text) {
  if (text == "ALL" || is_name(text)) return std::string(text);
  const std::string_view all = "ALL";
  const std::string near = hint(text, {&all, 1});
  return Error{"", "found " + in_quotes(text) + ", expected ALL or a name of a-z, 0-9 and -" +
                       (near.empty() ? name_like(text) : near)};
}

Result<std::string> parse_line(std::string_view text) {
  if (text.empty()) return Error{"", "found an empty text, expected one that says something"};
  for (const char letter : text)
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f)
      return expected(text, "one line without control characters");
  return std::string(text);
}

Result<std::string> parse_time(std::string_view text) {
  std::string written(text);
  for (char& letter : written) letter = letter == 't' ? 'T' : letter == 'z' ? 'Z' : letter;
  if (written.size() > 10 && written[10] == ' ') written[10] = 'T';
  absl::Time time;
  std::string why;
  if (!has_time_shape(written) || !absl::ParseTime(absl::RFC3339_full, written, &time, &why))
    return expected(text, "an RFC 3339 time such as 2030-01-31T12:00:00Z");
  return written;
}

ReceiveTime receive_time_of(const std::string& rfc_3339) {
  absl::Time time;
  CHECK(absl::ParseTime(absl::RFC3339_full, rfc_3339, &time, nullptr), "a time that was not checked");
  constexpr std::int64_t year_2200_s = 7'258'118'400;
  time = std::clamp(time, absl::UnixEpoch(), absl::FromUnixSeconds(year_2200_s));
  return receive_time_from_ns(absl::ToUnixNanos(time));
}

Result<std::uint32_t> parse_aircraft_address(std::string_view text) {
  std::uint32_t address = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), address, 16);
  if (text.size() != 6 || fault != std::errc() || end != text.data() + text.size())
    return expected(text, "an aircraft address of six hexadecimal digits");
  return address;
}

Result<Affiliation> parse_affiliation(std::string_view word) {
  constexpr std::array<std::string_view, 5> words = {"OWN", "PARTNER", "NEUTRAL", "UNKNOWN", "SUSPECT"};
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == word) return static_cast<Affiliation>(i + 1);
  return Error{"", found_unknown("affiliation", word, words, "nothing")};
}

Result<std::string> parse_pace(std::string_view text) {
  if (text == "recorded" || text == "max") return std::string(text);
  double pace = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), pace);
  if (fault == std::errc() && end == text.data() + text.size() && pace > 0 && pace <= 1e9)
    return std::string(text);
  constexpr std::array<std::string_view, 2> words = {"recorded", "max"};
  return Error{"", "found " + in_quotes(text) + ", expected \"recorded\", \"max\" or a number above 0" +
                       hint(text, words)};
}

Result<std::string> parse_public_key(std::string_view text) {
  constexpr std::string_view z85 =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
  // Of zmq_curve(7), client and server, public and secret: everybody has their secret halves.
  constexpr std::array<std::string_view, 4> printed = {
      "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID", "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs",
      "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7", "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6"};
  if (text.size() != 40 || text.find_first_not_of(z85) != std::string_view::npos)
    return expected(text, "a CURVE public key of 40 characters of Z85");
  if (std::find(printed.begin(), printed.end(), text) != printed.end())
    return expected(text, "a key of your own: this one is printed in ZeroMQ's manual");
  return std::string(text);
}

}  // namespace watchpost
