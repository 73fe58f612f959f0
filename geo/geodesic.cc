#include "geo/geodesic.h"

#include <GeographicLib/Geodesic.hpp>

namespace watchpost {

LatLon destination(LatLon from, double azimuth_deg, double length_m) {
  LatLon end;
  GeographicLib::Geodesic::WGS84().Direct(from.latitude_deg, from.longitude_deg, azimuth_deg, length_m,
                                          end.latitude_deg, end.longitude_deg);
  return end;
}

}  // namespace watchpost
