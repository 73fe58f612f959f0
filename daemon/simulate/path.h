// Path: where one object of a simulation is at each moment, exactly.
//
// Made of legs that have a closed form: standing, straight ahead with a constant acceleration, round an
// arc at a constant speed. Nothing is integrated, so asking twice, or in another order, says the same.
//
// Units     seconds since the simulation's beginning; metres of a MissionPlane; degrees clockwise from
//           north. A turn to the right is positive.
#pragma once

#include <span>
#include <vector>

#include "geo/coordinates.h"

namespace watchpost::simulate {

struct Motion {
  EastNorth place;
  EastNorth velocity_mps;
  double speed_mps = 0;
  double course_deg = 0;  // of one that stands: as it last went
};

// How an object goes from place to place.
struct Manner {
  double speed_mps = 5;
  double acceleration_mps2 = 0.3;
  double corner_radius_m = 100;
};

class Path {
 public:
  Path(double begin_s, EastNorth place, double course_deg = 0, double speed_mps = 0);

  double begin_s() const { return begin_s_; }
  double end_s() const;
  Motion at(double time_s) const;  // before the beginning and after the end: as there, standing
  Motion last() const { return at(end_s()); }

  // Each goes on where the last one ended. Who waits must stand.
  Path& wait(double duration_s);
  Path& wait_until(double time_s);
  Path& change_speed(double to_mps, double acceleration_mps2);
  Path& run(double distance_m);
  Path& turn(double by_deg, double radius_m);
  Path& turn_towards(EastNorth place, double radius_m);

  // Through the places, corners rounded; from standing, or at its speed. Ends at the last one, moving.
  Path& follow(std::span<const EastNorth> places, const Manner& manner);
  Path& follow_and_halt(std::span<const EastNorth> places, const Manner& manner);

 private:
  struct Leg {
    double begin_s = 0;
    double duration_s = 0;
    EastNorth from;
    double course_rad = 0;
    double speed_mps = 0;
    double acceleration_mps2 = 0;
    double turn_rad_a_s = 0;

    Motion after(double elapsed_s) const;
    double course_after(double elapsed_s) const { return course_rad + turn_rad_a_s * elapsed_s; }
  };

  void add(double duration_s, double acceleration_mps2, double turn_rad_a_s);
  void straight(double length_m, const Manner& manner, double end_speed_mps);
  void along(std::span<const EastNorth> places, const Manner& manner, double end_speed_mps);

  double begin_s_;
  std::vector<Leg> legs_;
  Leg next_;  // how it would go on
};

}  // namespace watchpost::simulate
