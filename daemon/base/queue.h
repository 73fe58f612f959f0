// Queue: hands values from one thread to one other, bounded, in order.
//
// When full, as stated at construction: `wait` refuses the push, so that the producer stops
// reading (and is woken through `room` when there is space again); `drop_oldest` keeps what does
// not fit in a pending ring of the producer's own and drops the oldest of it, counted.
//
// Threads   one producer (push, push_wait, flush), one consumer (pop); the counters from any.
#pragma once

#include <poll.h>

#include <atomic>
#include <boost/lockfree/spsc_queue.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>

#include "daemon/base/wakeup.h"

namespace watchpost {

enum class WhenFull : std::uint8_t { wait, drop_oldest };

template <class T>
class Queue {
 public:
  // `consumer` is signalled by each push and may be shared with other queues; `room`, where given,
  // by pops that leave half of it free: who waits is woken for many values, not for each one. Both must
  // outlive the queue.
  Queue(std::size_t capacity, WhenFull when_full, Wakeup& consumer, Wakeup* room = nullptr)
      : ring_(capacity), capacity_(capacity), when_full_(when_full), consumer_(consumer), room_(room) {}
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;

  // False, and the value untouched, only where the policy is `wait` and the queue is full.
  bool push(T&& value) {
    const bool has_room = flush() && ring_.write_available() > 0;  // the consumer can only make more
    if (!has_room && when_full_ == WhenFull::wait) return false;
    if (!has_room) {
      keep_pending(std::move(value));
      return true;
    }
    ring_.push(Slot(std::move(value)));
    consumer_.signal();
    return true;
  }

  // Waits for room; false where `is_stopped` became true first. REQUIRES: a `room` wakeup.
  bool push_wait(T&& value, const std::atomic<bool>& is_stopped) {
    CHECK(room_ != nullptr, "push_wait() needs a wakeup for room");
    while (!push(std::move(value))) {  // NOLINT(bugprone-use-after-move): what is refused is left untouched
      if (is_stopped.load(std::memory_order_acquire)) return false;
      room_->arm();
      if (ring_.write_available() == 0) {
        pollfd room{room_->fd(), POLLIN, 0};
        poll(&room, 1, stop_check_ms);
      }
      room_->disarm();
    }
    return true;
  }

  // Moves the producer's pending values on; true where none is left. Called by the producer when
  // nothing new arrives that would do it.
  bool flush() {
    bool is_moved = false;
    while (!pending_.empty() && ring_.write_available() > 0) {
      ring_.push(Slot(std::move(pending_.front())));
      pending_.pop_front();
      is_moved = true;
    }
    if (is_moved) consumer_.signal();
    return pending_.empty();
  }

  bool pop(T& value) {
    if (!ring_.consume_one([&value](const Slot& slot) { value = std::move(slot.value); })) return false;
    if (room_ != nullptr && ring_.read_available() <= capacity_ / 2) room_->signal();
    return true;
  }

  // As the consumer sees it.
  bool is_empty() const { return ring_.read_available() == 0; }

  // As the producer sees it: what the consumer has not taken.
  std::size_t waiting() const { return capacity_ - ring_.write_available() + pending_.size(); }

  std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

 private:
  static constexpr int stop_check_ms = 50;

  // Boost 1.74's ring copies in and out; a copy of a slot moves, so that T need not be copyable.
  struct Slot {
    Slot() = default;
    explicit Slot(T&& moved) : value(std::move(moved)) {}
    Slot(const Slot& other) : value(std::move(other.value)) {}
    Slot& operator=(const Slot& other) {
      if (this != &other) value = std::move(other.value);
      return *this;
    }
    mutable T value;
  };

  void keep_pending(T&& value) {
    if (pending_.size() == capacity_) {
      pending_.pop_front();
      dropped_.fetch_add(1, std::memory_order_relaxed);
    }
    pending_.push_back(std::move(value));
  }

  boost::lockfree::spsc_queue<Slot> ring_;
  const std::size_t capacity_;
  const WhenFull when_full_;
  Wakeup& consumer_;
  Wakeup* const room_;
  std::deque<T> pending_;  // of the producer; empty where the policy is `wait`
  std::atomic<std::uint64_t> dropped_{0};
};

}  // namespace watchpost
