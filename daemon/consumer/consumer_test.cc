#include "daemon/consumer/consumer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>

#include "daemon/publish/outgoing_for_tests.h"
#include "daemon/publish/publish_thread.h"
#include "daemon/query/query_thread.h"

namespace watchpost {
namespace {

namespace pb = ::watchpost::v1;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr LatLon harbour{43.29, 5.36};
constexpr auto soon = std::chrono::seconds(20);  // for what must come; a test that waits so long has failed

// A daemon's two endpoints, fed by the test in place of the core.
class Daemon {
 public:
  explicit Daemon(const std::string& stream, const std::string& stream_endpoint = "tcp://127.0.0.1:*",
                  const std::string& query_endpoint = "tcp://127.0.0.1:*") {
    StreamSettings stream_settings;
    stream_settings.endpoint = stream_endpoint;
    stream_settings.heartbeat_interval = std::chrono::milliseconds(50);
    publish_.emplace(info_for_tests(stream), stream_settings, clock_for_tests());
    start(*publish_);
    QuerySettings query_settings;
    query_settings.endpoint = query_endpoint;
    query_settings.stream_endpoint = publish_->endpoint();
    query_settings.alerts_kept = 1000;
    query_.emplace(info_for_tests(stream), query_settings, clock_for_tests());
    start(*query_);
  }

  void hand_on(const OutgoingPtr& outgoing) {
    publish_->hand_on(outgoing);
    query_->hand_on(outgoing);
  }
  void hand_on_alerts(std::uint64_t first, std::uint64_t last) {
    for (std::uint64_t sequence = first; sequence <= last; ++sequence) hand_on(alert_for_tests(sequence));
  }
  // As if the stream had lost it for this consumer.
  void hand_on_to_query_alone(const OutgoingPtr& outgoing) { query_->hand_on(outgoing); }

  std::string stream_endpoint() const { return publish_->endpoint(); }
  std::string query_endpoint() const { return query_->endpoint(); }

 private:
  template <class Thread>
  void start(Thread& thread) {  // a daemon before it may not have let go of the address yet
    Status status = thread.start();
    for (int attempt = 0; !status.ok() && attempt < 200; ++attempt) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      status = thread.start();
    }
    ASSERT_TRUE(status.ok()) << status.error().line();
  }

  std::optional<PublishThread> publish_;
  std::optional<QueryThread> query_;
};

// Runs a consumer on a thread of its own and keeps what it was told.
class Listener : public ConsumerEvents {
 public:
  explicit Listener(ConsumerSettings settings) : consumer_(std::move(settings), *this) {}
  ~Listener() override { end(); }

  void start() {
    thread_ = std::thread([this] { result_ = consumer_.run(is_stopped_); });
  }
  Status stop() {
    is_stopped_ = true;
    return finish();
  }
  void end() { static_cast<void>(stop()); }
  Status finish() {
    if (thread_.joinable()) thread_.join();
    return result_;
  }

  bool wait_until(const std::function<bool()>& is_so) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, soon, is_so);
  }
  bool wait_for_sequence(std::uint64_t sequence) {
    return wait_until([&] { return !sequences.empty() && sequences.back() >= sequence; });
  }
  bool wait_for_joins(int count) {
    return wait_until([&] { return joins >= count; });
  }

  void on_joined(const pb::NodeStatus&) override {
    note([&] { ++joins; });
  }
  void on_alert(const pb::Alert& alert) override {
    note([&] { sequences.push_back(alert.sequence()); });
  }
  void on_track(const pb::Track& track) override {
    note([&] { tracks.push_back(track.track_id() + "/" + std::to_string(track.revision())); });
  }
  void on_health(const pb::Health& health) override {
    note([&] { feeds.push_back(health.feed()); });
  }
  void on_lost(const std::string&, std::uint64_t first, std::uint64_t last) override {
    note([&] { lost.emplace_back(first, last); });
  }
  void on_trouble(const Error&) override {
    note([&] { ++troubles; });
  }

  int joins = 0;
  int troubles = 0;
  std::vector<std::uint64_t> sequences;
  std::vector<std::string> tracks;
  std::vector<std::string> feeds;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> lost;

 private:
  void note(const std::function<void()>& change) {
    const std::lock_guard lock(mutex_);
    change();
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> is_stopped_{false};
  Status result_;
  Consumer consumer_;
  std::thread thread_;
};

