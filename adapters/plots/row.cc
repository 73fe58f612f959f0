#include "adapters/plots/row.h"

#include <algorithm>

#include "adapters/fields.h"

namespace watchpost::plots {
namespace {

// Within what nanoseconds can hold, with room for arithmetic.
constexpr std::int64_t time_ns_max = 9'200'000'000'000'000'000;

constexpr double range_m_max = 1e7;
constexpr double std_m_max = 1e6;
constexpr double std_min = 1e-6;

using Cells = std::array<std::string_view, cell_count>;

std::optional<std::int64_t> time_ns(std::string_view cell) {
  const auto time = unix_time_ns(cell);
  if (!time || *time > time_ns_max || *time < -time_ns_max) return std::nullopt;
  return time;
}

// RFC 4180 within one line: a quoted cell may hold commas, and quotes doubled. `unquoted` has its size
// set once, so that views of it stay good.
bool split_quoted(std::string_view line, Cells& cells, std::string& unquoted) {
  unquoted.resize(line.size());
  std::size_t used = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < cell_count; ++i) {
    if (at < line.size() && line[at] == '"') {
      const std::size_t begin = used;
      for (++at;; ++at) {
        if (at >= line.size()) return false;
        if (line[at] == '"' && (++at >= line.size() || line[at] != '"')) break;
        unquoted[used++] = line[at];
      }
      cells[i] = std::string_view(unquoted).substr(begin, used - begin);
    } else {
      const std::size_t end = std::min(line.find(',', at), line.size());
      cells[i] = line.substr(at, end - at);
      at = end;
    }
    const bool is_last = i + 1 == cell_count;
    if (is_last != (at == line.size()) || (!is_last && line[at] != ',')) return false;
    ++at;
  }
  return true;
}

// From behind the fourth comma that is not within quotes.
std::string_view behind_kind(std::string_view line) {
  bool is_quoted = false;
  int comma_count = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') is_quoted = !is_quoted;
    if (line[i] == ',' && !is_quoted && ++comma_count == 4) return line.substr(i + 1);
  }
  return {};
}

std::optional<Kind> kind_of(std::string_view cell) {
  if (cell == "position") return Kind::position;
  if (cell == "polar") return Kind::polar;
  if (cell == "bearing") return Kind::bearing;
  return std::nullopt;
}

// Well-formed by the Unicode standard's table 3-7; the wire takes no other text.
bool is_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i++]);
    if (lead < 0x80) continue;
    const int more = lead >= 0xC2 && lead < 0xE0   ? 1
                     : lead >= 0xE0 && lead < 0xF0 ? 2
                     : lead >= 0xF0 && lead < 0xF5 ? 3
                                                   : 0;
    if (more == 0) return false;
    for (int k = 0; k < more; ++k, ++i) {
      if (i >= text.size()) return false;
      const auto next = static_cast<unsigned char>(text[i]);
      const unsigned char low = k > 0 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      const unsigned char high = k > 0 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      if (next < low || next > high) return false;
    }
  }
  return true;
}

constexpr Problem malformed(std::string_view detail) {
  return {Fault::malformed, detail};
}
constexpr Problem outside(std::string_view detail) {
  return {Fault::out_of_range, detail};
}

// An empty cell is absent; anything else must be a number in its range.
template <class Member>
bool read_optional(std::string_view cell, double min, double max, Member& member, bool& is_present) {
  is_present = !cell.empty();
  if (!is_present) return true;
  const auto value = number(cell, min, max);
  if (!value) return false;
  member = static_cast<Member>(*value);
  return true;
}

