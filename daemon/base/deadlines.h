// Deadlines: what waits for a time (coasting, holds, silences), the earliest first.
//
// A heap of (time, id). Nothing is ever taken out of its middle: who has moved a deadline adds
// another, and who is called looks whether its time has really come. So nothing passes over
// everything that lives at each tick.
//
// Determinism   equal times come in order of id.
// State         the heap as it stands, for daemon/base/archive.h.
#pragma once

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace watchpost {

template <class Time, class Id>
class Deadlines {
 public:
  void add(Time time, Id id) {
    heap_.emplace_back(time, id);
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
  }

  bool is_due(Time now) const { return !heap_.empty() && heap_.front().first <= now; }

  // REQUIRES of both: is_due() of some time
  Time next_time() const { return heap_.front().first; }
  Id pop() {
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
    const Id id = heap_.back().second;
    heap_.pop_back();
    return id;
  }

  std::size_t size() const { return heap_.size(); }
  std::size_t memory_bytes() const { return heap_.capacity() * sizeof(heap_[0]); }

  template <class Archive>
  friend void transfer(Archive& archive, Deadlines& deadlines) {
    archive(deadlines.heap_);
    if constexpr (Archive::is_loading) {
      if (!std::is_heap(deadlines.heap_.begin(), deadlines.heap_.end(), std::greater<>{}))
        archive.fail("found deadlines out of order");
    }
  }

 private:
  std::vector<std::pair<Time, Id>> heap_;
};

}  // namespace watchpost
