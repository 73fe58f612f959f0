// Demand: which alerts the truth demands, by geometry and by what was really sent.
//
// A second reading of docs/rules.md that shares no code with the rules: paths and edges are exact, the
// windows are as wide as sensors err and reports lie apart.
#pragma once

#include <string>
#include <vector>

#include "daemon/simulate/expected.h"
#include "daemon/simulate/scene.h"

namespace watchpost::simulate {

struct Demands {
  std::vector<Expected> alerts;     // in order of their windows
  std::vector<std::string> doubts;  // where the script comes too near to a threshold to demand anything
};

// REQUIRES: everything has been transmitted.
Demands demands_of(const Scene& scene);

// Kind by kind; each adds to `demands`.
void demand_presence(const Scene& scene, const WatchRule& rule,
                     Demands& demands);  // zone-entry, -exit, -dwell
void demand_crossing(const Scene& scene, const WatchRule& rule, Demands& demands);     // line-crossing
void demand_proximity(const Scene& scene, const WatchRule& rule, Demands& demands);    // proximity
void demand_contact(const Scene& scene, const WatchRule& rule, Demands& demands);      // contact-lost
void demand_transponder(const Scene& scene, const WatchRule& rule, Demands& demands);  // gone-dark
void demand_feed(const Scene& scene, const WatchRule& rule, Demands& demands);         // sensor-silent
void demand_distress(const Scene& scene, const WatchRule& rule, Demands& demands);     // emergency

// What watches the actor: how far off it may be seen, and how long it may go unseen.
struct Sight {
  double slack_m = 0;
  double delay_s = 0;
};
Sight sight_of(const Actor& actor, const Scene& scene);

}  // namespace watchpost::simulate
