#include "daemon/rules/story.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace watchpost {
namespace {

using std::chrono::seconds;

constexpr Duration memory = seconds(60);

EventTime at_ms(std::int64_t time_ms) {
  return event_time_from_ns(time_ms * 1'000'000);
}

struct Said {
  EventTime time;
  Verdict verdict;
};

std::vector<Said> some_judgements() {
  std::vector<Said> all;
  std::int64_t time_ms = 0;
  for (int i = *rc::gen::inRange(1, 20); i > 0; --i) {
    time_ms += *rc::gen::inRange(100, 3000);
    all.push_back({at_ms(time_ms),
                   *rc::gen::element(Verdict::holds, Verdict::holds, Verdict::fails, Verdict::happens)});
  }
  return all;
}

Timing some_timing() {
  return {seconds(*rc::gen::inRange(0, 5)), seconds(*rc::gen::inRange(0, 5)),
          seconds(*rc::gen::inRange(0, 5)), false};
}

// However often it is taken back and told again, and however far the ticks had come: it is the same.
RC_GTEST_PROP(Story, IsAFunctionOfWhatWasJudged, ()) {
  const std::vector<Said> all = some_judgements();
  const Timing timing = some_timing();
  Story in_order;
  for (const Said& said : all) in_order.judge(said.verdict, said.time, "", timing, memory);
  in_order.tick(all.back().time + seconds(10), timing);

  Story revised;
  for (std::size_t i = 0; i < all.size(); ++i) {
    revised.judge(all[i].verdict, all[i].time, "", timing, memory);
    revised.tick(all[i].time + seconds(*rc::gen::inRange(0, 9)), timing);
    if (*rc::gen::inRange(0, 3) != 0) continue;
    const std::size_t back = *rc::gen::inRange<std::size_t>(0, i + 1);
    RC_ASSERT(revised.take_back(all[back].time));
    for (std::size_t j = back; j <= i; ++j) revised.judge(all[j].verdict, all[j].time, "", timing, memory);
  }
  revised.tick(all.back().time + seconds(10), timing);
  RC_ASSERT(revised.episodes() == in_order.episodes());
  RC_ASSERT(revised.phase() == in_order.phase());
}

TEST(Story, IsNotTakenBackFurtherThanItsMemory) {
  Story story;
  const Timing timing{seconds(1), {}, {}, false};
  for (int i = 0; i < 100; ++i)
    story.judge(i % 2 == 0 ? Verdict::holds : Verdict::fails, at_ms(3000 * i), "", timing, memory);
  EXPECT_FALSE(story.take_back(at_ms(1000)));
  EXPECT_TRUE(story.take_back(at_ms(3000 * 90)));
}

}  // namespace
}  // namespace watchpost
