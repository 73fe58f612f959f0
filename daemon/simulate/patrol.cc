#include "daemon/simulate/patrol.h"

#include <algorithm>

#include "daemon/simulate/chance.h"
#include "daemon/simulate/plots_row.h"

namespace watchpost::simulate {

void transmit_radio(Actor& actor, const Setting& setting, Recording& recording) {
  Chance chance(setting.seed, "radio " + actor.object);
  const RadioVoice& voice = *actor.radio;
  const double end_s = std::min(actor.path.end_s(), setting.duration_s);
  const double phase_s = chance.uniform(0, voice.interval_s);
  for (double time_s = std::max(actor.path.begin_s(), 0.0) + phase_s; time_s <= end_s;
       time_s += voice.interval_s) {
    const std::int64_t time_ms = milliseconds(time_s);
    const std::int64_t receive_ms = time_ms + milliseconds(chance.uniform(0.3, 1.5));
    const double exact_s = static_cast<double>(time_ms) / 1000;
    EastNorth place = actor.path.at(exact_s).place;
    place.east_m += chance.normal(radio_std_m);
    place.north_m += chance.normal(radio_std_m);
    const bool is_lost = chance.happens(radio_loss);
    if (is_lost || actor.is_silent(exact_s) || receive_ms > milliseconds(setting.duration_s)) continue;
    recording.add(receive_ms, position_row(setting, receive_ms, time_ms, radio_sensor,
                                           setting.plane.to_degrees(place), radio_said_std_m, voice.name));
    actor.heard.push_back({exact_s, static_cast<double>(receive_ms) / 1000});
  }
}

}  // namespace watchpost::simulate
