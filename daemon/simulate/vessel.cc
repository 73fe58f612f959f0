#include "daemon/simulate/vessel.h"

#include <algorithm>
#include <cmath>

#include "adapters/ais/encoder.h"
#include "adapters/fields.h"
#include "daemon/simulate/beacon.h"
#include "daemon/simulate/coast_station.h"

namespace watchpost::simulate {
namespace {

constexpr double static_interval_s = 360;
constexpr std::uint32_t under_way_with_engine = 0;
constexpr std::uint32_t at_anchor = 1;

ais::Message static_message(const AisVoice& voice) {
  ais::Message message{.type = 5, .mmsi = voice.mmsi};
  message.callsign = voice.callsign;
  message.name = voice.name;
  message.ship_type = voice.ship_type;
  message.to_bow_m = voice.length_m / 2;
  message.to_stern_m = voice.length_m - voice.length_m / 2;
  message.to_port_m = voice.beam_m / 2;
  message.to_starboard_m = voice.beam_m - voice.beam_m / 2;
  return message;
}

}  // namespace

double ais_interval_at_s(double speed_mps) {
  const double speed_kn = speed_mps / mps_per_knot;
  if (speed_mps == 0) return 180;
  if (speed_kn <= 14) return ais_interval_s;
  return speed_kn <= 23 ? 6 : 2;
}

void transmit_ais(Actor& actor, const Setting& setting, Recording& recording) {
  CoastStation station(actor, setting, recording);
  if (actor.ais->is_distress_beacon) return transmit_beacon(actor, station);
  const double end_s = std::min(actor.path.end_s(), setting.duration_s);
  const double phase_s = std::floor(station.chance().uniform(0, ais_interval_s));
  double static_due_s = std::max(actor.path.begin_s(), 0.0) + phase_s + 4;
  double sent_s = 0;
  bool has_sent = false;
  for (double time_s = std::ceil(std::max(actor.path.begin_s(), 0.0)) + phase_s; time_s <= end_s; ++time_s) {
    const Motion motion = actor.path.at(time_s);
    if (!has_sent || time_s - sent_s >= ais_interval_at_s(motion.speed_mps)) {
      ais::Message message{.type = 1, .mmsi = actor.ais->mmsi};
      message.status = motion.speed_mps > 0 ? under_way_with_engine : at_anchor;
      message.heading_deg = std::fmod(std::round(motion.course_deg), 360);
      station.hear(message, time_s, motion);
      sent_s = time_s;
      has_sent = true;
    }
    if (time_s < static_due_s) continue;
    station.hear(static_message(*actor.ais), time_s);
    static_due_s += static_interval_s;
  }
}

}  // namespace watchpost::simulate
