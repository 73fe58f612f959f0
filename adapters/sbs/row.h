// Row: one line of BaseStation text, cell by cell.
//
// Units     as Report's: metres, metres a second, degrees.
// Errors    a Fault and a sentence where a cell is not what its column says; an empty cell is absent.
// Memory    views of the line.
// Source    README.md beside this.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "adapters/decoder.h"
#include "daemon/model/report.h"

namespace watchpost::sbs {

struct Refusal {
  Fault fault;
  std::string_view detail;
};

struct Row {
  Report report;
  std::string_view callsign;
  std::string_view made_up_address;             // "~" before it: not ICAO's
  std::optional<Duration> generated_to_logged;  // how long it took the receiver
};

// REQUIRES: the line begins with "MSG,"
std::optional<Refusal> read_row(std::string_view line, Row& row);

// When it was logged, as if the log were in UTC.
std::optional<std::int64_t> logged_time_ns(std::string_view line);

}  // namespace watchpost::sbs
