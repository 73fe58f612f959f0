#include "daemon/app/machine_watch.h"

#include <cmath>
#include <cstdio>
#include <string>
#include <utility>

namespace watchpost {
namespace {

std::string text_of(Duration duration) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", std::abs(seconds(duration)));
  return text;
}

}  // namespace

std::vector<SystemEvent> MachineWatch::look(ReceiveTime due, ReceiveTime now, Duration system_clock_offset) {
  std::vector<SystemEvent> events;
  if (const Duration late = now - due; late > pause_min)
    events.push_back({SystemEventKind::pause, late, "the daemon stood still for " + text_of(late)});

  const auto last = std::exchange(last_, Look{now, system_clock_offset});
  if (!last) return events;
  const Duration step = system_clock_offset - last->offset;
  const Duration slew_max = (now - last->time) / 10;
  if (std::chrono::abs(step) >= step_min + slew_max)
    events.push_back({SystemEventKind::clock_step, step,
                      std::string("the system clock was set ") + (step > Duration{} ? "forward" : "back") +
                          " by " + text_of(step)});
  return events;
}

}  // namespace watchpost
