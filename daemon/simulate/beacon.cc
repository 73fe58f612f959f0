#include "daemon/simulate/beacon.h"

#include <algorithm>
#include <cmath>

namespace watchpost::simulate {
namespace {

constexpr double burst_interval_s = 60;
constexpr int burst_messages = 8;
constexpr double within_burst_s = 2;
constexpr std::uint32_t active = 14;
constexpr std::uint32_t tested = 15;

void burst(const Actor& actor, CoastStation& station, double begin_s, std::uint32_t status, bool has_text) {
  for (int i = 0; i < burst_messages; ++i) {
    const double time_s = begin_s + i * within_burst_s;
    if (has_text && (i == 4 || i == 5)) {
      ais::Message message{.type = 14, .mmsi = actor.ais->mmsi};
      message.text = status == active ? "SART ACTIVE" : "SART TEST";
      station.hear(message, time_s);
      continue;
    }
    ais::Message message{.type = 1, .mmsi = actor.ais->mmsi};
    message.status = status;
    station.hear(message, time_s, actor.path.at(time_s));
  }
}

}  // namespace

void transmit_beacon(const Actor& actor, CoastStation& station) {
  if (actor.ais->test) burst(actor, station, std::ceil(actor.ais->test->begin_s), tested, true);
  if (!actor.ais->distress) return;
  const double end_s = std::min(actor.ais->distress->end_s, station.setting().duration_s);
  int minute = 0;
  for (double time_s = std::ceil(actor.ais->distress->begin_s); time_s + 16 <= end_s;
       time_s += burst_interval_s)
    burst(actor, station, time_s, active, minute++ % 4 == 0);
}

}  // namespace watchpost::simulate
