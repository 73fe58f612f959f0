// `watchpost status`: what a running daemon says of itself.
#pragma once

#include <string>

namespace watchpost {

struct StatusCommand {
  std::string connect = "tcp://127.0.0.1:5557";
  bool json = false;
};

int run(const StatusCommand& command);

}  // namespace watchpost
