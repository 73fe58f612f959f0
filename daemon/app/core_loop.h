// CoreLoop: sequencer, admission and core as one, for the daemon's core thread and for replays alike.
//
// Whoever owns it pushes batches in any interleaving, and drain() takes everything whose turn
// has come, so that live and replay cannot differ.
//
// Threads   one owner.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "daemon/admission/admission.h"
#include "daemon/admission/sequencer.h"
#include "daemon/core/core.h"

namespace watchpost {

// What the core has to say, in its order.
class CoreListener {
 public:
  virtual ~CoreListener() = default;
  virtual void track_changed(const Track& track) = 0;
  virtual void alert(const Alert& alert, const Core& core) = 0;
  virtual void tick(ReceiveTime time, const Core& core) = 0;  // after everything of that second
};

class CoreLoop {
 public:
  CoreLoop(const std::shared_ptr<const Mission>& mission, FeedTime time, CoreListener& listener);

  void push(FeedId feed, ReportBatchPtr batch) { sequencer_.push(feed, std::move(batch)); }
  void close(FeedId feed) { sequencer_.close(feed); }
  void open(FeedId feed) { sequencer_.open(feed); }
  void tick_mark(ReceiveTime time) { sequencer_.tick_mark(time); }

  void drain();

  std::optional<FeedId> awaited() const { return sequencer_.awaited(); }
  std::optional<std::pair<FeedId, ReportBatchPtr>> take_used() { return sequencer_.take_used(); }
  const Admission::Counters& counters(FeedId feed) const { return admission_.counters(feed); }
  const Core& core() const { return core_; }

 private:
  void tell(const Outputs& outputs);

  CoreListener& listener_;
  Sequencer sequencer_;
  Admission admission_;
  Core core_;
  Outputs outputs_;  // reused
};

}  // namespace watchpost
