// Traffic that nobody needs to be told of: a fishing fleet, ships in two lanes; and one that falls silent.

#include <array>

#include "daemon/simulate/chance.h"
#include "daemon/simulate/exercise.h"

namespace watchpost::simulate {
namespace {

constexpr double lane_end_m = 38'000;  // outside the mission area
constexpr double eastbound_m = -18'000;
constexpr double westbound_m = -20'500;

Actor ship(const std::string& object, const std::string& name, std::uint32_t mmsi, std::uint32_t ship_type,
           const std::string& kind, Path path) {
  Actor actor{.object = object, .kind = kind, .path = std::move(path)};
  AisVoice voice;
  voice.mmsi = mmsi;
  voice.name = name;
  voice.callsign = "Y" + std::to_string(mmsi % 1000);
  voice.ship_type = ship_type;
  voice.length_m = 120;
  voice.beam_m = 18;
  actor.ais = voice;
  actor.is_seen_by_radar = true;
  return actor;
}

void add_fleet(Scene& scene) {
  struct Boat {
    const char* object;
    const char* name;
    EastNorth middle;
    double radius_m;
  };
  constexpr std::array boats = {Boat{"morning-tide", "MORNING TIDE", {-12'000, -14'000}, 600},
                                Boat{"long-patience", "LONG PATIENCE", {-9500, -15'200}, 500},
                                Boat{"salt-wind", "SALT WIND", {-15'500, -13'000}, 700}};
  std::uint32_t mmsi = 200000021;
  for (const Boat& boat : boats) {
    constexpr double speed_mps = 2;
    Path path(0, {boat.middle.east_m, boat.middle.north_m + boat.radius_m}, 90, speed_mps);
    const double turned_deg =
        scene.setting.duration_s * speed_mps / boat.radius_m * 180 / 3.14159265358979323846;
    path.turn(turned_deg, boat.radius_m);
    scene.actors.push_back(ship(boat.object, boat.name, mmsi++, 30, "vessel.fishing", std::move(path)));
    scene.actors.back().ais->length_m = 16;
    scene.actors.back().ais->beam_m = 5;
  }
}

// One every 25 minutes or so in each lane; at the beginning some are on their way.
void add_lane(const std::string& lane, double north_m, bool is_eastbound, std::uint32_t first_mmsi,
              Scene& scene) {
  struct Kind {
    std::uint32_t ship_type;
    const char* kind;
    const char* name;
  };
  constexpr std::array kinds = {Kind{70, "vessel.cargo", "GRAIN"}, Kind{80, "vessel.tanker", "LANTERN"},
                                Kind{60, "vessel.passenger", "FERRY"}, Kind{0, "vessel", "TRADER"}};
  Chance chance(scene.setting.seed, lane);
  const double side = is_eastbound ? 1 : -1;
  int number = 1;
  for (double begin_s = -10'000; begin_s < scene.setting.duration_s; begin_s += chance.uniform(1200, 1800)) {
    const Kind& kind = kinds[static_cast<std::size_t>(chance.uniform(0, kinds.size()))];
    const double speed_mps = chance.uniform(5.5, 8.5);
    const double off_m = chance.uniform(-400, 400);
    Path path(begin_s, {-side * lane_end_m, north_m + off_m}, side * 90, speed_mps);
    path.run(2 * lane_end_m);
    if (path.end_s() > 0)
      scene.actors.push_back(
          ship(lane + "-" + std::to_string(number),
               std::string(kind.name) + (is_eastbound ? " E" : " W") + std::to_string(number),
               first_mmsi + static_cast<std::uint32_t>(number), kind.ship_type, kind.kind, std::move(path)));
    ++number;
  }
}

// Passes through between the lanes and the fleet; its transponder is off for the middle of its way.
void add_dark(const Story& story, Scene& scene) {
  constexpr double speed_mps = 6;
  constexpr double falls_silent_m = -12'000;
  for (std::size_t round = 0; round < story.round_count(); ++round) {
    const auto begin_s = story.begin_s(round, Episode::dark);
    if (!begin_s) continue;
    const double way_s = (falls_silent_m + lane_end_m) / speed_mps;
    Path path(*begin_s - way_s, {-lane_end_m, -16'800}, 90, speed_mps);
    path.run(2 * lane_end_m);
    scene.actors.push_back(ship(named_in_round("silver-basin", round), "SILVER BASIN",
                                200000031 + static_cast<std::uint32_t>(round), 70, "vessel.cargo",
                                std::move(path)));
    scene.actors.back().silences = {{*begin_s, *begin_s + 43 * 60}};
  }
}

}  // namespace

void add_shipping(const Story& story, Scene& scene) {
  add_fleet(scene);
  add_lane("eastbound", eastbound_m, true, 200000100, scene);
  add_lane("westbound", westbound_m, false, 200000500, scene);
  add_dark(story, scene);
}

}  // namespace watchpost::simulate
