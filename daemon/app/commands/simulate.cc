#include "daemon/app/commands/simulate.h"

#include <cstdio>

#include "daemon/app/config_problems.h"
#include "daemon/app/exit_code.h"
#include "daemon/app/feed_options.h"
#include "daemon/app/progress.h"
#include "daemon/simulate/files.h"
#include "daemon/simulate/scenarios.h"

namespace watchpost {
namespace {

constexpr double hours_max = 240;
constexpr double truth_step_s_max = 3600;
constexpr double second_h = 1.0 / 3600;

int print_scenarios() {
  for (const simulate::Scenario& scenario : simulate::scenarios())
    std::printf("%-12s %s\n", std::string(scenario.name).c_str(), std::string(scenario.sentence).c_str());
  return exit_done;
}

int refuse(const std::string& what) {
  std::fprintf(stderr, "simulate: %s\n", what.c_str());
  return exit_called_wrongly;
}

std::string unknown_scenario(const std::string& name) {
  std::vector<std::string_view> known;
  for (const simulate::Scenario& scenario : simulate::scenarios()) known.push_back(scenario.name);
  if (name.empty()) return "found no scenario, expected " + one_of(known) + "; --list says what they are";
  return found_unknown("scenario", name, known, "none");
}

// `06:14:03`
std::string clock_of(const simulate::Setting& setting, double time_s) {
  return simulate::rfc3339(setting, time_s).substr(11, 8);
}

void print_alerts(const simulate::Written& written) {
  const simulate::Setting& setting = written.scene.setting;
  std::printf("\nALERTS THAT THE TRUTH DEMANDS (%.2f an hour)\n%-21s %-21s %-26s %s\n",
              static_cast<double>(written.demands.alerts.size()) / (setting.duration_s / 3600), "RAISED",
              "CLEARED", "RULE", "WHY");
  for (const simulate::Expected& alert : written.demands.alerts) {
    const std::string raised =
        clock_of(setting, alert.raise.begin_s) + " to " + clock_of(setting, alert.raise.end_s);
    const std::string cleared =
        alert.clear ? clock_of(setting, alert.clear->begin_s) + " to " + clock_of(setting, alert.clear->end_s)
                    : "by a person, or never";
    std::printf("%-21s %-21s %-26s %s\n", raised.c_str(), cleared.c_str(), alert.rule.c_str(),
                alert.why.c_str());
  }
}

void print_summary(const simulate::Written& written, const std::string& folder) {
  const simulate::Setting& setting = written.scene.setting;
  std::printf("%s, %g h from %s, seed %llu: in %s\n\n%-16s %9s  %s\n", written.scene.mission.c_str(),
              setting.duration_s / 3600, simulate::rfc3339(setting, 0).c_str(),
              static_cast<unsigned long long>(setting.seed), folder.c_str(), "FILE", "RECORDS", "WHAT");
  for (const simulate::WrittenFile& file : written.files)
    std::printf("%-16s %9zu  %s\n", file.name.c_str(), file.lines, file.what.c_str());
  print_alerts(written);
}

}  // namespace

int run(const SimulateCommand& command) {
  if (command.list) return print_scenarios();
  const simulate::Scenario* scenario = simulate::find_scenario(command.scenario);
  if (scenario == nullptr) return refuse(unknown_scenario(command.scenario));
  if (command.out.empty()) return refuse("found no --out, expected a folder to write into");
  if (!(command.hours >= second_h && command.hours <= hours_max))
    return refuse("found --hours " + std::to_string(command.hours) + ", expected 1 second to 240 hours");
  if (!(command.truth_step_s >= 0.1 && command.truth_step_s <= truth_step_s_max))
    return refuse("found --truth-step " + std::to_string(command.truth_step_s) + ", expected 0.1 to 3600 s");
  const Result<ReceiveTime> start = parse_receive_time(command.start);
  if (!start) return refuse("--start: " + start.error().line());

  const simulate::Setting setting{.plane = simulate::MissionPlane(scenario->middle),
                                  .start_s = unix_ns(floor_to_second(*start)) / 1'000'000'000,
                                  .duration_s = command.hours * 3600,
                                  .seed = command.seed};
  Result<simulate::Written> written = Error{};
  {
    Progress progress("simulating " + command.scenario);
    written =
        simulate::write_simulation(scenario->make(setting), command.out, command.truth_step_s,
                                   [&](std::size_t done, std::size_t total) { progress.show(done, total); });
  }
  if (!written) return refuse(written.error().line());
  print_summary(*written, command.out);
  for (const std::string& doubt : written->demands.doubts)
    std::fprintf(stderr, "simulate: nothing can be demanded of this seed: %s\n", doubt.c_str());
  return written->demands.doubts.empty() ? exit_done : exit_does_not_hold;
}

}  // namespace watchpost
