#include "daemon/simulate/scene.h"

#include <algorithm>

#include "daemon/base/check.h"

namespace watchpost::simulate {
namespace {

template <class Place>
const Place& named(const std::vector<Place>& places, const std::string& name) {
  const auto found =
      std::find_if(places.begin(), places.end(), [&](const Place& place) { return place.name == name; });
  CHECK(found != places.end(), "a rule about a place that the scene does not have");
  return *found;
}

}  // namespace

const Polygon& Scene::zone(const std::string& name) const {
  return named(zones, name);
}

const Polyline& Scene::line(const std::string& name) const {
  return named(lines, name);
}

bool is_meant(const std::vector<std::string>& patterns, const Actor& actor) {
  if (patterns.empty()) return true;
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    if (pattern.rfind("unit:", 0) == 0) return !actor.unit.empty() && actor.unit == pattern.substr(5);
    return actor.kind == pattern || actor.kind.rfind(pattern + ".", 0) == 0;
  });
}

}  // namespace watchpost::simulate
