#include "adapters/transport/tcp_listener.h"

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <utility>
#include <vector>

#include "adapters/transport/tcp_connection.h"

namespace watchpost {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto retry_after = std::chrono::seconds(1);  // a port in use, no descriptor free

// Handlers hold it, so that it outlives the transport until the last of them has run.
class TcpListening : public std::enable_shared_from_this<TcpListening> {
 public:
  TcpListening(const Source& source, asio::io_context& context, ClockFunction clock)
      : source_(source), context_(context), timer_(context), reading_(std::make_shared<TcpReading>()) {
    reading_->clock = std::move(clock);
  }

  void start(ConnectionSink& sink) {
    reading_->sink = &sink;
    after(std::chrono::milliseconds(0), &TcpListening::listen);
  }

  void stop() {
    reading_->sink = nullptr;
    timer_.cancel();
    acceptors_.clear();
    for (const auto& [id, connection] : std::exchange(connections_, {})) connection->close();
  }

  void resume(ConnectionId id) {
    if (const auto found = connections_.find(id); found != connections_.end()) found->second->resume();
  }
  void send(ConnectionId id, std::string_view bytes) {
    if (const auto found = connections_.find(id); found != connections_.end()) found->second->send(bytes);
  }

 private:
  void listen() {
    error_code problem;
    const auto address = asio::ip::make_address(source_.host, problem);
    if (!problem) return listen_at({tcp::endpoint(address, source_.port)});
    resolver_.emplace(context_);
    resolver_->async_resolve(
        source_.host, std::to_string(source_.port), tcp::resolver::numeric_service | tcp::resolver::passive,
        [self = shared_from_this()](const error_code& why, const tcp::resolver::results_type& results) {
          if (self->reading_->sink == nullptr) return;
          if (why) return self->failed(self->source_.host + ": " + why.message());
          self->listen_at({results.begin(), results.end()});
        });
  }

  // A name may stand for several addresses; one of them will do.
  void listen_at(const std::vector<tcp::endpoint>& endpoints) {
    std::string problems;
    std::string places;
    for (const tcp::endpoint& endpoint : endpoints) {
      auto acceptor = std::make_shared<tcp::acceptor>(context_);
      if (const error_code problem = open(*acceptor, endpoint)) {
        problems += (problems.empty() ? "" : "; ") + endpoint_text(endpoint) + ": " + problem.message();
        continue;
      }
      places += (places.empty() ? "" : ", ") + endpoint_text(acceptor->local_endpoint());
      acceptors_.push_back(acceptor);
    }
    if (acceptors_.empty()) return failed(problems);
    reading_->sink->state(ConnectionState::open, "listening on " + places);
    for (const auto& acceptor : std::vector(acceptors_)) accept(acceptor);
  }

  static error_code open(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
    error_code problem;
    acceptor.open(endpoint.protocol(), problem);
    if (!problem) acceptor.set_option(tcp::acceptor::reuse_address(true), problem);
    if (!problem && endpoint.protocol() == tcp::v6()) acceptor.set_option(asio::ip::v6_only(true), problem);
    if (!problem) acceptor.bind(endpoint, problem);
    if (!problem) acceptor.listen(tcp::acceptor::max_listen_connections, problem);
    return problem;
  }

  void accept(const std::shared_ptr<tcp::acceptor>& acceptor) {
    if (reading_->sink == nullptr) return;
    acceptor->async_accept(
        [self = shared_from_this(), acceptor](const error_code& problem, tcp::socket socket) {
          if (self->reading_->sink == nullptr || problem == asio::error::operation_aborted) return;
          if (problem && problem != asio::error::connection_aborted) {
            // Out of descriptors or memory: at once it would fail again, and for ever.
            auto timer = std::make_shared<asio::steady_timer>(self->context_, retry_after);
            return timer->async_wait([self, acceptor, timer](const error_code&) { self->accept(acceptor); });
          }
          if (!problem) self->accepted(std::move(socket));
          self->accept(acceptor);
        });
  }

  void accepted(tcp::socket socket) {
    if (connections_.size() >= listen_connections_max) return;  // closed with `socket`
    const ConnectionId id = ++last_id_;
    auto connection = std::make_shared<TcpConnection>(
        std::move(socket), id, reading_,
        [self = weak_from_this()](ConnectionId ended, const std::optional<Error>&) {
          if (const auto strong = self.lock()) strong->connections_.erase(ended);
        });
    connections_.emplace(id, connection);
    connection->start();
  }

  void failed(const std::string& reason) {
    reading_->sink->state(ConnectionState::failed, reason + "; again in 1 s");
    if (reading_->sink != nullptr) after(retry_after, &TcpListening::listen);
  }

  void after(std::chrono::milliseconds delay, void (TcpListening::*next)()) {
    timer_.expires_after(delay);
    timer_.async_wait([self = shared_from_this(), next](const error_code& problem) {
      if (!problem && self->reading_->sink != nullptr) (self.get()->*next)();
    });
  }

  const Source source_;
  asio::io_context& context_;
  asio::steady_timer timer_;
  std::shared_ptr<TcpReading> reading_;
  std::optional<tcp::resolver> resolver_;
  std::vector<std::shared_ptr<tcp::acceptor>> acceptors_;
  std::map<ConnectionId, std::shared_ptr<TcpConnection>> connections_;
  ConnectionId last_id_ = 0;
};

class TcpListener final : public Transport {
 public:
  explicit TcpListener(std::shared_ptr<TcpListening> listening) : listening_(std::move(listening)) {}
  ~TcpListener() override { listening_->stop(); }
  TcpListener(const TcpListener&) = delete;
  TcpListener& operator=(const TcpListener&) = delete;

  void start(ConnectionSink& sink) override { listening_->start(sink); }
  void stop() override { listening_->stop(); }
  void resume(ConnectionId connection) override { listening_->resume(connection); }
  void send(ConnectionId connection, std::string_view bytes) override { listening_->send(connection, bytes); }

 private:
  std::shared_ptr<TcpListening> listening_;
};

}  // namespace

std::unique_ptr<Transport> make_tcp_listener(const Source& source, boost::asio::io_context& context,
                                             ClockFunction clock) {
  return std::make_unique<TcpListener>(std::make_shared<TcpListening>(source, context, std::move(clock)));
}

}  // namespace watchpost
