// `watchpost fuse`: a plots file through the core; a replay of that one feed.
#pragma once

#include <string>

namespace watchpost {

struct FuseCommand {
  std::string plots;   // `-` is standard input
  std::string config;  // empty: no area limit
  std::string tracks;  // `-` is standard output
};

int run(const FuseCommand& command);

}  // namespace watchpost
