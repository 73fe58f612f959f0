#include "daemon/simulate/transmission.h"

#include "daemon/simulate/patrol.h"
#include "daemon/simulate/vessel.h"

namespace watchpost::simulate {

Feeds transmit(Scene& scene, const ShowStep& show) {
  Feeds feeds;
  const std::size_t total = scene.actors.size() + 1;
  std::size_t done = 0;
  for (Actor& actor : scene.actors) {
    if (actor.ais) transmit_ais(actor, scene.setting, feeds.ais);
    if (actor.adsb) transmit_adsb(actor, scene.setting, feeds.adsb);
    if (actor.radio) transmit_radio(actor, scene.setting, feeds.radio);
    show(++done, total);
  }
  watch(scene.radar, scene.actors, scene.setting, feeds.radar);
  for (Recording* recording : {&feeds.ais, &feeds.adsb.lines, &feeds.adsb.beast, &feeds.radar, &feeds.radio})
    recording->sort();
  show(total, total);
  return feeds;
}

}  // namespace watchpost::simulate
