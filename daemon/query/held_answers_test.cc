#include "daemon/query/held_answers.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace watchpost {
namespace {

using std::chrono::seconds;

std::shared_ptr<const HeldAnswer> an_answer() {
  return std::make_shared<const HeldAnswer>();
}

TEST(HeldAnswers, KeepsAnAnswerWhileItIsAskedFor) {
  HeldAnswers held;
  const ReceiveTime start = receive_time_from_ns(0);
  const auto answer = an_answer();
  const std::uint64_t number = held.hold(answer, start);
  EXPECT_EQ(held.find(number, start + seconds(50)), answer);
  EXPECT_EQ(held.find(number, start + seconds(100)), answer);
  EXPECT_EQ(held.find(number, start + seconds(161)), nullptr);
  EXPECT_EQ(held.find(number + 1, start), nullptr);
}

TEST(HeldAnswers, TheOneUsedLongestAgoMakesRoom) {
  HeldAnswers held;
  const ReceiveTime now = receive_time_from_ns(0);
  const std::uint64_t first = held.hold(an_answer(), now);
  const std::uint64_t second = held.hold(an_answer(), now);
  for (std::size_t i = 2; i < HeldAnswers::held_max; ++i) held.hold(an_answer(), now);
  EXPECT_NE(held.find(first, now), nullptr);
  held.hold(an_answer(), now);
  EXPECT_EQ(held.size(), HeldAnswers::held_max);
  EXPECT_NE(held.find(first, now), nullptr);
  EXPECT_EQ(held.find(second, now), nullptr);
}

TEST(Continuation, SurvivesTheWayThereAndBack) {
  const std::string text = continuation_text({"a.stream", 7, 12345});
  const auto parsed = parse_continuation(text);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->stream, "a.stream");
  EXPECT_EQ(parsed->answer, 7U);
  EXPECT_EQ(parsed->place, 12345U);
}

TEST(Continuation, IsNothingElse) {
  for (const char* text :
       {"", ".", "..", "...", "a.1", "a.1.", "a..1", "a.1.x", "a.-1.1", "a.1. 1", "a.1.18446744073709551616"})
    EXPECT_FALSE(parse_continuation(text).has_value()) << text;
  EXPECT_FALSE(parse_continuation(std::string(200, 'x') + ".1.1").has_value());
}

RC_GTEST_PROP(Continuation, IsTotal, (const std::string& text)) {
  parse_continuation(text);
}

}  // namespace
}  // namespace watchpost
