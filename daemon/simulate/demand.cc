#include "daemon/simulate/demand.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "daemon/base/check.h"

namespace watchpost::simulate {
namespace {

using Demanding = void (*)(const Scene&, const WatchRule&, Demands&);

struct KindOfRule {
  const char* kind;
  Demanding demand;
};

// Nothing in a recording makes the machine fail.
void demand_nothing(const Scene& /*scene*/, const WatchRule& /*rule*/, Demands& /*demands*/) {}

constexpr std::array kinds = {
    KindOfRule{"zone-entry", demand_presence}, KindOfRule{"zone-exit", demand_presence},
    KindOfRule{"zone-dwell", demand_presence}, KindOfRule{"line-crossing", demand_crossing},
    KindOfRule{"proximity", demand_proximity}, KindOfRule{"contact-lost", demand_contact},
    KindOfRule{"sensor-silent", demand_feed},  KindOfRule{"gone-dark", demand_transponder},
    KindOfRule{"emergency", demand_distress},  KindOfRule{"system-fault", demand_nothing},
};

}  // namespace

// Four deviations and three reports lost in a row.
Sight sight_of(const Actor& actor, const Scene& scene) {
  constexpr double tick_s = 1;
  if (actor.ais) return {40, 3 * 10 + tick_s};
  if (actor.adsb) return {60, 4 * 1 + tick_s};
  if (actor.radio) return {50, 3 * actor.radio->interval_s + 1.5 + tick_s};
  return {90, 4 * scene.radar.interval_s + tick_s};
}

Demands demands_of(const Scene& scene) {
  Demands demands;
  for (const WatchRule& rule : scene.rules) {
    const auto* const kind = std::find_if(kinds.begin(), kinds.end(),
                                          [&](const KindOfRule& known) { return rule.kind == known.kind; });
    CHECK(kind != kinds.end(), "a rule of which nobody knows what it demands");
    kind->demand(scene, rule, demands);
  }
  std::stable_sort(demands.alerts.begin(), demands.alerts.end(),
                   [](const Expected& a, const Expected& b) { return a.raise.begin_s < b.raise.begin_s; });
  for (const Expected& alert : demands.alerts)
    if (alert.raise.end_s > scene.setting.duration_s)
      demands.doubts.push_back(alert.rule + ": raised at the very end");
  return demands;
}

}  // namespace watchpost::simulate
