#include "adapters/transport/udp.h"

#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <list>
#include <map>
#include <utility>

#include "adapters/transport/udp_socket.h"

namespace watchpost {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;

constexpr auto retry_after = std::chrono::seconds(1);
constexpr auto sweep_interval = std::chrono::seconds(10);
constexpr int datagrams_a_turn = 64;                  // before the other feeds have their turn
constexpr std::size_t datagram_overhead_bytes = 128;  // of one that waits

// Handlers hold it, so that it outlives the transport until the last of them has run.
class UdpReceiving : public std::enable_shared_from_this<UdpReceiving> {
 public:
  UdpReceiving(const Source& source, const TransportOptions& options, asio::io_context& context,
               ClockFunction clock)
      : source_(source),
        interface_(options.multicast_interface),
        context_(context),
        retry_timer_(context),
        sweep_timer_(context),
        clock_(std::move(clock)) {}

  void start(ConnectionSink& sink) {
    sink_ = &sink;
    asio::post(context_, [self = shared_from_this()] { self->open(); });
    sweep_later();
  }

  void stop() {
    sink_ = nullptr;
    retry_timer_.cancel();
    sweep_timer_.cancel();
    close_socket();
    pending_.clear();
  }

  // Later: who resumes goes through his connections, and what waits may open and close some.
  void resume() {
    if (!std::exchange(is_paused_, false)) return;
    asio::post(context_, [self = shared_from_this()] { self->hand_on_pending(); });
  }

  std::uint64_t shed() const { return shed_ + kernel_dropped_before_ + (socket_ ? socket_->dropped() : 0); }

 private:
  struct Sender {
    udp::endpoint endpoint;
    ConnectionId id = 0;
    ReceiveTime heard;
  };
  struct Pending {
    udp::endpoint sender;
    ReceiveTime received;
    std::string bytes;

    std::size_t size() const { return bytes.size() + datagram_overhead_bytes; }
  };
  using Senders = std::list<Sender>;  // the one heard last first

  void open() {
    if (sink_ == nullptr) return;
    error_code problem;
    const auto address = asio::ip::make_address(source_.host, problem);
    if (!problem) return open_at({address, source_.port});
    resolver_.emplace(context_);
    resolver_->async_resolve(
        source_.host, std::to_string(source_.port), udp::resolver::numeric_service | udp::resolver::passive,
        [self = shared_from_this()](const error_code& why, const udp::resolver::results_type& results) {
          if (self->sink_ == nullptr) return;
          if (why || results.empty()) return self->failed(self->source_.host + ": " + why.message());
          self->open_at(results.begin()->endpoint());
        });
  }

  void open_at(const udp::endpoint& endpoint) {
    auto opened = UdpSocket::open(context_, endpoint, interface_);
    if (!opened) return failed(opened.error().what);
    socket_ = std::make_shared<UdpSocket>(std::move(*opened));
    sink_->state(ConnectionState::open, "receiving " + socket_->description());
    wait();
  }

  void failed(const std::string& reason) {
    close_socket();
    sink_->state(ConnectionState::failed, reason + "; again in 1 s");
    if (sink_ == nullptr) return;
    retry_timer_.expires_after(retry_after);
    retry_timer_.async_wait([self = shared_from_this()](const error_code& problem) {
      if (!problem) self->open();
    });
  }

  void close_socket() {
    if (!socket_) return;
    kernel_dropped_before_ += socket_->dropped();
    error_code ignored;
    socket_->socket().close(ignored);
    socket_.reset();
  }

  void wait() {
    if (sink_ == nullptr || !socket_) return;
    socket_->socket().async_wait(udp::socket::wait_read,
                                 [self = shared_from_this(), socket = socket_](const error_code& problem) {
                                   if (self->sink_ == nullptr || socket != self->socket_) return;
                                   if (problem) return self->failed(problem.message());
                                   self->read();
                                 });
  }

  void read() {
    for (int count = 0; count < datagrams_a_turn && sink_ != nullptr; ++count) {
      const auto datagram = socket_->receive(buffer_);
      if (!datagram) return failed(datagram.error().what);
      if (!*datagram) break;
      take((*datagram)->sender, (*datagram)->bytes, clock_());
    }
    forget_silent(clock_());
    wait();
  }

