#include "adapters/adsb/cpr.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace watchpost::adsb {
namespace {

constexpr double steps = 131072;  // 2^17
constexpr int zones_even = 60;
constexpr int zones_odd = 59;

// The latitudes where the number of longitude zones falls from 59 to 58, to 57, … to 1, from A.1.7.2 d.
std::array<double, 58> make_transitions() {
  std::array<double, 58> latitudes_deg{};
  const double numerator = 1 - std::cos(std::numbers::pi / (2 * 15));
  for (int zones = 59; zones >= 2; --zones)
    latitudes_deg[static_cast<std::size_t>(59 - zones)] =
        180 / std::numbers::pi *
        std::acos(std::sqrt(numerator / (1 - std::cos(2 * std::numbers::pi / zones))));
  latitudes_deg.back() = 87;  // which the standard sets apart
  return latitudes_deg;
}

const std::array<double, 58> transitions = make_transitions();

double span_deg(CprKind kind) {
  return kind == CprKind::surface ? 90 : 360;
}

double remainder_of(double value, double divisor) {
  return value - divisor * std::floor(value / divisor);
}

double wrapped_deg(double longitude_deg) {
  const double wrapped = remainder_of(longitude_deg + 180, 360) - 180;
  return wrapped >= 180 ? -180 : wrapped;
}

double latitude_zone_deg(CprKind kind, bool is_odd) {
  return span_deg(kind) / (is_odd ? zones_odd : zones_even);
}

int longitude_zones(double latitude_deg, bool is_odd) {
  return std::max(longitude_zone_count(latitude_deg) - (is_odd ? 1 : 0), 1);
}

// Of the places that a surface pair leaves, spaced a quarter turn apart, the one nearest to the reference.
double nearest_quadrant(double longitude_deg, double reference_deg) {
  const double offset_deg = wrapped_deg(longitude_deg - reference_deg);
  return wrapped_deg(longitude_deg - 90 * std::round(offset_deg / 90));
}

double latitude_of(double latitude_deg, CprKind kind, double reference_deg) {
  if (kind == CprKind::airborne) return latitude_deg >= 270 ? latitude_deg - 360 : latitude_deg;
  return std::abs(latitude_deg - 90 - reference_deg) < std::abs(latitude_deg - reference_deg)
             ? latitude_deg - 90
             : latitude_deg;
}

// The place in its zone that lies nearest to the reference, in degrees.
double nearest_in_zones(std::uint32_t step, double zone_deg, double reference_deg) {
  const double fraction = step / steps;
  const double zone = std::floor(reference_deg / zone_deg - fraction + 0.5);
  return zone_deg * (zone + fraction);
}

}  // namespace

int longitude_zone_count(double latitude_deg) {
  const double north_deg = std::abs(latitude_deg);
  // At 87 degrees itself there are two zones, beyond it one; elsewhere the new number begins at the edge.
  if (north_deg == 87) return 2;
  const auto* const passed = std::upper_bound(transitions.begin(), transitions.end(), north_deg);
  return 59 - static_cast<int>(passed - transitions.begin());
}

Cpr encode_cpr(const LatLon& position, CprKind kind, bool is_odd) {
  const double zone_deg = latitude_zone_deg(kind, is_odd);
  const double latitude_step =
      std::floor(steps * remainder_of(position.latitude_deg, zone_deg) / zone_deg + 0.5);
  // The zone count is taken at the latitude as it is sent, so that the receiver finds the same.
  const double sent_deg = zone_deg * (latitude_step / steps + std::floor(position.latitude_deg / zone_deg));
  const double width_deg = span_deg(kind) / longitude_zones(sent_deg, is_odd);
  const double longitude_step =
      std::floor(steps * remainder_of(position.longitude_deg, width_deg) / width_deg + 0.5);
  return {static_cast<std::uint32_t>(latitude_step) & 0x1FFFF,
          static_cast<std::uint32_t>(longitude_step) & 0x1FFFF, is_odd};
}

std::optional<LatLon> decode_pair(const Cpr& even, const Cpr& odd, bool is_newest_odd, CprKind kind,
                                  const LatLon& reference) {
  const double even_latitude = even.latitude / steps;
  const double odd_latitude = odd.latitude / steps;
  const double zone = std::floor(zones_odd * even_latitude - zones_even * odd_latitude + 0.5);
  const auto latitude_deg = [&](double zones, double fraction) {
    return latitude_of(span_deg(kind) / zones * (remainder_of(zone, zones) + fraction), kind,
                       reference.latitude_deg);
  };
  const double even_deg = latitude_deg(zones_even, even_latitude);
  const double odd_deg = latitude_deg(zones_odd, odd_latitude);
  if (std::abs(even_deg) > 90 || std::abs(odd_deg) > 90) return std::nullopt;
  const int zone_count = longitude_zone_count(even_deg);
  if (longitude_zone_count(odd_deg) != zone_count) return std::nullopt;

  const double even_longitude = even.longitude / steps;
  const double odd_longitude = odd.longitude / steps;
  const double index = std::floor(even_longitude * (zone_count - 1) - odd_longitude * zone_count + 0.5);
  const double newest_deg = is_newest_odd ? odd_deg : even_deg;
  const int zones = longitude_zones(newest_deg, is_newest_odd);
  const double fraction = is_newest_odd ? odd_longitude : even_longitude;
  const double longitude_deg = span_deg(kind) / zones * (remainder_of(index, zones) + fraction);
  return LatLon{newest_deg, kind == CprKind::surface
                                ? nearest_quadrant(longitude_deg, reference.longitude_deg)
                                : wrapped_deg(longitude_deg)};
}

std::optional<LatLon> decode_near(const Cpr& cpr, CprKind kind, const LatLon& reference) {
  const double zone_deg = latitude_zone_deg(kind, cpr.is_odd);
  const double latitude_deg = nearest_in_zones(cpr.latitude, zone_deg, reference.latitude_deg);
  if (std::abs(latitude_deg) > 90) return std::nullopt;
  const double width_deg = span_deg(kind) / longitude_zones(latitude_deg, cpr.is_odd);
  return LatLon{latitude_deg,
                wrapped_deg(nearest_in_zones(cpr.longitude, width_deg, reference.longitude_deg))};
}

}  // namespace watchpost::adsb
