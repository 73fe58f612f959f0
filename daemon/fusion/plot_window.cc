#include "daemon/fusion/plot_window.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace watchpost {
namespace {

// Handles count to 2^32 and begin again, and so do the numbers of their chunks.
constexpr std::uint32_t chunk_number_mask = 0xFFFFFFFF / PlotWindow::chunk_size;

// Finer than any transponder says it. What moves faster than 655 m/s is followed by its positions.
constexpr double velocity_step_mps = 0.02;
constexpr double azimuth_step_deg = 0.01;

bool is_kept(double velocity_mps) {
  return std::abs(velocity_mps) <= std::numeric_limits<std::int16_t>::max() * velocity_step_mps;
}

std::int16_t steps_of(double velocity_mps) {
  return static_cast<std::int16_t>(std::lround(velocity_mps / velocity_step_mps));
}

void pack_motion(const Plot& plot, WindowPlot& packed) {
  std::uint8_t said = 0;
  if (plot.velocity_mps) {
    if (!is_kept(plot.velocity_mps->east_m) || !is_kept(plot.velocity_mps->north_m)) return;
    packed.motion[0] = steps_of(plot.velocity_mps->east_m);
    packed.motion[1] = steps_of(plot.velocity_mps->north_m);
    said = WindowPlot::velocity_said;
  } else if (plot.speed_mps) {
    if (!is_kept(*plot.speed_mps)) return;
    packed.motion[0] = steps_of(*plot.speed_mps);
    said = WindowPlot::speed_said;
  } else if (plot.range_rate) {
    if (!is_kept(plot.range_rate->rate_mps)) return;
    packed.motion[0] = steps_of(plot.range_rate->rate_mps);
    packed.motion[1] = static_cast<std::int16_t>(
        std::lround(std::remainder(plot.range_rate->azimuth_deg, 360) / azimuth_step_deg));
    said = WindowPlot::range_rate_said;
  }
  packed.set(said, true);
}

void unpack_motion(const WindowPlot& packed, Plot& plot) {
  const double first_mps = packed.motion[0] * velocity_step_mps;
  const double second_mps = packed.motion[1] * velocity_step_mps;
  switch (packed.flags & WindowPlot::motion_bits) {
    case WindowPlot::velocity_said:
      plot.velocity_mps = EastNorth{first_mps, second_mps};
      plot.speed_mps = std::sqrt(first_mps * first_mps + second_mps * second_mps);
      break;
    case WindowPlot::speed_said:
      plot.speed_mps = first_mps;
      break;
    case WindowPlot::range_rate_said:
      plot.range_rate = RangeRate{first_mps, packed.motion[1] * azimuth_step_deg};
      break;
    default:
      break;
  }
}

}  // namespace

void WindowPlot::set_position(LatLon position) {
  const auto steps = [](double angle_deg) {
    return static_cast<std::int64_t>(std::llround(angle_deg * steps_a_degree));
  };
  latitude_steps = steps(position.latitude_deg);
  longitude_steps = steps(position.longitude_deg);
}

WindowPlot packed(const Plot& plot, SensorId sensor, std::uint64_t number) {
  WindowPlot packed;
  packed.time = plot.time;
  packed.set_position(plot.position);
  packed.set_number(number);
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
  pack_motion(plot, packed);
  return packed;
}

Plot unpacked(const WindowPlot& packed) {
  Plot plot;
  plot.time = packed.time;
  plot.kind = packed.kind;
  plot.position = packed.position();
  if (packed.kind == PlotKind::bearing) {
    plot.azimuth_deg = packed.covariance[0];
    plot.std_azimuth_deg = packed.covariance[1];
    return plot;
  }
  plot.covariance = {packed.covariance[0], packed.covariance[1], packed.covariance[2]};
  unpack_motion(packed, plot);
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

std::size_t PlotWindow::memory_bytes() const {
  const auto in_use = static_cast<std::size_t>(
      std::count_if(chunks_.begin(), chunks_.end(), [](const Chunk& chunk) { return chunk != nullptr; }));
  return (in_use + spare_.size()) * chunk_size * sizeof(WindowPlot);
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
