// PlotRow: one row of a plots file (docs/interfaces.md, "Plots file"), read and range-checked.
//
// Errors    what is wrong, as a fault and a sentence without source bytes.
// Memory    no allocation but in `unquoted`, where a cell is quoted.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/decoder.h"

namespace watchpost::plots {

inline constexpr std::size_t cell_count = 14;
inline constexpr std::string_view header =
    "receive_time_s,time_s,sensor,kind,latitude_deg,longitude_deg,std_m,range_m,azimuth_deg,std_range_m,"
    "std_azimuth_deg,sensor_latitude_deg,sensor_longitude_deg,identity";

enum class Kind : std::uint8_t { bearing, polar, position };  // in the order of their names

struct Problem {
  Fault fault;
  std::string_view detail;
};

// `report` lacks its receive time and details; texts are views of the line, or of `unquoted`.
struct Row {
  Report report;
  Polar polar;
  Kind kind = Kind::position;
  std::string_view identity;
  std::string_view after_kind;  // the cells behind `kind`, as they stand
};

bool is_header(std::string_view line);  // begins as one
// Fills the row, or says why it cannot.
std::optional<Problem> read_row(std::string_view line, Row& row, std::string& unquoted);
// The first cell alone.
std::optional<ReceiveTime> receive_time(std::string_view line);

}  // namespace watchpost::plots
