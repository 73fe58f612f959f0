// `watchpost rules` and `watchpost adapters`: what is built in, with parameters, units and defaults.
#pragma once

#include <string>

namespace watchpost {

struct RulesCommand {
  bool json = false;
};
struct AdaptersCommand {
  bool json = false;
};

int run(const RulesCommand& command);
int run(const AdaptersCommand& command);

}  // namespace watchpost
