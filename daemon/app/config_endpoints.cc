#include "daemon/app/config_endpoints.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "daemon/app/config_problems.h"
#include "daemon/app/config_toml.h"

namespace watchpost {
namespace {

constexpr std::size_t ipc_path_bytes_max = 107;  // sun_path of unix(7), without its zero

constexpr std::array<std::string_view, 3> address_transports = {"tcp://", "tcp-listen://", "udp://"};
constexpr std::array<std::string_view, 5> later_transports = {"serial:", "pcap:", "zmq://", "mqtt://",
                                                              "ws://"};
constexpr std::string_view expected_source =
    "tcp://HOST:PORT, tcp-listen://HOST:PORT, udp://HOST:PORT, file:PATH or -";

bool begins(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

struct HostPort {
  std::string host;  // without the brackets of IPv6
  int port = 0;
  bool is_ipv6 = false;
};

// What inet_pton() reads ends at a zero byte; ours is the whole text.
bool is_ipv4(const std::string& host) {
  in_addr address{};
  return host.find('\0') == std::string::npos && inet_pton(AF_INET, host.c_str(), &address) == 1;
}

bool is_ipv6(const std::string& host) {
  in6_addr address{};
  return host.find('\0') == std::string::npos && inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

bool is_host_name(std::string_view host) {
  const auto is_letter = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' || letter == '_';
  };
  const bool is_number = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), is_letter) &&
         (!is_number || is_ipv4(std::string(host)));
}

// `HOST:PORT`; what is wrong otherwise, as `found X, expected Y`.
Result<HostPort> parse_host_port(std::string_view whole, std::string_view text) {
  const auto wrong = [&](std::string_view what) {
    return Error{"", "found " + in_quotes(whole) + ", expected " + std::string(what)};
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || text.back() == ']')
    return wrong("HOST:PORT, with a port from 1 to 65535");
  HostPort parsed;
  std::string_view host = text.substr(0, colon);
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    parsed.host = host.substr(1, host.size() - 2);
    parsed.is_ipv6 = true;
    if (!is_ipv6(parsed.host)) return wrong("an IPv6 address in the brackets");
  } else {
    parsed.host = host;
    if (is_ipv6(parsed.host)) return wrong("an IPv6 address in brackets: [" + parsed.host + "]");
    if (!is_host_name(host)) return wrong("a host name, an IPv4 address or [IPv6] before the port");
  }
  const std::string_view port = text.substr(colon + 1);
  const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), parsed.port);
  const bool is_number = fault == std::errc() && end == port.data() + port.size();
  if (!is_number || parsed.port < 1 || parsed.port > 65535) return wrong("a port from 1 to 65535");
  return parsed;
}

bool is_loopback(const HostPort& address) {
  if (!address.is_ipv6)
    return address.host == "localhost" || (is_ipv4(address.host) && begins(address.host, "127."));
  in6_addr parsed{};
  return inet_pton(AF_INET6, address.host.c_str(), &parsed) == 1 && IN6_IS_ADDR_LOOPBACK(&parsed);
}

bool is_multicast(const HostPort& address) {
  if (address.is_ipv6) {
    in6_addr parsed{};
    return inet_pton(AF_INET6, address.host.c_str(), &parsed) == 1 && IN6_IS_ADDR_MULTICAST(&parsed);
  }
  in_addr parsed{};
  return inet_pton(AF_INET, address.host.c_str(), &parsed) == 1 && IN_MULTICAST(ntohl(parsed.s_addr));
}

Status check_ipc(std::string_view text) {
  const std::string_view path = text.substr(std::string_view("ipc://").size());
  if (path.empty() || path.size() > ipc_path_bytes_max)
    return Error{"", "found " + in_quotes(text) + ", expected ipc:// and a path of 1 to " +
                         std::to_string(ipc_path_bytes_max) + " bytes"};
  return {};
}

