// TrackState: what a track's plots have made of it, and nothing else.
//
// It is a function of the plots in their order, so that it can be taken back to an earlier time
// and made again. What people read of a track, and when it was last heard, is not in it.
#pragma once

#include "daemon/base/archive.h"
#include "daemon/base/time.h"
#include "daemon/fusion/estimate.h"
#include "daemon/fusion/plot_window.h"

namespace watchpost {

struct TrackState {
  Estimate estimate;
  EventTime last_hit;  // its newest plot of a position; directions alone keep no track alive
  PlotHandle newest_plot = no_plot;
  float revisit_s = 0;      // how often the sensors that see it come round
  std::uint16_t hits = 0;   // plots of positions that agreed; 0: nothing is known of it
};

template <class Archive>
void transfer(Archive& archive, Estimate& estimate) {
  LatLon anchor = estimate.frame.anchor();
  archive(estimate.time, anchor.latitude_deg, anchor.longitude_deg);
  if constexpr (Archive::is_loading) estimate.frame = LocalFrame(anchor);
  for (int i = 0; i < 4; ++i) archive(estimate.mean(i));
  for (int row = 0; row < 4; ++row)
    for (int column = 0; column <= row; ++column) {
      archive(estimate.covariance(row, column));
      estimate.covariance(column, row) = estimate.covariance(row, column);
    }
}

template <class Archive>
void transfer(Archive& archive, TrackState& state) {
  archive(state.estimate, state.last_hit, state.newest_plot, state.revisit_s, state.hits);
}

}  // namespace watchpost
