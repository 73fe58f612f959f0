// Normal measure: the share of a two-dimensional normal distribution that lies inside a polygon.
//
// Green's theorem turns the share into a sum over edges: for each, the share of the distribution
// beyond the edge as seen from the mean, which is a difference of two of Owen's T functions.
//
// Units    one coordinate is whitened (dimensionless), the other in metres.
// Source   Owen, Tables for Computing Bivariate Normal Probabilities, Ann. Math. Statist. 27 (1956).
#pragma once

#include "geo/coordinates.h"

namespace watchpost {

// Owen's T(h, a), to 1e-9.
double owens_t(double h, double a);

// A normal distribution about the origin of an east-north plane.
class NormalMeasure {
 public:
  // Standard deviations below `std_m_min`, or that rounding made imaginary, are taken for it.
  NormalMeasure(const CovarianceEN& covariance, double std_m_min);

  // The share in the angle under which the origin sees the edge, beyond the edge; positive where
  // the edge passes counter-clockwise.
  double share_beyond(EastNorth from, EastNorth to) const;

  // The largest standard deviation, and the smallest.
  double std_m_max() const { return std_major_m_; }
  double std_m_min() const { return std_minor_m_; }

 private:
  double std_major_m_ = 0;
  double std_minor_m_ = 0;
  double major_east_ = 1;  // unit vector along the long axis
  double major_north_ = 0;
};

}  // namespace watchpost
