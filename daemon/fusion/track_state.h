// TrackState: what a track's plots have made of it, and nothing else.
//
// It is a function of the plots in their order, so that it can be taken back to an earlier time
// and made again. What people read of a track, and when it was last heard, is not in it.
#pragma once

#include <array>

#include "daemon/base/archive.h"
#include "daemon/base/time.h"
#include "daemon/fusion/estimate.h"
#include "daemon/fusion/plot_window.h"

namespace watchpost {

// An estimate as it lies in memory: without the half of the covariance that says the same again.
struct KeptEstimate {
  EventTime time;
  LocalFrame frame;
  Eigen::Matrix<double, 4, 1, Eigen::DontAlign> mean = Eigen::Vector4d::Zero();
  std::array<double, 10> covariance{};  // the lower triangle, row by row

  KeptEstimate() = default;
  KeptEstimate(const Estimate& estimate)  // NOLINT(google-explicit-constructor): the same, kept
      : time(estimate.time), frame(estimate.frame), mean(estimate.mean) {
    std::size_t place = 0;
    for (int row = 0; row < 4; ++row)
      for (int column = 0; column <= row; ++column) covariance[place++] = estimate.covariance(row, column);
  }
  operator Estimate() const {  // NOLINT(google-explicit-constructor): the same, to compute with
    Estimate estimate;
    estimate.time = time;
    estimate.frame = frame;
    estimate.mean = mean;
    std::size_t place = 0;
    for (int row = 0; row < 4; ++row)
      for (int column = 0; column <= row; ++column)
        estimate.covariance(row, column) = estimate.covariance(column, row) = covariance[place++];
    return estimate;
  }
};

struct TrackState {
  KeptEstimate estimate;
  EventTime last_hit;  // its newest plot of a position; directions alone keep no track alive
  PlotHandle newest_plot = no_plot;
  float revisit_s = 0;       // how often the sensors that see it come round
  std::uint16_t hits = 0;    // plots of positions that agreed; 0: nothing is known of it
  std::uint32_t gap_us = 0;  // between its newest two plots that agreed; of more than 71 minutes so much

  Duration gap() const { return std::chrono::microseconds(gap_us); }
};
static_assert(sizeof(TrackState) == 192);

template <class Archive>
void transfer(Archive& archive, KeptEstimate& estimate) {
  LatLon anchor = estimate.frame.anchor();
  archive(estimate.time, anchor.latitude_deg, anchor.longitude_deg);
  if constexpr (Archive::is_loading) estimate.frame = LocalFrame(anchor);
  for (int i = 0; i < 4; ++i) archive(estimate.mean(i));
  archive(estimate.covariance);
}

template <class Archive>
void transfer(Archive& archive, TrackState& state) {
  archive(state.estimate, state.last_hit, state.newest_plot, state.revisit_s, state.hits, state.gap_us);
}

}  // namespace watchpost
