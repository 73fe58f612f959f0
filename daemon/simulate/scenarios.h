// Scenarios: the simulations that there are, one line each.
#pragma once

#include <span>
#include <string_view>

#include "daemon/simulate/scene.h"

namespace watchpost::simulate {

struct Scenario {
  std::string_view name;
  std::string_view sentence;
  LatLon middle;
  Scene (*make)(const Setting& setting);
};

std::span<const Scenario> scenarios();
const Scenario* find_scenario(std::string_view name);

}  // namespace watchpost::simulate
