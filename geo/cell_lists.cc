#include "geo/cell_lists.h"

#include <bit>
#include <utility>

#include "daemon/base/check.h"

namespace watchpost {
namespace {

// Listings a head on average, of seven: one block in eleven then goes on in another.
constexpr double most_a_head = 4.5;

}  // namespace

void CellLists::add(CellKey key, Slot slot) {
  if (static_cast<double>(listing_count_) >= most_a_head * static_cast<double>(heads_.size())) grow();
  ++listing_count_;
  add_to_chain(key, slot);
}

// Only the last block of a chain has room, and where there are several it is not empty.
void CellLists::add_to_chain(CellKey key, Slot slot) {
  Block* block = &heads_[head_of(key)];
  if (block->count == block_size) {
    // The full head moves behind, so that adding does not grow with the chain.
    const std::uint32_t other = new_block();
    block = &heads_[head_of(key)];
    others_[other] = *block;
    block->next = other;
    block->count = 0;
  }
  block->keys[block->count] = key;
  block->slots[block->count] = slot;
  ++block->count;
}

void CellLists::remove(CellKey key, Slot slot) {
  Block& head = heads_[head_of(key)];
  Block* block = &head;
  std::size_t n = 0;
  while (true) {
    std::uint32_t rest = block->matches(key);
    while (rest != 0 && block->slots[static_cast<std::size_t>(std::countr_zero(rest))] != slot)
      rest &= rest - 1;
    n = static_cast<std::size_t>(std::countr_zero(rest));
    if (rest != 0) break;
    CHECK(block->next != none, "a listing that is not there");
    block = &others_[block->next];
  }
  // The head's last one takes the place.
  --head.count;
  block->keys[n] = head.keys[head.count];
  block->slots[n] = head.slots[head.count];
  --listing_count_;
  if (head.count == 0 && head.next != none) {
    const std::uint32_t other = head.next;
    head = others_[other];
    others_[other] = Block{};
    others_[other].next = free_;
    free_ = other;
  }
}

std::size_t CellLists::collect(std::span<const CellKey> keys, std::vector<Slot>& found) const {
  if (listing_count_ == 0) return 0;
  std::size_t visited_count = 0;
  for (const CellKey key : keys) {
    const Block* block = &heads_[head_of(key)];
    while (true) {
      if (block->next != none) __builtin_prefetch(&others_[block->next]);
      for (std::uint32_t rest = block->matches(key); rest != 0; rest &= rest - 1)
        found.push_back(block->slots[static_cast<std::size_t>(std::countr_zero(rest))]);
      visited_count += block->count;
      if (block->next == none) break;
      block = &others_[block->next];
    }
  }
  return visited_count;
}

std::uint32_t CellLists::new_block() {
  if (free_ != none) return std::exchange(free_, others_[free_].next);
  if (others_.size() == others_.capacity()) others_.reserve(others_.size() + others_.size() / 4 + 16);
  others_.emplace_back();
  return static_cast<std::uint32_t>(others_.size() - 1);
}

void CellLists::grow() {
  const std::vector<Block> old_heads = std::move(heads_);
  const std::vector<Block> old_others = std::move(others_);
  heads_ = std::vector<Block>(old_heads.size() + old_heads.size() / 2 + 16);
  others_ = {};
  others_.reserve(heads_.size() / 8);  // as many as full heads ask for by chance
  free_ = none;
  for (const Block& head : old_heads) {
    for (const Block* block = &head;; block = &old_others[block->next]) {
      for (std::size_t n = 0; n < block->count; ++n) add_to_chain(block->keys[n], block->slots[n]);
      if (block->next == none) break;
    }
  }
}

}  // namespace watchpost
