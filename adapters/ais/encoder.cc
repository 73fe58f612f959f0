#include "adapters/ais/encoder.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "adapters/ais/messages.h"
#include "adapters/fields.h"

namespace watchpost::ais {
namespace {

// The bits of a message, put down in any order.
class BitWriter {
 public:
  explicit BitWriter(std::size_t bit_count) : bits_(bit_count, false) {}

  void put(Bits place, std::int64_t value) {
    for (int i = 0; i < place.width; ++i)
      bits_[std::size_t{place.at} + static_cast<std::size_t>(i)] = (value >> (place.width - 1 - i) & 1) != 0;
  }

  void put(Bits place, std::string_view text) {
    for (std::uint16_t i = 0; i < place.width / 6; ++i) {
      const int letter = i < text.size() ? static_cast<unsigned char>(text[i]) : '@';
      put({static_cast<std::uint16_t>(place.at + 6 * i), 6}, letter & 63);
    }
  }

  // As characters that carry six bits each; the last may carry pad bits.
  std::string characters() const {
    std::string text;
    for (std::size_t at = 0; at < bits_.size(); at += 6) {
      unsigned six = 0;
      for (std::size_t i = at; i < at + 6; ++i) six = six << 1 | (i < bits_.size() && bits_[i] ? 1U : 0U);
      text += carrier_of(six);
    }
    return text;
  }

  int pad_bit_count() const { return static_cast<int>((6 - bits_.size() % 6) % 6); }

 private:
  std::vector<bool> bits_;
};

std::int64_t steps(std::optional<double> value, double steps_per_unit, std::int64_t not_available) {
  return value ? std::llround(*value * steps_per_unit) : not_available;
}

constexpr std::int64_t all_ones(Bits bits) {
  return (1LL << bits.width) - 1;
}

std::size_t bit_count_of(const Message& message, const Layout& layout) {
  std::size_t count = layout.bit_count;
  if (layout.name_extension.is_there() && message.name.size() > 20) count += (message.name.size() - 20) * 6;
  if (layout.text.is_there()) count += message.text.size() * 6;
  return (count + 7) / 8 * 8;
}

void put_motion(const Message& message, const Layout& layout, BitWriter& bits) {
  const double per_deg = layout.position_steps_per_deg;
  const auto& position = message.position;
  bits.put(layout.longitude, steps(position ? position->longitude_deg : 181, per_deg, 0));
  bits.put(layout.latitude, steps(position ? position->latitude_deg : 91, per_deg, 0));
  bits.put(layout.accuracy, message.is_accurate ? 1 : 0);
  bits.put(layout.status, message.status);
  bits.put(layout.speed,
           steps(message.speed_mps, layout.speed_steps_per_kn / mps_per_knot, all_ones(layout.speed)));
  const auto no_course =
      layout.course_steps_per_deg == 1 ? 511 : std::llround(360 * layout.course_steps_per_deg);
  bits.put(layout.course, steps(message.course_deg, layout.course_steps_per_deg, no_course));
  bits.put(layout.heading, steps(message.heading_deg, 1, 511));
  bits.put(layout.second, message.second.value_or(60));
  bits.put(layout.altitude, steps(message.altitude_m, 1, all_ones(layout.altitude)));
}

void put_static(const Message& message, const Layout& layout, BitWriter& bits) {
  bits.put(layout.imo, message.imo);
  bits.put(layout.callsign, message.callsign);
  bits.put(layout.name, message.name);
  bits.put(layout.ship_type, message.ship_type);
  bits.put(layout.is_virtual, message.is_virtual ? 1 : 0);
  if (layout.dimensions.is_there()) {
    const std::uint16_t at = layout.dimensions.at;
    bits.put({at, 9}, message.to_bow_m);
    bits.put({static_cast<std::uint16_t>(at + 9), 9}, message.to_stern_m);
    bits.put({static_cast<std::uint16_t>(at + 18), 6}, message.to_port_m);
    bits.put({static_cast<std::uint16_t>(at + 24), 6}, message.to_starboard_m);
  }
  const auto sent = [](Bits place, std::size_t letter_count) {
    return Bits{place.at, static_cast<std::uint16_t>(std::min<std::size_t>(place.width, letter_count * 6))};
  };
  if (message.name.size() > 20)
    bits.put(sent(layout.name_extension, message.name.size() - 20), message.name.substr(20));
  bits.put(sent(layout.text, message.text.size()), message.text);
}

std::string checked(std::string_view text) {
  unsigned sum = 0;
  for (const char character : text) sum ^= static_cast<unsigned char>(character);
  char hex[8];
  std::snprintf(hex, sizeof hex, "*%02X", sum);
  return std::string(text) + hex;
}

}  // namespace

std::string sentence_of(std::string_view fields) {
  return "!" + checked(fields);
}
std::string tag_block_of(std::string_view fields) {
  return "\\" + checked(fields) + "\\";
}

std::vector<std::string> encode(const Message& message, const Carriage& carriage) {
  const Layout* const layout = find_layout(message.type, message.part);
  if (layout == nullptr) return {};
  BitWriter bits(bit_count_of(message, *layout));
  bits.put(type_bits, message.type);
  bits.put(mmsi_bits, message.mmsi);
  if (message.type == 24) bits.put(part_bits, message.part);
  put_motion(message, *layout, bits);
  put_static(message, *layout, bits);

  const std::string characters = bits.characters();
  const std::size_t count = (characters.size() + carriage.characters_max - 1) / carriage.characters_max;
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_last = i + 1 == count;
    std::string fields(carriage.talker);
    fields += carriage.formatter;
    fields += "," + std::to_string(count) + "," + std::to_string(i + 1) + ",";
    if (count > 1) fields += std::to_string(carriage.sequence_id);
    fields += ",";
    fields += carriage.channel;
    fields += "," + characters.substr(i * carriage.characters_max, carriage.characters_max);
    fields += "," + std::to_string(is_last ? bits.pad_bit_count() : 0);
    sentences.push_back(sentence_of(fields));
  }
  return sentences;
}

}  // namespace watchpost::ais
