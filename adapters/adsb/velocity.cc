#include "adapters/adsb/velocity.h"

#include <cmath>
#include <numbers>

#include "adapters/adsb/codes.h"
#include "adapters/fields.h"

namespace watchpost::adsb {
namespace {

constexpr double vertical_step_mps = 64 * metres_per_foot / 60;

// Ten bits of which 0 means 'not available' and 1 means 0 knots, behind a bit for west or south.
std::optional<double> signed_mps(const MessageField& message, int first_bit, double step_mps) {
  const std::uint32_t steps = message.number(first_bit + 1, 10);
  if (steps == 0) return std::nullopt;
  const double speed_mps = (steps - 1) * step_mps;
  return message.flag(first_bit) ? -speed_mps : speed_mps;
}

void read_over_ground(const MessageField& message, double step_mps, Report& report) {
  const auto east_mps = signed_mps(message, 14, step_mps);
  const auto north_mps = signed_mps(message, 25, step_mps);
  if (!east_mps || !north_mps) return;
  report.set<Field::speed>(std::hypot(*east_mps, *north_mps));
  report.set<Field::velocity_en>(EastNorth{*east_mps, *north_mps});
  if (*east_mps == 0 && *north_mps == 0) return;  // it goes nowhere
  const double course_deg = std::atan2(*east_mps, *north_mps) * 180 / std::numbers::pi;
  report.set<Field::course>(course_deg < 0 ? course_deg + 360 : course_deg);
}

void read_through_air(const MessageField& message, double step_mps, bool is_heading_magnetic,
                      Report& report) {
  if (message.flag(14) && !is_heading_magnetic)
    report.set<Field::heading>(message.number(15, 10) * 360.0 / 1024);
  const std::uint32_t steps = message.number(26, 10);
  if (steps != 0) report.set<Field::speed>((steps - 1) * step_mps);
}

}  // namespace

void remember_speed(std::optional<double> speed_mps, Timeline now, AircraftState& aircraft) {
  if (!speed_mps) return;
  aircraft.has_speed = true;
  aircraft.speed_mps = static_cast<float>(*speed_mps);
  aircraft.speed_time = now;
}

void read_velocity(const MessageField& message, Timeline now, AircraftState& aircraft, Report& report) {
  const std::uint32_t subtype = message.number(6, 3);
  const bool is_supersonic = subtype == 2 || subtype == 4;
  const double step_mps = is_supersonic ? 4 * mps_per_knot : mps_per_knot;
  if (subtype <= 2)
    read_over_ground(message, step_mps, report);
  else
    read_through_air(message, step_mps, aircraft.is_heading_magnetic, report);
  if (const std::uint32_t steps = message.number(38, 9); steps != 0) {
    const double up_mps = (steps - 1) * vertical_step_mps;
    report.set<Field::up>(message.flag(37) ? -up_mps : up_mps);
  }
  remember_speed(report.get<Field::speed>(), now, aircraft);
}

}  // namespace watchpost::adsb
