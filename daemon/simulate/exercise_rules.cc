// What the exercise's people want to be told of.

#include "daemon/simulate/exercise.h"

namespace watchpost::simulate {
namespace {

// Who is where.
std::vector<WatchRule> rules_of_places() {
  return {{.kind = "zone-entry",
           .place = "camp-heron",
           .numbers = {{"hold_s", 5}},
           .instruction = "Sound the camp's take-cover signal; tell the air operations desk."},
          {.kind = "zone-entry",
           .place = "landing-site",
           .subjects = {"vessel"},
           .instruction = "Call the vessel on channel 16; tell the boats on watch."},
          {.kind = "zone-exit",
           .place = "patrol-area",
           .subjects = {"unit:patrol-3"},
           .numbers = {{"hold_s", 20}},
           .severity = "ADVISORY",
           .instruction = "Ask the patrol for its intention."},
          {.kind = "zone-dwell",
           .place = "camp-waters",
           .subjects = {"vessel"},
           .numbers = {{"dwell_s", 600}},
           .instruction = "Send a boat to ask whether it needs help."},
          {.kind = "line-crossing",
           .place = "median-line",
           .subjects = {"vessel"},
           .numbers = {{"clear_s", 120}},
           .direction = "left",
           .severity = "ADVISORY",
           .instruction = "Record it; tell both liaison officers."}};
}

// Who is near whom, who is silent, who is in distress.
std::vector<WatchRule> other_rules() {
  return {{.kind = "proximity",
           .subjects = {"unit:patrol-1"},
           .other = {"vessel.fishing"},
           .numbers = {{"distance_m", 500}},
           .instruction = "Warn the patrol boat."},
          {.kind = "contact-lost",
           .subjects = {"unit:patrol-1", "unit:patrol-2", "unit:patrol-3", "unit:patrol-4", "unit:convoy-1",
                        "unit:convoy-2", "unit:convoy-3"},
           .numbers = {{"silent_s", 300}},
           .instruction = "Radio check on both nets; then the quick reaction force."},
          {.kind = "sensor-silent", .numbers = {{"silent_s", 60}}, .instruction = "Call the site."},
          {.kind = "gone-dark",
           .subjects = {"vessel"},
           .numbers = {{"silent_s", 600}},
           .severity = "ADVISORY",
           .instruction = "Look for it by radar; ask ships near by."},
          {.kind = "emergency", .severity = "CRITICAL", .instruction = "Start search and rescue."},
          {.kind = "system-fault", .instruction = "Tell the watch's technician."}};
}

}  // namespace

void add_rules(Scene& scene) {
  scene.rules = rules_of_places();
  for (WatchRule& rule : other_rules()) scene.rules.push_back(std::move(rule));
}

}  // namespace watchpost::simulate
