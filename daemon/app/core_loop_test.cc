#include "daemon/app/core_loop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/app/announcer.h"
#include "daemon/app/replay.h"

namespace watchpost {
namespace {

using testing::ElementsAre;

class Heard final : public CoreListener {
 public:
  void track_changed(const Track& track) override {
    lines.push_back("track " + std::to_string(index(track.id)));
  }
  void alert(const Alert&, const Core&) override { lines.emplace_back("alert"); }
  void tick(ReceiveTime time, const Core&) override {
    lines.push_back("tick " + std::to_string(unix_ns(time) / 1'000'000'000));
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
