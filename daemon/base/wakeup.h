// Wakeup: how one thread sleeps on a descriptor until another has something for it.
//
// The sleeper arms it, looks once more whether there is work, and polls fd(); who makes work
// signals, which costs a system call only while the sleeper is armed:
//
//     queue.pop(...) until empty; wakeup.arm(); if (queue.is_empty()) poll(wakeup.fd()); wakeup.disarm();
//
// Threads   one sleeper; any number of signallers. Several queues may share one.
#pragma once

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

#include "daemon/base/check.h"

namespace watchpost {

class Wakeup {
 public:
  Wakeup() : fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) { CHECK(fd_ >= 0, "no eventfd left"); }
  ~Wakeup() { close(fd_); }
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;

  // Readable once signalled while armed.
  int fd() const { return fd_; }

  // Both sides read and write the one flag in a single step: either the signaller sees it armed,
  // or the sleeper's look at its queue afterwards sees what was put there before the signal.
  void arm() { is_armed_.exchange(true, std::memory_order_acq_rel); }

  void disarm() {
    is_armed_.exchange(false, std::memory_order_acq_rel);
    std::uint64_t count = 0;
    [[maybe_unused]] const auto count_read = read(fd_, &count, sizeof count);  // nothing there is no error
  }

  void signal() {
    if (!is_armed_.exchange(false, std::memory_order_acq_rel)) return;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto count_written = write(fd_, &one, sizeof one);  // full means readable already
  }

 private:
  int fd_;
  std::atomic<bool> is_armed_{false};
};

}  // namespace watchpost
