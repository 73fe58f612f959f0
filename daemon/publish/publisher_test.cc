#include "daemon/publish/publisher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "daemon/publish/outgoing_for_tests.h"

namespace watchpost {
namespace {

using testing::ElementsAre;

struct Sent {
  std::string topic;
  pb::Envelope envelope;
};

class PublisherTest : public testing::Test {
 protected:
  std::vector<Sent> publish(const OutgoingPtr& outgoing) {
    sent_.clear();
    publisher_.publish(*outgoing);
    return sent_;
  }

  std::vector<Sent> sent_;
  Publisher publisher_{
      info_for_tests(), clock_for_tests(), [this](std::string_view topic, std::string_view bytes) {
        Sent sent;
        sent.topic = topic;
        ASSERT_TRUE(sent.envelope.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
        sent_.push_back(sent);
      }};
};

constexpr LatLon harbour{43.29, 5.36};
constexpr LatLon same_cell{43.29001, 5.36001};
constexpr LatLon open_sea{43.2, 5.2};

TEST_F(PublisherTest, EveryMessageSaysWhoseItIsAndWhetherItIsReal) {
  const auto sent = publish(track_for_tests(7, harbour));
  ASSERT_EQ(sent.size(), 1U);
  const pb::Envelope& envelope = sent[0].envelope;
  EXPECT_EQ(envelope.stream(), "run-1");
  EXPECT_EQ(envelope.origin(), "north");
  EXPECT_EQ(envelope.mode(), pb::MODE_EXERCISE);
  EXPECT_EQ(envelope.label(), "ALL");
  EXPECT_EQ(envelope.sent_time().seconds(), 1'700'000'000);
  EXPECT_EQ(envelope.sent_time().nanos(), 250'000'000);
  EXPECT_FALSE(envelope.has_sequence());
  EXPECT_FALSE(envelope.has_left());
  EXPECT_EQ(envelope.track().track_id(), "north-7");
  EXPECT_EQ("track.ALL." + envelope.track().cell(), sent[0].topic);
}

TEST_F(PublisherTest, ATrackThatStaysInItsCellIsSentOnce) {
  publish(track_for_tests(7, harbour, 1));
  EXPECT_EQ(publish(track_for_tests(7, same_cell, 2)).size(), 1U);
}

TEST_F(PublisherTest, ATrackThatChangesItsCellIsSentToTheOldTopicTooMarkedLeft) {
  const auto before = publish(track_for_tests(7, harbour, 1));
  const auto sent = publish(track_for_tests(7, open_sea, 2));
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].topic, before[0].topic);
  EXPECT_TRUE(sent[0].envelope.left());
  EXPECT_EQ(sent[0].envelope.track().revision(), 2U);
  EXPECT_NE(sent[1].topic, before[0].topic);
  EXPECT_FALSE(sent[1].envelope.has_left());
  EXPECT_EQ(publish(track_for_tests(7, open_sea, 3)).size(), 1U);
}

TEST_F(PublisherTest, ATrackThatChangesItsLabelTellsTheOldOneNothingButThat) {
  const auto before = publish(track_for_tests(7, harbour, 1));
  const auto sent = publish(track_for_tests(7, open_sea, 2, TrackStatus::confirmed, "medical"));
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].topic, before[0].topic);
  EXPECT_EQ(sent[0].envelope.label(), "ALL");
  EXPECT_TRUE(sent[0].envelope.left());
  EXPECT_EQ(sent[0].envelope.track().track_id(), "north-7");
  EXPECT_FALSE(sent[0].envelope.track().has_position());
  EXPECT_FALSE(sent[0].envelope.track().has_identity());
  EXPECT_EQ(sent[0].envelope.track().cell(), "");
  EXPECT_EQ(sent[0].envelope.track().release_label(), "ALL");
  EXPECT_EQ(sent[1].topic.rfind("track.medical.", 0), 0U);
  EXPECT_EQ(sent[1].envelope.label(), "medical");
}

TEST_F(PublisherTest, ADroppedTrackIsSentAndForgotten) {
  publish(track_for_tests(7, harbour, 1));
  const auto dropped = publish(track_for_tests(7, harbour, 2, TrackStatus::dropped));
  ASSERT_EQ(dropped.size(), 1U);
  EXPECT_EQ(dropped[0].envelope.track().status(), pb::TRACK_STATUS_DROPPED);
  EXPECT_EQ(publish(track_for_tests(7, open_sea, 3)).size(), 1U);  // nothing of it is known: no old topic
}

TEST_F(PublisherTest, AlertsCarryTheSequenceTwiceAndSayThatTheyAreNotOnDisk) {
  const auto sent = publish(alert_for_tests(5));
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].topic, "alert.ALL.WARNING.zone-entry-camp-alpha");
  EXPECT_EQ(sent[0].envelope.sequence(), 5U);
  EXPECT_EQ(sent[0].envelope.alert().sequence(), 5U);
  EXPECT_TRUE(sent[0].envelope.alert().has_durable());
  EXPECT_FALSE(sent[0].envelope.alert().durable());
  EXPECT_EQ(sent[0].envelope.alert().published_time().seconds(), 1'700'000'000);
}

TEST_F(PublisherTest, AHoleInTheSequenceIsOurMistake) {
  publish(alert_for_tests(5));
  EXPECT_DEATH(publish(alert_for_tests(7)), "hole");
}

TEST_F(PublisherTest, HeartbeatsSayWhatIsKeptOfEachLabel) {
  publish(alert_for_tests(5));
  publish(alert_for_tests(6));
  sent_.clear();
  publisher_.send_heartbeats();
  ASSERT_EQ(sent_.size(), 2U);
  EXPECT_EQ(sent_[0].topic, "heartbeat.ALL");
  EXPECT_EQ(sent_[0].envelope.heartbeat().first_sequence(), 5U);
  EXPECT_EQ(sent_[0].envelope.heartbeat().last_sequence(), 6U);
  EXPECT_FALSE(sent_[0].envelope.has_sequence());
  EXPECT_EQ(sent_[1].topic, "heartbeat.medical");
  EXPECT_EQ(sent_[1].envelope.heartbeat().first_sequence(), 1U);
  EXPECT_TRUE(sent_[1].envelope.heartbeat().has_last_sequence());
  EXPECT_EQ(sent_[1].envelope.heartbeat().last_sequence(), 0U);
}

TEST_F(PublisherTest, HealthIsOfItsFeedAndTick) {
  publish(tick_for_tests(1'700'000'123));
  const auto sent = publish(health_for_tests(FeedId{1}, 42, "medical"));
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].topic, "health.medical.clinic-radar");
  EXPECT_EQ(sent[0].envelope.label(), "medical");
  EXPECT_EQ(sent[0].envelope.health().received(), 42U);
  EXPECT_EQ(sent[0].envelope.health().time().seconds(), 1'700'000'123);
}

TEST(NodeInfo, NamesEveryLabelOnceAndAlwaysALL) {
  Mission mission = *mission_for_tests();
  RuleSpec rule;
  rule.label = "command";
  mission.rules = {rule, RuleSpec{}};
  EXPECT_THAT(labels_of(mission), ElementsAre("ALL", "command", "medical"));
  EXPECT_THAT(labels_of(Mission{}), ElementsAre("ALL"));
}

TEST(NodeInfo, GivesEachRunAnotherStream) {
  EXPECT_EQ(new_stream_id().size(), 32U);
  EXPECT_NE(new_stream_id(), new_stream_id());
}

}  // namespace
}  // namespace watchpost
