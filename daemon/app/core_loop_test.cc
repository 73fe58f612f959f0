#include "daemon/app/core_loop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/feed_decoder.h"
#include "daemon/app/announcer.h"
#include "daemon/app/replay.h"

namespace watchpost {
namespace {

using testing::ElementsAre;

class Heard final : public CoreListener {
 public:
  void track_changed(TrackId id, const Core&) override {
    lines.push_back("track " + std::to_string(index(id)));
  }
  void alert(const Alert&, const Core&) override { lines.emplace_back("alert"); }
  void tick(ReceiveTime time, const Core&) override {
    lines.push_back("tick " + std::to_string(unix_ns(time) / 1'000'000'000));
  }
  void command_decided(const Command& command, CommandProblem problem, const std::string& why) override {
    EXPECT_EQ(problem == CommandProblem::none, why.empty());
    lines.push_back((problem == CommandProblem::unknown_alert ? "refused " : "done ") + command.alert_id);
  }
  void reconfigured(const std::shared_ptr<const Mission>& mission) override {
    lines.push_back(std::to_string(mission->feeds.size()) + " feeds");
  }
  std::vector<std::string> lines;
};

ReportBatchPtr batch(std::uint32_t mmsi, const std::vector<int>& times_s) {
  auto made = std::make_unique<ReportBatch>();
  for (const int time_s : times_s) {
    Report report;
    report.event_time = EventTime(std::chrono::seconds(time_s));
    report.receive_time = ReceiveTime(std::chrono::seconds(time_s));
    report.set<Field::mmsi>(mmsi);
    report.set<Field::position>(LatLon{1, 1 + time_s * 1e-6});
    made->add(report);
  }
  return made;
}

std::shared_ptr<const Mission> mission_with(std::vector<std::string> labels) {
  auto mission = std::make_shared<Mission>();
  for (std::string& label : labels) {
    Feed feed;
    feed.name = "feed-" + std::to_string(mission->feeds.size());
    feed.label = std::move(label);
    mission->feeds.push_back(std::move(feed));
  }
  return mission;
}

TEST(CoreLoop, TellsWhatEachInputBroughtAboutBeforeTheTickAfterIt) {
  Heard heard;
  CoreLoop loop(mission_with({"ALL"}), FeedTime::data, heard);
  loop.push(FeedId(0), batch(1, {5, 6}));
  loop.drain();
  EXPECT_THAT(heard.lines, ElementsAre("track 1", "tick 5", "track 1"));
  EXPECT_EQ(loop.counters(FeedId(0)).admitted, 2U);
  EXPECT_EQ(loop.take_used()->second->reports().size(), 2U);
}

ReceiveTime at_s(int time_s) {
  return ReceiveTime(std::chrono::seconds(time_s));
}

Command command_on(std::string alert_id) {
  Command command;
  command.alert_id = std::move(alert_id);
  command.by = "somebody";
  return command;
}

TEST(CoreLoop, LetsCommandsWaitForTheNextTickAndKeepsTheirOrder) {
  Heard heard;
  CoreLoop loop(mission_with({"ALL"}), FeedTime::clock, heard);
  loop.tick_mark(at_s(4));
  loop.drain();
  EXPECT_TRUE(loop.push(command_on("first")));
  loop.push(FeedId(0), batch(1, {5}));
  EXPECT_TRUE(loop.push(command_on("second")));
  loop.drain();
  EXPECT_THAT(heard.lines, ElementsAre("tick 4", "track 1"));
  loop.tick_mark(at_s(6));
  loop.drain();
  EXPECT_THAT(heard.lines,
              ElementsAre("tick 4", "track 1", "refused first", "refused second", "tick 5", "tick 6"));
}

TEST(CoreLoop, TakesNoMoreCommandsThanItsBoundUntilTheNextTick) {
  Heard heard;
  CoreLoop loop(mission_with({"ALL"}), FeedTime::clock, heard);
  for (std::size_t i = 0; i < CoreLoop::pending_max; ++i) EXPECT_TRUE(loop.push(command_on("x")));
  EXPECT_FALSE(loop.push(command_on("x")));
  EXPECT_FALSE(loop.push(SystemEvent{}));
  loop.tick_mark(at_s(1));
  loop.drain();
  EXPECT_TRUE(loop.push(SystemEvent{}));
}

TEST(CoreLoop, TakesAChangedConfigurationBeforeTheNextTickAndTellsOfItFirst) {
  Heard heard;
  const auto before = mission_with({"ALL"});
  CoreLoop loop(before, FeedTime::clock, heard);
  EXPECT_TRUE(loop.push(Reconfiguration{mission_with({"ALL", "ALL"})}));
  EXPECT_TRUE(loop.push(command_on("after")));
  loop.push(FeedId(0), batch(1, {5}));
  loop.drain();
  EXPECT_EQ(loop.mission(), before) << "it waits";
  loop.tick_mark(at_s(6));
  loop.drain();
  EXPECT_THAT(heard.lines, ElementsAre("track 1", "2 feeds", "refused after", "tick 5", "tick 6"));
  ASSERT_EQ(loop.mission()->feeds.size(), 2U);
  auto of_the_new = batch(2, {7});
  of_the_new->reports()[0].feed = FeedId(1);
  loop.push(FeedId(1), std::move(of_the_new));
  loop.drain();
  EXPECT_EQ(loop.counters(FeedId(1)).admitted, 1U);
}

TEST(CoreLoop, LetsCommandsInAtOnceWhereRecordedTimeIsOver) {
  Heard heard;
  CoreLoop loop(mission_with({"ALL"}), FeedTime::data, heard);
  loop.push(FeedId(0), batch(1, {5}));
  loop.drain();
  loop.close(FeedId(0));
  loop.drain();
  heard.lines.clear();
  EXPECT_TRUE(loop.push(command_on("x")));
  EXPECT_THAT(heard.lines, testing::IsEmpty());
  loop.drain();
  EXPECT_THAT(heard.lines, ElementsAre("refused x"));
}

TEST(CoreLoop, TellsTheCoreOfFeedsAndOfTheMachineAtTheNextTick) {
  Heard heard;
  CoreLoop loop(mission_with({"ALL", "ALL"}), FeedTime::clock, heard);
  loop.push(FeedState{FeedId(1), ConnectionState::open, 2, 1, 0});
  loop.push(FeedState{FeedId(1), ConnectionState::failed, 3, 0, 7});
  EXPECT_TRUE(loop.push(SystemEvent{SystemEventKind::pause, std::chrono::seconds(9), "a pause"}));
  const Surroundings& told = loop.core().surroundings();
  EXPECT_EQ(told.feed(FeedId(1)).state, ConnectionState::unspecified);
  EXPECT_TRUE(told.events().empty());
  loop.tick_mark(at_s(1));
  loop.drain();
  EXPECT_EQ(told.feed(FeedId(0)).state, ConnectionState::unspecified);
  EXPECT_EQ(told.feed(FeedId(1)).state, ConnectionState::failed);
  EXPECT_EQ(told.feed(FeedId(1)).faults, 5U);
  EXPECT_EQ(told.feed(FeedId(1)).refused, 1U);
  EXPECT_EQ(told.feed(FeedId(1)).shed, 7U);
  ASSERT_EQ(told.events().size(), 1U);
  EXPECT_EQ(told.events()[0].event.detail, "a pause");
}

TEST(CoreLoop, GivesEachTickItsWatermark) {
  Heard heard;
  auto mission = std::make_shared<Mission>(*mission_with({"ALL"}));
  mission->feeds[0].idle = std::chrono::seconds(10);
  CoreLoop loop(mission, FeedTime::clock, heard);
  auto late = batch(1, {100});
  late->reports()[0].event_time -= std::chrono::seconds(3);
  loop.push(FeedId(0), std::move(late));
  loop.tick_mark(at_s(101));
  loop.drain();
  EXPECT_EQ(loop.core().watermark(), EventTime(std::chrono::seconds(97)));
  loop.tick_mark(at_s(110));
  loop.drain();
  EXPECT_EQ(loop.core().watermark(), EventTime(std::chrono::seconds(110)));
}

TEST(CoreLoop, LetsNoRefusedReportMoveTheWatermark) {
  Heard heard;
  CoreLoop loop(mission_with({"ALL"}), FeedTime::clock, heard);
  auto refused = batch(1, {100});
  refused->reports()[0].event_time -= std::chrono::seconds(20);
  refused->reports()[0].set<Field::position>(LatLon{91, 0});
  loop.push(FeedId(0), std::move(refused));
  loop.tick_mark(at_s(100));
  loop.drain();
  EXPECT_EQ(loop.counters(FeedId(0)).admitted, 0U);
  EXPECT_EQ(loop.core().watermark(), EventTime(std::chrono::seconds(100)));
}

// At each tick, what the core knows of its feeds.
class Accounts final : public CoreListener {
 public:
  explicit Accounts(std::size_t feed_count) : feed_count_(feed_count) {}
  void track_changed(TrackId, const Core&) override {}
  void alert(const Alert&, const Core&) override {}
  void tick(ReceiveTime time, const Core& core) override {
    std::string line = std::to_string(unix_ns(time) / 1'000'000'000) + ":";
    for (std::size_t i = 0; i < feed_count_; ++i) {
      const Surroundings::FeedAccount& feed = core.surroundings().feed(FeedId(i));
      line += (feed.state == ConnectionState::open ? " open " : " closed ") + std::to_string(feed.faults) +
              " " + std::to_string(feed.refused);
    }
    lines.push_back(line);
  }
  std::vector<std::string> lines;

 private:
  std::size_t feed_count_;
};

class NoReplies final : public ReplySink {
  void reply(std::string_view) override {}
};

// One feed of plots with faults, and one that ends early; each cut into pieces of `piece` bytes.
std::vector<std::string> accounts_of_recorded_feeds(std::size_t piece) {
  const std::string row = ",mast,position,1,1,5,,,,,,,\n";
  const std::string texts[] = {"10.5,10.5" + row + "10.7,x" + row + "11,y" + row + "11.5,11.5" + row +
                                   "13.5,13.5" + row + "13.6,z" + row + "15.5,15.5" + row,
                               "10.5,10.5" + row + "12,w" + row + "12.5,12.5" + row};
  Accounts accounts(2);
  CoreLoop loop(mission_with({"ALL", "ALL"}), FeedTime::data, accounts);
  FeedCounters counters[2];
  std::vector<std::unique_ptr<FeedDecoder>> decoders;
  for (std::size_t i = 0; i < 2; ++i) {
    FeedDecoderSettings settings;
    settings.feed = FeedId(i);
    settings.time = TimeSource::recorded;
    decoders.push_back(std::make_unique<FeedDecoder>(
        *find_format("plots"), ParameterValues{}, settings, counters[i],
        [&loop, i](ReportBatchPtr& made) { loop.push(FeedId(i), std::move(made)); }));
  }
  NoReplies replies;
  std::size_t position[2] = {0, 0};
  while (const auto awaited = loop.awaited()) {
    const std::size_t i = index(*awaited);
    const std::string next = texts[i].substr(position[i], piece);
    position[i] += next.size();
    if (!next.empty()) {
      decoders[i]->bytes(next, ReceiveTime{}, replies);
    } else {
      decoders[i]->finish();
      loop.close(*awaited);
    }
    loop.drain();
    while (loop.take_used()) continue;
  }
  return accounts.lines;
}

TEST(CoreLoop, KnowsTheStatesOfRecordedFeedsFromTheDataAlone) {
  const std::vector<std::string> lines = accounts_of_recorded_feeds(100'000);
  EXPECT_THAT(lines, ElementsAre("11: open 2 0 open 0 0", "12: open 2 0 open 1 0", "13: open 2 0 closed 1 0",
                                 "14: open 3 0 closed 1 0", "15: open 3 0 closed 1 0"));
  for (const std::size_t piece : {1, 7, 50}) EXPECT_EQ(accounts_of_recorded_feeds(piece), lines) << piece;
}

TEST(Announcer, CountsAlertsInEachLabelFromOneWithoutHoles) {
  std::vector<std::pair<std::string, std::uint64_t>> sequences;
  const auto keep = [&](const OutgoingPtr& outgoing) {
    if (const auto* alert = std::get_if<OutgoingAlert>(outgoing.get()))
      sequences.emplace_back(alert->alert.release_label, alert->sequence);
  };
  Announcer announcer(
      mission_with({"ALL"}), std::chrono::seconds(1), [] { return ReceiveTime(); }, keep);
  const Core core(mission_with({"ALL"}));
  Alert alert;
  for (const char* label : {"ALL", "west", "ALL"}) {
    alert.release_label = label;
    announcer.alert(alert, core);
  }
  EXPECT_THAT(sequences, ElementsAre(std::pair("ALL", 1U), std::pair("west", 1U), std::pair("ALL", 2U)));
}

TEST(Announcer, TellsATrackOnceAnIntervalOfTheTicks) {
  int tracks = 0;
  Announcer announcer(
      mission_with({"ALL"}), std::chrono::seconds(2), [] { return ReceiveTime(); },
      [&](const OutgoingPtr& outgoing) { tracks += std::holds_alternative<OutgoingTrack>(*outgoing); });
  CoreLoop loop(mission_with({"ALL"}), FeedTime::data, announcer);
  loop.push(FeedId(0), batch(1, {10, 11, 12, 13, 14, 15}));
  loop.drain();
  EXPECT_EQ(tracks, 3);  // at the ticks of 10, 12 and 14
}

TEST(Announcer, TellsAnAlertsTrackBeforeTheAlertAndNotAgainInThatInterval) {
  std::vector<std::string> said;
  const auto keep = [&](const OutgoingPtr& outgoing) {
    if (std::holds_alternative<OutgoingTrack>(*outgoing)) said.emplace_back("track");
    if (std::holds_alternative<OutgoingAlert>(*outgoing)) said.emplace_back("alert");
    if (std::holds_alternative<OutgoingTick>(*outgoing)) said.emplace_back("tick");
  };
  const auto mission = mission_with({"ALL"});
  Announcer announcer(
      mission, std::chrono::seconds(1), [] { return ReceiveTime(); }, keep);
  CoreLoop loop(mission, FeedTime::data, announcer);
  loop.push(FeedId(0), batch(1, {10}));
  loop.drain();
  Alert alert;
  alert.track_ids = {TrackId{1}};
  announcer.alert(alert, loop.core());
  announcer.alert(alert, loop.core());
  for (const int time_s : {11, 12}) announcer.tick(ReceiveTime(std::chrono::seconds(time_s)), loop.core());
  EXPECT_THAT(said, ElementsAre("track", "alert", "alert", "tick", "track", "tick"));
}

ReportBatchPtr crowd(std::uint32_t count, int time_s) {
  auto made = std::make_unique<ReportBatch>();
  for (std::uint32_t i = 0; i < count; ++i) {
    Report report;
    report.event_time = EventTime(std::chrono::seconds(time_s));
    report.receive_time = ReceiveTime(std::chrono::seconds(time_s));
    report.set<Field::mmsi>(100 + i);
    report.set<Field::position>(LatLon{1, 1 + i * 0.01});
    made->add(report);
  }
  return made;
}

TEST(Announcer, TellsACrowdAFewAfterEachInputAndWhatIsLeftAtTheNextTick) {
  std::vector<std::size_t> told(1);  // up to each tick
  const auto keep = [&](const OutgoingPtr& outgoing) {
    if (std::holds_alternative<OutgoingTrack>(*outgoing)) ++told.back();
    if (std::holds_alternative<OutgoingTick>(*outgoing)) told.push_back(0);
  };
  const auto mission = mission_with({"ALL"});
  Announcer announcer(
      mission, std::chrono::seconds(1), [] { return ReceiveTime(); }, keep);
  CoreLoop loop(mission, FeedTime::data, announcer);
  loop.push(FeedId(0), crowd(400, 10));
  loop.push(FeedId(0), crowd(5, 11));
  loop.close(FeedId(0));
  loop.drain();
  // At 10 the first 256. Then four more after each of five inputs, and at 11 the other 124 and those five.
  EXPECT_THAT(told, ElementsAre(256, 20 + 124 + 5, 0));
}

TEST(ReplayFeeds, AreTheConfiguredOnesByNameOrByFormatAndNumberedWhereThereAreSeveral) {
  Mission mission;
  Feed harbour;
  harbour.name = "harbour";
  harbour.format = "ais";
  harbour.label = "west";
  mission.feeds.push_back(harbour);
  ASSERT_TRUE(
      set_replay_feeds({{"ais", "a"}, {"harbour", "b"}, {"plots", "c"}, {"plots", "d"}}, mission).ok());
  std::vector<std::string> names;
  for (const Feed& feed : mission.feeds) names.push_back(feed.name + " " + feed.label);
  EXPECT_THAT(names, ElementsAre("harbour west", "harbour-2 west", "plots ALL", "plots-2 ALL"));

  const Status refused = set_replay_feeds({{"aiss", "a"}}, mission);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().what, testing::HasSubstr("did you mean ais?"));
}

TEST(ReplayInput, IsANameAndAPath) {
  EXPECT_EQ(parse_replay_input("ais=a=b.nmea")->path, "a=b.nmea");
  for (const char* wrong : {"", "ais", "=x", "ais="}) EXPECT_FALSE(parse_replay_input(wrong).ok()) << wrong;
}

}  // namespace
}  // namespace watchpost
