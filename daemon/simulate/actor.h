// Actor: one object of a simulation: where it is, what it says of itself, and when it was heard.
//
// Units     seconds since the simulation's beginning; metres.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/simulate/path.h"
#include "daemon/simulate/spans.h"

namespace watchpost::simulate {

// A transponder on a vessel, or a search and rescue transmitter that has none of the rest.
struct AisVoice {
  std::uint32_t mmsi = 0;
  std::string name = {};  // capitals
  std::string callsign = {};
  std::uint32_t ship_type = 0;
  std::uint32_t length_m = 0;
  std::uint32_t beam_m = 0;
  bool is_distress_beacon = false;
  std::optional<Span> test = {};      // of a distress beacon: it says TEST
  std::optional<Span> distress = {};  // and that it is meant
};

struct AdsbVoice {
  std::uint32_t icao24 = 0;
  std::string callsign = {};
  std::uint8_t category_set = 'A';  // A to D, and the number in it
  std::uint8_t category = 0;
  double altitude_m = 0;
  std::optional<Span> emergency = {};  // squawk 7700
};

// Position reports of one of our own, by radio.
struct RadioVoice {
  std::string name;
  double interval_s = 15;
};

// As it came in: nothing here is what a receiver missed.
struct Heard {
  double event_s = 0;
  double receive_s = 0;
  bool has_position = true;
};

struct Actor {
  std::string object;     // as the truth calls it
  std::string kind;       // `vessel.fishing`; as docs/interfaces.md classifies
  std::string unit = {};  // of our own, as the configuration names it
  Path path;
  std::optional<AisVoice> ais = {};
  std::optional<AdsbVoice> adsb = {};
  std::optional<RadioVoice> radio = {};
  bool is_seen_by_radar = false;
  std::vector<Span> silences = {};  // its transmitter is off, or out of reach

  std::vector<Heard> heard = {};           // in order
  std::vector<Heard> distress_heard = {};  // of these, what said that somebody is in distress

  bool is_there(double time_s) const { return time_s >= path.begin_s() && time_s <= path.end_s(); }
  bool is_silent(double time_s) const {
    for (const Span& silence : silences)
      if (time_s >= silence.begin_s && time_s < silence.end_s) return true;
    return false;
  }
};

}  // namespace watchpost::simulate
