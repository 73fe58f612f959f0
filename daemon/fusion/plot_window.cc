#include "daemon/fusion/plot_window.h"

#include <algorithm>
#include <cmath>

namespace watchpost {
namespace {

// Handles count to 2^32 and begin again, and so do the numbers of their chunks.
constexpr std::uint32_t chunk_number_mask = 0xFFFFFFFF / PlotWindow::chunk_size;

}  // namespace

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
  if (end() == no_plot) add_as_it_is({});  // that number means none: it is left out
  const PlotHandle handle = end();
  add_as_it_is(plot);
  return handle;
}

void PlotWindow::add_as_it_is(const WindowPlot& plot) {
  const PlotHandle handle = end();
  const std::uint32_t chunks_used = ((handle / chunk_size - oldest_ / chunk_size) & chunk_number_mask) + 1;
  if (chunks_used > chunks_.size()) grow();
  Chunk& chunk = chunks_[(handle / chunk_size) & chunk_mask_];
  if (chunk == nullptr) {
    if (spare_.empty()) {
      chunk = std::make_unique<WindowPlot[]>(chunk_size);
    } else {
      chunk = std::move(spare_.back());
      spare_.pop_back();
    }
  }
  chunk[handle % chunk_size] = plot;
  ++count_;
}

void PlotWindow::forget_before(PlotHandle handle) {
  const std::uint32_t gone = std::min(handle - oldest_, count_);
  const PlotHandle oldest = oldest_ + gone;
  for (std::uint32_t number = oldest_ / chunk_size; number != oldest / chunk_size;
       number = (number + 1) & chunk_number_mask)
    if (Chunk& chunk = chunks_[number & chunk_mask_]; chunk != nullptr) spare_.push_back(std::move(chunk));
  oldest_ = oldest;
  count_ -= gone;
}

void PlotWindow::begin_at(PlotHandle oldest) {
  for (Chunk& chunk : chunks_)
    if (chunk != nullptr) spare_.push_back(std::move(chunk));
  oldest_ = oldest;
  count_ = 0;
}

void PlotWindow::grow() {
  std::vector<Chunk> larger(chunks_.empty() ? 4 : chunks_.size() * 2);
  const auto mask = static_cast<std::uint32_t>(larger.size() - 1);
  const std::uint32_t first = oldest_ / chunk_size;
  for (std::size_t i = 0; i < chunks_.size(); ++i) {
    const std::uint32_t number = (first + static_cast<std::uint32_t>(i)) & chunk_number_mask;
    larger[number & mask] = std::move(chunks_[number & chunk_mask_]);
  }
  chunks_ = std::move(larger);
  chunk_mask_ = mask;
}

}  // namespace watchpost
