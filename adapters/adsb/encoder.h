// Encoder: the state of an aircraft into extended squitters, and frames into the forms that receivers send.
//
// For tests and the simulator: what is absent is sent as the standard's 'not available'. The frames printed
// in decoder_test.cc and the recordings that others decoded show that both sides are right.
//
// Units     in the names; values are rounded to the steps of the message and limited to its range.
// Source    RTCA DO-260B 2.2.3.2 (ICAO Doc 9871 C.2 is the same).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/adsb/mode_s.h"
#include "daemon/base/time.h"
#include "daemon/model/report.h"
#include "geo/coordinates.h"

namespace watchpost::adsb {

struct Aircraft {
  std::uint32_t icao24 = 0;
  std::string_view callsign = {};  // at most eight capitals, digits and blanks
  char category_set = 'A';         // emitter category A0 to D7: B6 is an unmanned aircraft
  std::uint32_t category = 0;      // 0: not said

  LatLon position = {};
  bool on_ground = false;
  std::optional<double> altitude_m = {};  // barometric; in the air
  bool is_geometric = false;              // the altitude is above the ellipsoid

  std::optional<double> speed_mps = {};  // over ground; in the air it needs the course too
  std::optional<double> course_deg = {};
  std::optional<double> up_mps = {};
  std::optional<double> airspeed_mps = {};  // sent where there is no speed over ground
  bool is_true_airspeed = false;
  std::optional<double> heading_deg = {};  // with airspeed_mps

  std::optional<std::uint16_t> squawk = {};  // four octal digits as a number: 07700
  Emergency emergency = Emergency::none;

  std::uint32_t version = 2;  // of ADS-B, 0 to 2
  std::uint32_t nacp = 9;     // navigation accuracy for position: 9 is 30 m (95 %)
};

// DF17. A position is one for the surface where `on_ground` is set.
ModeSFrame identification_frame(const Aircraft& aircraft);         // type codes 1 to 4
ModeSFrame position_frame(const Aircraft& aircraft, bool is_odd);  // 7, 11 or 20
ModeSFrame velocity_frame(const Aircraft& aircraft);               // 19
ModeSFrame emergency_frame(const Aircraft& aircraft);              // 28, subtype 1
ModeSFrame operational_status_frame(const Aircraft& aircraft);     // 31

// Any other frame, with its parity. `address` is announced (DF11, 17, 18) or laid over the parity.
ModeSFrame extended_squitter(std::uint32_t downlink_format, std::uint32_t subfield, std::uint32_t address,
                             const MessageField& message);
ModeSFrame altitude_reply(std::uint32_t address, std::uint32_t flight_status, std::uint32_t code13);  // DF4
ModeSFrame identity_reply(std::uint32_t address, std::uint32_t flight_status, std::uint32_t code13);  // DF5
ModeSFrame all_call_reply(std::uint32_t address, std::uint32_t capability,
                          std::uint32_t interrogator);  // DF11
// DF20 or 21: the reply with a message behind it.
ModeSFrame with_message(const ModeSFrame& reply, std::uint32_t address, const MessageField& message);

// Beast binary: 0x1A doubled. `ticks` of 12 MHz, 48 bits; `signal` is the received amplitude, of 255.
std::string beast_of(const ModeSFrame& frame, std::uint64_t ticks, std::uint8_t signal = 128);
// "*8D…;" or, with a counter, "@00000000012C8D…;", without a line end.
std::string avr_of(const ModeSFrame& frame, std::optional<std::uint64_t> ticks = {});
// "1700000000.250000000,8D…", without a line end.
std::string time_hex_of(const ModeSFrame& frame, ReceiveTime received);

// Counts of 12 MHz in a time since the recording's start, as a receiver's counter shows them.
std::uint64_t ticks_of(Duration since_start);

}  // namespace watchpost::adsb
