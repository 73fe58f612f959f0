#include "daemon/app/commands/replay.h"

#include <charconv>
#include <cstdio>
#include <optional>

#include "daemon/app/config.h"
#include "daemon/app/exit_code.h"
#include "daemon/app/interrupt.h"
#include "daemon/app/progress.h"
#include "daemon/app/replay.h"
#include "daemon/app/replay_outputs.h"

namespace watchpost {
namespace {

int refuse(const Error& error) {
  std::fprintf(stderr, "%s\n", error.line().c_str());
  return exit_called_wrongly;
}

Result<double> parse_speed(const std::string& text) {
  if (text == "max") return 0.0;
  double factor = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), factor);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || !(factor > 0 && factor <= 1e6))
    return Error{"--speed", "found '" + text + "', expected max or a factor above 0, e.g. 10"};
  return factor;
}

Result<ReplaySettings> parse_settings(const ReplayCommand& command) {
  ReplaySettings settings;
  settings.alerts_path = command.alerts;
  settings.tracks_path = command.tracks;
  settings.publish = command.publish;
  auto speed = parse_speed(command.speed);
  if (!speed) return speed.error();
  settings.speed = *speed;
  for (const auto& [option, text, time] :
       {std::tuple("--from", &command.from, &settings.from), std::tuple("--to", &command.to, &settings.to)}) {
    if (text->empty()) continue;
    const auto parsed = parse_receive_time(*text);
    if (!parsed) return Error{option, parsed.error().what};
    *time = *parsed;
  }
  if (settings.from && settings.to && *settings.from > *settings.to)
    return Error{"--from", "found a time after --to, expected one before it"};
  return settings;
}

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

int run(const ReplayCommand& command) {
  const auto settings = parse_settings(command);
  if (!settings) return refuse(settings.error());

  Configuration configuration;
  if (!command.config.empty()) {
    ConfigurationResult loaded = load_configuration(command.config);
    for (const Error& error : loaded.errors) std::fprintf(stderr, "%s\n", error.line().c_str());
    if (!loaded.configuration) return exit_called_wrongly;
    configuration = std::move(*loaded.configuration);
    for (const std::string& warning : configuration.warnings) std::fprintf(stderr, "%s\n", warning.c_str());
  }
  std::vector<ReplayInput> inputs;
  for (const std::string& text : command.inputs) {
    auto input = parse_replay_input(text);
    if (!input) return refuse(input.error());
    inputs.push_back(std::move(*input));
  }
  if (Status status = set_replay_feeds(inputs, configuration.mission); !status) return refuse(status.error());
  configuration.mission.mode = Mode::replay;
  const auto mission = std::make_shared<const Mission>(std::move(configuration.mission));

  const bool has_sockets = !command.config.empty();
  auto outputs = ReplayOutputs::create(*settings, mission, has_sockets ? &configuration.publish : nullptr);
  if (!outputs) return refuse(outputs.error());
  auto replay = Replay::open(inputs, mission, command.feed, **outputs);
  if (!replay) return refuse(replay.error());

  std::optional<Error> failure;
  {
    Progress progress("replaying");
    while (!is_interrupted() && !(*outputs)->is_over()) {
      const auto has_more = (*replay)->step();
      if (!has_more) failure = has_more.error();
      if (!has_more || !*has_more) break;
      progress.show((*replay)->bytes_read(), (*replay)->size_bytes(), (*outputs)->time_text());
    }
  }
  if (Status status = (*outputs)->close(); !status) return refuse(status.error());
  if (failure) return refuse(*failure);
  print_summary(**replay, *mission);
  return command.strict && (*replay)->fault_count() > 0 ? exit_does_not_hold : exit_done;
}

}  // namespace watchpost
