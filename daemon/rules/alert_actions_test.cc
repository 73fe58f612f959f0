// What people do with alerts, as docs/rules.md says it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/rules/judge.h"
#include "daemon/rules/rules_for_tests.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Operator : public testing::Test {
 protected:
  // Before the first report: one rule, which the test may change.
  Operator() { add_rule(mission_); }
  RuleSpec& rule() { return mission_.rules.front(); }

  Judge& judge() {
    if (judge_ == nullptr) judge_ = std::make_unique<Judge>(std::make_shared<const Mission>(mission_));
    return *judge_;
  }

  void reports(LatLon position, std::int64_t time_s, std::uint64_t track = 1) {
    judge().track_updated(track_at(track, position), at_s(time_s), {FeedId{0}, ++report_}, alerts_);
  }
  void ticks(std::int64_t time_s) {
    judge().tick(
        at_s(time_s), at_s(time_s), [](const auto&) {}, alerts_);
  }
  void ends(std::int64_t time_s) {
    judge().track_ended(track_at(1, outside_zone), at_s(time_s), TrackEnd::lost, alerts_);
  }

  // The refusal, or nothing where it was done.
  std::string act(AlertAction action, std::int64_t time_s, std::string by = "desk", std::string text = "") {
    const Status status =
        judge().act({action, alert_id(), std::move(by), std::move(text)}, at_s(time_s), alerts_);
    return status.ok() ? "" : status.error().line();
  }
  std::string acknowledges(std::int64_t time_s, std::string by = "desk") {
    return act(AlertAction::acknowledge, time_s, std::move(by));
  }
  std::string clears(std::int64_t time_s) { return act(AlertAction::clear, time_s); }
  std::string notes(std::string text, std::int64_t time_s = 20) {
    return act(AlertAction::note, time_s, "desk", std::move(text));
  }

  // Of the alert told last.
  std::string alert_id() const { return alerts_.empty() ? "0123456789abcdef" : alerts_.back().alert_id; }
  const Alert& last() const { return alerts_.back(); }
  std::vector<std::string> told() const {
    constexpr std::string_view words[] = {"", "RAISED", "UPDATED", "ACKNOWLEDGED", "CLEARED", "CANCELLED"};
    std::vector<std::string> lines;
    for (const Alert& alert : alerts_)
      lines.push_back(std::to_string(unix_ns(alert.event_time) / 1'000'000'000) + " " +
                      std::string(words[static_cast<int>(alert.state)]));
    return lines;
  }

  Mission mission_ = mission_with_zone();
  std::unique_ptr<Judge> judge_;
  std::vector<Alert> alerts_;
  std::uint64_t report_ = 0;
};

TEST_F(Operator, AcknowledgesAnAlertOnceAndItStaysAcknowledged) {
  reports(inside_zone, 10);
  EXPECT_EQ(acknowledges(15), "");
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "15 ACKNOWLEDGED"));
  EXPECT_EQ(last().acknowledged_by, "desk");
  EXPECT_EQ(last().revision, 2U);
  EXPECT_EQ(last().raised_time, at_s(10));
  reports(outside_zone, 20);
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "15 ACKNOWLEDGED", "20 CLEARED"));
  EXPECT_EQ(last().acknowledged_by, "desk");
  EXPECT_EQ(last().revision, 3U);
}

TEST_F(Operator, KeepsTheAcknowledgementWhenTheAlertIsUpdated) {
  reports(inside_zone, 10);
  acknowledges(15);
  Track renamed = track_at(1, inside_zone);
  renamed.identity.name = "other";
  judge().track_updated(renamed, at_s(20), {FeedId{0}, 2}, alerts_);
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "15 ACKNOWLEDGED", "20 UPDATED"));
  EXPECT_EQ(last().acknowledged_by, "desk");
}

TEST_F(Operator, WhoAcknowledgesTwiceIsToldThatItIsDoneAndNobodyElseIsTold) {
  reports(inside_zone, 10);
  acknowledges(15);
  EXPECT_EQ(acknowledges(16), "");
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "15 ACKNOWLEDGED"));
}

