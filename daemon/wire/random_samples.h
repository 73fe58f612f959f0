// Samples for the tests of this room: a mission with names, and random reports, tracks and alerts.
#pragma once

#include <rapidcheck.h>

#include <deque>
#include <string>
#include <vector>

#include "daemon/base/arena.h"
#include "daemon/model/alert.h"
#include "daemon/model/mission.h"
#include "daemon/model/report.h"
#include "daemon/model/track.h"

namespace watchpost::sample {

inline Mission mission() {
  Mission mission;
  mission.node = "camp-north";
  for (const char* const name : {"harbour-ais", "radar-1"}) {
    Feed feed;
    feed.name = name;
    feed.format = name[0] == 'h' ? "ais" : "plots";
    mission.feeds.push_back(std::move(feed));
  }
  for (const char* const name : {"patrol-1", "patrol-2"}) {
    Unit unit;
    unit.name = name;
    mission.units.push_back(std::move(unit));
  }
  return mission;
}

inline bool chance(int percent) {
  return *rc::gen::inRange(0, 100) < percent;
}

inline int up_to(int last) {
  return *rc::gen::inRange(0, last + 1);
}

// Characters of every length in UTF-8, controls, and what JSON must escape.
inline std::string text() {
  static const std::vector<std::string> pieces = {"a",
                                                  "Z",
                                                  "7",
                                                  " ",
                                                  "\"",
                                                  "\\",
                                                  "<",
                                                  ">",
                                                  "&",
                                                  "/",
                                                  "\n",
                                                  "\t",
                                                  "\b",
                                                  "\f",
                                                  "\r",
                                                  std::string(1, '\0'),
                                                  "\x1f",
                                                  "\x7f",
                                                  "\xC2\x85",
                                                  "\xC2\xAD",
                                                  "\xC3\xA9",
                                                  "\xD8\x80",
                                                  "\xE1\x80\x80",
                                                  "\xE2\x80\xA8",
                                                  "\xE2\x82\xAC",
                                                  "\xEF\xBB\xBF",
                                                  "\xEF\xBF\xBD",
                                                  "\xF0\x9D\x85\xB3",
                                                  "\xF0\x9F\x9A\xA2",
                                                  "\xF3\xA0\x80\x81"};
  std::string out;
  const int length = chance(5) ? 400 : up_to(9);
  for (int i = 0; i < length; ++i) out += pieces[static_cast<std::size_t>(up_to(int(pieces.size()) - 1))];
  return out;
}

inline std::string some_text() {
  return "x" + text();
}

// Any finite number: of everyday size, or of random bits.
double real();
float real_float();
LatLon place();
std::int64_t time_ns();

// Points into the arena and into `texts`.
Report report(Arena& arena, std::deque<std::string>& texts);
Track track();
Alert alert();

}  // namespace watchpost::sample
