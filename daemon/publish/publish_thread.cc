#include "daemon/publish/publish_thread.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <optional>
#include <utility>

#include "daemon/publish/publisher.h"

namespace watchpost {
namespace {

using Monotonic = std::chrono::steady_clock;

constexpr int linger_ms = 1000;
constexpr int rebind_ms = 10;
constexpr int messages_a_turn = 1024;  // before the socket is looked at again
constexpr int subscriptions_a_turn = 1024;
constexpr std::int64_t subscription_bytes_max = 4096;
constexpr auto greeting_interval = std::chrono::milliseconds(50);

bool is_subscription(const Frames& frames) {
  return frames.size() == 1 && !frames[0].empty() && (frames[0][0] == 0 || frames[0][0] == 1);
}

// Whether a consumer has begun to listen to heartbeats: it waits for the first one to be joined.
bool asks_for_heartbeats(const std::string& subscription) {
  constexpr std::string_view heartbeat = "heartbeat.";
  const std::string_view prefix = std::string_view(subscription).substr(1);
  return subscription[0] == 1 && prefix.substr(0, heartbeat.size()) == heartbeat.substr(0, prefix.size());
}

}  // namespace

// What lives on the thread.
class PublishThread::Loop {
 public:
  Loop(PublishThread& owner, SocketContext& context)
      : owner_(owner),
        context_(context),
        publisher_(owner.info_, owner.clock_,
                   [this](std::string_view topic, std::string_view envelope) { send(topic, envelope); }) {}

  Status bind(const std::string& endpoint) {
    Result<Socket> bound = Socket::bind(
        context_, SocketKind::publisher, endpoint,
        {subscription_bytes_max, owner_.settings_.consumer_messages_max, subscriptions_a_turn, linger_ms});
    if (!bound.ok()) return bound.error();
    socket_.emplace(std::move(*bound));
    return {};
  }

  const std::string& endpoint() const { return socket_->endpoint(); }

  void run() {
    heartbeat_at_ = Monotonic::now();
    while (!owner_.is_stopped_.load(std::memory_order_acquire)) {
      const bool is_busy = publish_some();
      read_subscriptions();
      const auto now = Monotonic::now();
      if (now >= heartbeat_at_) beat(now);
      if (!is_busy) sleep_until(heartbeat_at_, now);
    }
    while (publish_some()) {
    }
  }

 private:
  void send(std::string_view topic, std::string_view envelope) {
    if (!socket_ || !socket_->send(topic, envelope)) return;  // no socket: consumers see the gap, and ask
    owner_.counters_.messages.fetch_add(1, std::memory_order_relaxed);
    owner_.counters_.bytes.fetch_add(topic.size() + envelope.size(), std::memory_order_relaxed);
  }

  bool publish_some() {
    OutgoingPtr outgoing;
    int count = 0;
    while (count < messages_a_turn && owner_.queue_.pop(outgoing)) {
      publisher_.publish(*outgoing);
      outgoing.reset();
      ++count;
    }
    return count == messages_a_turn;
  }

  void beat(Monotonic::time_point now) {
    publisher_.send_heartbeats();
    last_beat_ = now;
    heartbeat_at_ = now + owner_.settings_.heartbeat_interval;
  }

  void read_subscriptions() {
    if (!socket_) return rebind();
    for (int count = 0; count < subscriptions_a_turn && socket_->receive(frames_, 1); ++count) {
      if (!is_subscription(frames_)) {
        owner_.counters_.garbage.fetch_add(1, std::memory_order_relaxed);
        continue;
      }
      owner_.counters_.subscriptions.fetch_add(frames_[0][0] == 1 ? 1 : -1, std::memory_order_relaxed);
      if (asks_for_heartbeats(frames_[0]))
        heartbeat_at_ = std::min(heartbeat_at_, last_beat_ + greeting_interval);
    }
    if (owner_.counters_.subscriptions.load(std::memory_order_relaxed) > owner_.settings_.subscriptions_max)
      reset();
  }

  void reset() {
    socket_.reset();
    owner_.counters_.subscriptions.store(0, std::memory_order_relaxed);
    owner_.counters_.resets.fetch_add(1, std::memory_order_relaxed);
  }

  // The old socket lets go of its address in its own time; until then each turn tries again.
  void rebind() {
    if (!bind(owner_.endpoint_).ok()) socket_.reset();
  }

  void sleep_until(Monotonic::time_point wanted, Monotonic::time_point now) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(wanted - now).count();
    const int timeout_ms = std::max(0, static_cast<int>(left));
    owner_.work_.arm();
    if (owner_.queue_.is_empty() && !owner_.is_stopped_.load(std::memory_order_acquire)) {
      if (socket_)
        socket_->wait(owner_.work_.fd(), timeout_ms);
      else
        std::this_thread::sleep_for(std::chrono::milliseconds(rebind_ms));
    }
    owner_.work_.disarm();
  }

  PublishThread& owner_;
  SocketContext& context_;
  Publisher publisher_;
  std::optional<Socket> socket_;
  Frames frames_;
  Monotonic::time_point heartbeat_at_;
  Monotonic::time_point last_beat_;
};

PublishThread::PublishThread(NodeInfo info, StreamSettings settings, ClockFunction clock)
    : info_(std::move(info)),
      settings_(std::move(settings)),
      clock_(std::move(clock)),
      queue_(settings_.queue_capacity, WhenFull::wait, work_, &room_) {}

PublishThread::~PublishThread() {
  stop();
}

Status PublishThread::start() {
  std::promise<Status> started;
  std::future<Status> is_started = started.get_future();
  thread_ = std::thread([this, &started] {
    SocketContext context;
    Loop loop(*this, context);
    Status bound = loop.bind(settings_.endpoint);
    const bool is_bound = bound.ok();
    if (is_bound) endpoint_ = loop.endpoint();
    started.set_value(std::move(bound));
    if (is_bound) loop.run();
  });
  Status status = is_started.get();
  if (!status.ok()) thread_.join();
  return status;
}

void PublishThread::stop() {
  is_stopped_.store(true, std::memory_order_release);
  work_.signal();
  room_.signal();
  if (thread_.joinable()) thread_.join();
}

}  // namespace watchpost