TEST_F(Operator, WhoAcknowledgesAfterAnotherIsToldWhoItWas) {
  reports(inside_zone, 10);
  acknowledges(15);
  EXPECT_EQ(acknowledges(16, "supervisor"), "alert: found it acknowledged by desk");
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "15 ACKNOWLEDGED"));
  EXPECT_EQ(judge().open_alerts()[0]->acknowledged_by, "desk");
}

TEST_F(Operator, ClearsALatchedAlertWhoseConditionHasEnded) {
  rule().is_latched = true;
  reports(inside_zone, 10);
  reports(outside_zone, 20);
  EXPECT_THAT(told(), ElementsAre("10 RAISED"));
  EXPECT_EQ(clears(30), "");
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "30 CLEARED"));
  EXPECT_EQ(last().cleared_time, at_s(30));
  EXPECT_EQ(last().evidence.remark, "cleared by desk");
  EXPECT_THAT(judge().open_alerts(), IsEmpty());
  reports(outside_zone, 40);
  ticks(1000);
  EXPECT_EQ(alerts_.size(), 2U);
}

TEST_F(Operator, ClearsALatchedAlertOfATrackThatIsNoMore) {
  rule().is_latched = true;
  rule().cooldown = std::chrono::seconds(100);
  reports(inside_zone, 10);
  ends(60);
  EXPECT_THAT(told(), ElementsAre("10 RAISED"));
  EXPECT_EQ(clears(70), "");
  ticks(200);  // nothing holds any more that could raise when the cooldown is over
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "70 CLEARED"));
  EXPECT_EQ(last().evidence.remark, "cleared by desk");
}

TEST_F(Operator, ClearsAnAlertWhoseConditionHoldsAndTheNextReportRaisesAnother) {
  reports(inside_zone, 10);
  const std::string first = alert_id();
  EXPECT_EQ(clears(15), "");
  EXPECT_EQ(last().evidence.remark, "cleared by desk while the condition held");
  EXPECT_EQ(alert_id(), first);
  reports(inside_zone, 20);
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "15 CLEARED", "20 RAISED"));
  EXPECT_NE(alert_id(), first);
  EXPECT_EQ(last().revision, 1U);
}

TEST_F(Operator, ClearsAnAlertWhoseConditionHoldsAndItsHoldBeginsAnew) {
  rule().hold = std::chrono::seconds(15);
  reports(inside_zone, 10);
  reports(inside_zone, 30);
  clears(35);
  reports(inside_zone, 40);
  reports(inside_zone, 50);
  reports(inside_zone, 60);
  EXPECT_THAT(told(), ElementsAre("25 RAISED", "35 CLEARED", "55 RAISED"));
}

TEST_F(Operator, ClearsAnAlertForAtLeastTheCooldownAndItRaisesAgainAtItsEndWhereTheConditionHolds) {
  rule().cooldown = std::chrono::seconds(50);
  reports(inside_zone, 10);
  clears(15);
  for (const int time_s : {20, 30, 40}) reports(inside_zone, time_s);
  ticks(64);
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "15 CLEARED"));
  ticks(65);
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "15 CLEARED", "65 RAISED"));
}

TEST_F(Operator, ClearsAnAlertOfATrackThatCoastsAndItDoesNotRaiseAtTheEndOfTheCooldown) {
  rule().cooldown = std::chrono::seconds(50);
  reports(inside_zone, 10);
  judge().track_coasts(track_at(1, inside_zone), at_s(30), alerts_);
  clears(35);
  EXPECT_EQ(last().evidence.remark, "cleared by desk");
  ticks(100);
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "35 CLEARED"));
}

TEST_F(Operator, ClearsAnAlertThatIsAboutToClear) {
  rule().clear = std::chrono::seconds(60);
  reports(inside_zone, 10);
  reports(outside_zone, 20);
  EXPECT_EQ(clears(30), "");
  ticks(100);
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "30 CLEARED"));
}

