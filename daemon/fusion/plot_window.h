// PlotWindow: the recent plots of all tracks, so that late ones can take their place among them.
//
// Each plot belongs to one track: the one that it updated, or the one that it began. Through
// `previous` the plots of a track form a chain, newest first, in order of event time.
//
// Memory        48 bytes a plot, in chunks of 4,096 that are used again; the oldest are forgotten in
//               the order in which they came. After warm-up nothing is allocated.
// Determinism   handles follow the order of add().
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/base/slot_array.h"
#include "daemon/base/time.h"
#include "daemon/fusion/plot.h"

namespace watchpost {

// Numbers that count up, and begin again after 2^32 plots: only those in the window are asked for.
using PlotHandle = std::uint32_t;
inline constexpr PlotHandle no_plot = 0xFFFFFFFF;

// Which sensor of which feed; index into the tracker's table of sensors.
enum class SensorId : std::uint16_t {};

// A plot as it is kept.
struct WindowPlot {
  EventTime time;
  // The position in steps of 1e-9 degrees (0.1 mm), and the number of its report in 48 bits: a thousand
  // reports a second for 8,900 years.
  std::int64_t latitude_steps : 40 = 0;
  std::uint64_t number_low : 24 = 0;
  std::int64_t longitude_steps : 40 = 0;
  std::uint64_t number_high : 24 = 0;
  float covariance[3] = {};     // ee, en, nn in m²; of a bearing: azimuth and its deviation in degrees
  std::int16_t motion[2] = {};  // by what is said: velocity east and north; the speed; range rate and azimuth
  PlotHandle previous = no_plot;  // of the same track
  SensorId sensor{};
  PlotKind kind = PlotKind::position;
  std::uint8_t flags = 0;

  // What is said of its motion.
  static constexpr std::uint8_t motion_bits = 3;
  static constexpr std::uint8_t velocity_said = 1;
  static constexpr std::uint8_t speed_said = 2;
  static constexpr std::uint8_t range_rate_said = 3;
  static constexpr std::uint8_t is_named = 4;       // its report carries a transponder's identity
  static constexpr std::uint8_t is_first_name = 8;  // it named a track that was not sure yet
  static constexpr std::uint8_t is_noted = 16;      // its track has been told of it
  static constexpr std::uint8_t is_outside_area = 32;
  static constexpr std::uint8_t is_set_aside = 64;    // its track has not believed it
  static constexpr std::uint8_t is_remembered = 128;  // a direction that has been fused

  LatLon position() const {
    // Divided, so that what was written with nine decimals or fewer comes back as the same number.
    return {static_cast<double>(latitude_steps) / steps_a_degree,
            static_cast<double>(longitude_steps) / steps_a_degree};
  }
  void set_position(LatLon position);
  std::uint64_t number() const { return std::uint64_t{number_high} << 24 | std::uint64_t{number_low}; }
  void set_number(std::uint64_t number) {
    number_low = number & 0xFFFFFF;
    number_high = number >> 24 & 0xFFFFFF;
  }
  void set(std::uint8_t flag, bool is_set) {
    flags = static_cast<std::uint8_t>(is_set ? flags | flag : flags & ~flag);
  }

  static constexpr double steps_a_degree = 1e9;
};
static_assert(sizeof(WindowPlot) == 48);

WindowPlot packed(const Plot& plot, SensorId sensor, std::uint64_t number);
Plot unpacked(const WindowPlot& packed);

template <class Archive>
void transfer(Archive& archive, WindowPlot& plot) {
  std::int64_t latitude_steps = plot.latitude_steps;
  std::int64_t longitude_steps = plot.longitude_steps;
  std::uint64_t number = plot.number();
  archive(plot.time, latitude_steps, longitude_steps, number, plot.covariance[0], plot.covariance[1],
          plot.covariance[2], plot.motion[0], plot.motion[1], plot.previous, plot.sensor, plot.kind,
          plot.flags);
  plot.latitude_steps = latitude_steps;
  plot.longitude_steps = longitude_steps;
  plot.set_number(number);
}

class PlotWindow {
 public:
  static constexpr std::uint32_t chunk_size = 4096;

  PlotHandle add(const WindowPlot& plot);

  bool has(PlotHandle handle) const { return handle != no_plot && handle - oldest_ < count_; }
  WindowPlot& operator[](PlotHandle handle) { return chunk_of(handle)[handle % chunk_size]; }
  const WindowPlot& operator[](PlotHandle handle) const { return chunk_of(handle)[handle % chunk_size]; }

  PlotHandle end() const { return oldest_ + count_; }  // the handle that the next plot will have
  // Forgets what was added before the handle.
  void forget_before(PlotHandle handle);
  std::uint32_t size() const { return count_; }
  std::size_t memory_bytes() const;

  template <class Archive>
  friend void transfer(Archive& archive, PlotWindow& window) {
    std::uint32_t count = window.count_;
    PlotHandle oldest = window.oldest_;
    archive(oldest, count);
    if constexpr (Archive::is_loading) {
      window.begin_at(oldest);
      for (; count > 0 && !archive.has_failed(); --count) {
        WindowPlot plot;
        archive(plot);
        window.add_as_it_is(plot);
      }
    } else {
      for (std::uint32_t i = 0; i < count; ++i) archive(window[window.oldest_ + i]);
    }
  }

 private:
  using Chunk = std::unique_ptr<WindowPlot[]>;

  const Chunk& chunk_of(PlotHandle handle) const { return chunks_[(handle / chunk_size) & chunk_mask_]; }
  void begin_at(PlotHandle oldest);
  void add_as_it_is(const WindowPlot& plot);
  void grow();

  std::vector<Chunk> chunks_;  // a ring: a power of two, by the handle's chunk; null where there is none
  std::vector<Chunk> spare_;
  std::uint32_t chunk_mask_ = 0;
  PlotHandle oldest_ = 0;
  std::uint32_t count_ = 0;
};

}  // namespace watchpost
