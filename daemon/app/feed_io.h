// FeedIo: the I/O thread: every feed's reader, the second's timer, and the one queue to the core.
//
// Threads   start(), stop() from their owner; pop() and give_back() from the core thread.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/transport/feed_reader.h"
#include "daemon/app/machine_watch.h"
#include "daemon/base/queue.h"
#include "daemon/base/result.h"
#include "daemon/base/wakeup.h"
#include "daemon/base/wall_clock.h"
#include "daemon/model/input.h"
#include "daemon/model/mission.h"
#include "daemon/model/report_batch.h"

namespace watchpost {

struct FeedBatch {
  FeedId feed{};
  ReportBatchPtr batch;
};

// Everything received at or before this whole second stands before it in the queue.
struct SecondMark {
  ReceiveTime time;
};

struct FeedConnection {
  FeedId feed{};
  ConnectionState state = ConnectionState::unspecified;
};

// What the feeds know of themselves, once a second of the wall clock.
struct FeedHealthSnapshot {
  std::vector<FeedHealth> feeds;
};

using FeedEvent = std::variant<SecondMark, FeedBatch, FeedConnection, FeedHealthSnapshot, SystemEvent>;

class FeedIo {
 public:
  // Batches of one feed, and reports in them, that may be on their way to the core at once. What is on its
  // way is what the reports of all other feeds wait for: a thousand take the core about 2 ms.
  static constexpr int batches_on_the_way_max = 64;
  static constexpr int reports_on_the_way_max = 1024;

  FeedIo(std::shared_ptr<const Mission> mission, Wakeup& core_wakeup);
  ~FeedIo();

  Status start();
  void stop();  // nothing more is pushed; what is in the queue stays

  // From the core thread, which knows the feeds of the mission already: new ones are opened, those that are
  // gone are closed, and those that are read differently are opened anew. REQUIRES: feeds of the same numbers
  void reconfigure(std::shared_ptr<const Mission> mission);

  // From the core thread.
  bool pop(FeedEvent& event) { return queue_.pop(event); }
  bool is_empty() const { return queue_.is_empty(); }
  void give_back(FeedId feed, ReportBatchPtr batch);

 private:
  struct RunningFeed {
    std::unique_ptr<FeedReader> reader;  // of the I/O thread; nothing where the feed is closed for good
    FeedTotals totals;                   // of readers before it
    std::atomic<int> on_the_way{0};
    std::atomic<int> reports_on_the_way{0};
    std::atomic<bool> is_waiting{false};
  };
  using RunningFeeds = std::vector<std::shared_ptr<RunningFeed>>;

  static bool is_used_up(const RunningFeed& feed);
  bool take_batch(FeedId feed, ReportBatchPtr& batch);
  void push(FeedEvent event);
  void wait_for_second();
  void on_second(ReceiveTime due);
  void push_health();
  Status open(FeedId id);  // without starting it
  void close(FeedId id);
  void reconfigure_here(std::shared_ptr<const Mission> mission, RunningFeeds feeds);

  std::shared_ptr<const Mission> mission_;  // of the I/O thread
  WallClock clock_;
  MachineWatch machine_;
  boost::asio::io_context context_;
  std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work_;
  boost::asio::steady_timer timer_;
  Wakeup room_;
  Queue<FeedEvent> queue_;
  Queue<ReportBatchPtr> used_;  // from the core thread, for reuse
  RunningFeeds feeds_;          // by FeedId, of the I/O thread
  RunningFeeds feeds_of_core_;  // the same feeds, of the core thread
  std::atomic<bool> is_stopped_{false};
  std::thread thread_;
};

}  // namespace watchpost
