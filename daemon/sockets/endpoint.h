// Endpoint: which addresses a socket of ours may be bound to.
//
// Consumers are not authenticated yet, so nothing but this machine may reach a socket:
// `tcp://127.x.x.x:PORT`, `tcp://[::1]:PORT`, `tcp://localhost:PORT` (PORT `*`: a free one) and `ipc://PATH`.
// Errors   say what was found and what was expected.
#pragma once

#include <string>
#include <string_view>

#include "daemon/base/result.h"

namespace watchpost {

// Ok where only this machine can reach the endpoint, and it is one that can be bound.
Status check_local_endpoint(std::string_view endpoint);

// The same as ZeroMQ's bind takes it: it looks up no host names, so `localhost` is 127.0.0.1.
std::string bindable_endpoint(std::string_view endpoint);

inline bool is_ipv6_endpoint(std::string_view endpoint) {
  return endpoint.find('[') != std::string_view::npos;
}

}  // namespace watchpost
