// Counts every request for memory of a test program. To be included by one file of it.
#pragma once

#include <atomic>
#include <cstdlib>
#include <new>

namespace watchpost {

// Atomic: clang takes it for granted that asking for memory changes nothing else, and would not look again.
inline std::atomic<std::size_t> allocation_count = 0;

}  // namespace watchpost

// Inlined, they would be taken for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t byte_count) {
  ++watchpost::allocation_count;
  void* const memory = std::malloc(byte_count == 0 ? 1 : byte_count);
  if (memory == nullptr) std::abort();
  return memory;
}
[[gnu::noinline]] void* operator new(std::size_t byte_count, const std::nothrow_t&) noexcept {
  return operator new(byte_count);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
