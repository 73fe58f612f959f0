// `watchpost decode FORMAT [FILE]`: a feed's bytes as one Report a line of JSON.
#pragma once

#include <string>

#include "daemon/app/feed_options.h"

namespace watchpost {

struct DecodeCommand {
  std::string format;
  std::string file = "-";
  bool keep_raw = false;
  FeedCommandLine feed;
};

int run(const DecodeCommand& command);

}  // namespace watchpost
