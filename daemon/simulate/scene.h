// Scene: everything of one simulation: the mission, who is where, what is to be told of.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "daemon/simulate/actor.h"
#include "daemon/simulate/places.h"
#include "daemon/simulate/radar.h"
#include "daemon/simulate/setting.h"

namespace watchpost::simulate {

// A rule as the configuration says it; the truth is asked with the same numbers.
struct WatchRule {
  std::string kind;
  std::string place = {};                                    // zone or line
  std::vector<std::string> subjects = {};                    // empty: all
  std::vector<std::string> other = {};                       // of a pair
  std::vector<std::pair<std::string, double>> numbers = {};  // `dwell_s` and the like
  std::string direction = {};                                // of a line
  std::string severity = "WARNING";
  std::string instruction = {};

  std::string name() const { return place.empty() ? kind : kind + "-" + place; }
  double number(const std::string& key, double otherwise) const {
    for (const auto& [name, value] : numbers)
      if (name == key) return value;
    return otherwise;
  }
};

struct FeedNames {
  static constexpr const char* ais = "harbour-ais";
  static constexpr const char* adsb = "air-adsb";
  static constexpr const char* radar = "harbour-radar";
  static constexpr const char* radio = "unit-radio";
};

struct Scene {
  Setting setting;
  std::string mission;
  Polygon area;
  std::vector<Polygon> zones = {};
  std::vector<Polyline> lines = {};
  std::vector<WatchRule> rules = {};
  std::vector<Actor> actors = {};
  Radar radar = {};

  const Polygon& zone(const std::string& name) const;
  const Polyline& line(const std::string& name) const;
};

// A class and what is below it, `unit:NAME`, or no pattern at all.
bool is_meant(const std::vector<std::string>& patterns, const Actor& actor);

}  // namespace watchpost::simulate
