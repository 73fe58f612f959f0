// Recent: what was seen within a span of receive time, forgotten after it.
//
// Memory        one entry a key, however often it is seen; beyond `keys_max` keys the one that
//               has waited longest is forgotten early.
// Determinism   follows the order of calls and their times alone.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "daemon/base/flat_index.h"
#include "daemon/base/time.h"

namespace watchpost {

class Recent {
 public:
  using Key = FlatIndex::Key;

  explicit Recent(Duration memory, std::size_t keys_max = 1'000'000) : memory_(memory), keys_max_(keys_max) {}

  // Whether the key was seen at most `memory` before `now`.
  bool was_seen(Key key, ReceiveTime now) const {
    const auto slot = index_.find(key);
    return slot && now - entries_[*slot].seen <= memory_;
  }

  void see(Key key, ReceiveTime now) {
    forget(now);
    if (const auto slot = index_.find(key)) {
      entries_[*slot].seen = now;
      return;
    }
    if (index_.size() >= keys_max_) remove_oldest();
    std::uint32_t slot = 0;
    if (free_.empty()) {
      slot = static_cast<std::uint32_t>(entries_.size());
      entries_.push_back({key, now});
    } else {
      slot = free_.back();
      free_.pop_back();
      entries_[slot] = {key, now};
    }
    index_.set(key, slot);
    waiting_.push_back({now, slot});
  }

  std::size_t size() const { return index_.size(); }

 private:
  struct Entry {
    Key key = 0;
    ReceiveTime seen;
  };
  // Each entry waits once; when its turn comes and it was seen again meanwhile, it waits again.
  struct Waiting {
    ReceiveTime since;
    std::uint32_t slot = 0;
  };

  void forget(ReceiveTime now) {
    while (!waiting_.empty() && now - waiting_.front().since > memory_) {
      const std::uint32_t slot = waiting_.front().slot;
      if (now - entries_[slot].seen > memory_) {
        remove_oldest();
      } else {
        waiting_.pop_front();
        waiting_.push_back({entries_[slot].seen, slot});
      }
    }
  }

  void remove_oldest() {
    const std::uint32_t slot = waiting_.front().slot;
    waiting_.pop_front();
    index_.erase(entries_[slot].key);
    free_.push_back(slot);
  }

  Duration memory_;
  std::size_t keys_max_;
  FlatIndex index_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> free_;
  std::deque<Waiting> waiting_;
};

}  // namespace watchpost
