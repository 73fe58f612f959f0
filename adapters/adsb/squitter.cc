#include "adapters/adsb/squitter.h"

#include "adapters/adsb/codes.h"
#include "adapters/adsb/velocity.h"
#include "adapters/fields.h"

namespace watchpost::adsb {
namespace {

constexpr std::array aircraft_class{Classification{"aircraft"}};
constexpr std::array uas_class{Classification{"aircraft.uas"}};
constexpr std::array vehicle_class{Classification{"vehicle"}};

constexpr std::uint16_t squawk_unlawful = 07500;
constexpr std::uint16_t squawk_no_communication = 07600;
constexpr std::uint16_t squawk_general = 07700;

std::optional<Emergency> emergency_of_state(std::uint32_t state) {
  constexpr std::array states{
      Emergency::none,         Emergency::general,          Emergency::medical,
      Emergency::minimum_fuel, Emergency::no_communication, Emergency::unlawful_interference,
      Emergency::downed};
  return state < states.size() ? std::optional(states[state]) : std::nullopt;
}

Emergency emergency_of_squawk(std::uint16_t squawk) {
  switch (squawk) {
    case squawk_unlawful:
      return Emergency::unlawful_interference;
    case squawk_no_communication:
      return Emergency::no_communication;
    case squawk_general:
      return Emergency::general;
    default:
      return Emergency::none;
  }
}

void set_altitude(double altitude_m, AltitudeReference reference, Report& report) {
  report.set<Field::altitude>(altitude_m);
  report.altitude_reference = reference;
}

void read_identification(const MessageField& message, AircraftState& aircraft, ReportDetails& details,
                         std::array<char, 8>& letters) {
  aircraft.category_set = static_cast<std::uint8_t>('A' + 4 - message.type_code());
  aircraft.category = static_cast<std::uint8_t>(message.number(6, 3));
  details.callsign = callsign_of(message.bits() & 0xFFFFFFFFFFFF, letters);
}

void read_position(const MessageField& message, CprKind kind, const Moment& moment,
                   const std::optional<LatLon>& receiver, AircraftState& aircraft, Report& report) {
  PositionMessage sent;
  sent.cpr = {message.number(23, 17), message.number(40, 17), message.flag(22)};
  sent.kind = kind;
  sent.time = moment.time;
  sent.is_time_known = moment.is_time_known;
  sent.speed_mps = aircraft.recent_speed_mps(moment.time);
  const auto position = aircraft.positions.resolve(sent, receiver);
  if (!position) return;
  report.set<Field::position>(*position);
  report.set<Field::std_m>(std_m_of(message.type_code(), aircraft.quality));
}

void read_airborne_altitude(const MessageField& message, Report& report) {
  const std::uint32_t code12 = message.number(9, 12);
  if (message.type_code() >= 20) {
    // A height above the ellipsoid, in metres; 0 is 'not available'.
    if (code12 != 0) set_altitude(code12, AltitudeReference::ellipsoid, report);
    return;
  }
  read_altitude(code13_of_code12(code12), report);
}

void read_surface_movement(const MessageField& message, const Moment& moment, AircraftState& aircraft,
                           Report& report) {
  const auto speed_kn = ground_speed_kn(message.number(6, 7));
  std::optional<double> speed_mps;
  if (speed_kn) speed_mps = *speed_kn * mps_per_knot;
  std::optional<double> angle_deg;
  if (message.flag(13)) angle_deg = message.number(14, 7) * 360.0 / 128;
  if (aircraft.is_surface_angle_heading) {
    if (angle_deg && !aircraft.is_heading_magnetic) report.set<Field::heading>(*angle_deg);
    angle_deg.reset();
  }
  report.set_speed_and_course(speed_mps, angle_deg);
  remember_speed(speed_mps, moment.time, aircraft);
}

void read_emergency_state(std::uint32_t bits, Timeline now, AircraftState& aircraft, Report& report) {
  const auto state = emergency_of_state(bits);
  aircraft.is_in_distress = state.value_or(Emergency::none) != Emergency::none;
  aircraft.distress_time = now;
  if (state) report.emergency = *state;
}

void read_emergency(const MessageField& message, Timeline now, AircraftState& aircraft, Report& report) {
  read_emergency_state(message.number(9, 3), now, aircraft, report);
  // Before version 2 there was no code in this message, but zeros.
  const std::uint32_t code13 = message.number(12, 13);
  if (code13 == 0 && aircraft.quality.version.value_or(0) < 2) return;
  read_squawk(code13, aircraft, now, report);
}

void read_target_state(const MessageField& message, Timeline now, AircraftState& aircraft, Report& report) {
  aircraft.quality.nacp = static_cast<std::uint8_t>(message.number(40, 4));
  // Version 1 has the emergency state here too.
  if (message.number(6, 2) == 0) read_emergency_state(message.number(54, 3), now, aircraft, report);
}

void read_operational_status(const MessageField& message, AircraftState& aircraft) {
  const std::uint32_t version = message.number(41, 3);
  aircraft.quality.version = static_cast<std::uint8_t>(version);
  if (version == 0) return;  // the other fields had other meanings
  aircraft.quality.nacp = static_cast<std::uint8_t>(message.number(45, 4));
  aircraft.is_heading_magnetic = message.flag(54);
  if (message.number(6, 3) == 1) aircraft.is_surface_angle_heading = message.flag(53);
}

}  // namespace

MessageKind kind_of(const MessageField& message) {
  const std::uint32_t type_code = message.type_code();
  const std::uint32_t subtype = message.number(6, 3);
  if (type_code == 0) return MessageKind::no_position;
  if (type_code <= 4) return MessageKind::identification;
  if (type_code <= 8) return MessageKind::surface_position;
  if (type_code <= 18) return MessageKind::airborne_position;
  if (type_code == 19) return subtype >= 1 && subtype <= 4 ? MessageKind::velocity : MessageKind::unused;
  if (type_code <= 22) return MessageKind::airborne_position;
  if (type_code == 28 && subtype == 1) return MessageKind::emergency;
  if (type_code == 29 && subtype < 4) return MessageKind::target_state;
  if (type_code == 31 && subtype <= 1) return MessageKind::operational_status;
  return MessageKind::unused;
}

bool is_address_flagged(const MessageField& message, MessageKind kind) {
  switch (kind) {
    case MessageKind::airborne_position:
      return message.flag(8);
    case MessageKind::surface_position:
      return message.flag(21);
    case MessageKind::velocity:
      return message.flag(9);
    case MessageKind::target_state:
      return message.flag(51);
    case MessageKind::emergency:
    case MessageKind::operational_status:
      return message.flag(56);
    default:
      return false;
  }
}

void read_message(const MessageField& message, MessageKind kind, const Moment& moment,
                  const std::optional<LatLon>& receiver, AircraftState& aircraft, Report& report,
                  ReportDetails& details, std::array<char, 8>& letters) {
  switch (kind) {
    case MessageKind::identification:
      return read_identification(message, aircraft, details, letters);
    case MessageKind::surface_position:
      read_surface_movement(message, moment, aircraft, report);
      report.set<Field::on_ground>(true);
      return read_position(message, CprKind::surface, moment, receiver, aircraft, report);
    case MessageKind::airborne_position:
      read_airborne_altitude(message, report);
      // Capability 'on the ground' in a message of the air: one of the two is wrong.
      if (report.get<Field::on_ground>().value_or(false))
        report.clear(Field::on_ground);
      else
        report.set<Field::on_ground>(false);
      return read_position(message, CprKind::airborne, moment, receiver, aircraft, report);
    case MessageKind::no_position:
      return read_airborne_altitude(message, report);
    case MessageKind::velocity:
      return read_velocity(message, moment.time, aircraft, report);
    case MessageKind::emergency:
      return read_emergency(message, moment.time, aircraft, report);
    case MessageKind::target_state:
      return read_target_state(message, moment.time, aircraft, report);
    case MessageKind::operational_status:
      return read_operational_status(message, aircraft);
    case MessageKind::unused:
      break;
  }
}

void read_squawk(std::uint32_t code13, const AircraftState& aircraft, Timeline now, Report& report) {
  const std::uint16_t squawk = squawk_of(code13);
  report.set<Field::squawk>(squawk);
  const Emergency meant = emergency_of_squawk(squawk);
  // What the aircraft says of its state is more exact than its code; an ordinary code does not end it.
  const bool is_said = report.emergency != Emergency::unspecified && report.emergency != Emergency::none;
  if (is_said || (meant == Emergency::none && aircraft.is_in_distress_at(now))) return;
  report.emergency = meant;
}

void read_altitude(std::uint32_t code13, Report& report) {
  if (const auto altitude = altitude_ft(code13))
    set_altitude(*altitude * metres_per_foot, AltitudeReference::barometric, report);
}

std::span<const Classification> classes_of(const AircraftState& aircraft) {
  if (aircraft.category_set == 'B' && aircraft.category == 6) return uas_class;
  if (aircraft.category_set == 'C' && (aircraft.category == 1 || aircraft.category == 2))
    return vehicle_class;
  return aircraft_class;
}

}  // namespace watchpost::adsb
