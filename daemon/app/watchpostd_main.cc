// The daemon: `watchpostd --config FILE`, `--check` to look at the configuration alone.

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>

#include "daemon/app/command_line.h"
#include "daemon/app/config.h"
#include "daemon/app/exit_code.h"
#include "daemon/app/interrupt.h"
#include "daemon/app/pipeline.h"
#include "daemon/app/version.h"
#include "daemon/base/log.h"

namespace watchpost {
namespace {

int run(const std::string& path, bool is_check) {
  ConfigurationResult loaded = load_configuration(path);
  if (loaded.configuration)
    for (const std::string& warning : loaded.configuration->warnings)
      std::fprintf(stderr, "%s\n", warning.c_str());
  for (const Error& error : loaded.errors) std::fprintf(stderr, "%s\n", error.line().c_str());
  if (!loaded.configuration) return exit_called_wrongly;
  if (is_check) {
    const Mission& mission = loaded.configuration->mission;
    std::printf("%s: good: mission %s, %zu feeds, %zu zones, %zu rules\n", path.c_str(), mission.name.c_str(),
                mission.feeds.size(), mission.zones.size(), mission.rules.size());
    return exit_done;
  }

  const std::string mission = loaded.configuration->mission.name;
  Pipeline pipeline(std::move(*loaded.configuration));
  if (Status status = pipeline.start(); !status) {
    std::fprintf(stderr, "%s\n", status.error().line().c_str());
    return exit_called_wrongly;
  }
  log().info("mission {}: stream {}, queries {}", mission, pipeline.stream_endpoint(),
             pipeline.query_endpoint());
  while (!is_interrupted()) sleep_unless_interrupted(1000);
  log().info("stopping");
  pipeline.stop();
  return exit_done;
}

int main_of_watchpostd(int argc, char** argv) {
  watch_for_interrupt();
  std::signal(SIGHUP, SIG_IGN);  // a daemon outlives the terminal that it was started from
  CLI::App app("The Watchpost daemon: feeds in, tracks and alerts out");
  std::string path;
  bool is_check = false;
  app.add_option("--config", path, "the configuration")->required()->type_name("FILE");
  app.add_flag("--check", is_check, "look at the configuration and every file it names, and end");
  app.set_version_flag("--version", std::string(version));
  if (const auto exit_code = parse_command_line(app, "watchpostd", argc, argv)) return *exit_code;
  return run(path, is_check);
}

}  // namespace
}  // namespace watchpost

int main(int argc, char** argv) {
  return watchpost::main_of_watchpostd(argc, argv);
}
