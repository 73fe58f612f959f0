// Arena: bytes that live and die together, reused without a new allocation after warm-up.
//
// What is put here is trivially destructible; pointers stay valid until clear().
// Threads   none of its own: it goes with the batch that owns it.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace watchpost {

class Arena {
 public:
  static constexpr std::size_t block_bytes = 16 * 1024;

  // Uninitialised memory, aligned for T.
  void* allocate(std::size_t byte_count, std::size_t alignment) {
    std::size_t start = (used_ + alignment - 1) & ~(alignment - 1);
    if (block_ == blocks_.size() || start + byte_count > blocks_[block_].size) {
      next_block(byte_count);
      start = 0;
    }
    used_ = start + byte_count;
    return blocks_[block_].bytes.get() + start;
  }

  template <class T>
  T* copy(const T& value) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T(value);
  }

  template <class T>
  std::span<const T> copy(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (values.empty()) return {};
    void* place = allocate(values.size_bytes(), alignof(T));
    std::memcpy(place, values.data(), values.size_bytes());
    return {static_cast<const T*>(place), values.size()};
  }

  std::string_view copy(std::string_view text) {
    const auto bytes = copy(std::span<const char>(text.data(), text.size()));
    return {bytes.data(), bytes.size()};
  }

  void clear() {
    block_ = 0;
    used_ = 0;
  }

  std::size_t capacity_bytes() const {
    std::size_t total = 0;
    for (const Block& block : blocks_) total += block.size;
    return total;
  }

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size;
  };

  void next_block(std::size_t byte_count) {
    if (block_ < blocks_.size()) ++block_;
    while (block_ < blocks_.size() && blocks_[block_].size < byte_count) ++block_;
    if (block_ == blocks_.size()) {
      const std::size_t size = byte_count > block_bytes ? byte_count : block_bytes;
      blocks_.push_back({std::make_unique<std::byte[]>(size), size});
    }
    used_ = 0;
  }

  std::vector<Block> blocks_;
  std::size_t block_ = 0;  // the block being filled
  std::size_t used_ = 0;   // bytes of it
};

}  // namespace watchpost
