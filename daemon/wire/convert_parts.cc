#include "daemon/wire/convert_parts.h"

#include "daemon/wire/utf8.h"

namespace watchpost {
namespace {

constexpr char digits[] = "0123456789abcdef";

// A number of exactly `digit_count` digits of `bit_count` bits each.
std::optional<std::uint32_t> parse_digits(std::string_view text, std::size_t digit_count, int bit_count) {
  if (text.size() != digit_count) return std::nullopt;
  std::uint32_t number = 0;
  for (const char character : text) {
    const std::size_t digit = std::string_view(digits, 16).find(character);
    if (digit >= std::size_t{1} << bit_count) return std::nullopt;
    number = number << bit_count | static_cast<std::uint32_t>(digit);
  }
  return number;
}

}  // namespace

void assign_text(std::string_view text, std::string& field) {
  if (is_valid_utf8(text)) {
    field.assign(text);
    return;
  }
  field.clear();
  append_mended_utf8(text, field);
}

void assign_icao24(std::uint32_t address, std::string& field) {
  field.resize(6);
  for (int i = 0; i < 6; ++i) field[static_cast<std::size_t>(i)] = digits[address >> (20 - 4 * i) & 0xFU];
}

void assign_squawk(std::uint16_t code, std::string& field) {
  field.resize(4);
  for (int i = 0; i < 4; ++i) field[static_cast<std::size_t>(i)] = digits[code >> (9 - 3 * i) & 7];
}

std::optional<std::uint32_t> parse_icao24(std::string_view text) {
  return parse_digits(text, 6, 4);
}

std::optional<std::uint16_t> parse_squawk(std::string_view text) {
  const auto code = parse_digits(text, 4, 3);
  if (!code) return std::nullopt;
  return static_cast<std::uint16_t>(*code);
}

bool is_empty(const Identity& identity) {
  return identity == Identity{};
}

void to_proto(const Identity& identity, pb::Identity& message) {
  message.Clear();
  if (identity.mmsi != 0) message.set_mmsi(identity.mmsi);
  if (identity.imo != 0) message.set_imo(identity.imo);
  if (identity.icao24) assign_icao24(*identity.icao24, *message.mutable_icao24());
  if (identity.squawk) assign_squawk(*identity.squawk, *message.mutable_squawk());
  if (!identity.callsign.empty()) assign_text(identity.callsign, *message.mutable_callsign());
  if (!identity.name.empty()) assign_text(identity.name, *message.mutable_name());
  if (!identity.remote_id.empty()) assign_text(identity.remote_id, *message.mutable_remote_id());
  if (!identity.tak_uid.empty()) assign_text(identity.tak_uid, *message.mutable_tak_uid());
  if (!identity.sensor_track.empty()) assign_text(identity.sensor_track, *message.mutable_sensor_track());
}

Result<Identity> from_proto(const pb::Identity& message) {
  Identity identity;
  identity.mmsi = message.mmsi();
  identity.imo = message.imo();
  if (message.has_icao24()) {
    identity.icao24 = parse_icao24(message.icao24());
    if (!identity.icao24) return Error{"identity.icao24", "expected six lower-case hexadecimal digits"};
  }
  if (message.has_squawk()) {
    identity.squawk = parse_squawk(message.squawk());
    if (!identity.squawk) return Error{"identity.squawk", "expected four octal digits"};
  }
  identity.callsign = message.callsign();
  identity.name = message.name();
  identity.remote_id = message.remote_id();
  identity.tak_uid = message.tak_uid();
  identity.sensor_track = message.sensor_track();
  return identity;
}

void to_proto(const LatLon& point, pb::LatLon& message) {
  message.set_latitude_deg(point.latitude_deg);
  message.set_longitude_deg(point.longitude_deg);
}

std::optional<LatLon> from_proto(const pb::LatLon& message) {
  if (!message.has_latitude_deg() || !message.has_longitude_deg()) return std::nullopt;
  return LatLon{message.latitude_deg(), message.longitude_deg()};
}

}  // namespace watchpost
