#include "daemon/core/surroundings.h"

#include <gtest/gtest.h>

namespace watchpost {
namespace {

EventTime at_s(int time_s) {
  return EventTime(std::chrono::seconds(time_s));
}

SystemEvent pause(std::string detail) {
  return {SystemEventKind::pause, std::chrono::seconds(3), std::move(detail)};
}

TEST(Surroundings, AddUpTheCountsOfAFeedAndRememberSinceWhenItsStateIs) {
  Surroundings surroundings(2);
  surroundings.take(FeedState{FeedId(1), ConnectionState::open, 1, 2, 3}, at_s(10));
  surroundings.take(FeedState{FeedId(1), ConnectionState::open, 10, 20, 30}, at_s(11));
  surroundings.take(FeedState{FeedId(1), ConnectionState::failed, 0, 0, 0}, at_s(12));
  surroundings.take(FeedState{FeedId(1), ConnectionState::failed, 1, 0, 0}, at_s(13));
  const Surroundings::FeedAccount& feed = surroundings.feed(FeedId(1));
  EXPECT_EQ(feed.state, ConnectionState::failed);
  EXPECT_EQ(feed.state_since, at_s(12));
  EXPECT_EQ(feed.faults, 12U);
  EXPECT_EQ(feed.refused, 22U);
  EXPECT_EQ(feed.shed, 33U);
  EXPECT_EQ(surroundings.feed(FeedId(0)).faults, 0U);
}

TEST(Surroundings, KeepTheLastEventsAlone) {
  Surroundings surroundings(0);
  for (int i = 0; i < 100; ++i) surroundings.take(pause(std::to_string(i)), at_s(i));
  ASSERT_EQ(surroundings.events().size(), Surroundings::events_max);
  EXPECT_EQ(surroundings.events().front().event.detail, "36");
  EXPECT_EQ(surroundings.events().back().event.detail, "99");
  EXPECT_EQ(surroundings.events().back().time, at_s(99));
}

TEST(Surroundings, SavedAndLoadedAreTheSame) {
  Surroundings surroundings(2);
  surroundings.take(FeedState{FeedId(1), ConnectionState::open, 1, 2, 3}, at_s(10));
  surroundings.take(pause("why"), at_s(11));
  const std::string bytes = save(surroundings);
  Surroundings loaded(2);
  ASSERT_TRUE(load(bytes, loaded).ok());
  EXPECT_EQ(save(loaded), bytes);
  EXPECT_EQ(loaded.feed(FeedId(1)).shed, 3U);
  EXPECT_EQ(loaded.events()[0].event.detail, "why");
  Surroundings of_other_feeds(3);
  EXPECT_FALSE(load(bytes, of_other_feeds).ok());
}

}  // namespace
}  // namespace watchpost
