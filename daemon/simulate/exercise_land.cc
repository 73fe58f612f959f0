// Ashore: two patrols and a convoy of ours, which report by radio.

#include <array>

#include "daemon/simulate/chance.h"
#include "daemon/simulate/exercise.h"

namespace watchpost::simulate {
namespace {

constexpr Manner by_road{.speed_mps = 8, .acceleration_mps2 = 0.8, .corner_radius_m = 60};
constexpr EastNorth patrol_3_post{0, 4000};
constexpr EastNorth patrol_4_post{-12'000, 9000};
constexpr EastNorth convoy_base{6000, 1200};

Actor vehicle(const std::string& object, const std::string& radio_name, double interval_s, Path path) {
  Actor actor{.object = object, .kind = "vehicle", .unit = object, .path = std::move(path)};
  actor.radio = RadioVoice{radio_name, interval_s};
  return actor;
}

// Round its area, or out of it to the north and back.
void add_patrol_3(const Story& story, Scene& scene) {
  constexpr std::array beat = {EastNorth{-3000, 4000}, EastNorth{-3000, 2400}, EastNorth{3000, 2400},
                               EastNorth{3000, 6000},  EastNorth{0, 6000},     patrol_3_post};
  constexpr std::array outward = {EastNorth{2400, 5600}, EastNorth{2400, 9000}};
  constexpr std::array homeward = {EastNorth{2400, 5600}, patrol_3_post};
  Path path(0, patrol_3_post);
  for (std::size_t round = 0; round < story.round_count(); ++round) {
    if (const auto begin_s = story.begin_s(round, Episode::excursion)) {
      path.wait_until(*begin_s)
          .follow_and_halt(outward, by_road)
          .wait(240)
          .follow_and_halt(homeward, by_road);
    } else {
      path.wait_until(story.round_begin_s(round) + 600).follow_and_halt(beat, by_road);
    }
    path.wait_until(story.round_begin_s(round) + 3900).follow_and_halt(beat, by_road);
  }
  path.wait_until(std::max(path.end_s(), scene.setting.duration_s));
  scene.actors.push_back(vehicle("patrol-3", "PATROL THREE", 15, path));
}

// Between villages in the west; its radio is lost behind a hill.
void add_patrol_4(const Story& story, Scene& scene) {
  constexpr std::array beat = {EastNorth{-12'000, 11'500}, EastNorth{-15'000, 11'500},
                               EastNorth{-16'000, 8500}, patrol_4_post};
  Path path(0, patrol_4_post);
  std::vector<Span> silences;
  for (std::size_t round = 0; round < story.round_count(); ++round) {
    path.wait_until(story.round_begin_s(round) + 300).follow_and_halt(beat, by_road);
    path.wait_until(story.round_begin_s(round) + 2700).follow_and_halt(beat, by_road);
    path.wait_until(story.round_begin_s(round) + 5100).follow_and_halt(beat, by_road);
    if (const auto begin_s = story.begin_s(round, Episode::lost_contact))
      silences.push_back({*begin_s, *begin_s + 840});
  }
  path.wait_until(std::max(path.end_s(), scene.setting.duration_s));
  scene.actors.push_back(vehicle("patrol-4", "PATROL FOUR", 15, path));
  scene.actors.back().silences = silences;
}

// To the village in the north-east with supplies, and back; one behind the other.
void add_convoy(const Story& story, Scene& scene) {
  constexpr std::array outward = {EastNorth{8000, 5000}, EastNorth{11'000, 8000}, EastNorth{13'000, 12'000}};
  constexpr std::array homeward = {EastNorth{11'000, 8000}, EastNorth{8000, 5000}, convoy_base};
  for (int vehicle_number = 0; vehicle_number < 3; ++vehicle_number) {
    const double behind_s = 12.0 * vehicle_number;
    Path path(0, convoy_base);
    for (std::size_t round = 0; round < story.round_count(); ++round) {
      path.wait_until(story.round_begin_s(round) + 240 + behind_s).follow_and_halt(outward, by_road);
      path.wait_until(story.round_begin_s(round) + 3600 + behind_s).follow_and_halt(homeward, by_road);
    }
    path.wait_until(std::max(path.end_s(), scene.setting.duration_s));
    const std::string number = std::to_string(vehicle_number + 1);
    scene.actors.push_back(vehicle("convoy-" + number, "CONVOY " + number, 20, path));
  }
}

}  // namespace

void add_patrols(const Story& story, Scene& scene) {
  add_patrol_3(story, scene);
  add_patrol_4(story, scene);
  add_convoy(story, scene);
}

}  // namespace watchpost::simulate
