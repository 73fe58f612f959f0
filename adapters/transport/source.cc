#include <charconv>
#include <utility>

#include "adapters/transport/file.h"
#include "adapters/transport/tcp_client.h"
#include "adapters/transport/tcp_listener.h"
#include "adapters/transport/transport.h"
#include "adapters/transport/udp.h"

namespace watchpost {
namespace {

constexpr std::string_view known_sources =
    "file:PATH, -, tcp://HOST:PORT, tcp-listen://HOST:PORT or udp://HOST:PORT";

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// HOST:PORT, [IPV6]:PORT
bool read_endpoint(std::string_view text, Source& source) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  if (host.front() == '[' && host.back() == ']' && host.size() > 2)
    host = host.substr(1, host.size() - 2);
  else if (host.find_first_of(":[]/ \t") != std::string_view::npos)
    return false;  // an IPv6 address without its brackets, a path
  const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), source.port);
  if (problem != std::errc() || end != port.data() + port.size()) return false;
  source.host = std::string(host);
  return true;
}

Error unexpected(std::string_view text, std::string_view expected) {
  return {"", "found \"" + std::string(text) + "\", expected " + std::string(expected)};
}

}  // namespace

Result<Source> parse_source(std::string_view text) {
  Source source;
  std::string_view rest = text;
  if (text == "-") {
    source.kind = SourceKind::standard_input;
  } else if (take_prefix(rest, "file:")) {
    if (rest.empty()) return unexpected(text, "file:PATH");
    source.path = std::string(rest);
  } else if (take_prefix(rest, "tcp://")) {
    source.kind = SourceKind::tcp;
    if (!read_endpoint(rest, source) || source.port == 0) return unexpected(text, "tcp://HOST:PORT");
  } else if (take_prefix(rest, "tcp-listen://")) {
    source.kind = SourceKind::tcp_listen;
    if (!read_endpoint(rest, source)) return unexpected(text, "tcp-listen://HOST:PORT");
  } else if (take_prefix(rest, "udp://")) {
    source.kind = SourceKind::udp;
    if (!read_endpoint(rest, source)) return unexpected(text, "udp://HOST:PORT");
  } else {
    return unexpected(text, known_sources);
  }
  return source;
}

Result<std::unique_ptr<Transport>> make_transport(std::string_view text, const TransportOptions& options,
                                                  boost::asio::io_context& context, ClockFunction clock) {
  auto source = parse_source(text);
  if (!source) return source.error();
  switch (source->kind) {
    case SourceKind::file:
    case SourceKind::standard_input:
      return make_file_transport(*source, options, context, std::move(clock));
    case SourceKind::tcp:
      return make_tcp_client(*source, context, std::move(clock));
    case SourceKind::tcp_listen:
      return make_tcp_listener(*source, context, std::move(clock));
    case SourceKind::udp:
      return make_udp_receiver(*source, options, context, std::move(clock));
  }
  return unexpected(text, known_sources);
}

}  // namespace watchpost
