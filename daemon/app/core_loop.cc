#include "daemon/app/core_loop.h"

#include <numeric>

#include "daemon/base/archive.h"
#include "daemon/base/check.h"

namespace watchpost {

CoreLoop::CoreLoop(const std::shared_ptr<const Mission>& mission, FeedTime time, CoreListener& listener)
    : mission_(mission),
      time_(time),
      listener_(listener),
      sequencer_(mission->feeds.size(), time),
      admission_(mission),
      watermark_(*mission),
      core_(std::make_unique<Core>(mission)),
      recorded_changes_(mission->feeds.size()) {
  for (std::size_t i = 0; time == FeedTime::data && i < mission->feeds.size(); ++i)
    recorded_.emplace_back().feed = FeedId(i);
}

bool CoreLoop::push(Command command) {
  if (pending_.size() >= pending_max) return false;
  pending_.emplace_back(std::move(command));
  return true;
}

bool CoreLoop::push(SystemEvent event) {
  if (pending_.size() >= pending_max) return false;
  pending_.emplace_back(std::move(event));
  return true;
}

bool CoreLoop::push(Reconfiguration change) {
  if (pending_.size() >= pending_max) return false;
  pending_.emplace_back(std::move(change));
  return true;
}

void CoreLoop::push(const FeedState& state) {
  CHECK(time_ == FeedTime::clock, "in recorded time the states of feeds come from the data");
  // Where one waits already both become one, in its place.
  for (Input& input : pending_) {
    FeedState* waiting = std::get_if<FeedState>(&input);
    if (waiting == nullptr || waiting->feed != state.feed) continue;
    waiting->state = state.state;
    waiting->faults += state.faults;
    waiting->refused += state.refused;
    waiting->shed += state.shed;
    return;
  }
  pending_.emplace_back(state);
}

void CoreLoop::drain() {
  while (const auto item = sequencer_.next()) {
    if (Report* const* report = std::get_if<Report*>(&*item)) {
      if (admission_.admit(**report)) continue;
      watermark_.heard(**report);
      step(ReportInput{*report});
    } else {
      take(std::get<Tick>(*item));
    }
  }
  // At the end of all recorded time no tick comes that they could wait for.
  if (time_ == FeedTime::data && !sequencer_.awaited()) take_pending();
}

void CoreLoop::take_pending() {
  for (const Input& input : std::exchange(pending_, {})) step(input);
}

void CoreLoop::take(Tick tick) {
  take_pending();
  tell_recorded_states(tick.time);
  tick.watermark = watermark_.at(tick.time);
  step(tick);
  listener_.tick(tick.time, *core_);
}

void CoreLoop::tell_recorded_states(ReceiveTime tick) {
  for (FeedState& total : recorded_) {
    total.state = sequencer_.is_over(total.feed) ? ConnectionState::closed : ConnectionState::open;
    total.faults += sequencer_.take_faults(total.feed, tick);
    total.refused = refused_count(admission_.counters(total.feed));
    if (const auto change = recorded_changes_.look(total)) step(*change);
  }
}

void CoreLoop::step(const Input& input) {
  outputs_.clear();
  core_->step(input, outputs_);
  if (std::holds_alternative<Reconfiguration>(input)) reconfigure();
  for (const TrackId id : outputs_.changed_tracks) listener_.track_changed(id, *core_);
  for (const Alert& alert : outputs_.alerts) listener_.alert(alert, *core_);
  if (const Command* command = std::get_if<Command>(&input))
    listener_.command_decided(*command, outputs_.problem, outputs_.refusal ? outputs_.refusal->what : "");
  listener_.stepped(*core_);
}

// What stands before the core follows it from this place in the sequence on.
void CoreLoop::reconfigure() {
  mission_ = core_->mission();
  const std::size_t feed_count = mission_->feeds.size();
  sequencer_.add_feeds(feed_count);
  for (std::size_t i = 0; i < feed_count; ++i)
    if (mission_->feeds[i].is_retired) sequencer_.close(FeedId(static_cast<std::uint16_t>(i)));
  admission_.reconfigure(mission_);
  watermark_.reconfigure(*mission_);
  while (time_ == FeedTime::data && recorded_.size() < feed_count) {
    const auto feed = FeedId(static_cast<std::uint16_t>(recorded_.size()));
    recorded_.emplace_back().feed = feed;
  }
  recorded_changes_.add_feeds(feed_count);
  listener_.reconfigured(mission_);
}

std::string CoreLoop::save_core() const {
  return save(*core_);
}

Status CoreLoop::load_core(std::string_view bytes) {
  auto loaded = std::make_unique<Core>(mission_);
  if (Status status = load(bytes, *loaded); !status) return status;
  core_ = std::move(loaded);
  return {};
}

std::uint64_t refused_count(const Admission::Counters& counters) {
  return std::accumulate(counters.refused.begin(), counters.refused.end(), std::uint64_t{0});
}

}  // namespace watchpost
