// `watchpost ack`, `clear` and `note`: what a person does with an alert.
#pragma once

#include <string>

#include "daemon/model/input.h"

namespace watchpost {

struct ActCommand {
  AlertAction action = AlertAction::acknowledge;
  std::string alert_id;
  std::string text;  // of a note
  std::string by;
  std::string connect = "tcp://127.0.0.1:5557";
  bool json = false;
};

// 0: done; 1: refused by the daemon, which says why; 2: nobody answers, or called wrongly.
int run(const ActCommand& command);

// Who has logged in, as far as the system knows.
std::string login_name();

}  // namespace watchpost
