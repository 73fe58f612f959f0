// Squitter: what each message of an extended squitter says, into a report, and what of it is remembered.
//
// Units     as Report's: metres, metres a second, degrees.
// Errors    none: what is 'not available' or not defined stays absent.
// Source    RTCA DO-260B 2.2.3.2 (ADS-B), 2.2.17.3 (TIS-B), 2.2.18.4 (ADS-R); ICAO Doc 9871.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "adapters/adsb/aircraft_table.h"
#include "adapters/adsb/mode_s.h"
#include "daemon/model/report.h"

namespace watchpost::adsb {

// The types of message that are read, by type code and subtype.
enum class MessageKind : std::uint8_t {
  unused,
  identification,
  surface_position,
  airborne_position,
  no_position,  // type code 0: an altitude alone
  velocity,
  emergency,
  target_state,
  operational_status,
};

MessageKind kind_of(const MessageField& message);

// TIS-B and ADS-R mark an address that is not ICAO's in the message itself (the flag IMF).
bool is_address_flagged(const MessageField& message, MessageKind kind);

struct Moment {
  Timeline time{};
  bool is_time_known = true;
};

// Reads the message into the report, remembers what later ones need, and gives the call sign its letters.
void read_message(const MessageField& message, MessageKind kind, const Moment& moment,
                  const std::optional<LatLon>& receiver, AircraftState& aircraft, Report& report,
                  ReportDetails& details, std::array<char, 8>& letters);

// Of DF5 and 21.
void read_squawk(std::uint32_t code13, const AircraftState& aircraft, Timeline now, Report& report);
// Of DF4 and 20.
void read_altitude(std::uint32_t code13, Report& report);

std::span<const Classification> classes_of(const AircraftState& aircraft);

}  // namespace watchpost::adsb
