#include "daemon/simulate/exercise.h"

namespace watchpost::simulate {

std::string named_in_round(const std::string& name, std::size_t round) {
  return round == 0 ? name : name + "-" + std::to_string(round + 1);
}

Scene make_exercise(const Setting& setting) {
  const Story story(setting);
  Scene scene{.setting = setting, .mission = "exercise-archipelago", .area = {}};
  add_places(scene);
  add_rules(scene);
  scene.radar.sensor = FeedNames::radar;
  scene.radar.place = {3000, 500};
  for (std::size_t round = 0; round < story.round_count(); ++round)
    if (const auto begin_s = story.begin_s(round, Episode::radar_failure))
      scene.radar.silences.push_back({*begin_s, *begin_s + 300});
  add_patrols(story, scene);
  add_boats(story, scene);
  add_shipping(story, scene);
  add_air(story, scene);
  return scene;
}

}  // namespace watchpost::simulate
