#include "daemon/base/queue.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace watchpost {
namespace {

bool is_readable(int fd) {
  pollfd one{fd, POLLIN, 0};
  return poll(&one, 1, 0) == 1;
}

std::vector<int> pop_all(Queue<int>& queue) {
  std::vector<int> values;
  for (int value = 0; queue.pop(value);) values.push_back(value);
  return values;
}

TEST(Queue, HandsOnInOrder) {
  Wakeup wakeup;
  Queue<int> queue(4, WhenFull::wait, wakeup);
  EXPECT_TRUE(queue.is_empty());
  EXPECT_TRUE(queue.push(1));
  EXPECT_TRUE(queue.push(2));
  EXPECT_EQ(queue.waiting(), 2U);
  EXPECT_EQ(pop_all(queue), (std::vector<int>{1, 2}));
  EXPECT_TRUE(queue.is_empty());
}

TEST(Queue, WaitRefusesWhenFullAndLeavesTheValueWithItsOwner) {
  Wakeup wakeup;
  Queue<std::unique_ptr<int>> queue(2, WhenFull::wait, wakeup);
  EXPECT_TRUE(queue.push(std::make_unique<int>(1)));
  EXPECT_TRUE(queue.push(std::make_unique<int>(2)));
  auto third = std::make_unique<int>(3);
  EXPECT_FALSE(queue.push(std::move(third)));
  ASSERT_NE(third, nullptr);
  EXPECT_EQ(queue.dropped(), 0U);

  std::unique_ptr<int> popped;
  ASSERT_TRUE(queue.pop(popped));
  EXPECT_EQ(*popped, 1);
  EXPECT_TRUE(queue.push(std::move(third)));
}

TEST(Queue, DropOldestDropsFromThePendingRingAndCounts) {
  Wakeup wakeup;
  Queue<int> queue(2, WhenFull::drop_oldest, wakeup);
  for (int value = 1; value <= 7; ++value) EXPECT_TRUE(queue.push(int{value}));
  EXPECT_EQ(queue.dropped(), 3U);  // 1 and 2 lie in the queue, 6 and 7 pend
  EXPECT_EQ(queue.waiting(), 4U);
  EXPECT_EQ(pop_all(queue), (std::vector<int>{1, 2}));
  EXPECT_TRUE(queue.flush());
  EXPECT_EQ(pop_all(queue), (std::vector<int>{6, 7}));
}

TEST(Queue, ReleasesWhatItHoldsWhenItIsDestroyed) {
  Wakeup wakeup;
  auto value = std::make_shared<int>(1);
  {
    Queue<std::shared_ptr<int>> queue(1, WhenFull::drop_oldest, wakeup);
    queue.push(std::shared_ptr<int>(value));
    queue.push(std::shared_ptr<int>(value));
    EXPECT_EQ(value.use_count(), 3);
    std::shared_ptr<int> popped;
    queue.pop(popped);
    popped.reset();
    EXPECT_EQ(value.use_count(), 2);  // no slot keeps what was popped
  }
  EXPECT_EQ(value.use_count(), 1);
}

TEST(Wakeup, IsReadableOnlyAfterASignalWhileArmed) {
  Wakeup wakeup;
  Queue<int> queue(4, WhenFull::wait, wakeup);
  queue.push(1);
  EXPECT_FALSE(is_readable(wakeup.fd()));
  wakeup.arm();
  queue.push(2);
  EXPECT_TRUE(is_readable(wakeup.fd()));
  wakeup.disarm();
  EXPECT_FALSE(is_readable(wakeup.fd()));
}

TEST(Queue, WakesWhoWaitsForRoomWhenHalfOfItIsFree) {
  Wakeup consumer;
  Wakeup room;
  Queue<int> queue(8, WhenFull::wait, consumer, &room);
  for (int value = 0; value < 8; ++value) ASSERT_TRUE(queue.push(int{value}));
  ASSERT_FALSE(queue.push(8));
  room.arm();
  int value = 0;
  for (int i = 0; i < 3; ++i) queue.pop(value);
  EXPECT_FALSE(is_readable(room.fd()));
  queue.pop(value);
  EXPECT_TRUE(is_readable(room.fd()));
}

// A lost wake-up would leave the consumer asleep for ever, and the test with it.
TEST(Queue, NeverLosesAWakeUpOrAValueBetweenTwoThreads) {
  constexpr int count = 200'000;
  Wakeup consumer;
  Wakeup room;
  Queue<int> queue(16, WhenFull::wait, consumer, &room);
  std::atomic<bool> is_stopped{false};
  std::thread producer([&] {
    for (int value = 1; value <= count; ++value) queue.push_wait(int{value}, is_stopped);
  });
  int expected = 1;
  while (expected <= count) {
    for (int value = 0; queue.pop(value); ++expected) ASSERT_EQ(value, expected);
    if (expected > count) break;
    consumer.arm();
    if (queue.is_empty()) {
      pollfd wait{consumer.fd(), POLLIN, 0};
      poll(&wait, 1, -1);
    }
    consumer.disarm();
  }
  producer.join();
  EXPECT_TRUE(queue.is_empty());
}

TEST(Queue, PushWaitEndsWhenStopped) {
  Wakeup consumer;
  Wakeup room;
  Queue<int> queue(1, WhenFull::wait, consumer, &room);
  std::atomic<bool> is_stopped{false};
  ASSERT_TRUE(queue.push_wait(1, is_stopped));
  std::thread producer([&] { EXPECT_FALSE(queue.push_wait(2, is_stopped)); });
  is_stopped.store(true, std::memory_order_release);
  producer.join();
}

}  // namespace
}  // namespace watchpost
