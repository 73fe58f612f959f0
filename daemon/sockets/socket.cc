// The one file that calls ZeroMQ; what its binding throws ends here.
#include "daemon/sockets/socket.h"

#include <cerrno>
#include <utility>
#include <zmq.hpp>

#include "daemon/sockets/endpoint.h"

namespace watchpost {
namespace {

constexpr int handshake_ms = 5000;  // a peer that connects and says nothing
constexpr int keepalive_idle_s =
    30;  // instead of ZMTP heartbeats, which abort a receiver that does not drain
constexpr int keepalive_interval_s = 10;
constexpr int keepalive_count = 3;
constexpr int reconnect_ms = 100;
constexpr int reconnect_ms_max = 2000;

zmq::socket_type type_of(SocketKind kind) {
  switch (kind) {
    case SocketKind::publisher:
      return zmq::socket_type::xpub;
    case SocketKind::subscriber:
      return zmq::socket_type::sub;
    case SocketKind::router:
      return zmq::socket_type::router;
    case SocketKind::dealer:
      return zmq::socket_type::dealer;
  }
  return zmq::socket_type::dealer;
}

void set_options(zmq::socket_t& socket, SocketKind kind, const std::string& endpoint,
                 const SocketOptions& options) {
  socket.set(zmq::sockopt::linger, options.linger_ms);
  socket.set(zmq::sockopt::maxmsgsize, options.message_bytes_max);
  socket.set(zmq::sockopt::sndhwm, options.send_high_water);
  socket.set(zmq::sockopt::rcvhwm, options.receive_high_water);
  socket.set(zmq::sockopt::handshake_ivl, handshake_ms);
  socket.set(zmq::sockopt::ipv6, is_ipv6_endpoint(endpoint));
  socket.set(zmq::sockopt::tcp_keepalive, 1);
  socket.set(zmq::sockopt::tcp_keepalive_idle, keepalive_idle_s);
  socket.set(zmq::sockopt::tcp_keepalive_intvl, keepalive_interval_s);
  socket.set(zmq::sockopt::tcp_keepalive_cnt, keepalive_count);
  socket.set(zmq::sockopt::reconnect_ivl, reconnect_ms);
  socket.set(zmq::sockopt::reconnect_ivl_max, reconnect_ms_max);
  // Every subscription of every consumer is seen, so that they can be counted and answered.
  if (kind == SocketKind::publisher) socket.set(zmq::sockopt::xpub_verboser, true);
}

Error error_at(const std::string& endpoint, int number) {
  if (number == EADDRINUSE) return {endpoint, "is in use by another program, expected a free address"};
  return {endpoint, zmq_strerror(number)};
}

}  // namespace

SocketContext::SocketContext() : context_(std::make_unique<zmq::context_t>(1)) {}
SocketContext::~SocketContext() = default;

Socket::Socket(std::unique_ptr<zmq::socket_t> socket) : socket_(std::move(socket)) {}
Socket::~Socket() = default;
Socket::Socket(Socket&&) noexcept = default;
Socket& Socket::operator=(Socket&&) noexcept = default;

Result<Socket> Socket::bind(SocketContext& context, SocketKind kind, const std::string& endpoint,
                            const SocketOptions& options) {
  if (Status local = check_local_endpoint(endpoint); !local.ok()) return local.error();
  try {
    Socket bound(std::make_unique<zmq::socket_t>(*context.context_, type_of(kind)));
    set_options(*bound.socket_, kind, endpoint, options);
    bound.socket_->bind(bindable_endpoint(endpoint));
    bound.endpoint_ = bound.socket_->get(zmq::sockopt::last_endpoint);
    return bound;
  } catch (const zmq::error_t& error) {
    return error_at(endpoint, error.num());
  }
}

Result<Socket> Socket::connect(SocketContext& context, SocketKind kind, const std::string& endpoint,
                               const SocketOptions& options) {
  try {
    Socket connected(std::make_unique<zmq::socket_t>(*context.context_, type_of(kind)));
    set_options(*connected.socket_, kind, endpoint, options);
    connected.socket_->connect(endpoint);
    connected.endpoint_ = endpoint;
    return connected;
  } catch (const zmq::error_t& error) {
    return error_at(endpoint, error.num());
  }
}

bool Socket::send_frame(std::string_view frame, bool is_last) {
  const int flags = ZMQ_DONTWAIT | (is_last ? 0 : ZMQ_SNDMORE);
  for (;;) {
    if (zmq_send(socket_->handle(), frame.data(), frame.size(), flags) >= 0) return true;
    if (zmq_errno() != EINTR) return false;
  }
}

bool Socket::send(std::string_view first, std::string_view second) {
  return send_frame(first, false) && send_frame(second, true);
}

bool Socket::send(const Frames& frames) {
  for (std::size_t i = 0; i < frames.size(); ++i)
    if (!send_frame(frames[i], i + 1 == frames.size())) return false;
  return true;
}

bool Socket::receive(Frames& frames, std::size_t frame_count_max) {
  std::size_t count = 0;
  zmq::message_t part;
  for (;;) {
    if (zmq_msg_recv(part.handle(), socket_->handle(), ZMQ_DONTWAIT) < 0) {
      if (zmq_errno() == EINTR) continue;
      frames.resize(count);
      return false;
    }
    if (count < frames.size())
      frames[count].assign(part.data<char>(), part.size());
    else if (count <= frame_count_max)
      frames.emplace_back(part.data<char>(), part.size());
    if (count <= frame_count_max) ++count;
    if (!part.more()) break;
  }
  frames.resize(count);
  return true;
}

void Socket::subscribe(std::string_view topic_prefix) {
  zmq_setsockopt(socket_->handle(), ZMQ_SUBSCRIBE, topic_prefix.data(), topic_prefix.size());
}

void Socket::wait(int descriptor, int timeout_ms) {
  zmq_pollitem_t items[] = {{socket_->handle(), 0, ZMQ_POLLIN, 0}, {nullptr, descriptor, ZMQ_POLLIN, 0}};
  zmq_poll(items, descriptor < 0 ? 1 : 2, timeout_ms);  // interrupted or not: the caller looks for itself
}

}  // namespace watchpost

// Debian's libzmq is not built for the thread sanitizer, which therefore does not see how it hands a
// message from one thread to another. What is called from inside it is left out; races of ours are not.
#if defined(__SANITIZE_THREAD__)
extern "C" const char* __tsan_default_suppressions() {
  return "called_from_lib:libzmq.so\n";
}
#endif
