// Transmission: every actor of a scene speaks, every sensor looks; what came in goes into the feeds'
// recordings.
#pragma once

#include <functional>

#include "daemon/simulate/aircraft.h"
#include "daemon/simulate/recording.h"
#include "daemon/simulate/scene.h"

namespace watchpost::simulate {

struct Feeds {
  Recording ais;
  AdsbRecordings adsb;
  Recording radar;
  Recording radio;
};

using ShowStep = std::function<void(std::size_t done, std::size_t total)>;

// Notes in the actors and the radar what was heard and seen. The recordings are in order.
Feeds transmit(Scene& scene, const ShowStep& show);

}  // namespace watchpost::simulate
