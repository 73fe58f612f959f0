#include "daemon/app/pipeline.h"

#include <poll.h>

#include <atomic>
#include <numeric>
#include <thread>
#include <utility>

#include "daemon/app/announcer.h"
#include "daemon/app/core_loop.h"
#include "daemon/app/feed_changes.h"
#include "daemon/app/feed_io.h"
#include "daemon/app/published_stream.h"
#include "daemon/app/reload.h"
#include "daemon/base/log.h"
#include "daemon/wire/convert.h"

namespace watchpost {
namespace {

FeedTime feed_time(const Mission& mission) {
  return mission.feeds.empty() ? FeedTime::clock : mission.feeds.front().time;  // all feeds or none
}

}  // namespace

class Pipeline::Impl {
 public:
  explicit Impl(Configuration configuration)
      : mission_(std::make_shared<const Mission>(std::move(configuration.mission))),
        time_(feed_time(*mission_)),
        commands_(commands_waiting_max, WhenFull::wait, wakeup_),
        published_(mission_, configuration.publish,
                   [this](Command command) { return commands_.push(std::move(command)); }),
        missions_(missions_waiting_max, WhenFull::wait, wakeup_),
        feeds_(mission_, wakeup_),
        announcer_(
            mission_, configuration.publish.track_interval, [this] { return published_.now(); },
            [this](OutgoingPtr outgoing) { published_.hand_on(std::move(outgoing)); }),
        core_(mission_, time_, announcer_),
        changes_(mission_->feeds.size()) {}

  ~Impl() { stop(); }

  Status start() {
    if (Status status = published_.start(); !status) return status;
    if (Status status = feeds_.start(); !status) return status;
    thread_ = std::thread([this] { run(); });
    return {};
  }

  void stop() {
    feeds_.stop();
    is_stopping_ = true;
    wakeup_.signal();
    if (thread_.joinable()) thread_.join();
    published_.stop();
  }

  bool reconfigure(std::shared_ptr<const Mission> mission) { return missions_.push(std::move(mission)); }

  const std::string& stream_endpoint() const { return published_.stream_endpoint(); }
  const std::string& query_endpoint() const { return published_.query_endpoint(); }

 private:
  void run() {
    FeedEvent event;
    while (true) {
      const bool is_last_round = is_stopping_;  // nothing is pushed any more
      while (feeds_.pop(event)) take(event);
      take_commands();
      take_missions();
      if (is_last_round) return;
      wakeup_.arm();
      if (feeds_.is_empty() && commands_.is_empty() && missions_.is_empty() && !is_stopping_) {
        pollfd work{wakeup_.fd(), POLLIN, 0};
        poll(&work, 1, stop_check_ms);
      }
      wakeup_.disarm();
    }
  }

  void take(FeedEvent& event) {
    if (auto* batch = std::get_if<FeedBatch>(&event))
      core_.push(batch->feed, std::move(batch->batch));
    else if (const auto* mark = std::get_if<SecondMark>(&event))
      take(*mark);
    else if (const auto* connection = std::get_if<FeedConnection>(&event))
      take(*connection);
    else if (auto* happened = std::get_if<SystemEvent>(&event))
      take(*happened);
    else
      take(std::get<FeedHealthSnapshot>(event));
    drain();
    while (auto used = core_.take_used()) feeds_.give_back(used->first, std::move(used->second));
  }

  void take_commands() {
    Command command;
    while (commands_.pop(command)) {
      const bool is_taken = core_.push(command);
      if (!is_taken) announcer_.command_decided(command, CommandProblem::no_room, "too much waits already");
    }
    drain();
  }

  void take_missions() {
    std::shared_ptr<const Mission> mission;
    while (missions_.pop(mission))
      if (!core_.push(Reconfiguration{mission}))
        log().error("the configuration is not taken: too much waits");
    drain();
  }

  // What the core has taken over, everybody else follows.
  void drain() {
    core_.drain();
    if (core_.mission() == mission_) return;
    log().info("a new configuration: {}", describe_change(*mission_, *core_.mission()));
    mission_ = core_.mission();
    changes_.add_feeds(mission_->feeds.size());
    feeds_.reconfigure(mission_);
  }

  void take(const SecondMark& mark) {
    if (time_ == FeedTime::clock) core_.tick_mark(mark.time);
  }

  void take(const FeedConnection& connection) {
    log().info("feed {}: {}", mission_->feeds[index(connection.feed)].name, word(connection.state));
    // In recorded time the others wait for an open feed; one that cannot be opened holds nobody up.
    if (connection.state == ConnectionState::closed || connection.state == ConnectionState::failed)
      core_.close(connection.feed);
    if (connection.state == ConnectionState::open) core_.open(connection.feed);
  }

  void take(const FeedHealthSnapshot& snapshot) {
    for (FeedHealth health : snapshot.feeds) {
      if (mission_->feeds[index(health.feed)].is_retired) continue;  // it was on its way
      const Admission::Counters& counters = core_.counters(health.feed);
      health.received = counters.received;
      health.admitted = counters.admitted;
      health.refused = counters.refused;
      health.clock_replaced = counters.clock_replaced;
      announcer_.health(health);
      tell_core(health);
    }
  }

  // In recorded time CoreLoop itself tells it, from the data alone: live equals replay.
  void tell_core(const FeedHealth& health) {
    if (time_ == FeedTime::data) return;
    FeedState total{health.feed, health.state};
    total.faults = std::accumulate(health.faults.begin(), health.faults.end(), std::uint64_t{0});
    total.refused = refused_count(core_.counters(health.feed));
    total.shed = health.shed;
    if (const auto change = changes_.look(total)) core_.push(*change);
  }

  void take(SystemEvent& event) {
    log().warn("{}", event.detail);
    // What happens to this machine is no part of what was recorded on another day.
    if (time_ == FeedTime::clock && !core_.push(std::move(event)))
      log().warn("the core takes no more events");
  }

  static constexpr int stop_check_ms = 100;
  static constexpr std::size_t commands_waiting_max = 1024;
  static constexpr std::size_t missions_waiting_max = 4;

  std::shared_ptr<const Mission> mission_;
  FeedTime time_;
  Wakeup wakeup_;
  Queue<Command> commands_;  // from the query thread
  PublishedStream published_;
  Queue<std::shared_ptr<const Mission>> missions_;  // from the owner's thread
  FeedIo feeds_;
  Announcer announcer_;
  CoreLoop core_;
  FeedChanges changes_;
  std::atomic<bool> is_stopping_{false};
  std::thread thread_;
};

Pipeline::Pipeline(Configuration configuration) : impl_(std::make_unique<Impl>(std::move(configuration))) {}
Pipeline::~Pipeline() = default;
Status Pipeline::start() {
  return impl_->start();
}
bool Pipeline::reconfigure(std::shared_ptr<const Mission> mission) {
  return impl_->reconfigure(std::move(mission));
}
void Pipeline::stop() {
  impl_->stop();
}
const std::string& Pipeline::stream_endpoint() const {
  return impl_->stream_endpoint();
}
const std::string& Pipeline::query_endpoint() const {
  return impl_->query_endpoint();
}

}  // namespace watchpost
