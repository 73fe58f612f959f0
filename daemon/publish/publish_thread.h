// PublishThread: the thread that owns the stream's socket.
//
// It never waits for a consumer: one that falls behind its high-water mark loses messages, and sees
// it by the sequences. What consumers send is read, counted and thrown away; where their
// subscriptions grow beyond all measure, the socket is made anew and all must subscribe again.
// Errors   start() says why the endpoint cannot be served.
// Threads  start(), stop() from their owner; hand_on() from one thread, the core's.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "daemon/base/queue.h"
#include "daemon/base/result.h"
#include "daemon/publish/node_info.h"
#include "daemon/publish/outgoing.h"
#include "daemon/sockets/socket.h"

namespace watchpost {

struct StreamSettings {
  std::string endpoint;
  std::size_t queue_capacity = 65'536;
  int consumer_messages_max = 100'000;       // waiting for one consumer; beyond, it loses them
  std::int64_t subscriptions_max = 100'000;  // of all consumers together
  Duration heartbeat_interval = std::chrono::seconds(1);
};

struct StreamCounters {
  std::atomic<std::uint64_t> messages{0};
  std::atomic<std::uint64_t> bytes{0};
  std::atomic<std::int64_t> subscriptions{0};
  std::atomic<std::uint64_t> garbage{0};  // messages of consumers that are no subscription
  std::atomic<std::uint64_t> resets{0};   // of the socket, because of too many subscriptions
};

class PublishThread {
 public:
  PublishThread(NodeInfo info, StreamSettings settings, ClockFunction clock);
  ~PublishThread();
  PublishThread(const PublishThread&) = delete;
  PublishThread& operator=(const PublishThread&) = delete;

  // Binds and runs; endpoint() is then the one that consumers connect to.
  Status start();
  // Sends what was handed on, gives it a second to leave, and ends.
  void stop();

  const std::string& endpoint() const { return endpoint_; }

  // In order, and none is lost: waits where the queue is full. False after stop().
  bool hand_on(OutgoingPtr outgoing) {
    return !is_stopped_.load(std::memory_order_acquire) && queue_.push_wait(std::move(outgoing), is_stopped_);
  }

  const StreamCounters& counters() const { return counters_; }

 private:
  class Loop;

  NodeInfo info_;
  StreamSettings settings_;
  ClockFunction clock_;
  std::string endpoint_;
  Wakeup work_;
  Wakeup room_;
  Queue<OutgoingPtr> queue_;
  std::atomic<bool> is_stopped_{false};
  StreamCounters counters_;
  std::thread thread_;
};

}  // namespace watchpost
