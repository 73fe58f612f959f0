#include "daemon/app/feed_changes.h"

#include <gtest/gtest.h>

namespace watchpost {
namespace {

TEST(FeedChanges, TellWhatGrewSinceTheLastLookAndNothingWhereNothingDid) {
  FeedChanges changes(2);
  const FeedState first{FeedId(1), ConnectionState::open, 4, 2, 0};
  EXPECT_EQ(changes.look(first)->faults, 4U);
  EXPECT_FALSE(changes.look(first));

  const auto grown = changes.look({FeedId(1), ConnectionState::open, 5, 2, 3});
  ASSERT_TRUE(grown);
  EXPECT_EQ(grown->feed, FeedId(1));
  EXPECT_EQ(grown->state, ConnectionState::open);
  EXPECT_EQ(grown->faults, 1U);
  EXPECT_EQ(grown->refused, 0U);
  EXPECT_EQ(grown->shed, 3U);
}

TEST(FeedChanges, TellANewStateWithoutCounts) {
  FeedChanges changes(1);
  ASSERT_TRUE(changes.look({FeedId(0), ConnectionState::open, 0, 0, 0}));
  const auto closed = changes.look({FeedId(0), ConnectionState::closed, 0, 0, 0});
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->state, ConnectionState::closed);
}

TEST(FeedChanges, KeepFeedsApart) {
  FeedChanges changes(2);
  ASSERT_TRUE(changes.look({FeedId(0), ConnectionState::open, 1, 0, 0}));
  EXPECT_EQ(changes.look({FeedId(1), ConnectionState::open, 3, 0, 0})->faults, 3U);
  EXPECT_EQ(changes.look({FeedId(0), ConnectionState::open, 2, 0, 0})->faults, 1U);
}

}  // namespace
}  // namespace watchpost
