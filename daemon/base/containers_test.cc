#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "daemon/base/archive.h"
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

using IndexEntries = std::vector<std::pair<std::uint64_t, std::uint32_t>>;

RC_GTEST_PROP(FlatIndex, SavesWhatIsInItAndNotHowItCameThere, ()) {
  const auto entries = *rc::gen::arbitrary<std::map<std::uint64_t, std::uint16_t>>();
  FlatIndex straight;
  FlatIndex winding;
  for (const auto& [key, slot] : entries) straight.set(key, slot);
  for (std::uint64_t key = 0; key < 100; ++key) winding.set(key, 1);
  for (std::uint64_t key = 0; key < 100; ++key) winding.erase(key);
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
    winding.set(entry->first, entry->second);
  RC_ASSERT(save(straight) == save(winding));

  FlatIndex loaded;
  loaded.set(7, 7);
  RC_ASSERT(load(save(winding), loaded).ok());
  RC_ASSERT(loaded.size() == entries.size());
  for (const auto& [key, slot] : entries) RC_ASSERT(loaded.find(key) == slot);
  RC_ASSERT(loaded.find(7).has_value() == (entries.count(7) == 1));
}

TEST(FlatIndex, RefusesAStateThatContradictsItself) {
  FlatIndex index;
  EXPECT_TRUE(load(save(IndexEntries{{1, 5}, {2, 5}}), index).ok());
  EXPECT_FALSE(load(save(IndexEntries{{1, 5}, {1, 6}}), index).ok());
  EXPECT_FALSE(load(save(IndexEntries{{2, 5}, {1, 6}}), index).ok());
  EXPECT_FALSE(load(save(IndexEntries{{1, 0xFFFFFFFF}}), index).ok());
  EXPECT_FALSE(load(save(IndexEntries{{1, 5}, {2, 5}}).substr(0, 20), index).ok());
}

TEST(FlatIndex, IsEmptyOnceItIsCleared) {
  FlatIndex index;
  for (std::uint64_t key = 0; key < 100; ++key) index.set(key, 1);
  index.clear();
  EXPECT_EQ(index.size(), 0U);
  EXPECT_EQ(index.find(5), std::nullopt);
  index.set(5, 2);
  EXPECT_EQ(index.find(5), 2U);
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

RC_GTEST_PROP(Deadlines, ComeInTheSameOrderOnceLoaded, ()) {
  Deadlines<int, int> saved;
  for (const auto& [time, id] : *rc::gen::arbitrary<std::vector<std::pair<int, int>>>()) saved.add(time, id);
  for (int i = 0; i < *rc::gen::inRange(0, 3) && saved.size() > 0; ++i) saved.pop();
  Deadlines<int, int> loaded;
  loaded.add(1, 1);
  RC_ASSERT(load(save(saved), loaded).ok());
  RC_ASSERT(save(loaded) == save(saved));
  RC_ASSERT(loaded.size() == saved.size());
  while (saved.size() > 0) RC_ASSERT(loaded.pop() == saved.pop());
}

TEST(Deadlines, RefuseAStateThatIsNoHeap) {
  Deadlines<int, int> deadlines;
  EXPECT_TRUE(load(save(std::vector<std::pair<int, int>>{{1, 1}, {2, 1}}), deadlines).ok());
  EXPECT_FALSE(load(save(std::vector<std::pair<int, int>>{{2, 1}, {1, 1}}), deadlines).ok());
}

RC_GTEST_PROP(Interner, GoesOnCountingOnceLoaded, ()) {
  Interner saved;
  const auto names = *rc::gen::arbitrary<std::vector<std::string>>();
  for (const std::string& name : names) saved.intern(name);
  Interner loaded;
  loaded.intern("what was there before");
  RC_ASSERT(load(save(saved), loaded).ok());
  RC_ASSERT(loaded.size() == saved.size());
  for (const std::string& name : names) {
    RC_ASSERT(loaded.intern(name) == saved.intern(name));
    RC_ASSERT(loaded.name(*loaded.intern(name)) == name);
  }
  RC_ASSERT(loaded.intern("what was there before") == saved.intern("what was there before"));
}

TEST(Interner, RefusesAStateWithANameTwiceOrOneTooMany) {
  Interner interner(2);
  EXPECT_TRUE(load(save(std::vector<std::string>{"a", "b"}), interner).ok());
  EXPECT_FALSE(load(save(std::vector<std::string>{"a", "a"}), interner).ok());
  EXPECT_FALSE(load(save(std::vector<std::string>{"a", "b", "c"}), interner).ok());
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
