// Reach: could the object have come from its estimate to where a plot sees it?
//
// For an object that names itself, association is given; what is left is whether a report of
// its name is believed. A jump that its kind cannot make, or that contradicts the speeds which
// it says itself, is set aside until a second report agrees.
//
// Determinism   a pure function of its arguments.
#pragma once

#include "daemon/fusion/estimate.h"

namespace watchpost {

// REQUIRES: plot.time >= estimate.time
bool is_within_reach(const Estimate& estimate, const Plot& plot, const Motion& motion);

}  // namespace watchpost
