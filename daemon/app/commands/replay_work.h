// ReplayWork: recorded feeds through the core to files and sockets, for every command that does so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/app/config.h"
#include "daemon/app/feed_options.h"
#include "daemon/app/replay.h"
#include "daemon/app/replay_outputs.h"
#include "daemon/base/result.h"

namespace watchpost {

struct ReplayWork {
  std::string what;  // for the line of progress
  std::vector<ReplayInput> inputs;
  Configuration configuration;
  bool has_sockets = false;  // of its own in the configuration
  ReplaySettings settings;
  FeedCommandLine feed;
};

struct ReplayDone {
  std::uint64_t report_count = 0;
  std::uint64_t fault_count = 0;
};

// Says on standard error what became of the reports.
Result<ReplayDone> do_replay(ReplayWork work);

// An empty path is an empty configuration. Nothing where there are errors: they have been told.
std::optional<Configuration> configuration_for_replay(const std::string& path);

// Tells the error; the exit code for a command that was called wrongly.
int refuse(const Error& error);

}  // namespace watchpost
