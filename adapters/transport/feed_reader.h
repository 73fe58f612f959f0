// FeedReader: one configured feed on the I/O thread: its transport, a FeedDecoder for each connection, its
// pace and its health.
//
//   Transport ──► (Pacer) ──► FeedDecoder ──► BatchOutput
//
// Back-pressure   a batch that the output does not take waits here, and the feed is not read until resume().
//                 At most one chunk of each connection waits with it.
// Recorded time   with time = "data" a feed that has delivered something is `closed` when its last
//                 connection ends, so that a merge goes on; it still tries again, and is open when bytes
//                 come. Frames that wait longer than wait_for_time_max for a first recorded time get invented
//                 ones.
// Threads         everything on the thread that runs the io_context; not to be destroyed by its own outputs.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>

#include "adapters/feed_decoder.h"
#include "adapters/transport/transport.h"
#include "daemon/base/result.h"
#include "daemon/model/health.h"
#include "daemon/model/mission.h"

namespace watchpost {

// What a feed has counted over all its readers, where the configuration has changed while running: numbers of
// reports go on, and none is given twice.
struct FeedTotals {
  FeedCounters counters;
  std::uint64_t shed = 0;
};

class FeedReader {
 public:
  static constexpr Duration wait_for_time_max = std::chrono::seconds(10);

  // Takes the batch, or puts another in its place, and returns true; or leaves it: there is no room.
  using BatchOutput = std::function<bool(ReportBatchPtr&)>;
  // The state has changed. `closed` comes after the last batch has been taken.
  using StateOutput = std::function<void(ConnectionState)>;

  // Error: `source`, `format`, `pace` or the options of invented time say what cannot be.
  static Result<std::unique_ptr<FeedReader>> create(const Feed& feed, FeedId id,
                                                    boost::asio::io_context& context, ClockFunction clock,
                                                    BatchOutput output, StateOutput state_output = {},
                                                    const FeedTotals& so_far = {});
  ~FeedReader();

  void start();
  void stop();
  // There is room for batches again.
  void resume();
  // Once a second of the clock.
  void tick(ReceiveTime now);

  // What the feed knows of itself; admission adds what became of the reports.
  FeedHealth health() const;
  FeedTotals totals() const;

 private:
  class Impl;
  explicit FeedReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
  std::unique_ptr<Transport> transport_;  // until it starts
};

}  // namespace watchpost
