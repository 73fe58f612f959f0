// `watchpost simulate SCENARIO`: feeds with ground truth, and the alerts that it demands.
#pragma once

#include <cstdint>
#include <string>

namespace watchpost {

struct SimulateCommand {
  std::string scenario;
  std::string out;
  std::uint64_t seed = 1;
  double hours = 2;
  std::string start = "2030-01-01T06:00:00Z";
  double truth_step_s = 5;
  bool list = false;
};

int run(const SimulateCommand& command);

}  // namespace watchpost
