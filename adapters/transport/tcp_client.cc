#include "adapters/transport/tcp_client.h"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/steady_timer.hpp>
#include <random>
#include <utility>

#include "adapters/transport/tcp_connection.h"

namespace watchpost {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto connect_time_max = std::chrono::seconds(5);
constexpr std::chrono::milliseconds first_delay(100);
constexpr std::chrono::milliseconds delay_max(30'000);

// Handlers hold it, so that it outlives the transport until the last of them has run.
class TcpConnecting : public std::enable_shared_from_this<TcpConnecting> {
 public:
  TcpConnecting(const Source& source, asio::io_context& context, ClockFunction clock)
      : source_(source), context_(context), timer_(context), reading_(std::make_shared<TcpReading>()) {
    reading_->clock = std::move(clock);
    const bool is_v6 = source.host.find(':') != std::string::npos;
    name_ = (is_v6 ? "[" + source.host + "]" : source.host) + ":" + std::to_string(source.port);
  }

  void start(ConnectionSink& sink) {
    reading_->sink = &sink;
    after(std::chrono::milliseconds(0), &TcpConnecting::connect);
  }

  void stop() {
    reading_->sink = nullptr;
    ++attempt_;
    timer_.cancel();
    error_code ignored;
    if (resolver_) resolver_->cancel();
    if (socket_) socket_->close(ignored);
    if (connection_) connection_->close();
    connection_.reset();
  }

  void resume(ConnectionId id) {
    if (connection_ && id == id_) connection_->resume();
  }
  void send(ConnectionId id, std::string_view bytes) {
    if (connection_ && id == id_) connection_->send(bytes);
  }

 private:
  void connect() {
    if (reading_->sink == nullptr) return;
    if (!has_failed_) reading_->sink->state(ConnectionState::connecting, "to " + name_);
    const std::uint64_t attempt = ++attempt_;
    after(connect_time_max, &TcpConnecting::give_up);

    error_code problem;
    const auto address = asio::ip::make_address(source_.host, problem);
    if (!problem) return connect_to({tcp::endpoint(address, source_.port)}, attempt);
    resolver_.emplace(context_);
    resolver_->async_resolve(source_.host, std::to_string(source_.port), tcp::resolver::numeric_service,
                             [self = shared_from_this(), attempt](
                                 const error_code& why, const tcp::resolver::results_type& results) {
                               if (attempt != self->attempt_) return;
                               if (why) return self->failed(why.message());
                               self->connect_to({results.begin(), results.end()}, attempt);
                             });
  }

  void connect_to(std::vector<tcp::endpoint> endpoints, std::uint64_t attempt) {
    socket_.emplace(context_);
    endpoints_ = std::move(endpoints);  // must outlive the call
    asio::async_connect(*socket_, endpoints_,
                        [self = shared_from_this(), attempt](const error_code& why, const tcp::endpoint&) {
                          if (attempt != self->attempt_) return;
                          if (why) return self->failed(why.message());
                          self->connected();
                        });
  }

  void give_up() { failed("no answer within 5 s"); }

  void connected() {
    ++attempt_;
    timer_.cancel();
    has_failed_ = false;
    connection_ = std::make_shared<TcpConnection>(
        std::move(*socket_), ++id_, reading_,
        [self = weak_from_this()](ConnectionId, const std::optional<Error>& why) {
          if (const auto strong = self.lock()) strong->lost(why);
        });
    socket_.reset();
    reading_->sink->state(ConnectionState::open, connection_->peer());
    if (connection_) connection_->start();
  }

  void lost(const std::optional<Error>& why) {
    // One that takes connections and says nothing is no better than one that takes none.
    if (connection_->has_received()) failures_in_a_row_ = 0;
    connection_.reset();
    const std::string reason = why ? why->what : "closed by " + name_;
    try_again(ConnectionState::connecting, reason);
  }

  void failed(const std::string& reason) {
    ++attempt_;
    has_failed_ = true;
    if (resolver_) resolver_->cancel();
    error_code ignored;
    if (socket_) socket_->close(ignored);
    try_again(ConnectionState::failed, name_ + ": " + reason);
  }

  // Each time twice as long, and not all of us at the same moment.
  void try_again(ConnectionState state, const std::string& reason) {
    const auto longest = std::min(delay_max, first_delay * (1 << std::min(failures_in_a_row_, 12)));
    ++failures_in_a_row_;
    jitter_.seed(static_cast<std::uint32_t>(attempt_ * 2654435761U + source_.port));
    const auto delay = longest / 2 + longest * std::uniform_int_distribution<int>(0, 500)(jitter_) / 1000;
    reading_->sink->state(state, reason + "; again in " + std::to_string(delay.count()) + " ms");
    if (reading_->sink != nullptr) after(delay, &TcpConnecting::connect);
  }

  void after(std::chrono::milliseconds delay, void (TcpConnecting::*next)()) {
    timer_.expires_after(delay);
    timer_.async_wait([self = shared_from_this(), next, round = ++timer_round_](const error_code& problem) {
      if (!problem && round == self->timer_round_ && self->reading_->sink != nullptr) (self.get()->*next)();
    });
  }

  const Source source_;
  asio::io_context& context_;
  asio::steady_timer timer_;  // for the connection to come, or for the next attempt
  std::shared_ptr<TcpReading> reading_;
  std::string name_;
  std::optional<tcp::resolver> resolver_;
  std::optional<tcp::socket> socket_;  // while connecting
  std::vector<tcp::endpoint> endpoints_;
  std::shared_ptr<TcpConnection> connection_;
  ConnectionId id_ = 0;
  std::uint64_t attempt_ = 0;      // answers to an earlier one are not heard
  std::uint64_t timer_round_ = 0;  // the same, of the timer
  int failures_in_a_row_ = 0;
  bool has_failed_ = false;
  std::minstd_rand jitter_;
};

class TcpClient final : public Transport {
 public:
  explicit TcpClient(std::shared_ptr<TcpConnecting> connecting) : connecting_(std::move(connecting)) {}
  ~TcpClient() override { connecting_->stop(); }
  TcpClient(const TcpClient&) = delete;
  TcpClient& operator=(const TcpClient&) = delete;

  void start(ConnectionSink& sink) override { connecting_->start(sink); }
  void stop() override { connecting_->stop(); }
  void resume(ConnectionId connection) override { connecting_->resume(connection); }
  void send(ConnectionId connection, std::string_view bytes) override {
    connecting_->send(connection, bytes);
  }

 private:
  std::shared_ptr<TcpConnecting> connecting_;
};

}  // namespace

std::unique_ptr<Transport> make_tcp_client(const Source& source, boost::asio::io_context& context,
                                           ClockFunction clock) {
  return std::make_unique<TcpClient>(std::make_shared<TcpConnecting>(source, context, std::move(clock)));
}

}  // namespace watchpost
