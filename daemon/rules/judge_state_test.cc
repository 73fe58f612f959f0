// A judge that is saved and loaded at every step says what one does that is not.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "daemon/model/transfer.h"
#include "daemon/rules/judge.h"
#include "daemon/rules/rule_context.h"
#include "daemon/rules/rules_for_tests.h"

namespace watchpost {
namespace {

using testing::HasSubstr;

std::shared_ptr<const Mission> mission_with_rules() {
  using std::chrono::seconds;
  Mission mission = mission_with_zone();
  mission.units.emplace_back().name = "patrol-1";
  add_rule(mission, "plain");
  RuleSpec& held = add_rule(mission, "held");
  held.hold = seconds(15);
  held.clear = seconds(20);
  RuleSpec& cooled = add_rule(mission, "cooled");
  cooled.cooldown = seconds(45);
  cooled.hold = seconds(10);
  cooled.severity = Severity::critical;
  add_rule(mission, "latched").is_latched = true;
  add_rule(mission, "scheduled").active = {{0b1111111, 1, 2}, {0b1111111, 4, 5}};  // minutes of the day
  add_rule(mission, "for-fishing").subjects.emplace_back().classification = "vessel.fishing";
  return std::make_shared<const Mission>(std::move(mission));
}

enum class Step { updates, coasts, ends, ticks, acts };

// One judge and the tracks it is told of; what it says is kept.
class Play {
 public:
  explicit Play(bool is_moved) : is_moved_(is_moved) {}

  void step(Step step, std::uint64_t id, std::uint8_t variant, EventTime now) {
    alerts.clear();
    if (step == Step::updates) updates(id, variant, now);
    const auto track = tracks_.find(id);
    if (step == Step::coasts && track != tracks_.end()) judge_->track_coasts(track->second, now, alerts);
    if (step == Step::ends && track != tracks_.end()) {
      judge_->track_ended(track->second, now, TrackEnd::lost, alerts);
      tracks_.erase(track);
    }
    if (step == Step::ticks)
      judge_->tick(
          now, now,
          [&](const std::function<void(const Track&)>& visit) {
            for (const auto& [number, known] : tracks_) visit(known);
          },
          alerts);
    if (step == Step::acts && !ids_.empty()) acts(id, variant, now);
    for (const Alert& alert : alerts) ids_.push_back(alert.alert_id);
    if (is_moved_) move();
  }

  std::string state() const { return save(*judge_); }

  std::vector<Alert> alerts;  // of the last step
  std::string refusal;        // of the last action

 private:
  void updates(std::uint64_t id, std::uint8_t variant, EventTime now) {
    constexpr LatLon places[] = {inside_zone, inside_zone, outside_zone, edge_of_zone};
    Track track = track_at(id, places[variant % 4], variant % 4 == 3 ? 1000 : 1);
    if (variant & 16) track.identity.name = "renamed";
    if (variant & 32) track.classification = {{"vessel.fishing", 1}};
    if (variant & 64) track.unit = UnitId{0};
    if (variant % 8 == 7) track.status = TrackStatus::tentative;
    // Some reports come late: they can show that a hold did not last.
    const EventTime time = variant & 128 ? now - std::chrono::seconds(12) : now;
    judge_->track_updated(track, time, {FeedId{0}, ++report_}, alerts);
    tracks_[id] = track;
  }

  void acts(std::uint64_t id, std::uint8_t variant, EventTime now) {
    constexpr AlertAction actions[] = {AlertAction::acknowledge, AlertAction::clear, AlertAction::note};
    const std::string& alert = ids_[ids_.size() - 1 - variant % std::min<std::size_t>(ids_.size(), 6)];
    const Status status =
        judge_->act({actions[variant % 3], alert, id % 2 == 0 ? "desk" : "gate", "text"}, now, alerts);
    refusal = status.ok() ? "" : status.error().line();
  }

