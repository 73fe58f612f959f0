// Radar: looks all around at fixed intervals, sees most of what is there, not quite where it is, and some
// that is not.
//
// Units     metres, degrees; seconds since the simulation's beginning.
#pragma once

#include <string>
#include <vector>

#include "daemon/simulate/actor.h"
#include "daemon/simulate/recording.h"
#include "daemon/simulate/setting.h"

namespace watchpost::simulate {

struct Radar {
  std::string sensor;
  EastNorth place;
  double range_max_m = 12'000;
  double interval_s = 2.5;
  double detection = 0.95;  // the chance of seeing what is there, each look
  double std_range_m = 15;
  double std_azimuth_deg = 0.3;
  double clutter_a_look = 1.5;  // plots of nothing, on the mean, evenly over the ground
  std::vector<Span> silences = {};

  std::vector<Heard> heard = {};  // of looks with any plot
};

void watch(Radar& radar, const std::vector<Actor>& actors, const Setting& setting, Recording& recording);

}  // namespace watchpost::simulate
