// A changed configuration, as docs/rules.md says it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/rules/rules_for_tests.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A track inside the zone under the rules before; then the configuration has those after.
class Reload : public testing::Test {
 protected:
  void reload(std::int64_t time_s) {
    auto judge = std::make_unique<Judge>(std::make_shared<const Mission>(after_));
    judge->take_over(
        *judge_, at_s(time_s), [&](const auto& visit) { visit(track_); }, alerts_);
    judge_ = std::move(judge);
  }
  void begin() { judge_ = std::make_unique<Judge>(std::make_shared<const Mission>(before_)); }
  void sees(std::int64_t time_s) { judge_->track_updated(track_, at_s(time_s), {FeedId{0}, 1}, alerts_); }
  void ticks(std::int64_t time_s) {
    judge_->tick(
        at_s(time_s), at_s(time_s), [&](const auto& visit) { visit(track_); }, alerts_);
  }
  std::vector<std::string> told() const {
    std::vector<std::string> lines;
    for (const Alert& alert : alerts_)
      lines.push_back(std::to_string(unix_ns(alert.event_time) / 1'000'000'000) +
                      (alert.state == AlertState::raised ? " RAISED " : " CLEARED ") + alert.rule);
    return lines;
  }

  Mission before_ = mission_with_zone();
  Mission after_ = mission_with_zone();
  Track track_ = track_at(1, inside_zone);
  std::unique_ptr<Judge> judge_;
  std::vector<Alert> alerts_;
};

TEST_F(Reload, OfARuleAroundATrackRaisesAndTakenAwayClears) {
  add_rule(before_, "old");
  add_rule(after_, "new");
  begin();
  sees(1);
  reload(5);
  EXPECT_THAT(told(), ElementsAre("1 RAISED old", "5 CLEARED old", "5 RAISED new"));
}

TEST_F(Reload, KeepsTheAlertsOfRulesThatStayUnderTheirNewNumbers) {
  add_rule(before_, "gone");
  add_rule(before_, "stays");
  add_rule(after_, "stays");
  begin();
  sees(1);
  const std::string id = alerts_[1].alert_id;
  reload(5);
  EXPECT_THAT(told(), ElementsAre("1 RAISED gone", "1 RAISED stays", "5 CLEARED gone"));
  ASSERT_EQ(judge_->open_alerts().size(), 1U);
  EXPECT_EQ(judge_->open_alerts()[0]->alert_id, id);
  track_.position = outside_zone;
  sees(10);
  EXPECT_EQ(told().back(), "10 CLEARED stays");
}

TEST_F(Reload, InTheMiddleOfAHoldGoesOnWithIt) {
  add_rule(before_, "held").hold = std::chrono::seconds(10);
  add_rule(after_, "held").hold = std::chrono::seconds(10);
  begin();
  sees(1);
  ticks(5);
  reload(5);
  ticks(10);
  EXPECT_THAT(told(), IsEmpty());
  ticks(11);
  EXPECT_THAT(told(), ElementsAre("11 RAISED held"));
}

TEST_F(Reload, ClearsWhatIsAboutAFeedOrAUnitThatIsGone) {
  for (const char* name : {"stays", "goes"}) {
    before_.feeds.emplace_back().name = name;
    before_.units.emplace_back().name = name;
    before_.units.back().identity.mmsi = name == std::string("goes") ? 1 : 2;
  }
  after_.feeds = before_.feeds;
  after_.units = before_.units;
  after_.feeds.back().is_retired = after_.units.back().is_retired = true;
  after_.units.back().identity = {};
  for (Mission* mission : {&before_, &after_})
    for (const char* kind : {"sensor-silent", "contact-lost"}) {
      RuleSpec& rule = mission->rules.emplace_back();
      rule.kind = rule.name = kind;
    }
  begin();
  for (int time_s = 0; time_s < 1000; ++time_s) ticks(time_s);
  const std::size_t open = judge_->open_alerts().size();
  ASSERT_GE(open, 2U);
  reload(1000);
  for (const Alert* alert : judge_->open_alerts())
    EXPECT_NE(alert->subject.sensor + alert->subject.unit, "goes");
  EXPECT_LT(judge_->open_alerts().size(), open);
  EXPECT_EQ(alerts_.back().state, AlertState::cleared);
  EXPECT_EQ(alerts_.back().evidence.remark, "the configuration has no such unit or feed any more");
}

TEST_F(Reload, ClearsWhereTheZoneHasMovedAway) {
  add_rule(before_, "stays");
  add_rule(after_, "stays");
  const PolygonRings ring{{{50, 20}, {51, 20}, {51, 21}, {50, 21}}, {}};
  after_.zones[0].area = std::make_shared<const Area>(*area_from_polygons({ring}));
  begin();
  sees(1);
  reload(5);
  EXPECT_THAT(told(), ElementsAre("1 RAISED stays", "5 CLEARED stays"));
}

}  // namespace
}  // namespace watchpost
