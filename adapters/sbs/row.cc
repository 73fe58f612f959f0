#include "adapters/sbs/row.h"

#include "adapters/fields.h"

namespace watchpost::sbs {
namespace {

constexpr std::size_t cell_count = 22;
constexpr double metres_per_foot = 0.3048;

// The columns, from 0.
enum Column : std::uint8_t {
  transmission_type = 1,
  address = 4,
  generated_date = 6,
  generated_time = 7,
  logged_date = 8,
  logged_time = 9,
  callsign = 10,
  altitude_ft = 11,
  speed_kn = 12,
  track_deg = 13,
  latitude_deg = 14,
  longitude_deg = 15,
  vertical_rate = 16,
  squawk = 17,
  emergency = 19,
  on_ground = 21,
};

using Cells = std::array<std::string_view, cell_count>;

constexpr Refusal not_a_value{Fault::malformed, "a cell that is not what its column says"};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

// REQUIRES: count <= 18
std::optional<std::int64_t> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  std::int64_t value = 0;
  for (const char digit : text.substr(at, count)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  return value;
}

// "2016/03/11" and "13:07:16.663".
std::optional<std::int64_t> time_ns(std::string_view date, std::string_view time) {
  date = trimmed(date);
  time = trimmed(time);
  if (date.size() != 10 || date[4] != '/' || date[7] != '/' || time.size() < 8 || time[2] != ':' ||
      time[5] != ':')
    return std::nullopt;
  const auto year = digits(date, 0, 4);
  if (year && (*year < 1990 || *year > 2099)) return std::nullopt;  // a clock that was never set
  const auto month = digits(date, 5, 2);
  const auto day = digits(date, 8, 2);
  const auto hour = digits(time, 0, 2);
  const auto minute = digits(time, 3, 2);
  const auto second = digits(time, 6, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const auto whole_ns = unix_time_ns(CivilTime{static_cast<int>(*year), static_cast<int>(*month),
                                               static_cast<int>(*day), static_cast<int>(*hour),
                                               static_cast<int>(*minute), static_cast<int>(*second), 0});
  if (!whole_ns || time.size() == 8) return whole_ns;
  if (time[8] != '.' || time.size() == 9 || time.size() > 18) return std::nullopt;
  const std::size_t decimals = time.size() - 9;
  const auto fraction = digits(time, 9, decimals);
  if (!fraction) return std::nullopt;
  std::int64_t fraction_ns = *fraction;
  for (std::size_t i = decimals; i < 9; ++i) fraction_ns *= 10;
  return *whole_ns + fraction_ns;
}

// False where the cell holds something else. An empty one is no value.
bool read_number(std::string_view cell, double min, double max, std::optional<double>& value) {
  cell = trimmed(cell);
  value = number(cell, min, max);
  return cell.empty() || value.has_value();
}

// "-1" and "1" are true; some write "True".
bool read_flag(std::string_view cell, std::optional<bool>& value) {
  cell = trimmed(cell);
  value.reset();
  if (cell.empty()) return true;
  if (cell == "0" || cell == "False") value = false;
  if (cell == "-1" || cell == "1" || cell == "True") value = true;
  return value.has_value();
}

std::optional<std::uint32_t> hex24(std::string_view digits6) {
  if (digits6.size() != 6) return std::nullopt;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 6; i += 2) {
    const auto byte = hex_byte(digits6[i], digits6[i + 1]);
    if (!byte) return std::nullopt;
    value = value << 8 | *byte;
  }
  return value;
}

bool read_address(std::string_view cell, Row& row) {
  cell = trimmed(cell);
  const bool is_made_up = !cell.empty() && cell.front() == '~';
  const auto value = hex24(is_made_up ? cell.substr(1) : cell);
  if (!value) return false;
  if (is_made_up) {
    row.made_up_address = cell;
    return true;
  }
  if (*value == 0 || *value == 0xFFFFFF) return false;
  row.report.set<Field::icao24>(*value);
  return true;
}

// What is no call sign is absent: receivers pass on what they heard.
std::string_view read_callsign(std::string_view cell) {
  cell = trimmed(cell);
  while (!cell.empty() && cell.back() == '@') cell.remove_suffix(1);
  if (cell.size() > 8) return {};
  for (const char letter : cell)
    if (!((letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == ' ')) return {};
  return trimmed(cell);
}

bool read_squawk(std::string_view cell, std::optional<std::uint16_t>& value) {
  cell = trimmed(cell);
  if (cell.empty()) return true;
  if (cell.size() > 4) return false;
  std::uint16_t code = 0;
  for (const char digit : cell) {
    if (digit < '0' || digit > '7') return false;
    code = static_cast<std::uint16_t>(code << 3 | (digit - '0'));
  }
  value = code;
  return true;
}

bool read_place(const Cells& cells, Report& report) {
  std::optional<double> north;
  std::optional<double> east;
  std::optional<double> height_ft;
  if (!read_number(cells[latitude_deg], -90, 90, north) ||
      !read_number(cells[longitude_deg], -180, 180, east) ||
      !read_number(cells[altitude_ft], -5'000, 200'000, height_ft) || north.has_value() != east.has_value())
    return false;
  // The line says nothing of accuracy: that of an aircraft which keeps the least that is asked for (NACp 8,
  // 92.6 m in 95 %).
  constexpr double std_m = 92.6 / 2.4477;
  if (north) {
    report.set<Field::position>(LatLon{*north, *east});
    report.set<Field::std_m>(std_m);
  }
  if (height_ft) {
    report.set<Field::altitude>(*height_ft * metres_per_foot);
    report.altitude_reference = AltitudeReference::barometric;
  }
  return true;
}

bool read_motion(const Cells& cells, Report& report) {
  std::optional<double> speed;
  std::optional<double> track;
  std::optional<double> feet_a_minute;
  if (!read_number(cells[speed_kn], 0, 5'000, speed) || !read_number(cells[track_deg], 0, 360, track) ||
      !read_number(cells[vertical_rate], -100'000, 100'000, feet_a_minute))
    return false;
  if (speed) speed = *speed * mps_per_knot;
  if (track && *track == 360) track = 0;  // rounded
  report.set_speed_and_course(speed, track);
  if (feet_a_minute) report.set<Field::up>(*feet_a_minute * metres_per_foot / 60);
  return true;
}

bool read_status(const Cells& cells, Report& report) {
  std::optional<std::uint16_t> code;
  std::optional<bool> is_emergency;
  std::optional<bool> is_on_ground;
  if (!read_squawk(cells[squawk], code) || !read_flag(cells[emergency], is_emergency) ||
      !read_flag(cells[on_ground], is_on_ground))
    return false;
  if (is_on_ground) report.set<Field::on_ground>(*is_on_ground);
  if (is_emergency) report.emergency = *is_emergency ? Emergency::general : Emergency::none;
  if (!code) return true;
  report.set<Field::squawk>(*code);
  if (*code == 07500) report.emergency = Emergency::unlawful_interference;
  if (*code == 07600) report.emergency = Emergency::no_communication;
  if (*code == 07700) report.emergency = Emergency::general;
  return true;
}

}  // namespace

std::optional<Refusal> read_row(std::string_view line, Row& row) {
  const auto cells = split<cell_count>(line, ',');
  if (!cells) return Refusal{Fault::truncated, "not 22 cells"};
  const std::string_view type = trimmed((*cells)[transmission_type]);
  if (!integer(type, 1, 8)) return Refusal{Fault::malformed, "a transmission type that is not 1 to 8"};
  if (!read_address((*cells)[address], row))
    return Refusal{Fault::malformed, "an address that no aircraft has"};
  if (!read_place(*cells, row.report) || !read_motion(*cells, row.report) || !read_status(*cells, row.report))
    return not_a_value;
  row.callsign = read_callsign((*cells)[callsign]);
  const auto generated_ns = time_ns((*cells)[generated_date], (*cells)[generated_time]);
  const auto logged_ns = time_ns((*cells)[logged_date], (*cells)[logged_time]);
  if (generated_ns && logged_ns) row.generated_to_logged = Duration(*logged_ns - *generated_ns);
  return std::nullopt;
}

std::optional<std::int64_t> logged_time_ns(std::string_view line) {
  if (line.substr(0, 4) != "MSG,") return std::nullopt;
  std::array<std::string_view, logged_time + 1> cells;
  for (std::string_view& cell : cells) cell = take_cell(line, ',');
  return time_ns(cells[logged_date], cells[logged_time]);
}

}  // namespace watchpost::sbs
