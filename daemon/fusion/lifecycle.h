// Lifecycle: when a track is believed, and when it is given up.
//
// A transponder's track is believed by its second consistent report; what only sensors see by its
// fourth plot, with at most one look between two of them that saw nothing. It is given up when the
// sensors that see it have looked several times in vain: sooner where it is young.
//
// Determinism   functions of the track's own plots and of what was known of the sensors then, so
//               that a late plot finds the same answer as one that came in order.
#pragma once

#include <algorithm>

#include "daemon/fusion/track_state.h"

namespace watchpost {

struct Lifecycle {
  std::uint16_t hits_of_named = 2;
  std::uint16_t hits_of_seen = 4;
  std::uint16_t hits_of_old = 6;    // from then on it is no longer young
  double looks_of_tentative = 2.2;  // in vain, in intervals of its sensors
  double looks_of_young = 3.2;
  double looks_of_old = 4.2;
  double revisit_fading = 0.9;  // a slow sensor that sees it no more is forgotten
  double revisit_s_min = 0.5;

  bool is_confirmed(const TrackState& state, bool is_named) const {
    return state.hits >= (is_named ? hits_of_named : hits_of_seen);
  }

  // Of what does not name itself: until when its sensors may still see it again.
  EventTime lives_until(const TrackState& state) const {
    const double looks = state.hits < hits_of_seen  ? looks_of_tentative
                         : state.hits < hits_of_old ? looks_of_young
                                                    : looks_of_old;
    return state.last_hit + duration_from_s(looks * double{state.revisit_s});
  }

  float revisit_after_hit(float revisit_s, double sensor_interval_s) const {
    return static_cast<float>(
        std::max({sensor_interval_s, revisit_fading * double{revisit_s}, revisit_s_min}));
  }
};

}  // namespace watchpost
