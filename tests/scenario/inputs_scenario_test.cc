// The inputs of the core beside reports and ticks: commands, states of feeds, events of the machine.

#include <gtest/gtest.h>

#include "tests/scenario/scenario.h"

namespace watchpost {
namespace {

EventTime at(Duration time) {
  return EventTime(1'000'000s + time);
}

// A boat in the camp whose alert has been raised by its second report.
class BoatInCamp : public testing::Test {
 protected:
  BoatInCamp() : core_(mission()) {
    for (const Duration time : {Duration(0s), Duration(10s)}) reports(time);
  }

  void reports(Duration time) {
    ReportDetails details;
    details.name = "boat";
    Report report;
    report.event_time = at(time);
    report.receive_time = ReceiveTime(1'000'000s + time + 500ms);
    report.number = ++last_number_;
    report.details = &details;
    report.set<Field::position>(Scenario::camp());
    report.set<Field::std_m>(1);
    core_.step(ReportInput{&batch_.add(report)}, outputs_);
  }

  static std::shared_ptr<const Mission> mission() {
    auto mission = std::make_shared<Mission>(Scenario::mission_with_camp());
    RuleSpec rule;
    rule.kind = "zone-entry";
    rule.name = "zone-entry-camp";
    rule.place = "camp";
    mission->rules.push_back(rule);
    return mission;
  }

  // What the command brought about.
  Outputs act(AlertAction action, std::string alert_id, std::string text = {}) {
    Outputs outputs;
    core_.step(Command{action, std::move(alert_id), "duty-officer", std::move(text)}, outputs);
    return outputs;
  }

  std::uint64_t last_number_ = 0;
  ReportBatch batch_;
  Outputs outputs_;
  Core core_;
};

TEST_F(BoatInCamp, AnAcknowledgementIsTheNextTransitionOfTheAlertAtTheTimeOfTheInputs) {
  ASSERT_EQ(outputs_.alerts.size(), 1U);
  const Outputs told = act(AlertAction::acknowledge, outputs_.alerts[0].alert_id);
  EXPECT_FALSE(told.refusal);
  ASSERT_EQ(told.alerts.size(), 1U);
  EXPECT_EQ(told.alerts[0].state, AlertState::acknowledged);
  EXPECT_EQ(told.alerts[0].acknowledged_by, "duty-officer");
  EXPECT_EQ(told.alerts[0].event_time, at(10s + 500ms));
  EXPECT_EQ(told.alerts[0].revision, outputs_.alerts[0].revision + 1);
}

TEST_F(BoatInCamp, ACommandOnAnAlertThatThereIsNotIsRefusedAndChangesNothing) {
  const Outputs told = act(AlertAction::clear, "0123456789abcdef");
  EXPECT_TRUE(told.refusal);
  EXPECT_TRUE(told.alerts.empty());
  EXPECT_TRUE(told.changed_tracks.empty());
  EXPECT_EQ(core_.open_alerts().size(), 1U);
}

TEST_F(BoatInCamp, StatesOfFeedsAndEventsOfTheMachineAreKeptForRulesAndTellNothing) {
  Outputs told;
  core_.step(Tick{ReceiveTime(1'000'011s), at(10s)}, told);
  told.clear();
  core_.step(FeedState{FeedId(0), ConnectionState::failed, 2, 0, 0}, told);
  core_.step(SystemEvent{SystemEventKind::store_fails, {}, "no space"}, told);
  EXPECT_TRUE(told.alerts.empty());
  EXPECT_TRUE(told.changed_tracks.empty());
  EXPECT_EQ(core_.surroundings().feed(FeedId(0)).state, ConnectionState::failed);
  EXPECT_EQ(core_.surroundings().feed(FeedId(0)).state_since, at(11s));
  EXPECT_EQ(core_.surroundings().events()[0].event.detail, "no space");
  EXPECT_EQ(core_.watermark(), at(10s));
}

}  // namespace
}  // namespace watchpost
