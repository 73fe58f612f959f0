// Replay: recorded feeds through the core, as live, at any speed.
//
// The inputs are merged by (receive time, order on the command line); nothing else decides what
// comes out, so that two replays of the same inputs give the same bytes.
//
// Threads   the caller's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/feed_decoder.h"
#include "adapters/transport/feed_file.h"
#include "daemon/app/core_loop.h"
#include "daemon/app/feed_options.h"
#include "daemon/base/result.h"

namespace watchpost {

// `FORMAT=PATH` or `FEED=PATH`.
struct ReplayInput {
  std::string name;
  std::string path;
};

Result<ReplayInput> parse_replay_input(const std::string& text);

// Makes the inputs the feeds of the mission, in their order. A configured feed of the name wins; for a
// format it is the one configured feed of that format, else a feed named as the format. A
// further input of the same feed is `FEED-2`, `FEED-3`.
Status set_replay_feeds(const std::vector<ReplayInput>& inputs, Mission& mission);

class Replay {
 public:
  // `mission` has one feed for each input. Nothing is read yet.
  static Result<std::unique_ptr<Replay>> open(const std::vector<ReplayInput>& inputs,
                                              std::shared_ptr<const Mission> mission,
                                              const FeedCommandLine& line, CoreListener& listener);

  // Reads on and takes what has its turn; false at the end of all inputs.
  Result<bool> step();

  std::uint64_t bytes_read() const;
  std::uint64_t size_bytes() const;  // 0 where not known
  std::uint64_t fault_count() const;
  const CoreLoop& loop() const { return loop_; }
  CoreLoop& loop() { return loop_; }

 private:
  struct Input {
    std::unique_ptr<FeedFile> file;
    FeedCounters counters;
    std::unique_ptr<FeedDecoder> decoder;
  };

  Replay(std::shared_ptr<const Mission> mission, CoreListener& listener);
  Status add(const ReplayInput& input, const FeedCommandLine& line);

  std::shared_ptr<const Mission> mission_;
  CoreLoop loop_;
  std::vector<std::unique_ptr<Input>> inputs_;  // by feed
  std::vector<ReportBatchPtr> free_batches_;
};

}  // namespace watchpost
