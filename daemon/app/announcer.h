// Announcer: what the core says becomes messages for the publish and query threads.
//
// It gives alerts their place in the sequence of their label, and lets a track be heard at most
// once each `track_interval`, counted in the ticks' time. Its end is told at once, and an alert's
// tracks before the alert.
//
// Thousands of tracks become due at one tick. Some go out with it and the others after the inputs that
// follow, a few after each, so that no report, and no alert of it, waits behind them all; what is left goes
// out at the next tick. So the inputs alone decide what is said when, never the threads' pace.
//
// Threads   the core's.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "daemon/app/core_loop.h"
#include "daemon/base/wall_clock.h"
#include "daemon/publish/outgoing.h"

namespace watchpost {

class Announcer final : public CoreListener {
 public:
  using HandOn = std::function<void(OutgoingPtr)>;

  Announcer(std::shared_ptr<const Mission> mission, Duration track_interval, ClockFunction clock,
            HandOn hand_on);

  void track_changed(TrackId track, const Core& core) override;
  void alert(const Alert& alert, const Core& core) override;
  void tick(ReceiveTime time, const Core& core) override;
  void reconfigured(const std::shared_ptr<const Mission>& mission) override;
  void command_decided(const Command& command, CommandProblem problem, const std::string& why) override;
  void health(const FeedHealth& health);

  void stepped(const Core& core) override { tell_some(core, tracks_after_an_input); }

 private:
  static constexpr std::size_t tracks_with_a_tick = 256;  // some 0.3 ms
  static constexpr std::size_t tracks_after_an_input = 4;

  void announce(const Track& track);
  void make_due();
  void tell_some(const Core& core, std::size_t count_max);

  std::shared_ptr<const Mission> mission_;
  Duration track_interval_;
  ClockFunction clock_;  // for the time of publishing alone
  HandOn hand_on_;
  std::map<std::string, std::uint64_t> last_sequence_;  // by label
  std::vector<TrackId> changed_;                        // since they were last told
  std::vector<TrackId> due_;                            // of them, those to be told now, in order
  std::size_t told_count_ = 0;                          // of these
  std::set<TrackId> told_early_;                        // with an alert, in this interval
  ReceiveTime next_tracks_;
  Track track_;  // reused
};

}  // namespace watchpost
