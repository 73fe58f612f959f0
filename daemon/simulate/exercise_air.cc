// In the air: traffic on two airways in the north, a balloon over the base, one in distress, and a drone.

#include <array>
#include <cmath>

#include "daemon/simulate/chance.h"
#include "daemon/simulate/exercise.h"

namespace watchpost::simulate {
namespace {

constexpr double airway_end_m = 42'000;  // outside the mission area

Actor aircraft(const std::string& object, std::uint32_t icao24, const std::string& callsign,
               double altitude_m, Path path) {
  Actor actor{.object = object, .kind = "aircraft", .path = std::move(path)};
  AdsbVoice voice;
  voice.icao24 = icao24;
  voice.callsign = callsign;
  voice.category = 3;  // large
  voice.altitude_m = altitude_m;
  actor.adsb = voice;
  return actor;
}

// Its camera looks at the harbour; so the receiver always hears somebody.
void add_balloon(Scene& scene) {
  Path path(0, {6000, 1000});
  path.wait_until(scene.setting.duration_s);
  scene.actors.push_back(aircraft("balloon", 0xf0e001, "WATCH1", 300, std::move(path)));
  scene.actors.back().adsb->category_set = 'B';
  scene.actors.back().adsb->category = 2;  // lighter than air
}

void add_airway(const std::string& airway, bool is_eastbound, std::uint32_t first_icao24, Scene& scene) {
  Chance chance(scene.setting.seed, airway);
  const double side = is_eastbound ? 1 : -1;
  std::uint32_t number = 1;
  for (double begin_s = -300; begin_s < scene.setting.duration_s; begin_s += chance.uniform(300, 700)) {
    const double north_m = (is_eastbound ? 16'000 : 20'000) + chance.uniform(-1500, 1500);
    const double altitude_m = std::round(chance.uniform(20, 36)) * 304.8;
    Path path(begin_s, {-side * airway_end_m, north_m}, side * 90, chance.uniform(170, 240));
    path.run(2 * airway_end_m);
    scene.actors.push_back(aircraft(airway + "-" + std::to_string(number), first_icao24 + number,
                                    (is_eastbound ? "OUT" : "BACK") + std::to_string(number), altitude_m,
                                    std::move(path)));
    ++number;
  }
}

void add_distress(const Story& story, Scene& scene) {
  constexpr double speed_mps = 110;
  for (std::size_t round = 0; round < story.round_count(); ++round) {
    const auto begin_s = story.begin_s(round, Episode::squawk);
    if (!begin_s) continue;
    const double way_s = (airway_end_m - 20'000) / speed_mps;
    Path path(*begin_s - way_s, {airway_end_m, 12'500}, 270, speed_mps);
    path.run(2 * airway_end_m);
    scene.actors.push_back(aircraft(named_in_round("courier", round),
                                    0xf0e010 + static_cast<std::uint32_t>(round), "COURIER7", 2400, path));
    scene.actors.back().adsb->category = 2;  // small
    scene.actors.back().adsb->emergency = Span{*begin_s, path.end_s()};
  }
}

// From the west over the camp, once and a half round it, and home again; no transponder.
void add_drone(const Story& story, Scene& scene) {
  constexpr Manner flight{.speed_mps = 14, .acceleration_mps2 = 1, .corner_radius_m = 400};
  constexpr double circle_m = 400;
  for (std::size_t round = 0; round < story.round_count(); ++round) {
    const auto begin_s = story.begin_s(round, Episode::drone);
    if (!begin_s) continue;
    Path path(*begin_s, {-7500, circle_m});
    const std::array over_the_camp = {EastNorth{0, circle_m}};
    const std::array home = {EastNorth{-7500, -circle_m}};
    path.follow(over_the_camp, flight).turn(540, circle_m).follow_and_halt(home, flight);
    scene.actors.push_back(
        {.object = named_in_round("drone", round), .kind = "aircraft.uas", .path = std::move(path)});
    scene.actors.back().is_seen_by_radar = true;
  }
}

}  // namespace

void add_air(const Story& story, Scene& scene) {
  add_balloon(scene);
  add_airway("outbound", true, 0xf0e100, scene);
  add_airway("inbound", false, 0xf0e800, scene);
  add_distress(story, scene);
  add_drone(story, scene);
}

}  // namespace watchpost::simulate
