// Files: a simulation as a folder: feeds, configuration, truth, and the alerts that it demands.
#pragma once

#include <string>
#include <vector>

#include "daemon/base/result.h"
#include "daemon/simulate/demand.h"
#include "daemon/simulate/scene.h"
#include "daemon/simulate/transmission.h"

namespace watchpost::simulate {

// What was written, for people.
struct WrittenFile {
  std::string name;
  std::size_t lines = 0;  // or frames
  std::string what;
};

struct Written {
  Scene scene;  // the demands point into it
  std::vector<WrittenFile> files;
  Demands demands;
};

// Everything is transmitted and watched, and written into the folder, which is made where it is not there.
Result<Written> write_simulation(Scene scene, const std::string& folder, double truth_step_s,
                                 const ShowStep& show);

// mission_files.cc
std::string configuration_text(const Scene& scene);
std::string geojson_of(const std::vector<Polygon>& polygons, const MissionPlane& plane);
std::string geojson_of(const std::vector<Polyline>& lines, const MissionPlane& plane);

}  // namespace watchpost::simulate
