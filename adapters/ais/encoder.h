// Encoder: messages into sentences, as a transponder and its receiver make them.
//
// For tests and the simulator: what is absent is sent as the standard's 'not available'. It follows
// the rows that the decoder follows (messages.h); that the rows themselves are right is shown by the
// sentences printed in decoder_test.cc and by the recordings that others decoded.
//
// Units     in the names; values are rounded to the steps of the message and must be in its range.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/ais/payload.h"
#include "geo/coordinates.h"

namespace watchpost::ais {

// What is not of the type is left out of it.
struct Message {
  std::uint32_t type = 1;
  std::uint32_t part = 0;  // of type 24: 0 is A, 1 is B
  std::uint32_t mmsi = 0;

  std::optional<LatLon> position = {};
  bool is_accurate = false;
  std::optional<double> speed_mps = {};
  std::optional<double> course_deg = {};
  std::optional<double> heading_deg = {};
  std::optional<std::uint32_t> second = {};  // of UTC
  std::optional<double> altitude_m = {};
  std::uint32_t status = 15;  // navigational, as of messages 1 to 3

  std::uint32_t imo = 0;
  std::string_view callsign = {};  // six-bit characters: capitals, digits, blank and punctuation
  std::string_view name = {};
  std::uint32_t ship_type = 0;
  std::uint32_t to_bow_m = 0;
  std::uint32_t to_stern_m = 0;
  std::uint32_t to_port_m = 0;
  std::uint32_t to_starboard_m = 0;
  bool is_virtual = false;
  std::string_view text = {};
};

struct Carriage {
  std::string_view talker = "AI";
  std::string_view formatter = "VDM";  // VDO: of the own ship
  std::string_view channel = "A";
  int sequence_id = 0;              // of messages in several sentences
  std::size_t characters_max = 60;  // of payload in one sentence
};

// One sentence, or as many as the message needs, each without a line end. Nothing for a type that has
// no row in messages.h.
std::vector<std::string> encode(const Message& message, const Carriage& carriage = {});

// "AIVDM,…" with its start and its checksum; a TAG block of "s:…,c:…".
std::string sentence_of(std::string_view fields);
std::string tag_block_of(std::string_view fields);

}  // namespace watchpost::ais
