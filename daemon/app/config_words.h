// Words: the small grammars that stand inside texts of the configuration.
//
// Errors   Error::what is `found X, expected Y (did you mean Z?)`; Error::where is empty.
// Source   docs/interfaces.md, "Configuration (TOML)", "Transports".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/base/result.h"
#include "daemon/base/time.h"
#include "daemon/model/mission.h"

namespace watchpost {

// `[a-z0-9-]+`
Result<std::string> parse_name(std::string_view text);
// The same, or ALL.
Result<std::string> parse_label(std::string_view text);
// Not empty, without control characters.
Result<std::string> parse_line(std::string_view text);

// RFC 3339: date, time and offset. Letters are made capitals, a blank between date and time a T.
Result<std::string> parse_time(std::string_view text);
// What parse_time() gave, as a time; one beyond the year 2200 is that year's.
ReceiveTime receive_time_of(const std::string& rfc_3339);

// `mon-fri 22:00-06:00`; several days as `mon,wed,sat-sun`; days alone, or a time alone.
Result<Schedule> parse_schedule(std::string_view text);

// `aircraft.uas`, `OWN`, `unit:NAME`, `mmsi:232001234`. Numbers are written the one way: mmsi and imo
// without zeros before them, icao24 in small letters. Whether the unit exists is not asked.
Result<SubjectPattern> parse_subject(std::string_view text);

// Whether some format of ours can report a class that begins so; else a hint, which may be empty.
std::optional<std::string> unknown_class_hint(std::string_view classification);

// Six hexadecimal digits, either case.
Result<std::uint32_t> parse_aircraft_address(std::string_view text);

Result<Affiliation> parse_affiliation(std::string_view word);

// `recorded`, `max`, or a number above 0.
Result<std::string> parse_pace(std::string_view text);

// A CURVE public key: 40 characters of Z85, and none of those that are printed in manuals.
Result<std::string> parse_public_key(std::string_view text);

}  // namespace watchpost
