// CPR: positions in 17 bits a coordinate (compact position reporting).
//
// One message says where the aircraft is within a zone, an even and an odd one together which zone it is;
// so does a position that is known to be near. On the surface the zones are a quarter as large, and a pair
// leaves eight places on earth, of which a reference picks the nearest.
//
// Units     degrees; a step is about 5 m in the air and 1.3 m on the surface.
// Source    RTCA DO-260B 2.2.3.2.3.7 and appendix A.1.7; zones: A.1.7.2 d, with 15 latitude zones in a
//           quadrant.
#pragma once

#include <cstdint>
#include <optional>

#include "geo/coordinates.h"

namespace watchpost::adsb {

enum class CprKind : std::uint8_t { airborne, surface };

struct Cpr {
  std::uint32_t latitude = 0;   // 17 bits
  std::uint32_t longitude = 0;  // 17 bits
  bool is_odd = false;

  bool operator==(const Cpr&) const = default;
};

// How many zones of longitude there are at a latitude: 59 at the equator, 1 beyond 87 degrees.
int longitude_zone_count(double latitude_deg);

Cpr encode_cpr(const LatLon& position, CprKind kind, bool is_odd);

// Where the one that is `is_newest_odd` was sent. Nothing where the two do not belong together. The
// reference is needed on the surface and unused in the air.
std::optional<LatLon> decode_pair(const Cpr& even, const Cpr& odd, bool is_newest_odd, CprKind kind,
                                  const LatLon& reference = {});

// The place nearest to the reference, within half a zone of it: 330 km in the air, 83 km on the surface.
std::optional<LatLon> decode_near(const Cpr& cpr, CprKind kind, const LatLon& reference);

}  // namespace watchpost::adsb