  void take(const udp::endpoint& sender, std::string_view bytes, ReceiveTime received) {
    if (!is_paused_ && pending_.empty()) return hand_on(sender, bytes, received);
    Pending& added = pending_.emplace_back(Pending{sender, received, std::string(bytes)});
    pending_bytes_ += added.size();
    while (pending_bytes_ > udp_pending_bytes_max) {
      pending_bytes_ -= pending_.front().size();
      pending_.pop_front();
      ++shed_;
    }
  }

  void hand_on(const udp::endpoint& sender, std::string_view bytes, ReceiveTime received) {
    const ConnectionId id = find_or_add(sender, received);
    if (sink_ != nullptr && !sink_->bytes(id, bytes, received)) is_paused_ = true;
  }

  void hand_on_pending() {
    while (sink_ != nullptr && !is_paused_ && !pending_.empty()) {
      const Pending next = std::move(pending_.front());
      pending_.pop_front();
      pending_bytes_ -= next.size();
      hand_on(next.sender, next.bytes, next.received);
    }
  }

  ConnectionId find_or_add(const udp::endpoint& endpoint, ReceiveTime now) {
    if (const auto known = by_endpoint_.find(endpoint); known != by_endpoint_.end()) {
      known->second->heard = now;
      senders_.splice(senders_.begin(), senders_, known->second);
      return known->second->id;
    }
    if (senders_.size() >= udp_senders_max) forget_last();
    senders_.push_front({endpoint, ++last_id_, now});
    by_endpoint_.emplace(endpoint, senders_.begin());
    if (sink_ != nullptr) sink_->opened(last_id_, endpoint_text(endpoint));
    return last_id_;
  }

  void forget_last() {
    const ConnectionId id = senders_.back().id;
    by_endpoint_.erase(senders_.back().endpoint);
    senders_.pop_back();
    if (sink_ != nullptr) sink_->closed(id, std::nullopt);
  }

  // Not while paused: who was told to wait is the one who will be resumed.
  void forget_silent(ReceiveTime now) {
    while (!is_paused_ && !senders_.empty() && now - senders_.back().heard >= udp_sender_memory)
      forget_last();
  }

  void sweep_later() {
    sweep_timer_.expires_after(sweep_interval);
    sweep_timer_.async_wait([self = shared_from_this()](const error_code& problem) {
      if (problem || self->sink_ == nullptr) return;
      self->forget_silent(self->clock_());
      self->sweep_later();
    });
  }

  const Source source_;
  const std::string interface_;
  asio::io_context& context_;
  asio::steady_timer retry_timer_;
  asio::steady_timer sweep_timer_;
  ClockFunction clock_;
  ConnectionSink* sink_ = nullptr;  // after stop() there is none
  std::optional<udp::resolver> resolver_;
  std::shared_ptr<UdpSocket> socket_;
  Senders senders_;
  std::map<udp::endpoint, Senders::iterator> by_endpoint_;
  ConnectionId last_id_ = 0;
  std::deque<Pending> pending_;
  std::size_t pending_bytes_ = 0;
  bool is_paused_ = false;
  std::uint64_t shed_ = 0;
  std::uint64_t kernel_dropped_before_ = 0;  // by sockets before this one
  std::array<char, read_bytes> buffer_;      // a datagram has 65,507 bytes at most
};

class UdpReceiver final : public Transport {
 public:
  explicit UdpReceiver(std::shared_ptr<UdpReceiving> receiving) : receiving_(std::move(receiving)) {}
  ~UdpReceiver() override { receiving_->stop(); }
  UdpReceiver(const UdpReceiver&) = delete;
  UdpReceiver& operator=(const UdpReceiver&) = delete;

  void start(ConnectionSink& sink) override { receiving_->start(sink); }
  void stop() override { receiving_->stop(); }
  void resume(ConnectionId /*connection*/) override { receiving_->resume(); }
  std::uint64_t shed() const override { return receiving_->shed(); }

 private:
  std::shared_ptr<UdpReceiving> receiving_;
};

}  // namespace

std::unique_ptr<Transport> make_udp_receiver(const Source& source, const TransportOptions& options,
                                             boost::asio::io_context& context, ClockFunction clock) {
  return std::make_unique<UdpReceiver>(
      std::make_shared<UdpReceiving>(source, options, context, std::move(clock)));
}

}  // namespace watchpost
