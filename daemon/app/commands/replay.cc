#include "daemon/app/commands/replay.h"

#include <charconv>
#include <tuple>
#include <utility>

#include "daemon/app/commands/replay_work.h"
#include "daemon/app/exit_code.h"

namespace watchpost {
namespace {

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

}  // namespace

int run(const ReplayCommand& command) {
  const auto settings = parse_settings(command);
  if (!settings) return refuse(settings.error());
  auto configuration = configuration_for_replay(command.config);
  if (!configuration) return exit_called_wrongly;

  ReplayWork work{"replaying", {},          std::move(*configuration), !command.config.empty(),
                  *settings,   command.feed};
  for (const std::string& text : command.inputs) {
    auto input = parse_replay_input(text);
    if (!input) return refuse(input.error());
    work.inputs.push_back(std::move(*input));
  }
  const auto done = do_replay(std::move(work));
  if (!done) return refuse(done.error());
  return command.strict && done->fault_count > 0 ? exit_does_not_hold : exit_done;
}

}  // namespace watchpost
