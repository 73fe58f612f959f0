// The exercise: islands that are nowhere, and a mission that watches over two ceasefire parties at sea
// (docs/exercise.md).
//
// Its middle lies at 31° S 15° W, in the open South Atlantic, where there is no land within a thousand
// kilometres and no state's waters. Numbers of ships and aircraft are of ranges that no state has.
//
// Units     metres east and north of the middle; seconds since the beginning.
#pragma once

#include "daemon/simulate/scene.h"
#include "daemon/simulate/story.h"

namespace watchpost::simulate {

inline constexpr LatLon exercise_middle = {-31.0, -15.0};

// Who is where when; nothing has been transmitted yet.
Scene make_exercise(const Setting& setting);

// What it is made of.
void add_places(Scene& scene);                        // exercise_places.cc
void add_rules(Scene& scene);                         // exercise_rules.cc
void add_patrols(const Story& story, Scene& scene);   // exercise_land.cc
void add_boats(const Story& story, Scene& scene);     // exercise_boats.cc: those that the story is about
void add_shipping(const Story& story, Scene& scene);  // exercise_shipping.cc: those that pass through
void add_air(const Story& story, Scene& scene);       // exercise_air.cc

// Of a round's own actors: the first round's have the bare name.
std::string named_in_round(const std::string& name, std::size_t round);

}  // namespace watchpost::simulate
