// `watchpost watch alerts|tracks|health`: what a consumer gets, as a table or as JSON lines.
#pragma once

#include <string>

namespace watchpost {

struct WatchCommand {
  std::string what;  // alerts, tracks, health
  std::string connect = "tcp://127.0.0.1:5557";
  bool json = false;
  std::string since;  // empty, N or LABEL=N
  bool follow = true;
};

int run(const WatchCommand& command);

}  // namespace watchpost
