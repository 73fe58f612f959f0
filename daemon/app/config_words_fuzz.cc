// Any bytes as each of the small grammars inside a configuration's texts: understood, and then written the
// one way that is understood as the same, or refused in one line that says why.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/recorded_clock.h"
#include "adapters/transport/transport.h"
#include "daemon/app/config_endpoints.h"
#include "daemon/app/config_words.h"
#include "daemon/base/check.h"
#include "daemon/wire/utf8.h"

namespace watchpost {
namespace {

template <class T>
bool is_understood(const Result<T>& result, bool is_utf8) {
  if (result.ok()) return true;
  const std::string& what = result.error().what;
  CHECK(!what.empty() && what.find('\n') == std::string::npos, "a refusal is one line");
  CHECK(!is_utf8 || is_valid_utf8(what), "a refusal that is not UTF-8");
  return false;
}

// A grammar whose result is a text: it stands for itself.
void check_text(Result<std::string> (*parse)(std::string_view), std::string_view text, bool is_utf8) {
  const auto result = parse(text);
  if (!is_understood(result, is_utf8)) return;
  const auto again = parse(*result);
  CHECK(again.ok() && *again == *result, "a text that does not stand for itself");
}

void check_sources(std::string_view text, bool is_utf8) {
  const auto feed_source = parse_feed_source(text);
  const auto source = parse_source(text);
  if (!is_understood(feed_source, is_utf8)) return;
  CHECK(source.ok(), "what the configuration takes, the transport does not");
  if (source->kind != SourceKind::file && source->kind != SourceKind::standard_input)
    CHECK(source->port != 0 && !source->host.empty(), "a socket without a host or a port");
}

}  // namespace
}  // namespace watchpost

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace watchpost;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const bool is_utf8 = is_valid_utf8(text);  // TOML's texts are, command lines need not be
  for (const auto parse : {parse_name, parse_label, parse_line, parse_time, parse_pace, parse_public_key,
                           parse_own_endpoint, parse_endpoint})
    check_text(parse, text, is_utf8);
  if (const auto time = parse_time(text); time.ok()) static_cast<void>(receive_time_of(*time));
  static_cast<void>(start_time(text));
  static_cast<void>(is_understood(parse_schedule(text), is_utf8));
  static_cast<void>(is_understood(parse_subject(text), is_utf8));
  static_cast<void>(is_understood(parse_affiliation(text), is_utf8));
  static_cast<void>(unknown_class_hint(text));
  if (const auto address = parse_aircraft_address(text); is_understood(address, is_utf8))
    CHECK(*address <= 0xFFFFFF, "an aircraft address of more than 24 bits");
  check_sources(text, is_utf8);
  return 0;
}
