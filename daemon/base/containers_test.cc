#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "daemon/base/arena.h"
#include "daemon/base/deadlines.h"
#include "daemon/base/flat_index.h"
#include "daemon/base/interner.h"

namespace watchpost {
namespace {

RC_GTEST_PROP(FlatIndex, AnswersAsAMapDoesAfterAnySequenceOfChanges, ()) {
  FlatIndex index;
  std::map<std::uint64_t, std::uint32_t> oracle;
  const auto changes = *rc::gen::container<std::vector<std::tuple<bool, std::uint8_t, std::uint16_t>>>(
      rc::gen::arbitrary<std::tuple<bool, std::uint8_t, std::uint16_t>>());
  for (const auto& [adds, small_key, slot] : changes) {
    const std::uint64_t key = small_key % 64;
    if (adds) {
      index.set(key, slot);
      oracle[key] = slot;
    } else {
      index.erase(key);
      oracle.erase(key);
    }
  }
  RC_ASSERT(index.size() == oracle.size());
  for (std::uint64_t key = 0; key < 64; ++key) {
    const auto expected = oracle.find(key);
    const auto found = index.find(key);
    RC_ASSERT(found.has_value() == (expected != oracle.end()));
    if (found) RC_ASSERT(*found == expected->second);
  }
}

TEST(Deadlines, ComeInOrderOfTimeAndThenOfId) {
  Deadlines<int, int> deadlines;
  for (const auto& [time, id] : {std::pair{20, 1}, {10, 3}, {10, 2}, {30, 0}}) deadlines.add(time, id);
  EXPECT_FALSE(deadlines.is_due(9));
  ASSERT_TRUE(deadlines.is_due(20));
  EXPECT_EQ(deadlines.pop(), 2);
  EXPECT_EQ(deadlines.pop(), 3);
  EXPECT_EQ(deadlines.pop(), 1);
  EXPECT_FALSE(deadlines.is_due(20));
}

TEST(Interner, NumbersNamesInTheOrderInWhichTheyAreFirstSeen) {
  Interner interner(2);
  EXPECT_EQ(interner.intern("b"), 0U);
  EXPECT_EQ(interner.intern("a"), 1U);
  EXPECT_EQ(interner.intern("b"), 0U);
  EXPECT_EQ(interner.intern("c"), std::nullopt);
  EXPECT_EQ(interner.name(1), "a");
}

TEST(Arena, KeepsWhatWasCopiedUntilItIsClearedAndThenReusesItsMemory) {
  Arena arena;
  for (int round = 0; round < 3; ++round) {
    std::vector<std::string_view> copies;
    copies.reserve(1000);
    for (int i = 0; i < 1000; ++i)
      copies.push_back(arena.copy(std::string_view("text " + std::to_string(i))));
    const std::string large(100'000, 'x');
    EXPECT_EQ(arena.copy(std::string_view(large)), large);
    for (int i = 0; i < 1000; ++i)
      EXPECT_EQ(copies[static_cast<std::size_t>(i)], "text " + std::to_string(i));
    const std::size_t capacity_bytes = arena.capacity_bytes();
    arena.clear();
    EXPECT_EQ(arena.capacity_bytes(), capacity_bytes);
  }
}

TEST(Arena, AlignsWhatItGives) {
  Arena arena;
  arena.copy(std::string_view("x"));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(arena.copy(1.5)) % alignof(double), 0U);
}

}  // namespace
}  // namespace watchpost
