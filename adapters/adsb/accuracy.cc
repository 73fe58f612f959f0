#include "adapters/adsb/accuracy.h"

#include <array>

namespace watchpost::adsb {
namespace {

constexpr double metres_per_mile = 1852;
constexpr double sigmas_at_95_percent = 2.4477;   // sqrt(-2 ln 0.05)
constexpr double sigmas_at_containment = 4.7985;  // sqrt(-2 ln 1e-5): the weakest integrity that is said
constexpr double unknown_epu_m = 10 * metres_per_mile;  // where the table ends

// NACp 0 to 11; 0 is 'unknown'.
constexpr std::array<double, 12> epu_of_nacp_m{unknown_epu_m,
                                               10 * metres_per_mile,
                                               4 * metres_per_mile,
                                               2 * metres_per_mile,
                                               1 * metres_per_mile,
                                               0.5 * metres_per_mile,
                                               0.3 * metres_per_mile,
                                               0.1 * metres_per_mile,
                                               0.05 * metres_per_mile,
                                               30,
                                               10,
                                               3};

// Of version 0, where the type code alone says it; 0 is 'unknown'.
double epu_of_type_code_m(std::uint32_t type_code) {
  switch (type_code) {
    case 5:
    case 9:
    case 20:
      return 3;
    case 6:
    case 10:
    case 21:
      return 10;
    case 7:
    case 11:
      return 0.05 * metres_per_mile;
    case 8:
    case 12:
      return 0.1 * metres_per_mile;
    case 13:
      return 0.25 * metres_per_mile;
    case 14:
      return 0.5 * metres_per_mile;
    case 15:
      return 1 * metres_per_mile;
    case 16:
      return 5 * metres_per_mile;
    default:
      return unknown_epu_m;
  }
}

// Of versions 1 and 2: the containment radius, at its widest where supplements tell steps apart; 0: unknown.
double containment_of_type_code_m(std::uint32_t type_code) {
  switch (type_code) {
    case 5:
    case 9:
    case 20:
      return 7.5;
    case 6:
    case 10:
    case 21:
      return 25;
    case 7:
    case 11:
      return 0.1 * metres_per_mile;
    case 12:
      return 0.2 * metres_per_mile;
    case 13:
      return 0.6 * metres_per_mile;
    case 14:
      return 1 * metres_per_mile;
    case 15:
      return 2 * metres_per_mile;
    case 16:
      return 8 * metres_per_mile;
    case 17:
      return 20 * metres_per_mile;
    default:
      return 0;
  }
}

}  // namespace

float std_m_of(std::uint32_t type_code, const SenderQuality& quality) {
  const std::uint32_t nacp = quality.nacp.value_or(0);
  if (nacp > 0 && nacp < epu_of_nacp_m.size())
    return static_cast<float>(epu_of_nacp_m[nacp] / sigmas_at_95_percent);
  if (quality.version.value_or(0) == 0)
    return static_cast<float>(epu_of_type_code_m(type_code) / sigmas_at_95_percent);
  const double containment_m = containment_of_type_code_m(type_code);
  return static_cast<float>(containment_m > 0 ? containment_m / sigmas_at_containment
                                              : unknown_epu_m / sigmas_at_95_percent);
}

}  // namespace watchpost::adsb
