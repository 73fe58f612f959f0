#include "daemon/sockets/endpoint.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <charconv>
#include <cstdint>

namespace watchpost {
namespace {

constexpr std::string_view tcp_scheme = "tcp://";
constexpr std::string_view ipc_scheme = "ipc://";
constexpr std::string_view localhost = "localhost";
constexpr std::size_t ipc_path_bytes_max = sizeof(sockaddr_un::sun_path) - 1;

bool is_port(std::string_view text) {
  if (text == "*") return true;
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port != 0;
}

bool is_loopback(std::string_view host) {
  if (host == localhost || host == "[::1]") return true;
  in_addr address{};
  if (inet_pton(AF_INET, std::string(host).c_str(), &address) != 1) return false;
  return (ntohl(address.s_addr) >> 24) == 127;
}

Error refused(std::string_view endpoint, std::string what) {
  return {std::string(endpoint), std::move(what)};
}

}  // namespace

Status check_local_endpoint(std::string_view endpoint) {
  if (endpoint.substr(0, ipc_scheme.size()) == ipc_scheme) {
    const std::size_t path_bytes = endpoint.size() - ipc_scheme.size();
    if (path_bytes == 0) return refused(endpoint, "found no path, expected ipc://PATH");
    if (path_bytes > ipc_path_bytes_max)
      return refused(endpoint, "found a path of " + std::to_string(path_bytes) + " bytes, expected at most " +
                                   std::to_string(ipc_path_bytes_max));
    return {};
  }
  if (endpoint.substr(0, tcp_scheme.size()) != tcp_scheme)
    return refused(endpoint, "found no scheme that can be served, expected tcp://HOST:PORT or ipc://PATH");
  const std::string_view address = endpoint.substr(tcp_scheme.size());
  const std::size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || !is_port(address.substr(colon + 1)))
    return refused(endpoint, "found no port, expected tcp://HOST:PORT with a port from 1 to 65535, or *");
  if (!is_loopback(address.substr(0, colon)))
    return refused(endpoint,
                   "found an address that other machines can reach, expected 127.0.0.1, [::1] or localhost: "
                   "without keys for its consumers the daemon serves this machine only");
  return {};
}

std::string bindable_endpoint(std::string_view endpoint) {
  std::string bindable(endpoint);
  const std::string name = std::string(tcp_scheme) + std::string(localhost) + ":";
  if (bindable.compare(0, name.size(), name) == 0)
    bindable.replace(tcp_scheme.size(), localhost.size(), "127.0.0.1");
  return bindable;
}

}  // namespace watchpost
