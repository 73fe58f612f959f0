// CommandLine: what is wrong with a command line, in the words of every other error:
// `watchpost watch: found --jsom, expected one of --connect, --json, … (did you mean --json?)`.
//
// Included by the two main programs alone: CLI11 is slow to compile.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/app/config_problems.h"
#include "daemon/app/exit_code.h"

namespace watchpost {

inline const CLI::App& chosen_app(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : chosen_app(*chosen.front());
}

inline std::string full_name(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name() : full_name(*app.get_parent()) + " " + app.get_name();
}

// The words that could stand where an unknown one was found.
inline std::vector<std::string> known_words(const CLI::App& app, bool is_option) {
  std::vector<std::string> words;
  if (is_option) {
    for (const CLI::Option* option : app.get_options())
      for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  } else {
    for (const CLI::App* subcommand : app.get_subcommands({})) words.push_back(subcommand->get_name());
  }
  return words;
}

inline std::string describe_unknown(const CLI::App& app, const std::string& word) {
  const std::vector<std::string> words = known_words(app, word.rfind('-', 0) == 0);
  const std::vector<std::string_view> known(words.begin(), words.end());
  return "found " + word + ", expected " + one_of(known, "nothing more") + hint(word, known);
}

// Parses; the exit code where the program is to end here (`--help`, or an error that has been told).
inline std::optional<int> parse_command_line(CLI::App& app, const char* name, int argc, char** argv) {
  app.name(name);
  app.allow_extras();
  for (CLI::App* subcommand : app.get_subcommands({})) subcommand->allow_extras();
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::CallForVersion& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    const CLI::App& at = chosen_app(app);
    const std::vector<std::string> extras = app.remaining(true);
    const std::string what =
        extras.empty() ? std::string(error.what()) : describe_unknown(at, extras.front());
    std::fprintf(stderr, "%s: %s\n", full_name(at).c_str(), what.c_str());
    return exit_called_wrongly;
  }
  const std::vector<std::string> extras = app.remaining(true);
  const CLI::App& at = chosen_app(app);
  for (const std::string& extra : extras)
    std::fprintf(stderr, "%s: %s\n", full_name(at).c_str(), describe_unknown(at, extra).c_str());
  return extras.empty() ? std::nullopt : std::optional<int>(exit_called_wrongly);
}

}  // namespace watchpost
