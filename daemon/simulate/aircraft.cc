#include "daemon/simulate/aircraft.h"

#include <algorithm>
#include <cmath>

#include "adapters/adsb/encoder.h"
#include "daemon/simulate/chance.h"

namespace watchpost::simulate {
namespace {

constexpr std::uint16_t squawk_distress = 07700;
constexpr int seconds_a_name = 5;  // identification and operational status

class Receiver {
 public:
  Receiver(Actor& actor, const Setting& setting, AdsbRecordings& recordings)
      : actor_(actor),
        setting_(setting),
        recordings_(recordings),
        chance_(setting.seed, "adsb " + actor.object) {}

  // All that is sent in one second.
  void second(double begin_s) {
    const std::int64_t number = std::llround(begin_s);
    squitter(begin_s + 0.2,
             [&](const adsb::Aircraft& now) { return adsb::position_frame(now, number % 2 != 0); });
    squitter(begin_s + 0.5, [](const adsb::Aircraft& now) { return adsb::velocity_frame(now); });
    if (number % seconds_a_name == 1)
      squitter(begin_s + 0.6, [](const adsb::Aircraft& now) { return adsb::identification_frame(now); });
    if (number % seconds_a_name == 2)
      squitter(begin_s + 0.7, [](const adsb::Aircraft& now) { return adsb::operational_status_frame(now); });
    const auto& emergency = actor_.adsb->emergency;
    if (emergency && begin_s >= emergency->begin_s && begin_s < emergency->end_s &&
        squitter(begin_s + 0.8, [](const adsb::Aircraft& now) { return adsb::emergency_frame(now); }))
      actor_.distress_heard.push_back(actor_.heard.back());
  }

 private:
  template <class MakeFrame>
  bool squitter(double about_s, const MakeFrame& make_frame) {
    const std::int64_t time_ms = milliseconds(about_s + chance_.uniform(-0.05, 0.05));
    const double time_s = static_cast<double>(time_ms) / 1000;
    const adsb::ModeSFrame frame = make_frame(state_at(time_s));
    const bool is_lost = chance_.happens(adsb_loss);
    if (is_lost || actor_.is_silent(time_s) || time_s < 0 || time_s > setting_.duration_s) return false;
    const ReceiveTime received = receive_time_from_ns((setting_.start_s * 1000 + time_ms) * 1'000'000);
    recordings_.lines.add(time_ms, adsb::time_hex_of(frame, received) + "\n");
    recordings_.beast.add(time_ms, adsb::beast_of(frame, adsb::ticks_of(std::chrono::milliseconds(time_ms))));
    actor_.heard.push_back({time_s, time_s});
    return true;
  }

  adsb::Aircraft state_at(double time_s) {
    const AdsbVoice& voice = *actor_.adsb;
    const Motion motion = actor_.path.at(time_s);
    const EastNorth measured{motion.place.east_m + chance_.normal(adsb_std_m),
                             motion.place.north_m + chance_.normal(adsb_std_m)};
    const EastNorth ground = setting_.plane.ground_velocity_mps(motion.place, motion.velocity_mps);
    adsb::Aircraft state;
    state.icao24 = voice.icao24;
    state.callsign = voice.callsign;
    state.category_set = voice.category_set;
    state.category = voice.category;
    state.position = setting_.plane.to_degrees(measured);
    state.altitude_m = voice.altitude_m;
    state.speed_mps = std::hypot(ground.east_m, ground.north_m);
    state.course_deg = motion.course_deg;
    state.up_mps = 0;
    const bool is_in_distress =
        voice.emergency && time_s >= voice.emergency->begin_s && time_s < voice.emergency->end_s;
    if (is_in_distress) {
      state.squawk = squawk_distress;
      state.emergency = Emergency::general;
    }
    return state;
  }

  Actor& actor_;
  const Setting& setting_;
  AdsbRecordings& recordings_;
  Chance chance_;
};

}  // namespace

void transmit_adsb(Actor& actor, const Setting& setting, AdsbRecordings& recordings) {
  Receiver receiver(actor, setting, recordings);
  const double end_s = std::min(actor.path.end_s(), setting.duration_s);
  for (double begin_s = std::ceil(std::max(actor.path.begin_s(), 0.0)); begin_s + 1 <= end_s; ++begin_s)
    receiver.second(begin_s);
}

}  // namespace watchpost::simulate
