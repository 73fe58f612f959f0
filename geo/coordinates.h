// Coordinates: where something is, with the unit in every name.
//
// Frames   LatLon is WGS 84 geodetic, degrees, latitude in [-90, 90], longitude in [-180, 180].
//          EastNorth is metres in a local plane whose anchor the user of it knows.
#pragma once

namespace watchpost {

struct LatLon {
  double latitude_deg = 0;
  double longitude_deg = 0;

  bool operator==(const LatLon&) const = default;
};

struct EastNorth {
  double east_m = 0;
  double north_m = 0;

  bool operator==(const EastNorth&) const = default;
};

// A symmetric 2×2 covariance in an east-north frame.
struct CovarianceEN {
  double ee_m2 = 0;
  double en_m2 = 0;
  double nn_m2 = 0;

  bool operator==(const CovarianceEN&) const = default;
};

// A rectangle that holds something; where `west_deg > east_deg` it lies across the antimeridian.
struct LatLonBounds {
  double south_deg = 0;
  double west_deg = 0;
  double north_deg = 0;
  double east_deg = 0;
};

}  // namespace watchpost
