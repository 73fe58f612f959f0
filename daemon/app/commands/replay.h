// `watchpost replay INPUT…`: recorded feeds through the core.
#pragma once

#include <string>
#include <vector>

#include "daemon/app/feed_options.h"

namespace watchpost {

struct ReplayCommand {
  std::vector<std::string> inputs;
  std::string config;         // empty: no area limit, no rules
  std::string speed = "max";  // or a factor
  std::string from;           // empty: from the beginning
  std::string to;             // empty: to the end
  std::string alerts;         // file, `-` is standard output; empty: none
  std::string tracks;
  bool publish = false;
  bool strict = false;
  FeedCommandLine feed;
};

int run(const ReplayCommand& command);

}  // namespace watchpost
