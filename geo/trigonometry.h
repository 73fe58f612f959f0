// Trigonometry in degrees that is exact where people look: at multiples of 90.
#pragma once

#include <cmath>
#include <numbers>

namespace watchpost {

struct SineCosine {
  double sine = 0;
  double cosine = 1;
};

inline SineCosine sine_cosine_deg(double angle_deg) {
  int quarter = 0;
  const double rest_deg = std::remquo(angle_deg, 90.0, &quarter);
  const double rest = rest_deg * (std::numbers::pi / 180);
  const double sine = std::sin(rest);
  const double cosine = std::cos(rest);
  switch (static_cast<unsigned>(quarter) & 3U) {
    case 0:
      return {sine, cosine};
    case 1:
      return {cosine, -sine};
    case 2:
      return {-sine, -cosine};
    default:
      return {-cosine, sine};
  }
}

inline double atan2_deg(double y, double x) {
  return std::atan2(y, x) * (180 / std::numbers::pi);
}

}  // namespace watchpost
