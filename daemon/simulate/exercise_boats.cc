// Afloat: the patrol boats, those whom the story is about, and a beacon.

#include <array>
#include <cmath>

#include "daemon/simulate/chance.h"
#include "daemon/simulate/exercise.h"

namespace watchpost::simulate {
namespace {

constexpr std::uint32_t fishing = 30;
constexpr std::uint32_t military_operations = 35;
constexpr std::uint32_t pleasure_craft = 37;
constexpr std::uint32_t cargo = 70;

constexpr EastNorth patrol_1_middle{6000, -4500};
constexpr double patrol_1_radius_m = 1200;
constexpr double patrol_1_speed_mps = 7;

Manner at(double speed_mps) {
  return {.speed_mps = speed_mps, .acceleration_mps2 = 0.3, .corner_radius_m = 150};
}

Actor vessel(const std::string& object, const std::string& name, std::uint32_t mmsi, std::uint32_t ship_type,
             const std::string& kind, Path path) {
  Actor actor{.object = object, .kind = kind, .path = std::move(path)};
  AisVoice voice;
  voice.mmsi = mmsi;
  voice.name = name;
  voice.callsign = "X" + std::to_string(mmsi % 1000);
  voice.ship_type = ship_type;
  voice.length_m = ship_type == cargo ? 90 : 18;
  voice.beam_m = ship_type == cargo ? 14 : 5;
  actor.ais = voice;
  actor.is_seen_by_radar = true;
  return actor;
}

// Clockwise round a circle, from its northernmost point at the beginning.
Path circling(EastNorth middle, double radius_m, double speed_mps, double until_s) {
  Path path(0, {middle.east_m, middle.north_m + radius_m}, 90, speed_mps);
  const double laps = std::ceil(until_s * speed_mps / (2 * 3.14159265358979323846 * radius_m));
  path.turn(360 * laps, radius_m);
  return path;
}

void add_patrol_boats(Scene& scene) {
  const double until_s = scene.setting.duration_s;
  scene.actors.push_back(vessel("patrol-1", "PATROL ONE", 200000001, military_operations, "vessel.military",
                                circling(patrol_1_middle, patrol_1_radius_m, patrol_1_speed_mps, until_s)));
  scene.actors.back().unit = "patrol-1";
  scene.actors.push_back(vessel("patrol-2", "PATROL TWO", 200000002, military_operations, "vessel.military",
                                circling({12'000, 9000}, 1500, 6, until_s)));
  scene.actors.back().unit = "patrol-2";
}

// From its berth to somewhere and back, once in each round that has the episode.
struct Errand {
  const char* object;
  const char* name;
  std::uint32_t mmsi;
  std::uint32_t ship_type;
  const char* kind;
  Episode episode;
  EastNorth berth;
  EastNorth there;
  double speed_mps;
  double stay_s;
};

constexpr std::array errands = {
    Errand{"green-heron",
           "GREEN HERON",
           200000011,
           fishing,
           "vessel.fishing",
           Episode::landing,
           {-6000, -6200},
           {-5400, -2500},
           8,
           120},
    Errand{"blue-tern",
           "BLUE TERN",
           200000012,
           cargo,
           "vessel.cargo",
           Episode::crossing,
           {5000, -10'800},
           {8600, -7200},
           6,
           300},
    Errand{"drift-wood",
           "DRIFT WOOD",
           200000013,
           pleasure_craft,
           "vessel",
           Episode::dwell,
           {3200, -7000},
           {200, -2300},
           6,
           840},
};

void add_errands(const Story& story, Scene& scene) {
  for (const Errand& errand : errands) {
    Path path(0, errand.berth);
    for (std::size_t round = 0; round < story.round_count(); ++round) {
      const auto begin_s = story.begin_s(round, errand.episode);
      if (!begin_s) continue;
      const std::array there = {errand.there};
      const std::array back = {errand.berth};
      path.wait_until(*begin_s).follow_and_halt(there, at(errand.speed_mps));
      path.wait(errand.stay_s).follow_and_halt(back, at(errand.speed_mps));
    }
    path.wait_until(std::max(path.end_s(), scene.setting.duration_s));
    scene.actors.push_back(
        vessel(errand.object, errand.name, errand.mmsi, errand.ship_type, errand.kind, std::move(path)));
  }
}

// Meets the patrol boat at the easternmost point of its round, so that they are near once.
void add_approach(const Story& story, Scene& scene) {
  constexpr EastNorth berth{13'500, -4000};
  constexpr EastNorth meeting{patrol_1_middle.east_m + patrol_1_radius_m + 150, patrol_1_middle.north_m};
  constexpr double speed_mps = 9;
  const double lap_s = 2 * 3.14159265358979323846 * patrol_1_radius_m / patrol_1_speed_mps;
  const double way_s =
      std::hypot(meeting.east_m - berth.east_m, meeting.north_m - berth.north_m) / speed_mps +
      speed_mps / 0.3;
  Path path(0, berth);
  for (std::size_t round = 0; round < story.round_count(); ++round) {
    const auto begin_s = story.begin_s(round, Episode::approach);
    if (!begin_s) continue;
    const double lap = std::ceil((*begin_s + way_s) / lap_s - 0.25) + 0.25;  // a quarter after the north
    const std::array there = {meeting};
    const std::array back = {berth};
    path.wait_until(lap * lap_s - way_s).follow_and_halt(there, at(speed_mps));
    path.wait(20).follow_and_halt(back, at(speed_mps));
  }
  path.wait_until(std::max(path.end_s(), scene.setting.duration_s));
  scene.actors.push_back(
      vessel("swift-gull", "SWIFT GULL", 200000014, fishing, "vessel.fishing", std::move(path)));
}

void add_beacons(const Story& story, Scene& scene) {
  for (std::size_t round = 0; round < story.round_count(); ++round) {
    const auto begin_s = story.begin_s(round, Episode::beacon);
    if (!begin_s) continue;
    Path path(0, {-16'000, -3000});
    path.wait_until(scene.setting.duration_s);
    Actor actor{.object = named_in_round("beacon", round), .kind = "beacon", .path = std::move(path)};
    AisVoice voice;
    voice.mmsi = 970'990'001 + static_cast<std::uint32_t>(round);
    voice.is_distress_beacon = true;
    voice.test = Span{*begin_s - 3600, *begin_s - 3540};
    voice.distress = Span{*begin_s, *begin_s + 1500};
    actor.ais = voice;
    scene.actors.push_back(std::move(actor));
  }
}

}  // namespace

void add_boats(const Story& story, Scene& scene) {
  add_patrol_boats(scene);
  add_errands(story, scene);
  add_approach(story, scene);
  add_beacons(story, scene);
}

}  // namespace watchpost::simulate
