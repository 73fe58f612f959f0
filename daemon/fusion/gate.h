// Gate: which plots could a track have caused?
//
// The region around a track's prediction outside which a plot is not worth a hypothesis. It only
// prunes; the assignment decides.
//
// Units         squared Mahalanobis distances in the plot's own space (2 values for a position, 3 with
//               a range rate, 1 for a bearing), dimensionless.
// Determinism   pure functions of their arguments.
#pragma once

#include <optional>

#include "daemon/fusion/estimate.h"

namespace watchpost {

struct GateSize {
  double position_sq = 25;   // keeps 1 - 4e-6 of a track's own positions
  double bearing_sq = 20;    // and 1 - 8e-6 of its bearings
  double with_rate_sq = 28;  // of position and range rate together: 1 - 4e-6
};

struct Fit {
  double distance_sq = 0;
  // How much less sharply the track knows where the plot should be than the plot itself does:
  // ln(det S / det R), never negative. Of two tracks at one distance the sharper one is likelier.
  double vagueness = 0;

  double cost() const { return distance_sq + vagueness; }
};

// Nothing where the plot lies outside the gate.
std::optional<Fit> fit(const Estimate& predicted, const PositionView& view, const GateSize& gate);
std::optional<Fit> fit(const BearingView& view, double std_azimuth_deg, const GateSize& gate);

// Of a plot that passed by its position, with its range rate as the third value.
std::optional<Fit> fit_range_rate(const Fit& by_position, const Estimate& predicted, const Plot& plot,
                                  const GateSize& gate);

// No position whose own deviation along any axis is `std_m` can pass farther away than this from
// the prediction: gate_radius_m(prediction) + gate_radius_m(std_m).
double gate_radius_m(const Estimate& predicted, const GateSize& gate);
double gate_radius_m(double std_m, const GateSize& gate);

}  // namespace watchpost
