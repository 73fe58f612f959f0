#include "daemon/base/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <tuple>

#include "daemon/base/time.h"

namespace watchpost {
namespace {

using testing::HasSubstr;

enum class Colour : std::uint8_t { red, green };

struct Inner {
  std::string text;
  std::optional<std::pair<std::int64_t, bool>> pair;
  bool operator==(const Inner&) const = default;
};

template <class Archive>
void transfer(Archive& archive, Inner& inner) {
  archive(inner.text, inner.pair);
}

struct Outer {
  Colour colour = Colour::red;
  EventTime time;
  Duration duration{};
  std::array<double, 3> numbers{};
  std::vector<std::uint16_t> plain;
  std::vector<std::vector<Inner>> nested;
  std::map<std::string, Inner> by_name;
  bool operator==(const Outer&) const = default;
};

template <class Archive>
void transfer(Archive& archive, Outer& outer) {
  archive.section("outer", 3);
  archive(outer.colour, outer.time, outer.duration, outer.numbers, outer.plain, outer.nested, outer.by_name);
}

Outer sample() {
  Outer outer;
  outer.colour = Colour::green;
  outer.time = event_time_from_ns(-7);
  outer.duration = std::chrono::hours(3);
  outer.numbers = {-0.0, std::numeric_limits<double>::denorm_min(), 1e300};
  outer.plain = {1, 2, 65535};
  outer.nested = {{}, {{"a", std::nullopt}, {"", {{-1, true}}}}};
  outer.by_name = {{"x", {"y", {{5, false}}}}, {"z", {}}};
  return outer;
}

template <class State>
std::string refusal(std::string_view bytes) {
  State state{};
  const Status status = load(bytes, state);
  return status.ok() ? "loaded" : status.error().line();
}

RC_GTEST_PROP(Archive, GivesBackWhateverWasSaved, ()) {
  const auto inner = rc::gen::map(
      rc::gen::arbitrary<std::tuple<std::string, bool, std::pair<std::int64_t, bool>>>(), [](auto parts) {
        const auto& [text, has_pair, pair] = parts;
        return Inner{text, has_pair ? std::optional(pair) : std::nullopt};
      });
  Outer outer;
  outer.colour = *rc::gen::element(Colour::red, Colour::green);
  outer.time = event_time_from_ns(*rc::gen::arbitrary<std::int64_t>());
  outer.duration = Duration(*rc::gen::arbitrary<std::int64_t>());
  outer.numbers = *rc::gen::container<std::array<double, 3>>(rc::gen::arbitrary<double>());
  outer.plain = *rc::gen::arbitrary<std::vector<std::uint16_t>>();
  outer.nested =
      *rc::gen::container<std::vector<std::vector<Inner>>>(rc::gen::container<std::vector<Inner>>(inner));
  outer.by_name = *rc::gen::container<std::map<std::string, Inner>>(rc::gen::arbitrary<std::string>(), inner);

  const std::string bytes = save(outer);
  Outer loaded = sample();  // what was there before must not show
  RC_ASSERT(load(bytes, loaded).ok());
  RC_ASSERT(loaded == outer);
  RC_ASSERT(save(loaded) == bytes);
}

RC_GTEST_PROP(Archive, EndsWithAValueOrARefusalWhateverTheBytesAre, ()) {
  std::string bytes = save(sample());
  for (const auto& [place, byte] : *rc::gen::arbitrary<std::vector<std::pair<std::uint16_t, char>>>())
    bytes[place % bytes.size()] = byte;
  Outer loaded;
  static_cast<void>(load(bytes, loaded).ok());
  static_cast<void>(load(*rc::gen::arbitrary<std::string>(), loaded).ok());
}

TEST(Archive, RefusesBytesThatAreCutAnywhere) {
  const std::string bytes = save(sample());
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_NE(refusal<Outer>(std::string_view(bytes).substr(0, length)), "loaded") << length;
  EXPECT_EQ(refusal<Outer>(bytes), "loaded");
}

TEST(Archive, RefusesBytesThatGoOn) {
  EXPECT_EQ(refusal<Outer>(save(sample()) + '\0'), "saved state, outer: found more, expected the end");
}

TEST(Archive, SaysWhichSectionAndWhichVersionItExpected) {
  SaveArchive archive;
  archive.section("inner", 3);
  EXPECT_EQ(refusal<Outer>(archive.take()), "saved state: found another section, expected 'outer' version 3");
  archive.section("outer", 2);
  EXPECT_EQ(refusal<Outer>(archive.take()), "saved state: found version 2, expected 'outer' version 3");
  archive.section("outer", 3);
  EXPECT_EQ(refusal<Outer>(archive.take()), "saved state, outer: found the end, expected more");
}

TEST(Archive, WritesLittleEndianNumbersAfterTheirLengths) {
  EXPECT_EQ(save(std::vector<std::uint16_t>{1, 0x203}), std::string("\2\0\0\0\0\0\0\0\1\0\3\2", 12));
  EXPECT_EQ(save(std::string("ab")), std::string("\2\0\0\0\0\0\0\0ab", 10));
  EXPECT_EQ(save(std::optional<std::int32_t>(-2)), std::string("\1\xFE\xFF\xFF\xFF", 5));
  EXPECT_EQ(save(std::optional<std::int32_t>()), std::string("\0", 1));
}

TEST(Archive, TakesNoMemoryForALengthBeyondTheEnd) {
  for (const std::uint64_t length : {std::uint64_t{1} << 40, ~std::uint64_t{0}, std::uint64_t{9}}) {
    const std::string bytes = save(length) + "12345678";
    EXPECT_THAT(refusal<std::string>(bytes), HasSubstr("a length beyond the end"));
    EXPECT_THAT(refusal<std::vector<std::uint16_t>>(bytes), HasSubstr("a length beyond the end"));
    EXPECT_THAT(refusal<std::vector<Inner>>(bytes), HasSubstr("a length beyond the end"));
    EXPECT_THAT((refusal<std::map<std::string, Inner>>(bytes)), HasSubstr("a length beyond the end"));
  }
  // A length that the bytes could hold, and elements that they do not.
  std::vector<std::array<double, 1000>> large;
  EXPECT_FALSE(load(save(std::uint64_t{1000}) + std::string(1000, '\0'), large).ok());
  EXPECT_EQ(large.size(), 1U);
}

TEST(Archive, RefusesAByteThatIsNoTruthValue) {
  EXPECT_THAT(refusal<bool>("\2"), HasSubstr("neither true nor false"));
  EXPECT_THAT(refusal<std::optional<int>>(std::string("\2\0\0\0\0", 5)), HasSubstr("neither true nor false"));
}

TEST(Archive, RefusesKeysThatAreOutOfOrderOrThereTwice) {
  using Pairs = std::vector<std::pair<std::int32_t, std::string>>;
  using Map = std::map<std::int32_t, std::string>;
  EXPECT_EQ(refusal<Map>(save(Pairs{{1, "a"}, {2, "b"}})), "loaded");
  EXPECT_THAT(refusal<Map>(save(Pairs{{2, "b"}, {1, "a"}})), HasSubstr("keys out of order"));
  EXPECT_THAT(refusal<Map>(save(Pairs{{1, "a"}, {1, "b"}})), HasSubstr("keys out of order"));
}

TEST(Archive, ReadsNothingMoreOnceItHasFailed) {
  const std::string bytes = save(std::uint64_t{7}) + save(std::string("text"));
  LoadArchive archive(bytes);
  archive.fail("the first reason");
  archive.fail("the second reason");
  std::uint64_t number = 5;
  std::string text = "left";
  archive(number, text);
  EXPECT_EQ(number, 0U);
  EXPECT_EQ(text, "");
  EXPECT_EQ(archive.failure()->what, "the first reason");
}

}  // namespace
}  // namespace watchpost