std::optional<Problem> read_position(const Cells& cells, Report& report) {
  if (cells[4].empty() || cells[5].empty()) return malformed("a position without latitude or longitude");
  const auto latitude_deg = number(cells[4], -90, 90);
  const auto longitude_deg = number(cells[5], -180, 180);
  if (!latitude_deg) return outside("latitude_deg is not a number from -90 to 90");
  if (!longitude_deg) return outside("longitude_deg is not a number from -180 to 180");
  report.set<Field::position>(LatLon{*latitude_deg, *longitude_deg});
  if (cells[6].empty()) return std::nullopt;
  const auto std_m = number(cells[6], std_min, std_m_max);
  if (!std_m) return outside("std_m is not a number above 0, to 1000000");
  report.set<Field::std_m>(*std_m);
  return std::nullopt;
}

std::optional<Problem> read_polar(const Cells& cells, Kind kind, Polar& polar) {
  polar = Polar{};
  if (cells[8].empty()) return malformed("no azimuth_deg");
  const auto azimuth_deg = number(cells[8], 0, 360);
  if (!azimuth_deg) return outside("azimuth_deg is not a number from 0 to 360");
  polar.azimuth_deg = *azimuth_deg == 360 ? 0 : *azimuth_deg;
  if (kind == Kind::polar) {
    if (cells[7].empty()) return malformed("a polar plot without range_m");
    if (!read_optional(cells[7], 0, range_m_max, polar.range_m, polar.has_range))
      return outside("range_m is not a number from 0 to 10000000");
    if (!read_optional(cells[9], std_min, std_m_max, polar.std_range_m, polar.has_std_range))
      return outside("std_range_m is not a number above 0, to 1000000");
  }
  if (!read_optional(cells[10], std_min, 180, polar.std_azimuth_deg, polar.has_std_azimuth))
    return outside("std_azimuth_deg is not a number above 0, to 180");
  if (cells[11].empty() != cells[12].empty()) return malformed("half of a sensor position");
  if (!read_optional(cells[11], -90, 90, polar.sensor_position.latitude_deg, polar.has_sensor_position))
    return outside("sensor_latitude_deg is not a number from -90 to 90");
  if (!read_optional(cells[12], -180, 180, polar.sensor_position.longitude_deg, polar.has_sensor_position))
    return outside("sensor_longitude_deg is not a number from -180 to 180");
  return std::nullopt;
}

}  // namespace

bool is_header(std::string_view line) {
  return line.substr(0, 14) == header.substr(0, 14);
}

std::optional<ReceiveTime> receive_time(std::string_view line) {
  if (!line.empty() && line.front() == '"') line.remove_prefix(1);
  const auto time = time_ns(line.substr(0, line.find_first_of(",\"")));
  if (!time) return std::nullopt;
  return receive_time_from_ns(*time);
}

std::optional<Problem> read_row(std::string_view line, Row& row, std::string& unquoted) {
  Cells cells;
  const bool is_quoted = line.find('"') != std::string_view::npos;
  if (is_quoted) {
    if (!split_quoted(line, cells, unquoted)) return malformed("not 14 cells, or a quote that is not closed");
    row.after_kind = behind_kind(line);
  } else {
    const auto plain = split<cell_count>(line, ',');
    if (!plain) return malformed("not 14 cells");
    cells = *plain;
    row.after_kind = line.substr(static_cast<std::size_t>(cells[4].data() - line.data()));
  }

  if (!time_ns(cells[0])) return outside("receive_time_s is not a time in Unix seconds");
  const auto event_time_ns = time_ns(cells[1]);
  if (!event_time_ns) return outside("time_s is not a time in Unix seconds");
  const auto kind = kind_of(cells[3]);
  if (!kind) return malformed("kind is none of position, polar, bearing");
  if (!is_utf8(cells[2]) || !is_utf8(cells[13])) return malformed("a name that is not UTF-8");

  row.kind = *kind;
  row.report = Report{};
  row.report.event_time = event_time_from_ns(*event_time_ns);
  row.report.sensor = cells[2];
  row.identity = cells[13];
  return *kind == Kind::position ? read_position(cells, row.report) : read_polar(cells, *kind, row.polar);
}

}  // namespace watchpost::plots
