// CoreLoop: sequencer, admission, watermark and core as one, for the daemon's core thread and for replays
// alike.
//
// Whoever owns it pushes batches in any interleaving, and drain() takes everything whose turn
// has come, so that live and replay cannot differ. Commands, states of feeds and events of the machine
// wait for the next tick and enter the core before it, in the order in which they were pushed; once all
// recorded feeds are over they enter at once.
//
// The core is a value: save_core() gives its whole state as bytes, and load_core() goes on with another of
// the same mission. What waits outside it (batches, commands, what admission remembers) stays as it is.
//
// In recorded time the states of feeds come from the data itself: from the sequencer's faults, the refusals
// of admission and the ends of the inputs, in order of feeds; nobody pushes them.
//
// Memory    bounded: one state of each feed and pending_max commands and events wait.
// Threads   one owner.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/admission/admission.h"
#include "daemon/admission/sequencer.h"
#include "daemon/admission/watermark.h"
#include "daemon/app/feed_changes.h"
#include "daemon/base/result.h"
#include "daemon/core/core.h"

namespace watchpost {

// What the core has to say, in its order.
class CoreListener {
 public:
  virtual ~CoreListener() = default;
  // Read the track during the call: one that was dropped is gone after it.
  virtual void track_changed(TrackId track, const Core& core) = 0;
  virtual void alert(const Alert& alert, const Core& core) = 0;
  // After everything of that second. Its end is a place where the loop's core may be saved or replaced.
  virtual void tick(ReceiveTime time, const Core& core) = 0;
  // After each input and all that came of it, a tick's tick() excepted.
  virtual void stepped(const Core& /*core*/) {}
  // What follows is of this configuration: the same numbers stand for the same feeds and units.
  virtual void reconfigured(const std::shared_ptr<const Mission>& /*mission*/) {}
  // After the transitions that it brought about; where there is a problem there are none.
  virtual void command_decided(const Command& /*command*/, CommandProblem /*problem*/,
                               const std::string& /*why*/) {}
};

class CoreLoop {
 public:
  static constexpr std::size_t pending_max = 4096;

  CoreLoop(const std::shared_ptr<const Mission>& mission, FeedTime time, CoreListener& listener);

  void push(FeedId feed, ReportBatchPtr batch) { sequencer_.push(feed, std::move(batch)); }
  void close(FeedId feed) { sequencer_.close(feed); }
  void open(FeedId feed) { sequencer_.open(feed); }
  void tick_mark(ReceiveTime time) { sequencer_.tick_mark(time); }

  // False where too many wait already: it has not been taken.
  [[nodiscard]] bool push(Command command);
  [[nodiscard]] bool push(SystemEvent event);
  [[nodiscard]] bool push(Reconfiguration change);
  // REQUIRES: FeedTime::clock
  void push(const FeedState& state);

  void drain();

  std::optional<FeedId> awaited() const { return sequencer_.awaited(); }
  std::optional<std::pair<FeedId, ReportBatchPtr>> take_used() { return sequencer_.take_used(); }
  const Admission::Counters& counters(FeedId feed) const { return admission_.counters(feed); }
  const Core& core() const { return *core_; }
  // As it stands: a Reconfiguration that waits is not in it.
  const std::shared_ptr<const Mission>& mission() const { return mission_; }

  // Between two drain(), or at the end of a listener's tick().
  std::string save_core() const;
  // What core() gave before is gone. Where the bytes are refused, everything is as it was.
  Status load_core(std::string_view bytes);

 private:
  void take(Tick tick);
  void take_pending();
  void tell_recorded_states(ReceiveTime tick);
  void step(const Input& input);
  void reconfigure();

  std::shared_ptr<const Mission> mission_;
  FeedTime time_;
  CoreListener& listener_;
  Sequencer sequencer_;
  Admission admission_;
  Watermark watermark_;
  std::unique_ptr<Core> core_;
  std::vector<Input> pending_;       // until the next tick
  std::vector<FeedState> recorded_;  // in recorded time: each feed's counts since the beginning
  FeedChanges recorded_changes_;
  Outputs outputs_;  // reused
};

// All refusals of a feed, whatever their reason.
std::uint64_t refused_count(const Admission::Counters& counters);

}  // namespace watchpost