ConsumerSettings alerts_of(const Daemon& daemon) {
  ConsumerSettings settings;
  settings.query_endpoint = daemon.query_endpoint();
  settings.wants_alerts = true;
  settings.silence_max = std::chrono::milliseconds(500);
  settings.answer_patience = std::chrono::milliseconds(500);
  return settings;
}

std::vector<std::uint64_t> range(std::uint64_t first, std::uint64_t last) {
  std::vector<std::uint64_t> numbers(last + 1 - first);
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

TEST(Consumer, JoinsMidWayWithoutDoublesOrHoles) {
  Daemon daemon("run-1");
  std::thread core([&] { daemon.hand_on_alerts(1, 900); });
  ConsumerSettings settings = alerts_of(daemon);
  settings.since = 0;
  Listener listener(settings);
  listener.start();
  core.join();
  ASSERT_TRUE(listener.wait_for_joins(1));
  daemon.hand_on_alerts(901, 990);
  ASSERT_TRUE(listener.wait_for_sequence(990));
  EXPECT_TRUE(listener.stop().ok());
  EXPECT_EQ(listener.sequences, range(1, 990));
  EXPECT_THAT(listener.lost, IsEmpty());
}

TEST(Consumer, BeginsWithTheOpenAlerts) {
  Daemon daemon("run-1");
  daemon.hand_on(alert_for_tests(1, AlertState::raised, "a"));
  daemon.hand_on(alert_for_tests(2, AlertState::raised, "b"));
  daemon.hand_on(alert_for_tests(3, AlertState::cleared, "a"));
  Listener listener(alerts_of(daemon));
  listener.start();
  ASSERT_TRUE(listener.wait_for_sequence(2));
  daemon.hand_on(alert_for_tests(4, AlertState::raised, "c"));
  ASSERT_TRUE(listener.wait_for_sequence(4));
  listener.end();
  EXPECT_THAT(listener.sequences, ElementsAre(2, 4));
}

TEST(Consumer, AsksForWhatTheStreamHasLost) {
  Daemon daemon("run-1");
  Listener listener(alerts_of(daemon));
  listener.start();
  ASSERT_TRUE(listener.wait_for_joins(1));
  for (std::uint64_t sequence = 1; sequence <= 30; ++sequence)
    daemon.hand_on_to_query_alone(alert_for_tests(sequence));
  daemon.hand_on_alerts(31, 35);  // the first that this consumer gets
  ASSERT_TRUE(listener.wait_for_sequence(35));
  listener.end();
  EXPECT_EQ(listener.sequences, range(1, 35));
}

TEST(Consumer, SaysWhatIsNoLongerKept) {
  Daemon daemon("run-1");
  Listener listener(alerts_of(daemon));
  listener.start();
  ASSERT_TRUE(listener.wait_for_joins(1));
  daemon.hand_on_alerts(1, 5);
  ASSERT_TRUE(listener.wait_for_sequence(5));
  listener.end();

  daemon.hand_on_alerts(6, 1500);
  ConsumerSettings settings = alerts_of(daemon);
  settings.since = 100;
  settings.is_followed = false;
  Listener late(settings);
  late.start();
  EXPECT_TRUE(late.finish().ok());
  EXPECT_EQ(late.sequences, range(501, 1500));
  EXPECT_THAT(late.lost, ElementsAre(std::pair<std::uint64_t, std::uint64_t>(101, 500)));
}

TEST(Consumer, WithoutFollowingItEndsAfterWhatIsHeld) {
  Daemon daemon("run-1");
  daemon.hand_on_alerts(1, 5);
  daemon.hand_on(alert_for_tests(1, AlertState::raised, "m", "medical"));
  daemon.hand_on(health_for_tests(FeedId{0}, 3));
  daemon.hand_on(track_for_tests(7, harbour));

  ConsumerSettings settings = alerts_of(daemon);
  settings.is_followed = false;
  settings.since_by_label = {{"ALL", 3}};
  Listener alerts(settings);
  alerts.start();
  EXPECT_TRUE(alerts.finish().ok());
  EXPECT_THAT(alerts.sequences, ElementsAre(4, 5));

  settings.since_by_label = {{"no-such-label", 3}};
  Listener mistaken(settings);
  mistaken.start();
  EXPECT_FALSE(mistaken.finish().ok());

  settings = alerts_of(daemon);
  settings.is_followed = false;
  settings.wants_alerts = false;
  settings.wants_tracks = settings.wants_health = true;
  Listener picture(settings);
  picture.start();
  EXPECT_TRUE(picture.finish().ok());
  EXPECT_THAT(picture.tracks, ElementsAre("north-7/1"));
  EXPECT_THAT(picture.feeds, ElementsAre("harbour-ais"));
  EXPECT_THAT(picture.sequences, IsEmpty());
}

TEST(Consumer, ASequenceBeyondTheLastIsTakenForTheLast) {
  Daemon daemon("run-1");
  daemon.hand_on_alerts(1, 5);
  ConsumerSettings settings = alerts_of(daemon);
  settings.since = 1000;
  Listener listener(settings);
  listener.start();
  ASSERT_TRUE(listener.wait_for_joins(1));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  daemon.hand_on_alerts(6, 7);
  ASSERT_TRUE(listener.wait_for_sequence(7));
  listener.end();
  EXPECT_EQ(listener.sequences.back(), 7U);
  EXPECT_GE(listener.sequences.front(), 6U);
}

TEST(Consumer, ShowsEachTrackWhenItIsNewer) {
  Daemon daemon("run-1");
  daemon.hand_on(track_for_tests(1, harbour, 5));
  ConsumerSettings settings = alerts_of(daemon);
  settings.wants_tracks = true;
  Listener listener(settings);
  listener.start();
  ASSERT_TRUE(listener.wait_until([&] { return listener.tracks.size() == 1; }));
  daemon.hand_on(track_for_tests(1, harbour, 5));      // as before
  daemon.hand_on(track_for_tests(1, {43.2, 5.2}, 6));  // another cell: twice on the stream
  daemon.hand_on(track_for_tests(1, {43.2, 5.2}, 7, TrackStatus::dropped));
  daemon.hand_on_alerts(1, 1);
  ASSERT_TRUE(listener.wait_for_sequence(1));
  listener.end();
  EXPECT_THAT(listener.tracks, ElementsAre("north-1/5", "north-1/6", "north-1/7"));
}

TEST(Consumer, SurvivesTheDaemonsRestart) {
  std::optional<Daemon> daemon;
  daemon.emplace("run-1");
  const std::string stream_endpoint = daemon->stream_endpoint();
  const std::string query_endpoint = daemon->query_endpoint();
  daemon->hand_on_alerts(1, 3);
  ConsumerSettings settings = alerts_of(*daemon);
  settings.since = 2;
  Listener listener(settings);
  listener.start();
  ASSERT_TRUE(listener.wait_for_sequence(3));
  daemon.reset();
  ASSERT_TRUE(listener.wait_until([&] { return listener.troubles >= 1; }));
  daemon.emplace("run-2", stream_endpoint, query_endpoint);
  daemon->hand_on_alerts(1, 2);  // a new run counts anew, and all its alerts are new
  ASSERT_TRUE(listener.wait_until([&] { return listener.sequences.size() >= 3; }));
  daemon->hand_on_alerts(3, 4);
  ASSERT_TRUE(listener.wait_for_sequence(4));
  EXPECT_TRUE(listener.stop().ok());
  EXPECT_THAT(listener.sequences, ElementsAre(3, 1, 2, 3, 4));
}

TEST(Consumer, WaitsForADaemonThatIsNotThereYet) {
  std::string stream_endpoint;
  std::string query_endpoint;
  ConsumerSettings settings;
  {
    Daemon daemon("run-0");
    stream_endpoint = daemon.stream_endpoint();
    query_endpoint = daemon.query_endpoint();
    settings = alerts_of(daemon);
  }
  Listener listener(settings);
  listener.start();
  ASSERT_TRUE(listener.wait_until([&] { return listener.troubles == 1; }));
  Daemon daemon("run-1", stream_endpoint, query_endpoint);
  daemon.hand_on_alerts(1, 1);
  EXPECT_TRUE(listener.wait_for_sequence(1));
}

TEST(Consumer, WithoutFollowingItSaysThatNobodyAnswers) {
  ConsumerSettings settings;
  settings.query_endpoint = "tcp://127.0.0.1:1";
  settings.wants_alerts = true;
  settings.is_followed = false;
  settings.answer_patience = std::chrono::milliseconds(50);
  Listener listener(settings);
  listener.start();
  const Status status = listener.finish();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().where, "tcp://127.0.0.1:1");
}

TEST(Consumer, RefusesWhatIsNoEndpoint) {
  ConsumerSettings settings;
  settings.query_endpoint = "nonsense";
  settings.wants_alerts = true;
  Listener listener(settings);
  listener.start();
  EXPECT_FALSE(listener.finish().ok());  // though it would follow
}

}  // namespace
}  // namespace watchpost
