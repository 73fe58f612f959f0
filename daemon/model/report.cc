#include "daemon/model/report.h"

#include <cmath>
#include <numbers>

namespace watchpost {

void Report::set_speed_and_course(std::optional<double> speed_mps_sent,
                                  std::optional<double> course_deg_sent) {
  if (speed_mps_sent) set<Field::speed>(*speed_mps_sent);
  if (course_deg_sent) set<Field::course>(*course_deg_sent);
  if (!speed_mps_sent || !course_deg_sent) return;
  const double course_rad = *course_deg_sent * std::numbers::pi / 180.0;
  set<Field::velocity_en>(
      EastNorth{*speed_mps_sent * std::sin(course_rad), *speed_mps_sent * std::cos(course_rad)});
}

}  // namespace watchpost
