#include "adapters/adsb/position_resolver.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace watchpost::adsb {
namespace {

constexpr double metres_per_degree = 111'320;

// DO-260B 2.2.10.3: no more than 10 s in the air; on the surface 50 s, and 25 s above 25 knots.
constexpr Duration pair_age_max_air = std::chrono::seconds(10);
constexpr Duration pair_age_max_taxi = std::chrono::seconds(25);
constexpr Duration pair_age_max_slow = std::chrono::seconds(50);
constexpr double slow_mps = 25 * 1852.0 / 3600;

// A pair finds the wrong zone where the two were sent more than half of 1/59 of a zone apart: 5.6 km in the
// air, a quarter of that on the surface. Some of it is left for the steps and a change of speed.
constexpr double pair_reach_max_air_m = 5000;
constexpr double pair_reach_max_surface_m = 1250;

// Half a zone is 333 km or 83 km.
constexpr double near_reach_max_air_m = 300'000;
constexpr double near_reach_max_surface_m = 75'000;
constexpr Duration place_age_max = std::chrono::seconds(600);
// Between the air and the surface, where speeds that were said no longer hold.
constexpr Duration other_place_age_max = std::chrono::seconds(180);
// What is heard from the surface is within the horizon of the antenna: 10 m and 30 m above a plain see as
// far.
constexpr double sight_max_m = 30'000;
// A surface pair leaves places a quarter turn apart: an older one of the aircraft's own tells which.
constexpr Duration quadrant_age_max = std::chrono::minutes(30);

constexpr double fast_mps = 300;        // of an aircraft in the air that has not said
constexpr double fast_taxi_mps = 50;    // of one on the surface
constexpr double speed_max_mps = 1000;  // above it nothing that sends extended squitters flies

constexpr double agreement_m = 500;  // pair and place give the same place, or one is wrong

double distance_m(const LatLon& a, const LatLon& b) {
  constexpr double rad = std::numbers::pi / 180;
  const double north = std::sin((b.latitude_deg - a.latitude_deg) * rad / 2);
  const double east = std::sin((b.longitude_deg - a.longitude_deg) * rad / 2);
  const double haversine =
      north * north + std::cos(a.latitude_deg * rad) * std::cos(b.latitude_deg * rad) * east * east;
  return 2 * metres_per_degree / rad * std::asin(std::sqrt(std::min(1.0, haversine)));
}

bool is_surface(const PositionMessage& message) {
  return message.kind == CprKind::surface;
}

double speed_of(const PositionMessage& message) {
  return message.speed_mps.value_or(is_surface(message) ? fast_taxi_mps : fast_mps);
}

// How far it can have gone within a time.
double reach_m(const PositionMessage& message, Duration age) {
  return (1.2 * speed_of(message) + 50) * seconds(age);
}

bool is_pair_in_time(const PositionMessage& message, Duration age) {
  if (!is_surface(message))
    return age <= pair_age_max_air && speed_of(message) * seconds(age) <= pair_reach_max_air_m;
  const bool is_slow = message.speed_mps && *message.speed_mps <= slow_mps;
  return age <= (is_slow ? pair_age_max_slow : pair_age_max_taxi) &&
         message.speed_mps.value_or(0) * seconds(age) <= pair_reach_max_surface_m;
}

// Can it have come from one place to the other? Times may be whole seconds, places hundreds of metres off.
bool is_reachable(const PositionMessage& message, double distance, Duration age) {
  if (!message.is_time_known) return true;
  const double fastest_mps =
      message.speed_mps ? std::min(1.5 * *message.speed_mps + 150, speed_max_mps) : speed_max_mps;
  return distance <= 1000 + fastest_mps * (seconds(age) + 1);
}

}  // namespace

std::optional<LatLon> PositionResolver::by_pair(const PositionMessage& message,
                                                const std::optional<LatLon>& receiver) const {
  const Heard& other = heard_[message.cpr.is_odd ? 0 : 1];
  if (!other.is_there || other.kind != message.kind || !is_pair_in_time(message, message.time - other.time))
    return std::nullopt;
  std::optional<LatLon> reference = receiver;
  if (last_.is_there && message.time - last_.time <= quadrant_age_max) reference = last_.position;
  if (is_surface(message) && !reference) return std::nullopt;
  const Cpr& even = message.cpr.is_odd ? other.cpr : message.cpr;
  const Cpr& odd = message.cpr.is_odd ? message.cpr : other.cpr;
  return decode_pair(even, odd, message.cpr.is_odd, message.kind, reference.value_or(LatLon{}));
}

std::optional<LatLon> PositionResolver::by_place(const PositionMessage& message,
                                                 const std::optional<LatLon>& receiver) const {
  const double reach_max_m = is_surface(message) ? near_reach_max_surface_m : near_reach_max_air_m;
  const Duration age = message.time - last_.time;
  const Duration age_max = last_.kind == message.kind ? place_age_max : other_place_age_max;
  if (last_.is_there && age <= age_max && reach_m(message, age) <= reach_max_m)
    return decode_near(message.cpr, message.kind, last_.position);
  if (!is_surface(message) || !receiver) return std::nullopt;
  const auto in_sight = decode_near(message.cpr, message.kind, *receiver);
  return in_sight && distance_m(*in_sight, *receiver) <= sight_max_m ? in_sight : std::nullopt;
}

std::optional<LatLon> PositionResolver::settle(const PositionMessage& message,
                                               const std::optional<LatLon>& pair,
                                               const std::optional<LatLon>& near) {
  const std::optional<LatLon>& found = near ? near : pair;
  if (!found) return std::nullopt;
  const bool is_agreed = !near || !pair || distance_m(*near, *pair) <= agreement_m;
  if (is_agreed && (!last_.is_there ||
                    is_reachable(message, distance_m(last_.position, *found), message.time - last_.time)))
    return found;
  if (!pair) return std::nullopt;
  const bool is_confirmed =
      rival_.is_there && message.time - rival_.time <= pair_age_max_slow &&
      is_reachable(message, distance_m(rival_.position, *pair), message.time - rival_.time);
  rival_ = {*pair, message.time, message.kind, true};
  return is_confirmed ? pair : std::nullopt;
}

std::optional<LatLon> PositionResolver::resolve(const PositionMessage& message,
                                                const std::optional<LatLon>& receiver) {
  const auto pair = by_pair(message, receiver);
  const auto near = by_place(message, receiver);
  heard_[message.cpr.is_odd ? 1 : 0] = {message.cpr, message.time, message.kind, true};
  const auto settled = settle(message, pair, near);
  if (settled) {
    last_ = {*settled, message.time, message.kind, true};
    rival_.is_there = false;
  }
  return settled;
}

}  // namespace watchpost::adsb
