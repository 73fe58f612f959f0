// Sequencer: one order for the reports of all feeds, and the ticks between them.
//
// Reports come out in order of receive time; equal times in order of feed, then as they came.
// A tick stands on each whole second of receive time, after every report received at or before
// it and before the first later one.
//
//   clock   one thread stamps and hands over everything in order; it marks each second by
//           tick_mark(), which also makes the ticks where nothing arrives.
//   data    the recorded times are the receive times: a report waits until every other open
//           feed has delivered a later one or has closed; ticks come from the reports alone, and
//           at the end of all feeds the last whole second at or before the last report is made.
//
// A receive time earlier than the one before it counts as that one. A gap of more than a day in
// recorded times is a day of ticks and then the last second before the next report: a wrong
// date must not keep the core busy for a century.
//
// Determinism   a function of what is pushed; in `data`, also independent of how the pushes of
//               different feeds interleave.
// Threads       the core's.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "daemon/model/input.h"
#include "daemon/model/mission.h"
#include "daemon/model/report_batch.h"

namespace watchpost {

class Sequencer {
 public:
  Sequencer(std::size_t feed_count, FeedTime time);

  // Those that are not there yet, of `feed_count`; they are open.
  void add_feeds(std::size_t feed_count) { feeds_.resize(std::max(feed_count, feeds_.size())); }

  // REQUIRES: the receive times of one feed in order. Every feed is open from the start.
  void push(FeedId feed, ReportBatchPtr batch);  // also one that holds faults alone
  void close(FeedId feed);
  void open(FeedId feed);

  // In `clock`: everything received at or before `time`, a whole second, has been pushed.
  void tick_mark(ReceiveTime time);

  // The next report or tick; nothing where more must be pushed or closed first. A report is
  // good until the next call. The tick's watermark is its owner's to fill in.
  std::optional<std::variant<Report*, Tick>> next();

  // In `data`, at a tick: a feed's faults at or before it, counted since it was last asked. A function of the
  // data, as the tick itself.
  std::uint64_t take_faults(FeedId feed, ReceiveTime tick);
  // The feed is closed, and all that it delivered has been given out.
  bool is_over(FeedId feed) const;

  // The feed whose silence next() waits for, in `data`.
  std::optional<FeedId> awaited() const;

  // Batches that have been read to their end, for reuse; the feed they came from.
  std::optional<std::pair<FeedId, ReportBatchPtr>> take_used();

 private:
  struct FeedQueue {
    FeedQueue() = default;
    FeedQueue(FeedQueue&&) noexcept = default;
    FeedQueue& operator=(FeedQueue&&) noexcept = default;

    std::deque<ReportBatchPtr> batches;
    std::size_t position = 0;       // in the first batch
    std::deque<FaultCount> faults;  // in order of time
    bool is_open = true;
  };

  static void keep_faults(FeedQueue& queue, const ReportBatch& batch);
  Report* head(FeedQueue& queue);
  const Report* head(const FeedQueue& queue) const;
  std::optional<std::size_t> earliest() const;
  bool must_wait(std::size_t chosen) const;
  std::optional<Tick> tick_before(ReceiveTime received);
  Report* advance(std::size_t chosen);

  FeedTime time_;
  std::vector<FeedQueue> feeds_;
  std::deque<std::pair<FeedId, ReportBatchPtr>> used_;
  std::optional<ReceiveTime> last_tick_;
  std::optional<ReceiveTime> last_report_;
  std::optional<ReceiveTime> marked_;
};

}  // namespace watchpost