// The text as it would be written again, or a word for it where it is too long or has what cannot be shown.
std::string shown_again(std::string_view text, std::string_view word) {
  const bool is_as_written = in_quotes(text) == "\"" + std::string(text) + "\"";
  return std::string(is_as_written ? text : word);
}

// The scheme that was meant, where `text` begins with an unknown one.
std::string scheme_hint(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos)
    return text.find('/') != std::string_view::npos || text.find('.') != std::string_view::npos
               ? " (did you mean file:" + shown_again(text, "PATH") + "?)"
               : std::string();
  constexpr std::array<std::string_view, 9> schemes = {"tcp",  "tcp-listen", "file", "udp", "serial",
                                                       "pcap", "zmq",        "mqtt", "ws"};
  const bool has_port = colon > 0 && text.find("//") == std::string_view::npos && text.size() > colon + 1 &&
                        text.find_first_not_of("0123456789", colon + 1) == std::string_view::npos;
  if (has_port) return " (did you mean tcp://" + shown_again(text, "HOST:PORT") + "?)";
  const std::string_view scheme = text.substr(0, colon);
  if (scheme == "tcp" || scheme == "tcp-listen" || scheme == "udp")
    return " (did you mean " + std::string(scheme) + "://HOST:PORT?)";
  return hint(scheme, schemes);
}

}  // namespace

Result<FeedSource> parse_feed_source(std::string_view text) {
  if (text == "-") return FeedSource{FeedSourceKind::standard_input, "", false};
  if (begins(text, "file:")) {
    if (text.size() == 5) return Error{"", "found \"file:\" without a path, expected file:PATH"};
    return FeedSource{FeedSourceKind::file, std::string(text.substr(5)), false};
  }
  for (const auto& [scheme, kind] : {std::pair{address_transports[0], FeedSourceKind::tcp},
                                     std::pair{address_transports[1], FeedSourceKind::tcp_listen},
                                     std::pair{address_transports[2], FeedSourceKind::udp}}) {
    if (!begins(text, scheme)) continue;
    const std::string_view rest = text.substr(scheme.size());
    const Result<HostPort> address = parse_host_port(text, rest);
    if (!address) return address.error();
    return FeedSource{kind, std::string(rest), kind == FeedSourceKind::udp && is_multicast(*address)};
  }
  for (const std::string_view scheme : later_transports)
    if (begins(text, scheme))
      return Error{"", "found " + in_quotes(text) + ", but this version has no transport " +
                           std::string(scheme) + " yet, expected " + std::string(expected_source)};
  return Error{"",
               "found " + in_quotes(text) + ", expected " + std::string(expected_source) + scheme_hint(text)};
}

Result<std::string> parse_own_endpoint(std::string_view text) {
  if (begins(text, "ipc://")) {
    const Status status = check_ipc(text);
    if (!status.ok()) return status.error();
    return std::string(text);
  }
  if (!begins(text, "tcp://"))
    return Error{"", "found " + in_quotes(text) +
                         ", expected tcp:// with a loopback address and a port, or ipc://PATH"};
  const std::string_view rest = text.substr(6);
  const Error open_to_all{"", "found " + in_quotes(text) +
                                  ", which others could reach without keys, expected a loopback "
                                  "address such as tcp://127.0.0.1:5556"};
  if (begins(rest, "*:")) return open_to_all;
  const Result<HostPort> address = parse_host_port(text, rest);
  if (!address) return address.error();
  if (!is_loopback(*address)) return open_to_all;
  if (address->host == "localhost") return "tcp://127.0.0.1:" + std::to_string(address->port);
  return std::string(text);
}

Result<std::string> parse_endpoint(std::string_view text) {
  if (begins(text, "ipc://")) {
    const Status status = check_ipc(text);
    if (!status.ok()) return status.error();
    return std::string(text);
  }
  if (!begins(text, "tcp://"))
    return Error{"", "found " + in_quotes(text) + ", expected tcp://HOST:PORT or ipc://PATH"};
  const Result<HostPort> address = parse_host_port(text, text.substr(6));
  if (!address) return address.error();
  return std::string(text);
}

}  // namespace watchpost
