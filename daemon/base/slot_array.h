// SlotArray: elements by slot number, in chunks, so that growing copies nothing and references stay.
//
// Several arrays stand side by side for one kind of thing (what every report touches apart from
// what people read); SlotNumbers gives out the numbers for all of them, the last freed first.
//
// Memory        a chunk at a time; nothing is given back.
// Determinism   the numbers follow the order of take() and give_back().
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "daemon/base/archive.h"

namespace watchpost {

using Slot = std::uint32_t;
inline constexpr Slot no_slot = 0xFFFFFFFF;

class SlotNumbers {
 public:
  Slot take() {
    if (free_.empty()) return end_++;
    const Slot slot = free_.back();
    free_.pop_back();
    return slot;
  }
  void give_back(Slot slot) { free_.push_back(slot); }

  const std::vector<Slot>& free() const { return free_; }
  Slot end() const { return end_; }  // every number given out so far is below it
  std::size_t used() const { return end_ - free_.size(); }

  template <class Archive>
  friend void transfer(Archive& archive, SlotNumbers& numbers) {
    archive(numbers.free_, numbers.end_);
    if constexpr (Archive::is_loading) {
      if (!numbers.is_sound()) archive.fail("found a free slot twice, or one that was never given out");
    }
  }

 private:
  bool is_sound() const {
    std::vector<Slot> sorted = free_;
    std::sort(sorted.begin(), sorted.end());
    return std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end() &&
           (sorted.empty() || sorted.back() < end_);
  }

  std::vector<Slot> free_;
  Slot end_ = 0;
};

template <class Element>
class SlotArray {
 public:
  static constexpr Slot chunk_size = 1024;

  Element& operator[](Slot slot) { return chunks_[slot / chunk_size][slot % chunk_size]; }
  const Element& operator[](Slot slot) const { return chunks_[slot / chunk_size][slot % chunk_size]; }

  // Room for every slot below `end`; new elements are as constructed.
  void grow_to(Slot end) {
    while (chunks_.size() * chunk_size < end) chunks_.push_back(std::make_unique<Element[]>(chunk_size));
  }

  std::size_t capacity() const { return chunks_.size() * chunk_size; }

 private:
  std::vector<std::unique_ptr<Element[]>> chunks_;
};

}  // namespace watchpost
