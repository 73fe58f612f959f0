#include "daemon/app/commands/replay_work.h"

#include <cstdio>
#include <memory>
#include <utility>

#include "daemon/app/exit_code.h"
#include "daemon/app/interrupt.h"
#include "daemon/app/progress.h"

namespace watchpost {
namespace {

void print_summary(const Replay& replay, const Mission& mission) {
  for (std::size_t i = 0; i < mission.feeds.size(); ++i) {
    const Admission::Counters& counters = replay.loop().counters(FeedId(i));
    std::string refused;
    for (int reason = 0; reason < refusal_count; ++reason)
      if (const std::uint64_t count = counters.refused[static_cast<std::size_t>(reason)]; count > 0)
        refused += ", " + std::to_string(count) + " " + std::string(name(static_cast<Refusal>(reason)));
    std::fprintf(stderr, "%s: %llu reports, %llu admitted%s\n", mission.feeds[i].name.c_str(),
                 static_cast<unsigned long long>(counters.received),
                 static_cast<unsigned long long>(counters.admitted), refused.c_str());
  }
  std::fprintf(stderr, "%zu tracks, %zu alerts open at the end, %llu faults in the feeds\n",
               replay.loop().core().tracker().size(), replay.loop().core().open_alerts().size(),
               static_cast<unsigned long long>(replay.fault_count()));
}

}  // namespace

Result<ReplayDone> do_replay(ReplayWork work) {
  if (Status status = set_replay_feeds(work.inputs, work.configuration.mission); !status)
    return status.error();
  work.configuration.mission.mode = Mode::replay;
  const auto mission = std::make_shared<const Mission>(std::move(work.configuration.mission));

  auto outputs =
      ReplayOutputs::create(work.settings, mission, work.has_sockets ? &work.configuration.publish : nullptr);
  if (!outputs) return outputs.error();
  auto replay = Replay::open(work.inputs, mission, work.feed, **outputs);
  if (!replay) return replay.error();

  std::optional<Error> failure;
  {
    Progress progress(work.what);
    while (!is_interrupted() && !(*outputs)->is_over()) {
      const auto has_more = (*replay)->step();
      if (!has_more) failure = has_more.error();
      if (!has_more || !*has_more) break;
      progress.show((*replay)->bytes_read(), (*replay)->size_bytes(), (*outputs)->time_text());
    }
  }
  if (Status status = (*outputs)->close(); !status) return status.error();
  if (failure) return *failure;
  print_summary(**replay, *mission);

  ReplayDone done;
  for (std::size_t i = 0; i < mission->feeds.size(); ++i)
    done.report_count += (*replay)->loop().counters(FeedId(i)).received;
  done.fault_count = (*replay)->fault_count();
  return done;
}

std::optional<Configuration> configuration_for_replay(const std::string& path) {
  if (path.empty()) return Configuration{};
  ConfigurationResult loaded = load_configuration(path);
  for (const Error& error : loaded.errors) std::fprintf(stderr, "%s\n", error.line().c_str());
  if (!loaded.configuration) return std::nullopt;
  for (const std::string& warning : loaded.configuration->warnings)
    std::fprintf(stderr, "%s\n", warning.c_str());
  return std::move(loaded.configuration);
}

int refuse(const Error& error) {
  std::fprintf(stderr, "%s\n", error.line().c_str());
  return exit_called_wrongly;
}

}  // namespace watchpost
