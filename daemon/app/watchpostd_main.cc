// The daemon: `watchpostd --config FILE`, `--check` to look at the configuration alone.

#include <CLI/CLI.hpp>
#include <cstdio>

#include "daemon/app/command_line.h"
#include "daemon/app/config.h"
#include "daemon/app/exit_code.h"
#include "daemon/app/interrupt.h"
#include "daemon/app/pipeline.h"
#include "daemon/app/reload.h"
#include "daemon/app/version.h"
#include "daemon/base/log.h"

namespace watchpost {
namespace {

constexpr int hangup_check_ms = 200;

// Whoever asks for it reads in the log what has become of it.
void reload(const std::string& path, const Mission& running, const PublishSettings& publish,
            Pipeline& pipeline) {
  log().info("reading {} again", path);
  ReloadResult loaded = load_again(path, running, publish);
  for (const std::string& warning : loaded.warnings) log().warn("{}", warning);
  for (const Error& error : loaded.errors) log().error("{}", error.line());
  if (loaded.mission == nullptr)
    log().error("{} is not taken: the configuration stays as it was", path);
  else if (!pipeline.reconfigure(std::move(loaded.mission)))
    log().error("{} is not taken: the one before is not in force yet", path);
}

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

  const Mission started_with = loaded.configuration->mission;
  const PublishSettings publish = loaded.configuration->publish;
  Pipeline pipeline(std::move(*loaded.configuration));
  if (Status status = pipeline.start(); !status) {
    std::fprintf(stderr, "%s\n", status.error().line().c_str());
    return exit_called_wrongly;
  }
  log().info("mission {}: stream {}, queries {}", started_with.name, pipeline.stream_endpoint(),
             pipeline.query_endpoint());
  while (!is_interrupted()) {
    sleep_unless_interrupted(hangup_check_ms);
    if (take_hangup()) reload(path, started_with, publish, pipeline);
  }
  log().info("stopping");
  pipeline.stop();
  return exit_done;
}

int main_of_watchpostd(int argc, char** argv) {
  watch_for_interrupt();
  watch_for_hangup();  // also where its terminal goes away: a daemon outlives it
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
