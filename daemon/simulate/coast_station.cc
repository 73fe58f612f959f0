#include "daemon/simulate/coast_station.h"

#include <cmath>

#include "daemon/simulate/vessel.h"

namespace watchpost::simulate {
namespace {

constexpr std::uint32_t distress_status = 14;  // AIS-SART, MOB or EPIRB, active

}  // namespace

CoastStation::CoastStation(Actor& actor, const Setting& setting, Recording& recording)
    : actor_(actor), setting_(setting), recording_(recording), chance_(setting.seed, "ais " + actor.object) {}

void CoastStation::hear(ais::Message message, double time_s, const Motion& motion) {
  const EastNorth measured{motion.place.east_m + chance_.normal(ais_std_m),
                           motion.place.north_m + chance_.normal(ais_std_m)};
  const EastNorth ground = setting_.plane.ground_velocity_mps(motion.place, motion.velocity_mps);
  message.position = setting_.plane.to_degrees(measured);
  message.is_accurate = true;
  message.speed_mps = std::hypot(ground.east_m, ground.north_m);
  if (motion.speed_mps > 0) message.course_deg = std::fmod(std::round(motion.course_deg * 10), 3600) / 10;
  message.second = static_cast<std::uint32_t>((setting_.start_s + std::llround(time_s)) % 60);
  hear(message, time_s);
}

void CoastStation::hear(const ais::Message& message, double time_s) {
  // Thrown for what nobody hears too: a silence changes nothing but itself.
  const std::int64_t receive_ms = milliseconds(time_s + chance_.uniform(0.1, 0.6));
  const bool is_lost = chance_.happens(ais_loss);
  if (is_lost || actor_.is_silent(time_s) || receive_ms > milliseconds(setting_.duration_s)) return;
  const std::int64_t unix_ms = setting_.start_s * 1000 + receive_ms;
  const std::string tag = ais::tag_block_of("c:" + std::to_string(unix_ms));
  ais::Carriage carriage;
  carriage.sequence_id = sequence_id_++ % 10;
  std::string lines;
  for (const std::string& sentence : ais::encode(message, carriage)) lines += tag + sentence + "\r\n";
  recording_.add(receive_ms, std::move(lines));
  const Heard heard{time_s, static_cast<double>(receive_ms) / 1000, message.position.has_value()};
  actor_.heard.push_back(heard);
  if (message.type == 1 && message.status == distress_status) actor_.distress_heard.push_back(heard);
}

}  // namespace watchpost::simulate
