// QueryThread: the thread that owns the query socket and the picture that answers come from.
//
// What a person wants done to an alert goes to the core, and is answered when the core's decision comes back
// among what is handed on; nobody else waits for it meanwhile.
//
// It serves REQ and DEALER alike: the answer goes back behind whatever frames the question had before
// its last one. It never waits for a consumer; answers that one does not fetch are thrown away.
// Errors   start() says why the endpoint cannot be served.
// Threads  start(), stop() from their owner; hand_on() from one thread, the core's.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "daemon/base/queue.h"
#include "daemon/base/result.h"
#include "daemon/publish/node_info.h"
#include "daemon/publish/outgoing.h"

namespace watchpost {

struct QuerySettings {
  std::string endpoint;
  std::string stream_endpoint;  // told to consumers
  std::size_t queue_capacity = 65'536;
  std::uint64_t alerts_kept = alerts_kept_a_label;
  // Takes a command to the core, from the query thread; false where too many wait there already. Without it
  // people cannot act here.
  std::function<bool(Command)> act = {};
  std::size_t actions_waiting_max = 1024;
};

class QueryThread {
 public:
  QueryThread(NodeInfo info, QuerySettings settings, ClockFunction clock);
  ~QueryThread();
  QueryThread(const QueryThread&) = delete;
  QueryThread& operator=(const QueryThread&) = delete;

  // Binds and runs; endpoint() is then the one that consumers connect to.
  Status start();
  // Gives answers that are on their way a second, and ends.
  void stop();

  const std::string& endpoint() const { return endpoint_; }

  // In order, and none is lost: waits where the queue is full. False after stop().
  bool hand_on(OutgoingPtr outgoing) {
    return !is_stopped_.load(std::memory_order_acquire) && queue_.push_wait(std::move(outgoing), is_stopped_);
  }

  std::uint64_t requests() const { return requests_.load(std::memory_order_relaxed); }
  // Messages that no answer could be given to.
  std::uint64_t garbage() const { return garbage_.load(std::memory_order_relaxed); }

 private:
  class Loop;

  NodeInfo info_;
  QuerySettings settings_;
  ClockFunction clock_;
  std::string endpoint_;
  Wakeup work_;
  Wakeup room_;
  Queue<OutgoingPtr> queue_;
  std::atomic<bool> is_stopped_{false};
  std::atomic<std::uint64_t> requests_{0};
  std::atomic<std::uint64_t> garbage_{0};
  std::thread thread_;
};

}  // namespace watchpost
