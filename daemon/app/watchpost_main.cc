// The `watchpost` command. One file a subcommand in commands/; this one only knows their options.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>

#include "daemon/app/command_line.h"
#include "daemon/app/commands/act.h"
#include "daemon/app/commands/decode.h"
#include "daemon/app/commands/fuse.h"
#include "daemon/app/commands/lists.h"
#include "daemon/app/commands/replay.h"
#include "daemon/app/commands/simulate.h"
#include "daemon/app/commands/status.h"
#include "daemon/app/commands/watch.h"
#include "daemon/app/exit_code.h"
#include "daemon/app/interrupt.h"
#include "daemon/app/version.h"

namespace watchpost {
namespace {

// What the chosen subcommand will do, once the whole line has been understood.
using Action = std::function<int()>;

void add_feed_options(CLI::App& app, FeedCommandLine& line) {
  app.add_option("--option", line.options, "an option of the format, as [feed.options] would set it")
      ->type_name("KEY=VALUE");
  app.add_option("--start", line.start, "the first frame's time, where the data has no time of reception")
      ->type_name("TIME")
      ->capture_default_str();
  app.add_option("--rate", line.rate_hz, "frames a second from there on")
      ->type_name("HZ")
      ->capture_default_str();
}

void add_decode(CLI::App& app, Action& action) {
  CLI::App& decode = *app.add_subcommand("decode", "decode a feed, and print one Report a line as JSON");
  auto command = std::make_shared<DecodeCommand>();
  decode.add_option("FORMAT", command->format, "ais, plots, …: `watchpost adapters` lists them")->required();
  decode.add_option("FILE", command->file, "the recorded feed; - or none is standard input");
  decode.add_flag("--raw", command->keep_raw, "give each report the bytes it came from");
  add_feed_options(decode, command->feed);
  decode.callback([command, &action] { action = [command] { return run(*command); }; });
}

void add_replay(CLI::App& app, Action& action) {
  CLI::App& replay = *app.add_subcommand("replay", "run the core over recorded feeds, as live");
  auto command = std::make_shared<ReplayCommand>();
  replay.add_option("INPUT", command->inputs, "FORMAT=PATH or FEED=PATH, e.g. ais=harbour.nmea")->required();
  replay
      .add_option("--config", command->config, "the mission; without it there is no area limit and no rule")
      ->type_name("FILE");
  replay.add_option("--speed", command->speed, "how many times faster than live, or max")
      ->type_name("N|max")
      ->capture_default_str();
  replay.add_option("--from", command->from, "show from this time on")->type_name("TIME");
  replay.add_option("--to", command->to, "end at this time")->type_name("TIME");
  replay
      .add_option("--alerts", command->alerts,
                  "write each transition of an alert as JSON; - is standard output")
      ->type_name("OUT.jsonl");
  replay.add_option("--tracks", command->tracks, "write the tracks at each second; - is standard output")
      ->type_name("OUT.csv");
  replay.add_flag("--publish", command->publish, "publish as the daemon does, in mode REPLAY");
  replay.add_flag("--strict", command->strict, "end with 1 where a feed had faults");
  add_feed_options(replay, command->feed);
  replay.callback([command, &action] { action = [command] { return run(*command); }; });
}

void add_fuse(CLI::App& app, Action& action) {
  CLI::App& fuse = *app.add_subcommand("fuse", "run the core over a plots file, and write its tracks");
  auto command = std::make_shared<FuseCommand>();
  fuse.add_option("--plots", command->plots, "the plots, as CSV; - is standard input")
      ->required()
      ->type_name("FILE");
  fuse.add_option("--config", command->config, "the mission; without it there is no area limit")
      ->type_name("FILE");
  fuse.add_option("--tracks", command->tracks, "where the tracks at each second go; - is standard output")
      ->required()
      ->type_name("OUT.csv");
  fuse.callback([command, &action] { action = [command] { return run(*command); }; });
}

void add_simulate(CLI::App& app, Action& action) {
  CLI::App& simulate = *app.add_subcommand("simulate", "make feeds with ground truth");
  auto command = std::make_shared<SimulateCommand>();
  simulate.add_option("SCENARIO", command->scenario, "what is played: --list names them");
  simulate.add_flag("--list", command->list, "say which scenarios there are");
  simulate.add_option("--out", command->out, "the folder that feeds, truth and configuration go into")
      ->type_name("DIR");
  simulate.add_option("--seed", command->seed, "the same seed gives the same bytes")
      ->type_name("N")
      ->capture_default_str();
  simulate.add_option("--hours", command->hours, "how long it lasts")->type_name("H")->capture_default_str();
  simulate.add_option("--start", command->start, "when it begins")->type_name("TIME")->capture_default_str();
  simulate.add_option("--truth-step", command->truth_step_s, "seconds between two rows of an object's truth")
      ->type_name("S")
      ->capture_default_str();
  simulate.callback([command, &action] { action = [command] { return run(*command); }; });
}

void add_connect(CLI::App& app, std::string& endpoint) {
  app.add_option("--connect", endpoint, "the daemon's query endpoint")
      ->type_name("ENDPOINT")
      ->capture_default_str();
}

void add_watch(CLI::App& app, Action& action) {
  CLI::App& watch = *app.add_subcommand("watch", "subscribe, and print what a consumer gets");
  auto command = std::make_shared<WatchCommand>();
  watch.add_option("WHAT", command->what, "alerts, tracks or health")->required();
  add_connect(watch, command->connect);
  watch.add_flag("--json", command->json, "one message a line as JSON");
  watch
      .add_option("--since", command->since, "first the alerts after this sequence, of every label or of one")
      ->type_name("N|LABEL=N");
  watch.add_flag("--follow,!--no-follow", command->follow,
                 "go on for ever (--follow=false: end with what is so now)");
  watch.callback([command, &action] { action = [command] { return run(*command); }; });
}

void add_status(CLI::App& app, Action& action) {
  CLI::App& status = *app.add_subcommand("status", "what a running daemon says of itself");
  auto command = std::make_shared<StatusCommand>();
  add_connect(status, command->connect);
  status.add_flag("--json", command->json, "as JSON");
  status.callback([command, &action] { action = [command] { return run(*command); }; });
}

void add_act(CLI::App& app, AlertAction what, const char* name, const char* sentence, Action& action) {
  CLI::App& act = *app.add_subcommand(name, sentence);
  auto command = std::make_shared<ActCommand>();
  command->action = what;
  command->by = login_name();
  act.add_option("ALERT_ID", command->alert_id,
                 "which alert: `watchpost watch alerts --json` shows its alert_id")
      ->required();
  if (what == AlertAction::note)
    act.add_option("TEXT", command->text, "what to note, for people")->required();
  add_connect(act, command->connect);
  act.add_option("--by", command->by, "who does it")->type_name("NAME")->capture_default_str();
  act.add_flag("--json", command->json, "the alert after it, as JSON");
  act.callback([command, &action] { action = [command] { return run(*command); }; });
}

void add_lists(CLI::App& app, Action& action) {
  CLI::App& rules = *app.add_subcommand("rules", "the kinds of rule, with parameters, units and defaults");
  auto rules_command = std::make_shared<RulesCommand>();
  rules.add_flag("--json", rules_command->json, "one kind a line as JSON");
  rules.callback([rules_command, &action] { action = [rules_command] { return run(*rules_command); }; });

  CLI::App& adapters = *app.add_subcommand("adapters", "the formats of feeds, with their options");
  auto adapters_command = std::make_shared<AdaptersCommand>();
  adapters.add_flag("--json", adapters_command->json, "one format a line as JSON");
  adapters.callback(
      [adapters_command, &action] { action = [adapters_command] { return run(*adapters_command); }; });
}

int main_of_watchpost(int argc, char** argv) {
  watch_for_interrupt();
  CLI::App app("Watchpost: situational awareness that protects people");
  app.set_version_flag("--version", std::string(version));
  app.require_subcommand(1);
  Action action;
  add_decode(app, action);
  add_replay(app, action);
  add_fuse(app, action);
  add_simulate(app, action);
  add_watch(app, action);
  add_act(app, AlertAction::acknowledge, "ack", "say that a person has taken note of an alert", action);
  add_act(app, AlertAction::clear, "clear", "end an alert, also one that only a person clears", action);
  add_act(app, AlertAction::note, "note", "add words to an alert", action);
  add_status(app, action);
  add_lists(app, action);
  if (const auto exit_code = parse_command_line(app, "watchpost", argc, argv)) return *exit_code;
  return action();
}

}  // namespace
}  // namespace watchpost

int main(int argc, char** argv) {
  return watchpost::main_of_watchpost(argc, argv);
}
