#include "daemon/fusion/plot_window.h"

#include <algorithm>
#include <cmath>

namespace watchpost {

WindowPlot packed(const Plot& plot, SensorId sensor, std::uint64_t number) {
  WindowPlot packed;
  packed.time = plot.time;
  packed.position = plot.position;
  packed.number = number;
  packed.sensor = sensor;
  packed.kind = plot.kind;
  if (plot.kind == PlotKind::bearing) {
    packed.covariance[0] = plot.azimuth_deg;
    packed.covariance[1] = plot.std_azimuth_deg;
    return packed;
  }
  packed.covariance[0] = static_cast<float>(plot.covariance.ee_m2);
  packed.covariance[1] = static_cast<float>(plot.covariance.en_m2);
  packed.covariance[2] = static_cast<float>(plot.covariance.nn_m2);
  if (plot.velocity_mps) {
    packed.velocity_mps[0] = static_cast<float>(plot.velocity_mps->east_m);
    packed.velocity_mps[1] = static_cast<float>(plot.velocity_mps->north_m);
    packed.flags |= WindowPlot::has_velocity;
  } else if (plot.speed_mps) {
    packed.velocity_mps[0] = static_cast<float>(*plot.speed_mps);
  }
  if (plot.speed_mps) packed.flags |= WindowPlot::has_speed;
  return packed;
}

Plot unpacked(const WindowPlot& packed) {
  Plot plot;
  plot.time = packed.time;
  plot.kind = packed.kind;
  plot.position = packed.position;
  if (packed.kind == PlotKind::bearing) {
    plot.azimuth_deg = packed.covariance[0];
    plot.std_azimuth_deg = packed.covariance[1];
    return plot;
  }
  plot.covariance = {packed.covariance[0], packed.covariance[1], packed.covariance[2]};
  const double first_mps = packed.velocity_mps[0];
  const double second_mps = packed.velocity_mps[1];
  if ((packed.flags & WindowPlot::has_velocity) != 0) plot.velocity_mps = EastNorth{first_mps, second_mps};
  if ((packed.flags & WindowPlot::has_speed) != 0)
    plot.speed_mps = plot.velocity_mps ? std::sqrt(first_mps * first_mps + second_mps * second_mps) : first_mps;
  return plot;
}

PlotHandle PlotWindow::add(const WindowPlot& plot) {
  if (count_ == ring_.size()) grow();
  PlotHandle handle = end();
  if (handle == no_plot) {  // that one number means none: leave it out
    ring_[handle & mask_] = {};
    ++count_;
    return add(plot);
  }
  ring_[handle & mask_] = plot;
  ++count_;
  return handle;
}

void PlotWindow::forget_before(PlotHandle handle) {
  const std::uint32_t gone = std::min(handle - oldest_, count_);
  oldest_ += gone;
  count_ -= gone;
}

void PlotWindow::grow() {
  const std::size_t capacity = ring_.empty() ? 1024 : ring_.size() * 2;
  std::vector<WindowPlot> larger(capacity);
  const auto mask = static_cast<std::uint32_t>(capacity - 1);
  for (std::uint32_t i = 0; i < count_; ++i) larger[(oldest_ + i) & mask] = ring_[(oldest_ + i) & mask_];
  ring_ = std::move(larger);
  mask_ = mask;
}

}  // namespace watchpost
