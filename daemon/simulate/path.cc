#include "daemon/simulate/path.h"

#include <algorithm>
#include <cmath>

#include "daemon/base/check.h"

namespace watchpost::simulate {
namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double degree = pi / 180;

double normalized_deg(double angle_deg) {
  const double turned = std::fmod(angle_deg, 360);
  return turned < 0 ? turned + 360 : turned;
}

// In [-pi, pi).
double normalized_rad(double angle) {
  return std::remainder(angle, 2 * pi);
}

double bearing_rad(EastNorth from, EastNorth to) {
  return std::atan2(to.east_m - from.east_m, to.north_m - from.north_m);
}

double length_m(EastNorth from, EastNorth to) {
  return std::hypot(to.east_m - from.east_m, to.north_m - from.north_m);
}

EastNorth moved(EastNorth from, double bearing, double distance_m) {
  return {from.east_m + distance_m * std::sin(bearing), from.north_m + distance_m * std::cos(bearing)};
}

}  // namespace

Motion Path::Leg::after(double elapsed_s) const {
  const double course = course_after(elapsed_s);
  const double speed = speed_mps + acceleration_mps2 * elapsed_s;
  Motion motion;
  if (turn_rad_a_s != 0) {
    const double radius_m = speed_mps / turn_rad_a_s;  // negative to the left
    const EastNorth centre = moved(from, course_rad + pi / 2, radius_m);
    motion.place = moved(centre, course - pi / 2, radius_m);
  } else {
    motion.place = moved(from, course_rad, (speed_mps + speed) / 2 * elapsed_s);
  }
  motion.velocity_mps = {speed * std::sin(course), speed * std::cos(course)};
  motion.speed_mps = speed;
  motion.course_deg = normalized_deg(course / degree);
  return motion;
}

Path::Path(double begin_s, EastNorth place, double course_deg, double speed_mps) : begin_s_(begin_s) {
  next_.begin_s = begin_s;
  next_.from = place;
  next_.course_rad = course_deg * degree;
  next_.speed_mps = speed_mps;
}

double Path::end_s() const {
  return next_.begin_s;
}

Motion Path::at(double time_s) const {
  const auto after = std::upper_bound(legs_.begin(), legs_.end(), time_s,
                                      [](double time, const Leg& leg) { return time < leg.begin_s; });
  const bool is_within = time_s >= begin_s_ && time_s <= end_s() && !legs_.empty();
  if (is_within) return std::prev(after)->after(time_s - std::prev(after)->begin_s);
  Motion motion = time_s < begin_s_ && !legs_.empty() ? legs_.front().after(0) : next_.after(0);
  motion.velocity_mps = {};
  motion.speed_mps = 0;
  return motion;
}

void Path::add(double duration_s, double acceleration_mps2, double turn_rad_a_s) {
  if (duration_s <= 0) return;
  Leg leg = next_;
  leg.duration_s = duration_s;
  leg.acceleration_mps2 = acceleration_mps2;
  leg.turn_rad_a_s = turn_rad_a_s;
  legs_.push_back(leg);
  const Motion end = leg.after(duration_s);
  next_.begin_s += duration_s;
  next_.from = end.place;
  next_.speed_mps = std::abs(end.speed_mps) < 1e-9 ? 0 : end.speed_mps;
  next_.course_rad = leg.course_after(duration_s);
}

Path& Path::wait(double duration_s) {
  CHECK(next_.speed_mps == 0 && duration_s >= 0, "who waits must stand, and not be late");
  add(duration_s, 0, 0);
  return *this;
}

Path& Path::wait_until(double time_s) {
  return wait(time_s - next_.begin_s);
}

Path& Path::change_speed(double to_mps, double acceleration_mps2) {
  const double change = to_mps - next_.speed_mps;
  add(std::abs(change) / acceleration_mps2, std::copysign(acceleration_mps2, change), 0);
  next_.speed_mps = to_mps;
  return *this;
}

Path& Path::run(double distance_m) {
  CHECK(next_.speed_mps > 0, "who runs must move");
  add(distance_m / next_.speed_mps, 0, 0);
  return *this;
}

Path& Path::turn(double by_deg, double radius_m) {
  CHECK(next_.speed_mps > 0 && radius_m > 0, "who turns round an arc must move");
  const double rate = std::copysign(next_.speed_mps / radius_m, by_deg);
  add(by_deg * degree / rate, 0, rate);
  return *this;
}

Path& Path::turn_towards(EastNorth place, double radius_m) {
  const double off = normalized_rad(bearing_rad(next_.from, place) - next_.course_rad);
  if (std::abs(off) < 1e-7) return *this;
  const double side = off > 0 ? 1 : -1;
  const EastNorth centre = moved(next_.from, next_.course_rad + side * pi / 2, radius_m);
  const double distance = length_m(centre, place);
  CHECK(distance > radius_m, "a place inside the circle of the turn cannot be turned to");
  // Where the tangent through the place leaves the circle.
  const double leaving = bearing_rad(centre, place) - side * std::acos(radius_m / distance);
  double by = normalized_rad(leaving + side * pi / 2 - next_.course_rad);
  if (by * side < 0) by += side * 2 * pi;
  return turn(by / degree, radius_m);
}

Path& Path::follow(std::span<const EastNorth> places, const Manner& manner) {
  along(places, manner, manner.speed_mps);
  return *this;
}

Path& Path::follow_and_halt(std::span<const EastNorth> places, const Manner& manner) {
  along(places, manner, 0);
  return *this;
}

// The change of speed at the beginning, and that at the end, lie within the straight.
void Path::straight(double length_m, const Manner& manner, double end_speed_mps) {
  if (length_m <= 0) return;
  const auto ramp_m = [&](double slow, double fast) {
    return std::abs(fast * fast - slow * slow) / (2 * manner.acceleration_mps2);
  };
  const double up_m = ramp_m(next_.speed_mps, manner.speed_mps);
  const double down_m = ramp_m(end_speed_mps, manner.speed_mps);
  // Where there is too little room it brakes and speeds up harder.
  const double scale = std::min(1.0, 0.95 * length_m / std::max(up_m + down_m, 1e-9));
  const double acceleration = manner.acceleration_mps2 / scale;
  change_speed(manner.speed_mps, acceleration);
  run(length_m - (up_m + down_m) * scale);
  if (end_speed_mps != manner.speed_mps) change_speed(end_speed_mps, acceleration);
}

void Path::along(std::span<const EastNorth> places, const Manner& manner, double end_speed_mps) {
  CHECK(!places.empty(), "a way to nowhere");
  if (next_.speed_mps == 0)
    next_.course_rad = bearing_rad(next_.from, places.front());
  else
    turn_towards(places.front(), manner.corner_radius_m);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double course = bearing_rad(next_.from, places[i]);
    const double room_m = length_m(next_.from, places[i]);
    next_.course_rad = course;  // the arc before has brought it there, but for the last bits
    if (i + 1 == places.size()) return straight(room_m, manner, end_speed_mps);
    const double by = normalized_rad(bearing_rad(places[i], places[i + 1]) - course);
    const double tangent = std::tan(std::abs(by) / 2);
    const double cut_m = std::min(
        {manner.corner_radius_m * tangent, 0.45 * room_m, 0.45 * length_m(places[i], places[i + 1])});
    straight(room_m - cut_m, manner, manner.speed_mps);
    if (std::abs(by) > 1e-9) turn(by / degree, cut_m / tangent);
  }
}

}  // namespace watchpost::simulate
