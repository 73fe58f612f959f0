// JSON numbers: floating-point values as protobuf's JSON writer prints them, digit for digit.
//
// A double has 15 significant digits where those give the same double back, else 17 (a float: 6,
// else 9), in the manner of printf's %g; what is not finite is a quoted word. Of usual magnitudes
// the digits are computed exactly in 128-bit integers, which is many times faster than printf.
#pragma once

#include <cstddef>

namespace watchpost {

inline constexpr std::size_t json_number_bytes_max = 32;

// Writes at `out`, which has room for json_number_bytes_max, and returns the end.
char* write_json_number(double value, char* out);
char* write_json_number(float value, char* out);

}  // namespace watchpost
