// FlatIndex: from a 64-bit key to a 32-bit slot number; looked up, never iterated.
//
// Open addressing with linear probing, at most half full. There is no begin(): the order of
// entries depends on hashing and must not reach an output.
//
// Memory   12 bytes an entry of a table between twice and four times as large as its content.
// State    the entries in order of key, for daemon/base/archive.h: the bytes are a function of what
//          is in it, not of how it came there.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "daemon/base/check.h"

namespace watchpost {

class FlatIndex {
 public:
  using Key = std::uint64_t;
  using Slot = std::uint32_t;

  std::optional<Slot> find(Key key) const {
    if (size_ == 0) return std::nullopt;
    const std::size_t place = place_of(key);
    if (slots_[place] == empty_slot) return std::nullopt;
    return slots_[place];
  }

  // Adds the key or gives it another slot.
  void set(Key key, Slot slot) {
    CHECK(slot != empty_slot, "a slot number too large for the index");
    if ((size_ + 1) * 2 > keys_.size()) grow();
    const std::size_t place = place_of(key);
    if (slots_[place] == empty_slot) ++size_;
    keys_[place] = key;
    slots_[place] = slot;
  }

  // Nothing happens where the key is not there.
  void erase(Key key) {
    if (size_ == 0) return;
    std::size_t hole = place_of(key);
    if (slots_[hole] == empty_slot) return;
    --size_;
    // Close the gap, so that no later entry of this run becomes unreachable.
    for (std::size_t next = following(hole); slots_[next] != empty_slot; next = following(next)) {
      const std::size_t home = hash(keys_[next]) & mask();
      const bool stays = hole < next ? (home > hole && home <= next) : (home > hole || home <= next);
      if (stays) continue;
      keys_[hole] = keys_[next];
      slots_[hole] = slots_[next];
      hole = next;
    }
    slots_[hole] = empty_slot;
  }

  std::size_t size() const { return size_; }
  std::size_t memory_bytes() const { return keys_.capacity() * (sizeof(Key) + sizeof(Slot)); }

  void clear() {
    slots_.assign(slots_.size(), empty_slot);
    size_ = 0;
  }

  template <class Archive>
  friend void transfer(Archive& archive, FlatIndex& index) {
    if constexpr (Archive::is_loading) {
      index.load(archive);
    } else {
      const std::uint64_t count = index.size_;
      archive(count);
      for (const auto& [key, slot] : index.sorted_entries()) archive(key, slot);
    }
  }

 private:
  template <class Archive>
  void load(Archive& archive) {
    *this = FlatIndex();
    Key last_key = 0;
    for (std::size_t left = archive.length(sizeof(Key) + sizeof(Slot)); left > 0; --left) {
      Key key = 0;
      Slot slot = 0;
      archive(key, slot);
      if (archive.has_failed()) return;
      if (slot == empty_slot || (size_ > 0 && key <= last_key))
        return archive.fail("found an index that contradicts itself");
      set(key, slot);
      last_key = key;
    }
  }

  std::vector<std::pair<Key, Slot>> sorted_entries() const {
    std::vector<std::pair<Key, Slot>> entries;
    entries.reserve(size_);
    for (std::size_t place = 0; place < keys_.size(); ++place)
      if (slots_[place] != empty_slot) entries.emplace_back(keys_[place], slots_[place]);
    std::sort(entries.begin(), entries.end());
    return entries;
  }

  static constexpr Slot empty_slot = 0xFFFFFFFF;

  // The finaliser of MurmurHash3: every bit of the key moves every bit of the place.
  static std::size_t hash(Key key) {
    key ^= key >> 33;
    key *= 0xff51afd7ed558ccdULL;
    key ^= key >> 33;
    key *= 0xc4ceb9fe1a85ec53ULL;
    key ^= key >> 33;
    return static_cast<std::size_t>(key);
  }

  std::size_t mask() const { return keys_.size() - 1; }
  std::size_t following(std::size_t place) const { return (place + 1) & mask(); }

  // Where the key is, or the empty place where it would go.
  std::size_t place_of(Key key) const {
    std::size_t place = hash(key) & mask();
    while (slots_[place] != empty_slot && keys_[place] != key) place = following(place);
    return place;
  }

  void grow() {
    const std::vector<Key> old_keys = std::move(keys_);
    const std::vector<Slot> old_slots = std::move(slots_);
    const std::size_t capacity = old_keys.empty() ? 16 : old_keys.size() * 2;
    keys_.assign(capacity, 0);
    slots_.assign(capacity, empty_slot);
    for (std::size_t i = 0; i < old_keys.size(); ++i) {
      if (old_slots[i] == empty_slot) continue;
      const std::size_t place = place_of(old_keys[i]);
      keys_[place] = old_keys[i];
      slots_[place] = old_slots[i];
    }
  }

  std::vector<Key> keys_;
  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace watchpost
