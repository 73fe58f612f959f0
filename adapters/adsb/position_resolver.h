// PositionResolver: the positions of one aircraft out of its CPR messages, or none where one cannot be sure.
//
//   a pair      an even and an odd message, close enough in time for the aircraft to have stayed within what
//               the zones tolerate
//   near        one message and a place not long ago, which the aircraft cannot have left by half a zone
//
// A place that cannot have been reached in the time since the last one, or that pair and place disagree on,
// is not told. Where the next ones agree with it, it was the last one that was wrong.
//
// Units     metres, seconds; the timeline is any that does not go back.
// Memory    fixed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "adapters/adsb/cpr.h"
#include "daemon/base/time.h"
#include "geo/coordinates.h"

namespace watchpost::adsb {

// A time since the feed began, which does not go back.
using Timeline = Duration;

struct PositionMessage {
  Cpr cpr;
  CprKind kind = CprKind::airborne;
  Timeline time{};
  bool is_time_known = true;             // false: invented, so that no speed can be told from it
  std::optional<double> speed_mps = {};  // the newest that is known, of at most some seconds ago
};

class PositionResolver {
 public:
  // `receiver` stands for a place near by, for aircraft on the surface alone.
  std::optional<LatLon> resolve(const PositionMessage& message, const std::optional<LatLon>& receiver);

 private:
  struct Heard {
    Cpr cpr;
    Timeline time{};
    CprKind kind = CprKind::airborne;
    bool is_there = false;
  };
  struct Place {
    LatLon position;
    Timeline time{};
    CprKind kind = CprKind::airborne;
    bool is_there = false;
  };

  std::optional<LatLon> by_pair(const PositionMessage& message, const std::optional<LatLon>& receiver) const;
  std::optional<LatLon> by_place(const PositionMessage& message, const std::optional<LatLon>& receiver) const;
  std::optional<LatLon> settle(const PositionMessage& message, const std::optional<LatLon>& pair,
                               const std::optional<LatLon>& near);

  std::array<Heard, 2> heard_;  // even, odd
  Place last_;                  // told
  Place rival_;                 // found by a pair, and not told as it contradicts last_
};

}  // namespace watchpost::adsb
