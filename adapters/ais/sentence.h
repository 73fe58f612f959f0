// Sentence: the text layer of AIS: TAG blocks, encapsulated VDM and VDO sentences, time-stamp lines.
//
// Errors    a sentence or TAG block that is not whole is refused by a Refusal; nothing is guessed.
// Memory    everything returned is a view of the line.
// Source    IEC 61162-1 (sentences), IEC 61162-450 and NMEA 0183 4.10 annex A (TAG blocks).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "adapters/decoder.h"

namespace watchpost::ais {

struct Refusal {
  Fault fault;
  std::string_view detail;
};

inline constexpr std::size_t source_length_max = 64;  // the standard allows 15

// What TAG blocks say of the sentence behind them. A block whose checksum is wrong says nothing.
struct Tag {
  std::string_view source;
  std::string_view group;  // the id that the lines of one group share
  std::optional<std::int64_t> time_ns;
};

struct Sentence {
  std::uint32_t origin = 0;  // the talker's two characters, and M (VDM) or O (VDO)
  std::uint8_t fragment_count = 1;
  std::uint8_t fragment_number = 1;  // from 1
  std::int16_t sequence_id = -1;     // -1: none
  std::uint16_t channel = 0;         // its characters; 0: none
  std::string_view payload;
  int pad_bit_count = 0;
  std::size_t end = 0;  // of the sentence in the text it was read from
};

// Where the next "!..VDM," or "!..VDO," begins; npos where there is none.
std::size_t find_sentence(std::string_view line, std::size_t from);

// The sentence at the front of the text. What follows its checksum is not looked at.
std::optional<Refusal> read_sentence(std::string_view text, Sentence& sentence);

// Any NMEA sentence, at the front of the text: is it whole?
std::optional<Refusal> check_sentence(std::string_view text);

// All TAG blocks in `text`, later ones winning; false where one is not whole.
bool read_tags(std::string_view text, Tag& tag);

// The time of a TAG block `c:`, else of the `$PGHP` line that this line is.
std::optional<std::int64_t> recorded_time_ns(std::string_view line);

}  // namespace watchpost::ais
