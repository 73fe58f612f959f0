#include "daemon/app/commands/fuse.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <utility>

#include "daemon/app/commands/replay_work.h"
#include "daemon/app/exit_code.h"

namespace watchpost {

int run(const FuseCommand& command) {
  const std::clock_t began = std::clock();
  auto configuration = configuration_for_replay(command.config);
  if (!configuration) return exit_called_wrongly;
  // The file has the format of plots, whatever else a configured feed may be named.
  std::vector<Feed>& feeds = configuration->mission.feeds;
  feeds.erase(
      std::remove_if(feeds.begin(), feeds.end(), [](const Feed& feed) { return feed.format != "plots"; }),
      feeds.end());

  ReplayWork work{"fusing", {{"plots", command.plots}}, std::move(*configuration), false, {}, {}};
  work.settings.tracks_path = command.tracks;
  const auto done = do_replay(std::move(work));
  if (!done) return refuse(done.error());
  const double cpu_s = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  std::fprintf(stderr, "fused %llu plots, %.3f s of CPU, %.0f plots a second\n",
               static_cast<unsigned long long>(done->report_count), cpu_s,
               static_cast<double>(done->report_count) / std::max(cpu_s, 1e-6));
  return exit_done;
}

}  // namespace watchpost
