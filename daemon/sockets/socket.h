// Socket: one ZeroMQ socket as the publisher, the query server and consumers need it: it never
// blocks, never throws, and takes no message larger than it was told.
//
// Errors   from bind() and connect(): the endpoint and the system's reason. Afterwards a message that
//          cannot be sent is not sent, and says so.
// Threads  a socket is made, used and destroyed on one thread; a context may be shared.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/result.h"

namespace zmq {
class context_t;
class socket_t;
}  // namespace zmq

namespace watchpost {

enum class SocketKind : std::uint8_t { publisher, subscriber, router, dealer };  // XPUB, SUB, ROUTER, DEALER

struct SocketOptions {
  std::int64_t message_bytes_max = 1 << 20;  // a peer that sends more is disconnected
  int send_high_water = 1000;                // messages waiting for one peer
  int receive_high_water = 1000;
  int linger_ms = 0;  // how long what was sent may take after the end
};

class SocketContext {
 public:
  SocketContext();
  ~SocketContext();
  SocketContext(const SocketContext&) = delete;
  SocketContext& operator=(const SocketContext&) = delete;

 private:
  friend class Socket;
  std::unique_ptr<zmq::context_t> context_;
};

// One message, as its frames.
using Frames = std::vector<std::string>;

class Socket {
 public:
  static Result<Socket> bind(SocketContext& context, SocketKind kind, const std::string& endpoint,
                             const SocketOptions& options);
  static Result<Socket> connect(SocketContext& context, SocketKind kind, const std::string& endpoint,
                                const SocketOptions& options);
  ~Socket();
  Socket(Socket&&) noexcept;
  Socket& operator=(Socket&&) noexcept;

  // With the port that was given where `*` was asked for.
  const std::string& endpoint() const { return endpoint_; }

  // False where the message was not taken (its peer is gone, or at its high-water mark).
  bool send(std::string_view first, std::string_view second);
  bool send(const Frames& frames);

  // The next whole message, if one is there; the strings of `frames` are used again. Frames beyond
  // `frame_count_max` are read and thrown away: then frames.size() is frame_count_max + 1.
  bool receive(Frames& frames, std::size_t frame_count_max = 8);

  // Subscribers only.
  void subscribe(std::string_view topic_prefix);

  // Until a message or the descriptor (none: -1) can be read, or the time is over. May return early.
  void wait(int descriptor, int timeout_ms);

 private:
  explicit Socket(std::unique_ptr<zmq::socket_t> socket);
  bool send_frame(std::string_view frame, bool is_last);

  std::unique_ptr<zmq::socket_t> socket_;
  std::string endpoint_;
};

}  // namespace watchpost