TEST_F(Operator, NotesAreAppendedInTheirOrderAndStayWithTheAlert) {
  reports(inside_zone, 10);
  EXPECT_EQ(notes("called the gate", 12), "");
  EXPECT_EQ(notes("nobody answers", 13), "");
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "12 UPDATED", "13 UPDATED"));
  EXPECT_THAT(last().notes, ElementsAre("called the gate", "nobody answers"));
  acknowledges(14);
  reports(outside_zone, 20);
  EXPECT_EQ(last().state, AlertState::cleared);
  EXPECT_THAT(last().notes, ElementsAre("called the gate", "nobody answers"));
  EXPECT_EQ(last().revision, 5U);
}

TEST_F(Operator, NotesOfTheNextAlertAreItsOwn) {
  reports(inside_zone, 10);
  notes("of the first");
  acknowledges(20);
  clears(30);
  reports(inside_zone, 40);
  EXPECT_THAT(last().notes, IsEmpty());
  EXPECT_EQ(last().acknowledged_by, "");
}

TEST_F(Operator, NotesThatAreEmptyTooLongOrTooManyAreRefused) {
  reports(inside_zone, 10);
  EXPECT_EQ(notes(""), "alert: found an empty note, expected a text");
  EXPECT_EQ(notes(std::string(1001, 'x')), "alert: found a note of 1001 bytes, expected at most 1000");
  EXPECT_EQ(alerts_.size(), 1U);
  for (int i = 0; i < 64; ++i) EXPECT_EQ(notes(std::string(1000, 'x')), "");
  EXPECT_EQ(notes("one more"), "alert: found 64 notes already, expected fewer than 64");
  EXPECT_EQ(alerts_.size(), 65U);
  EXPECT_EQ(last().notes.size(), 64U);
}

TEST_F(Operator, IsRefusedWhereNoOpenAlertHasTheId) {
  EXPECT_EQ(acknowledges(5), "alert: found no open alert of this id");
  rule().hold = std::chrono::seconds(1);
  rule().cooldown = std::chrono::seconds(1000);
  judge_.reset();
  reports(inside_zone, 10);
  EXPECT_THAT(acknowledges(10), HasSubstr("no open alert"));  // it still holds
  reports(inside_zone, 20);
  reports(outside_zone, 30);
  ASSERT_THAT(told(), ElementsAre("11 RAISED", "30 CLEARED"));
  for (const auto action : {AlertAction::acknowledge, AlertAction::clear, AlertAction::note})
    EXPECT_THAT(act(action, 40, "desk", "text"), HasSubstr("no open alert"));
  EXPECT_EQ(alerts_.size(), 2U);
}

TEST_F(Operator, IsRefusedWithoutAName) {
  reports(inside_zone, 10);
  EXPECT_EQ(acknowledges(15, ""), "alert: found nobody's name, expected who acts");
  EXPECT_THAT(told(), ElementsAre("10 RAISED"));
}

TEST_F(Operator, ActsOnTheOneAlertThatIsMeant) {
  reports(inside_zone, 10, 1);
  reports(inside_zone, 11, 2);
  reports(inside_zone, 12, 3);
  alerts_.erase(alerts_.begin() + 2);  // the one told last is now that of track 2
  acknowledges(15);
  EXPECT_EQ(last().subject.track, TrackId{2});
  const auto open = judge().open_alerts();
  ASSERT_EQ(open.size(), 3U);
  EXPECT_EQ(open[0]->acknowledged_by, "");
  EXPECT_EQ(open[1]->acknowledged_by, "desk");
  EXPECT_EQ(open[2]->acknowledged_by, "");
}

TEST_F(Operator, ActsOnBothTracksOfOneUnitThatRaisedAtOneMoment) {
  mission_.units.emplace_back().name = "patrol-1";
  for (const std::uint64_t id : {1, 2}) {
    Track track = track_at(id, inside_zone);
    track.unit = UnitId{0};
    judge().track_updated(track, at_s(10), {FeedId{0}, id}, alerts_);
  }
  EXPECT_EQ(clears(20), "");
  EXPECT_THAT(judge().open_alerts(), IsEmpty());
}

TEST_F(Operator, NeverActsBeforeWhatWasTold) {
  reports(inside_zone, 10);
  EXPECT_EQ(clears(9), "");  // the last tick was before the report
  EXPECT_THAT(told(), ElementsAre("10 RAISED", "10 CLEARED"));
}

}  // namespace
}  // namespace watchpost
