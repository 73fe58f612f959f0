#include "daemon/simulate/scenarios.h"

#include <array>

#include "daemon/simulate/exercise.h"

namespace watchpost::simulate {
namespace {

constexpr std::array table = {
    Scenario{
        "exercise",
        "islands that are nowhere: patrols, a convoy, shipping, aircraft, a drone, and whatever can go wrong",
        exercise_middle, make_exercise},
};

}  // namespace

std::span<const Scenario> scenarios() {
  return table;
}

const Scenario* find_scenario(std::string_view name) {
  for (const Scenario& scenario : table)
    if (scenario.name == name) return &scenario;
  return nullptr;
}

}  // namespace watchpost::simulate