  void move() {
    auto fresh = std::make_unique<Judge>(mission_);
    const std::string bytes = save(*judge_);
    const Status status = load(bytes, *fresh);
    if (!status.ok()) RC_FAIL(status.error().line());
    RC_ASSERT(save(*fresh) == bytes);
    judge_ = std::move(fresh);
  }

  bool is_moved_;
  std::shared_ptr<const Mission> mission_ = mission_with_rules();
  std::unique_ptr<Judge> judge_ = std::make_unique<Judge>(mission_);
  std::map<std::uint64_t, Track> tracks_;
  std::vector<std::string> ids_;
  std::uint64_t report_ = 0;
};

RC_GTEST_PROP(JudgeState, GivesTheSameAlertsSavedAndLoadedAtEveryStep, ()) {
  const auto step = rc::gen::weightedElement<Step>(
      {{8, Step::updates}, {1, Step::coasts}, {1, Step::ends}, {4, Step::ticks}, {3, Step::acts}});
  const auto steps =
      *rc::gen::container<std::vector<std::tuple<Step, std::uint8_t, std::uint8_t, std::uint8_t>>>(
          200, rc::gen::tuple(step, rc::gen::inRange<std::uint8_t>(1, 5), rc::gen::arbitrary<std::uint8_t>(),
                              rc::gen::inRange<std::uint8_t>(0, 15)));
  Play still(false);
  Play moved(true);
  EventTime now = at_s(0);
  int told = 0;
  for (const auto& [kind, id, variant, wait_s] : steps) {
    now += std::chrono::seconds(wait_s);
    still.step(kind, id, variant, now);
    moved.step(kind, id, variant, now);
    RC_ASSERT(save(still.alerts) == save(moved.alerts));
    RC_ASSERT(still.refusal == moved.refusal);
    told += static_cast<int>(still.alerts.size());
  }
  RC_ASSERT(still.state() == moved.state());
  RC_ASSERT(told > 0);
}

// A state with something in each phase.
std::string some_state() {
  Judge judge(mission_with_rules());
  std::vector<Alert> alerts;
  for (std::uint64_t id = 1; id <= 3; ++id)
    for (const std::int64_t time_s : {0, 12, 30})
      judge.track_updated(track_at(id, time_s > 20 && id == 2 ? outside_zone : inside_zone), at_s(time_s),
                          {FeedId{0}, 1}, alerts);
  return save(judge);
}

std::string refusal(std::string_view bytes, const std::shared_ptr<const Mission>& mission) {
  Judge judge(mission);
  const Status status = load(bytes, judge);
  return status.ok() ? "loaded" : status.error().line();
}

TEST(JudgeState, IsRefusedWhereItIsCut) {
  const std::string bytes = some_state();
  const auto mission = mission_with_rules();
  EXPECT_EQ(refusal(bytes, mission), "loaded");
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_NE(refusal(std::string_view(bytes).substr(0, length), mission), "loaded") << length;
}

RC_GTEST_PROP(JudgeState, ThatIsDamagedBreaksNothingWhenItIsLoadedAndGoesOn, ()) {
  static const std::string bytes = some_state();
  static const auto mission = mission_with_rules();
  std::string damaged = bytes;
  damaged[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  Judge judge(mission);
  if (!load(damaged, judge).ok()) return;
  std::vector<Alert> alerts;
  for (std::uint64_t id = 1; id <= 3; ++id) {
    judge.track_updated(track_at(id, inside_zone), at_s(40), {FeedId{0}, 1}, alerts);
    judge.track_updated(track_at(id, outside_zone), at_s(200), {FeedId{0}, 2}, alerts);
  }
  judge.tick(
      at_s(300), at_s(300), [](const auto&) {}, alerts);
}

TEST(JudgeState, IsRefusedUnderOtherRulesAndSaysWhich) {
  const std::string bytes = some_state();
  const auto changed = [](const std::function<void(Mission&)>& change) {
    Mission mission = *mission_with_rules();
    change(mission);
    return std::make_shared<const Mission>(std::move(mission));
  };
  EXPECT_EQ(
      refusal(bytes, changed([](Mission& mission) { mission.rules[1].name = "other"; })),
      "saved state, rules: found rule 'held' of kind zone-entry about 'camp', expected rule 'other' of kind "
      "zone-entry about 'camp' as configured");
  EXPECT_EQ(refusal(bytes, changed([](Mission& mission) { mission.rules.pop_back(); })),
            "saved state, rules: found rule 'for-fishing' of kind zone-entry about 'camp', expected no more "
            "rules as "
            "configured");
  EXPECT_EQ(refusal(bytes, changed([](Mission& mission) { add_rule(mission, "new"); })),
            "saved state, rules: found no more rules, expected rule 'new' of kind zone-entry about 'camp' as "
            "configured");
  EXPECT_THAT(refusal(bytes, changed([](Mission& mission) {
                        mission.zones.push_back(mission.zones[0]);
                        mission.zones.back().name = "well";
                        mission.rules[0].place = "well";
                      })),
              HasSubstr("about 'camp', expected rule 'plain' of kind zone-entry about 'well'"));
  // Times and words of a rule may differ: they are the configuration's.
  EXPECT_EQ(refusal(bytes, changed([](Mission& mission) { mission.rules[1].hold = Duration(1); })), "loaded");
}

// A rule that remembers: it finds something at each third judgement.
class EachThird final : public Rule {
 public:
  explicit EachThird(std::uint16_t version) : version_(version) {}
  void on_track(const Track&, RuleContext& context) override {
    if (++judged_ % 3 == 0)
      context.holds({.phrase = "is the third"});
    else
      context.fails("it is not the third");
  }
  std::uint16_t state_version() const override { return version_; }
  void save(SaveArchive& archive) const override { archive(judged_); }
  void load(LoadArchive& archive) override { archive(judged_); }

 private:
  std::uint16_t version_;
  int judged_ = 0;
};

Judge judge_with_memory(std::uint16_t version) {
  Mission mission = mission_with_zone();
  add_rule(mission, "first").kind = "each-third";
  add_rule(mission, "second").kind = "each-third";
  std::vector<RulePtr> rules;
  rules.push_back(std::make_unique<EachThird>(1));
  rules.push_back(std::make_unique<EachThird>(version));
  return {std::make_shared<const Mission>(std::move(mission)), std::move(rules)};
}

TEST(JudgeState, HoldsWhatEachRuleRemembers) {
  Judge saved = judge_with_memory(1);
  std::vector<Alert> alerts;
  for (int time_s = 0; time_s < 8; ++time_s) {
    Judge loaded = judge_with_memory(1);
    ASSERT_TRUE(load(save(saved), loaded).ok());
    saved = std::move(loaded);
    saved.track_updated(track_at(1, inside_zone), at_s(time_s), {FeedId{0}, 1}, alerts);
  }
  EXPECT_EQ(alerts.size(), 2U * 4U);  // raised and cleared, twice, by two rules
}

TEST(JudgeState, IsRefusedWhereOneRuleRemembersAnotherVersion) {
  Judge judge = judge_with_memory(2);
  const Status status = load(save(judge_with_memory(1)), judge);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().line(),
            "saved state, each-third: found version 1, expected 'each-third' version 2");
}

TEST(JudgeState, IsRefusedWhereItNamesAFeedThatIsNotConfigured) {
  Mission two_feeds = *mission_with_rules();
  two_feeds.feeds.emplace_back().name = "second";
  Judge judge(std::make_shared<const Mission>(two_feeds));
  std::vector<Alert> alerts;
  judge.track_updated(track_at(1, inside_zone), at_s(0), {FeedId{1}, 1}, alerts);
  EXPECT_EQ(
      refusal(save(judge), mission_with_rules()),
      "saved state, alert-book: found a condition of a rule, unit or feed that the configuration does not "
      "have");
}

}  // namespace
}  // namespace watchpost
