// Transport: gets the bytes of a feed from where they are, and knows nothing of what they mean.
//
// A transport has connections: one for a file or a client, any number for a listener. Each has its own
// number, its own beginning and its own end.
//
//   file:PATH   -   tcp://HOST:PORT   tcp-listen://HOST:PORT   udp://HOST:PORT
//                                                             (docs/interfaces.md, "Transports")
//
// gzip and zstd are recognised in files and on standard input by their first bytes.
//
// Errors    what cannot be opened is said by state() and tried again; what ends a connection by closed().
// Memory    one buffer of read_bytes for a transport; a paused transport reads nothing, so that the peer
// waits; datagrams have nobody who could wait, so a bounded number is kept and the oldest are shed.
// Threads   everything on the thread that runs the io_context.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/base/result.h"
#include "daemon/base/time.h"
#include "daemon/base/wall_clock.h"
#include "daemon/model/health.h"

namespace watchpost {

using ConnectionId = std::uint64_t;  // from 1, never used again

inline constexpr std::size_t read_bytes = 64 * 1024;
inline constexpr std::size_t listen_connections_max = 256;

class ConnectionSink {
 public:
  virtual ~ConnectionSink() = default;
  virtual void opened(ConnectionId connection, std::string_view peer) = 0;
  // False: this connection is not read again before resume(). Of udp:// each call is one whole datagram, and
  // False holds for all its senders.
  virtual bool bytes(ConnectionId connection, std::string_view chunk, ReceiveTime received) = 0;
  // At its end, or why it was lost.
  virtual void closed(ConnectionId connection, const std::optional<Error>& why) = 0;
  virtual void state(ConnectionState state, std::string_view detail) = 0;
};

class Transport {
 public:
  virtual ~Transport() = default;  // stops

  virtual void start(ConnectionSink& sink) = 0;
  // Nothing more is said to the sink. Open connections are closed.
  virtual void stop() = 0;
  virtual void resume(ConnectionId connection) = 0;
  // Bytes to the peer; nothing for a file. A peer that does not read them is cut off.
  virtual void send(ConnectionId /*connection*/, std::string_view /*bytes*/) {}
  // Datagrams that nobody has read, for want of room here or in the kernel, since the start.
  virtual std::uint64_t shed() const { return 0; }
};

enum class SourceKind : std::uint8_t { file, standard_input, tcp, tcp_listen, udp };

// What `source = "…"` says.
struct Source {
  SourceKind kind = SourceKind::file;
  std::string path;  // of a file
  std::string host;
  std::uint16_t port = 0;
};

Result<Source> parse_source(std::string_view text);

struct TransportOptions {
  bool is_followed = false;  // a file: wait for more at its end
  std::string multicast_interface =
      {};  // of udp:// with a group: where to hear it, by name; empty: by the route
};

Result<std::unique_ptr<Transport>> make_transport(std::string_view source, const TransportOptions& options,
                                                  boost::asio::io_context& context, ClockFunction clock);

}  // namespace watchpost
