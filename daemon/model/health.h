// Health: what a feed has delivered, what became of it, and whether it is alive.
//
// The counts add up: received = admitted + the sum of refused.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/base/ids.h"
#include "daemon/base/time.h"

namespace watchpost {

// Why admission refused a report. Each is counted by feed; none is recorded, fused or logged.
enum class Refusal : std::uint8_t {
  outside_area,        // outside the mission area and its buffer
  no_position,         // an identity alone, without an admitted position in the 600 s before
  no_sensor_position,  // polar, and neither the report nor the configuration says from where
  impossible_value,
  impossible_time,
  duplicate,
  expired_feed,
};
inline constexpr int refusal_count = 7;

constexpr std::string_view name(Refusal refusal) {
  constexpr std::string_view names[] = {"outside_area",     "no_position",     "no_sensor_position",
                                        "impossible_value", "impossible_time", "duplicate",
                                        "expired_feed"};
  return names[static_cast<int>(refusal)];
}

enum class ConnectionState : std::uint8_t {
  unspecified,
  connecting,  // not yet, or again after a loss
  open,
  closed,  // a file or a recording at its end
  failed,  // cannot be opened; tried again
};

struct FeedHealth {
  FeedId feed{};
  ConnectionState state = ConnectionState::connecting;
  std::string detail;        // for a person, e.g. why it failed
  std::uint64_t frames = 0;  // lines, datagrams, …
  std::uint64_t bytes = 0;
  std::uint64_t received = 0;  // reports decoded
  std::uint64_t admitted = 0;
  std::array<std::uint64_t, 5> faults{};               // by Fault (adapters/decoder.h), in its order
  std::array<std::uint64_t, refusal_count> refused{};  // by Refusal
  std::uint64_t clock_replaced = 0;                    // event times too far from the receive time
  std::uint64_t shed = 0;                              // dropped unread because we could not keep up
  std::uint32_t connections = 0;                       // open now
  std::optional<ReceiveTime> last_received;
};

// What fusion could not use, since the beginning; reports, where nothing else is said.
struct FusionCounts {
  std::uint64_t set_aside = 0;       // jumps of a transponder that nothing had confirmed
  std::uint64_t too_late = 0;        // older than the lag, or than the history of their track
  std::uint64_t unmeasured = 0;      // that name nobody and measure nothing
  std::uint64_t no_room = 0;         // that would have needed one track more than there can be
  std::uint64_t reworked = 0;        // neighbourhoods of late reports, fused again at their own time
  std::uint64_t widened = 0;         // of these, the ones that turned out too small at first
  std::uint64_t too_wide = 0;        // and still were after the last round
  std::uint64_t out_of_history = 0;  // tracks whose history does not reach back to a late report
};

}  // namespace watchpost
