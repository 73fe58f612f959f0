// Endpoints: where feeds come from and where consumers connect.
//
// Errors   Error::what is `found X, expected Y (did you mean Z?)`; Error::where is empty.
// Source   docs/interfaces.md, "Transports", "On the wire (ZeroMQ)".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "daemon/base/result.h"

namespace watchpost {

enum class FeedSourceKind : std::uint8_t { standard_input, file, tcp, tcp_listen, udp };

struct FeedSource {
  FeedSourceKind kind = FeedSourceKind::standard_input;
  std::string rest;       // PATH of file:, HOST:PORT of the others
  bool is_group = false;  // of udp://: HOST is a multicast address
};

// A transport that docs/interfaces.md names and this version lacks is an error that says so.
Result<FeedSource> parse_feed_source(std::string_view text);

// Where the daemon binds: `tcp://` with a loopback address, or `ipc://PATH`. Any other address is
// refused, for without keys anyone could listen. `localhost` becomes 127.0.0.1: sockets bind to numbers.
Result<std::string> parse_own_endpoint(std::string_view text);

// Where consumers connect: `tcp://HOST:PORT` or `ipc://PATH`.
Result<std::string> parse_endpoint(std::string_view text);

}  // namespace watchpost
