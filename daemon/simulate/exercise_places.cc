// The mission area, its zones and lines.

#include "daemon/simulate/exercise.h"

namespace watchpost::simulate {

void add_places(Scene& scene) {
  scene.area = {"mission-area",
                {{-30'000, -26'000},
                 {30'000, -26'000},
                 {34'000, 0},
                 {28'000, 26'000},
                 {-28'000, 26'000},
                 {-34'000, 0}}};
  scene.zones = {
      regular_polygon("camp-heron", {0, 0}, 700, 8),
      rectangle("camp-waters", {-1500, -3400}, {1500, -1400}),
      rectangle("landing-site", {-6500, -3000}, {-4500, -1800}),
      // Not convex: the north-west corner belongs to another sector.
      {"patrol-area",
       {{-4000, 1600}, {4000, 1600}, {4000, 7000}, {-1000, 7000}, {-1000, 5200}, {-4000, 5200}}},
  };
  scene.lines = {{"median-line", {{-24'000, -9000}, {0, -8200}, {24'000, -9500}}}};
}

}  // namespace watchpost::simulate
