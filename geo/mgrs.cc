#include "geo/mgrs.h"

#include <GeographicLib/MGRS.hpp>
#include <GeographicLib/UTMUPS.hpp>
#include <algorithm>
#include <cmath>

#include "geo/frame.h"

namespace watchpost {

std::string mgrs(LatLon position, int digits) {
  if (!std::isfinite(position.latitude_deg) || !std::isfinite(position.longitude_deg)) return "";
  const double latitude_deg = std::clamp(position.latitude_deg, -90.0, 90.0);
  std::string reference;
  try {
    int zone = 0;
    bool is_north = true;
    double x_m = 0;
    double y_m = 0;
    GeographicLib::UTMUPS::Forward(latitude_deg, normalized_longitude_deg(position.longitude_deg), zone,
                                   is_north, x_m, y_m);
    GeographicLib::MGRS::Forward(zone, is_north, x_m, y_m, latitude_deg, std::clamp(digits, 0, 5), reference);
  } catch (const GeographicLib::GeographicErr&) {
    return "";  // not for a position on the earth; an alert goes out without it rather than not at all
  }
  return reference;
}

std::string mgrs_spaced(LatLon position, int digits) {
  const std::string compact = mgrs(position, digits);
  if (compact.empty()) return compact;

  // Zone digits (none at the poles) and band; square; then easting and northing, equally long.
  const std::size_t band = compact.find_first_not_of("0123456789");
  const std::size_t square = band + 1;
  const std::size_t numbers = square + 2;
  const std::size_t half = (compact.size() - numbers) / 2;
  std::string spaced = compact.substr(0, square) + " " + compact.substr(square, 2);
  if (half > 0) spaced += " " + compact.substr(numbers, half) + " " + compact.substr(numbers + half);
  return spaced;
}

}  // namespace watchpost
