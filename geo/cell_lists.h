// CellLists: for each cell the slots listed in it.
//
// A hash table of blocks of one cache line, seven listings each; a block that is full goes on in another.
// With a million tracks every step is a miss of the cache: a cell that is looked up costs one, a crowded one
// a seventh for each slot. Leaner than FlatIndex with a list a cell, which has keys of 64 bits and a table
// at most half full.
//
// Memory        16 to 24 bytes a listing. Allocates only where more are listed, or more of them crowd in
//               one place, than ever before.
// Determinism   the order within a cell depends on its history: whoever collects sorts.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "geo/cell_cover.h"

namespace watchpost {

class CellLists {
 public:
  using Slot = std::uint32_t;

  void add(CellKey key, Slot slot);
  void remove(CellKey key, Slot slot);  // one that was added

  // Has the cell's block fetched while something else is calculated.
  void prefetch(CellKey key) const {
    if (!heads_.empty()) __builtin_prefetch(&heads_[head_of(key)]);
  }

  // Appends the slots listed under these keys, again for each key; returns how many listings it looked at.
  std::size_t collect(std::span<const CellKey> keys, std::vector<Slot>& found) const;

  std::size_t memory_bytes() const { return (heads_.capacity() + others_.capacity()) * sizeof(Block); }

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;
  static constexpr std::size_t block_size = 7;

  struct alignas(64) Block {
    std::array<CellKey, block_size> keys{};
    std::uint32_t count = 0;
    std::array<Slot, block_size> slots{};
    std::uint32_t next = none;  // of others_

    // A bit for each listing under this key, without a branch that could be foretold wrongly.
    std::uint32_t matches(CellKey key) const {
      std::uint32_t bits = 0;
      for (std::size_t n = 0; n < block_size; ++n) bits |= static_cast<std::uint32_t>(keys[n] == key) << n;
      return bits & ((std::uint32_t{1} << count) - 1);
    }
  };
  static_assert(sizeof(Block) == 64);

  // Shares the keys out evenly whatever the number of heads.
  std::size_t head_of(CellKey key) const {
    return static_cast<std::size_t>(std::uint64_t{key} * heads_.size() >> 32);
  }
  std::uint32_t new_block();
  void add_to_chain(CellKey key, Slot slot);
  void grow();

  std::vector<Block> heads_;
  std::vector<Block> others_;  // what does not fit into a head
  std::uint32_t free_ = none;  // of others_, chained by next
  std::size_t listing_count_ = 0;
};

}  // namespace watchpost
