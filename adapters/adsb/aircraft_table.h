// AircraftTable: what is remembered of each sender, by address and by the way it was heard.
//
// Memory    grows to aircraft_max, then the one heard longest ago makes room; one unheard for age_max is
//           forgotten. No allocation for an aircraft that is known.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "adapters/adsb/accuracy.h"
#include "adapters/adsb/position_resolver.h"
#include "daemon/base/flat_index.h"

namespace watchpost::adsb {

// How a message came to us.
enum class Path : std::uint8_t {
  direct,           // from the aircraft's own transmitter
  rebroadcast,      // ADS-R: a ground station repeats what it heard on another link
  ground_radar,     // TIS-B: a ground station tells what its sensors see
  multilateration,  // receivers computed the position from times of arrival
};

struct Sender {
  std::uint32_t address = 0;
  bool is_icao = true;  // else an address that somebody made up: anonymous, a vehicle's, a track's
  Path path = Path::direct;

  std::uint64_t key() const {
    return std::uint64_t{address} | std::uint64_t{is_icao ? 0U : 1U} << 24 |
           static_cast<std::uint64_t>(path) << 25;
  }
};

struct AircraftState {
  Sender sender;
  PositionResolver positions;
  SenderQuality quality;
  std::uint8_t category_set = 0;  // 'A' to 'D'; 0: not heard yet
  std::uint8_t category = 0;
  bool is_heading_magnetic = false;
  bool is_surface_angle_heading = false;
  bool is_in_distress = false;  // by its own emergency state, at distress_time
  bool has_speed = false;
  float speed_mps = 0;  // over ground, or through the air
  Timeline speed_time{};
  Timeline distress_time{};
  Timeline heard{};

  // The state is repeated each second while it holds; before version 2 nothing is sent when it ends.
  bool is_in_distress_at(Timeline now) const {
    constexpr Duration age_max = std::chrono::seconds(30);
    return is_in_distress && now - distress_time <= age_max;
  }

  std::optional<double> recent_speed_mps(Timeline now) const {
    constexpr Duration age_max = std::chrono::seconds(60);
    if (!has_speed || now - speed_time > age_max) return std::nullopt;
    return speed_mps;
  }
};

class AircraftTable {
 public:
  static constexpr std::size_t aircraft_max = 16'384;
  static constexpr Duration age_max = std::chrono::hours(1);

  // The sender's, marked as heard now; a new one where it was not known. Good until the next call.
  AircraftState& hear(const Sender& sender, Timeline now);
  // The state of a sender with this ICAO address who was heard before, marked as heard now; or nullptr.
  AircraftState* find(std::uint32_t icao24, Timeline now);
  void forget_older_than(Timeline time);

  std::size_t size() const { return index_.size(); }

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;
  struct Slot {
    AircraftState state;
    std::uint32_t newer = none;  // in order of when they were heard
    std::uint32_t older = none;
  };

  void unlink(std::uint32_t number);
  void link_as_newest(std::uint32_t number);
  void touch(std::uint32_t number, Timeline now);
  std::uint32_t make_room();

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  FlatIndex index_;
  std::uint32_t newest_ = none;
  std::uint32_t oldest_ = none;
};

}  // namespace watchpost::adsb
