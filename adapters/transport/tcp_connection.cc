#include "adapters/transport/tcp_connection.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace watchpost {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// A peer that has vanished without a word is noticed after about 10 + 3 × 5 s.
constexpr int keepalive_idle_s = 10;
constexpr int keepalive_interval_s = 5;
constexpr int keepalive_count = 3;

void set_keepalive(asio::ip::tcp::socket& socket) {
  error_code ignored;
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
  const int descriptor = socket.native_handle();
  setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, &keepalive_idle_s, sizeof keepalive_idle_s);
  setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, &keepalive_interval_s, sizeof keepalive_interval_s);
  setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPCNT, &keepalive_count, sizeof keepalive_count);
}

}  // namespace

std::string endpoint_text(const asio::ip::tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  const std::string port = std::to_string(endpoint.port());
  return endpoint.address().is_v6() ? "[" + address + "]:" + port : address + ":" + port;
}

TcpConnection::TcpConnection(asio::ip::tcp::socket socket, ConnectionId id,
                             std::shared_ptr<TcpReading> reading, Ended ended)
    : socket_(std::move(socket)), id_(id), reading_(std::move(reading)), ended_(std::move(ended)) {
  error_code problem;
  const auto endpoint = socket_.remote_endpoint(problem);
  peer_ = problem ? "a peer that has gone" : endpoint_text(endpoint);
  socket_.non_blocking(true, problem);
  set_keepalive(socket_);
}

void TcpConnection::start() {
  const auto self = shared_from_this();
  reading_->sink->opened(id_, peer_);
  if (!is_ended_) wait();
}

void TcpConnection::close() {
  is_ended_ = true;
  error_code ignored;
  socket_.close(ignored);
}

void TcpConnection::resume() {
  if (is_ended_ || !is_paused_) return;
  is_paused_ = false;
  wait();
}

void TcpConnection::wait() {
  socket_.async_wait(asio::ip::tcp::socket::wait_read,
                     [self = shared_from_this()](const error_code& problem) {
                       if (self->is_ended_) return;
                       if (problem) return self->end(self->error(problem));
                       self->read();
                     });
}

void TcpConnection::read() {
  error_code problem;
  const std::size_t count = socket_.read_some(asio::buffer(reading_->buffer), problem);
  if (problem == asio::error::would_block || problem == asio::error::interrupted) return wait();
  if (problem == asio::error::eof) return end(std::nullopt);
  if (problem) return end(error(problem));
  has_received_ = true;
  is_paused_ = true;
  const bool goes_on = reading_->sink->bytes(id_, {reading_->buffer.data(), count}, reading_->clock());
  // A resume() within the call found it paused, and goes on by itself.
  if (is_ended_ || !goes_on || !is_paused_) return;
  is_paused_ = false;
  wait();
}

void TcpConnection::send(std::string_view bytes) {
  if (is_ended_) return;
  if (pending_.size() + bytes.size() > pending_bytes_max) {
    // Later: who sends is not ready to hear that the connection has ended.
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
      if (!self->is_ended_) self->end(Error{self->peer_, "does not read what it is answered"});
    });
    return;
  }
  pending_.append(bytes);
  if (writing_.empty()) write();
}

void TcpConnection::write() {
  if (pending_.empty()) return;
  writing_.swap(pending_);
  asio::async_write(socket_, asio::buffer(writing_),
                    [self = shared_from_this()](const error_code& problem, std::size_t /*count*/) {
                      if (self->is_ended_) return;
                      self->writing_.clear();
                      if (problem) return self->end(self->error(problem));
                      self->write();
                    });
}

void TcpConnection::end(const std::optional<Error>& why) {
  const auto self = shared_from_this();
  close();
  if (reading_->sink != nullptr) reading_->sink->closed(id_, why);
  if (reading_->sink != nullptr) ended_(id_, why);
}

}  // namespace watchpost
