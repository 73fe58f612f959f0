#include "adapters/adsb/encoder.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "adapters/adsb/codes.h"
#include "adapters/adsb/cpr.h"
#include "adapters/fields.h"

namespace watchpost::adsb {
namespace {

constexpr std::uint32_t airborne_capability = 5;
constexpr std::uint32_t ground_capability = 4;
constexpr double mps_per_feet_a_minute = metres_per_foot / 60;

void put_parity(ModeSFrame& frame, std::uint32_t overlay) {
  const std::size_t at = frame.size - 3;
  const std::uint32_t parity = parity_remainder(std::span(frame.bytes).first(frame.size)) ^ overlay;
  frame.bytes[at] = static_cast<std::uint8_t>(parity >> 16);
  frame.bytes[at + 1] = static_cast<std::uint8_t>(parity >> 8);
  frame.bytes[at + 2] = static_cast<std::uint8_t>(parity);
}

void put_message(ModeSFrame& frame, const MessageField& message) {
  for (std::size_t i = 0; i < 7; ++i)
    frame.bytes[4 + i] = static_cast<std::uint8_t>(message.bits() >> (48 - 8 * i));
}

ModeSFrame frame_of(std::uint32_t downlink_format, std::uint32_t subfield, std::uint32_t middle24,
                    std::size_t size) {
  ModeSFrame frame;
  frame.size = size;
  frame.bytes[0] = static_cast<std::uint8_t>(downlink_format << 3 | (subfield & 7));
  frame.bytes[1] = static_cast<std::uint8_t>(middle24 >> 16);
  frame.bytes[2] = static_cast<std::uint8_t>(middle24 >> 8);
  frame.bytes[3] = static_cast<std::uint8_t>(middle24);
  return frame;
}

ModeSFrame squitter_of(const Aircraft& aircraft, const MessageField& message) {
  return extended_squitter(17, aircraft.on_ground ? ground_capability : airborne_capability, aircraft.icao24,
                           message);
}

std::uint32_t limited(double steps, std::uint32_t max) {
  return static_cast<std::uint32_t>(std::clamp(std::round(steps), 0.0, static_cast<double>(max)));
}

double turned_deg(double angle_deg) {
  return angle_deg - 360 * std::floor(angle_deg / 360);
}

MessageField surface_position(const Aircraft& aircraft) {
  MessageField message;
  message.put(1, 5, 7);
  if (aircraft.speed_mps) message.put(6, 7, movement_of(*aircraft.speed_mps / mps_per_knot));
  if (aircraft.course_deg) {
    message.put(13, 1, 1);
    message.put(14, 7, limited(turned_deg(*aircraft.course_deg) * 128 / 360, 128) % 128);
  }
  return message;
}

MessageField airborne_position(const Aircraft& aircraft) {
  MessageField message;
  message.put(1, 5, aircraft.is_geometric ? 20 : 11);
  if (aircraft.altitude_m) {
    // A height above the ellipsoid is a plain number of metres.
    message.put(9, 12,
                aircraft.is_geometric ? limited(*aircraft.altitude_m, 4095)
                                      : altitude_code12(*aircraft.altitude_m / metres_per_foot));
  }
  return message;
}

// A direction bit and ten bits of speed, of which 0 means 'not available'.
void put_signed(MessageField& message, int first_bit, double value, double step) {
  message.put(first_bit, 1, value < 0 ? 1 : 0);
  message.put(first_bit + 1, 10, 1 + limited(std::abs(value) / step, 1022));
}

}  // namespace

ModeSFrame extended_squitter(std::uint32_t downlink_format, std::uint32_t subfield, std::uint32_t address,
                             const MessageField& message) {
  ModeSFrame frame = frame_of(downlink_format, subfield, address, long_frame_bytes);
  put_message(frame, message);
  put_parity(frame, 0);
  return frame;
}

ModeSFrame altitude_reply(std::uint32_t address, std::uint32_t flight_status, std::uint32_t code13) {
  ModeSFrame frame = frame_of(4, flight_status, code13, short_frame_bytes);
  put_parity(frame, address);
  return frame;
}

ModeSFrame identity_reply(std::uint32_t address, std::uint32_t flight_status, std::uint32_t code13) {
  ModeSFrame frame = frame_of(5, flight_status, code13, short_frame_bytes);
  put_parity(frame, address);
  return frame;
}

ModeSFrame all_call_reply(std::uint32_t address, std::uint32_t capability, std::uint32_t interrogator) {
  ModeSFrame frame = frame_of(11, capability, address, short_frame_bytes);
  put_parity(frame, interrogator & 0x7F);
  return frame;
}

ModeSFrame with_message(const ModeSFrame& reply, std::uint32_t address, const MessageField& message) {
  ModeSFrame frame = reply;
  frame.size = long_frame_bytes;
  frame.bytes[0] |= 0x80;  // 4 and 5 become 20 and 21
  std::fill(frame.bytes.begin() + 4, frame.bytes.end(), std::uint8_t{0});
  put_message(frame, message);
  put_parity(frame, address);
  return frame;
}

ModeSFrame identification_frame(const Aircraft& aircraft) {
  MessageField message;
  const char set = std::clamp(aircraft.category_set, 'A', 'D');
  message.put(1, 5, static_cast<std::uint32_t>(4 - (set - 'A')));
  message.put(6, 3, aircraft.category);
  message.put(9, 48, callsign_bits(aircraft.callsign));
  return squitter_of(aircraft, message);
}

ModeSFrame position_frame(const Aircraft& aircraft, bool is_odd) {
  MessageField message = aircraft.on_ground ? surface_position(aircraft) : airborne_position(aircraft);
  const Cpr cpr =
      encode_cpr(aircraft.position, aircraft.on_ground ? CprKind::surface : CprKind::airborne, is_odd);
  message.put(22, 1, is_odd ? 1 : 0);
  message.put(23, 17, cpr.latitude);
  message.put(40, 17, cpr.longitude);
  return squitter_of(aircraft, message);
}

ModeSFrame velocity_frame(const Aircraft& aircraft) {
  MessageField message;
  message.put(1, 5, 19);
  const bool is_over_ground = aircraft.speed_mps && aircraft.course_deg;
  const double fastest_mps = is_over_ground ? *aircraft.speed_mps : aircraft.airspeed_mps.value_or(0);
  const bool is_supersonic = fastest_mps > 1021 * mps_per_knot;
  const double step_mps = mps_per_knot * (is_supersonic ? 4 : 1);
  message.put(6, 3, (is_over_ground ? 1 : 3) + (is_supersonic ? 1 : 0));
  if (is_over_ground) {
    const double course_rad = *aircraft.course_deg * std::numbers::pi / 180;
    put_signed(message, 14, *aircraft.speed_mps * std::sin(course_rad), step_mps);
    put_signed(message, 25, *aircraft.speed_mps * std::cos(course_rad), step_mps);
  } else {
    if (aircraft.heading_deg) {
      message.put(14, 1, 1);
      message.put(15, 10, limited(turned_deg(*aircraft.heading_deg) * 1024 / 360, 1024) % 1024);
    }
    message.put(25, 1, aircraft.is_true_airspeed ? 1 : 0);
    if (aircraft.airspeed_mps) message.put(26, 10, 1 + limited(*aircraft.airspeed_mps / step_mps, 1022));
  }
  message.put(36, 1, aircraft.is_geometric ? 0 : 1);
  if (aircraft.up_mps) {
    message.put(37, 1, *aircraft.up_mps < 0 ? 1 : 0);
    message.put(38, 9, 1 + limited(std::abs(*aircraft.up_mps) / mps_per_feet_a_minute / 64, 510));
  }
  return squitter_of(aircraft, message);
}

ModeSFrame emergency_frame(const Aircraft& aircraft) {
  const auto state_of = [](Emergency emergency) -> std::uint32_t {
    switch (emergency) {
      case Emergency::general:
        return 1;
      case Emergency::medical:
        return 2;
      case Emergency::minimum_fuel:
        return 3;
      case Emergency::no_communication:
        return 4;
      case Emergency::unlawful_interference:
        return 5;
      case Emergency::downed:
        return 6;
      default:
        return 0;
    }
  };
  MessageField message;
  message.put(1, 5, 28);
  message.put(6, 3, 1);
  message.put(9, 3, state_of(aircraft.emergency));
  if (aircraft.squawk) message.put(12, 13, squawk_code13(*aircraft.squawk));
  return squitter_of(aircraft, message);
}

ModeSFrame operational_status_frame(const Aircraft& aircraft) {
  MessageField message;
  message.put(1, 5, 31);
  message.put(6, 3, aircraft.on_ground ? 1 : 0);
  message.put(41, 3, aircraft.version);
  message.put(45, 4, aircraft.version == 0 ? 0 : aircraft.nacp);
  return squitter_of(aircraft, message);
}

std::string beast_of(const ModeSFrame& frame, std::uint64_t ticks, std::uint8_t signal) {
  std::string bytes = {0x1A, frame.size == short_frame_bytes ? '2' : '3'};
  const auto put = [&bytes](std::uint8_t byte) {
    bytes += static_cast<char>(byte);
    if (byte == 0x1A) bytes += static_cast<char>(byte);
  };
  for (int shift = 40; shift >= 0; shift -= 8) put(static_cast<std::uint8_t>(ticks >> shift));
  put(signal);
  for (std::size_t i = 0; i < frame.size; ++i) put(frame.bytes[i]);
  return bytes;
}

namespace {

void append_hex(std::string& text, std::uint64_t value, int digit_count) {
  for (int shift = 4 * (digit_count - 1); shift >= 0; shift -= 4)
    text += "0123456789ABCDEF"[value >> shift & 15];
}

void append_hex(std::string& text, const ModeSFrame& frame) {
  for (std::size_t i = 0; i < frame.size; ++i) append_hex(text, frame.bytes[i], 2);
}

}  // namespace

std::string avr_of(const ModeSFrame& frame, std::optional<std::uint64_t> ticks) {
  std::string text = ticks ? "@" : "*";
  if (ticks) append_hex(text, *ticks, 12);
  append_hex(text, frame);
  return text + ';';
}

std::string time_hex_of(const ModeSFrame& frame, ReceiveTime received) {
  const ReceiveTime second = floor_to_second(received);
  char time[48];
  std::snprintf(time, sizeof time, "%lld.%09lld,", static_cast<long long>(unix_ns(second) / 1'000'000'000),
                static_cast<long long>((received - second).count()));
  std::string text = time;
  append_hex(text, frame);
  return text;
}

std::uint64_t ticks_of(Duration since_start) {
  // 12 ticks are 1000 ns, to the nearest; the counter has 48 bits.
  constexpr std::uint64_t counter_mask = (std::uint64_t{1} << 48) - 1;
  return static_cast<std::uint64_t>((since_start.count() * 3 + 125) / 250) & counter_mask;
}

}  // namespace watchpost::adsb
