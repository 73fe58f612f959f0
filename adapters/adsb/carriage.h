// Carriage: Mode S frames out of what receivers send: Beast binary, AVR text, `time,hex` lines.
//
// Errors    a Refusal where the bytes hold no frame; neither frame nor refusal where they hold something
//           that is valid and not used (Mode A/C, a receiver's status, a header line).
// Memory    no allocation.
// Source    README.md, "Carriage", beside this.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "adapters/adsb/mode_s.h"
#include "adapters/decoder.h"

namespace watchpost::adsb {

struct Refusal {
  Fault fault;
  std::string_view detail;
};

// What a counter of 48 bits counts.
enum class CounterKind : std::uint8_t {
  ticks_12mhz,
  gps,  // seconds of the UTC day in the upper 18 bits, nanoseconds in the lower 30
};

struct HeardFrame {
  std::optional<ModeSFrame> frame;
  std::optional<std::uint64_t> counter;
  bool is_multilaterated = false;  // a counter that says: computed from several receivers
};

// Is it Beast binary?
bool is_beast(std::string_view bytes);
std::optional<Refusal> read_beast(std::string_view bytes, HeardFrame& heard);

// Is it AVR text? Takes the first frame off the front of the text, which may hold several; after a refusal
// the text goes on behind it.
bool is_avr(std::string_view text);
std::optional<Refusal> take_avr(std::string_view& text, HeardFrame& heard);

std::optional<Refusal> read_time_hex(std::string_view line, HeardFrame& heard);

// Of the first cell of a `time,hex` line.
std::optional<std::int64_t> time_hex_ns(std::string_view line);
// Of a Beast or AVR frame; all else of it may be wrong.
std::optional<std::uint64_t> counter_of(std::string_view bytes);

RecordedCounter recorded_counter_of(std::uint64_t counter, CounterKind kind);

}  // namespace watchpost::adsb
