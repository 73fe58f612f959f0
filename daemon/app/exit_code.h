// What a command ends with (docs/interfaces.md, "Exit codes").
#pragma once

namespace watchpost {

enum ExitCode : int {
  exit_done = 0,
  exit_does_not_hold = 1,   // it ran, and what it was asked to check does not hold
  exit_called_wrongly = 2,  // unknown option, unreadable file, invalid configuration
};

}  // namespace watchpost
