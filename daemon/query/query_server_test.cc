#include "daemon/query/query_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>
#include <set>

#include "daemon/publish/outgoing_for_tests.h"
#include "daemon/publish/topics.h"

namespace watchpost {
namespace {

constexpr LatLon harbour{43.29, 5.36};

class QueryServerTest : public testing::Test {
 protected:
  pb::Response ask(const pb::Request& request) {
    std::string bytes;
    server_.answer(request.SerializeAsString(), bytes);
    EXPECT_LE(bytes.size(), page_bytes_max);
    pb::Response response;
    EXPECT_TRUE(response.ParseFromString(bytes));
    EXPECT_EQ(response.request_id(), request.request_id());
    EXPECT_EQ(response.mode(), pb::MODE_EXERCISE);
    EXPECT_EQ(response.stream(), "run-1");
    EXPECT_EQ(response.origin(), "north");
    return response;
  }

  std::vector<pb::Response> ask_all(pb::Request request) {
    std::vector<pb::Response> pages = {ask(request)};
    while (pages.back().has_continue_()) {
      request.set_continue_(pages.back().continue_());
      pages.push_back(ask(request));
    }
    return pages;
  }

  static pb::Request snapshot() {
    pb::Request request;
    request.set_request_id("q");
    request.mutable_snapshot();
    return request;
  }

  static pb::Request alerts_since(const std::string& label, std::uint64_t sequence) {
    pb::Request request;
    pb::LabelSequence& since = *request.mutable_alerts()->add_since();
    since.set_label(label);
    since.set_sequence(sequence);
    return request;
  }

  pb::ErrorCode error_of(const pb::Request& request) {
    const pb::Response response = ask(request);
    EXPECT_EQ(response.answer_case(), pb::Response::ANSWER_NOT_SET);
    EXPECT_FALSE(response.error().text().empty());
    return response.error().code();
  }

  QueryServer server_{info_for_tests(), "tcp://127.0.0.1:5556", clock_for_tests()};
};

TEST_F(QueryServerTest, ASnapshotHasTracksOpenAlertsAndWhereToGoOn) {
  server_.apply(track_for_tests(2, harbour));
  server_.apply(track_for_tests(1, harbour));
  server_.apply(alert_for_tests(1, AlertState::raised, "a"));
  server_.apply(alert_for_tests(2, AlertState::raised, "b"));
  server_.apply(alert_for_tests(3, AlertState::cleared, "a"));
  server_.apply(tick_for_tests(1'700'000'007));
  const pb::Response response = ask(snapshot());
  const pb::Snapshot& answer = response.snapshot();
  ASSERT_EQ(answer.tracks_size(), 2);
  EXPECT_EQ(answer.tracks(0).track_id(), "north-1");
  EXPECT_EQ(answer.tracks(0).cell(), cell_text(track_cell(harbour)));
  ASSERT_EQ(answer.alerts_size(), 1);
  EXPECT_EQ(answer.alerts(0).alert_id(), "b");
  EXPECT_EQ(answer.alerts(0).sequence(), 2U);
  EXPECT_TRUE(answer.alerts(0).has_durable());
  EXPECT_TRUE(answer.alerts(0).has_published_time());
  ASSERT_EQ(answer.sequences_size(), 2);
  EXPECT_EQ(answer.sequences(0).label(), "ALL");
  EXPECT_EQ(answer.sequences(0).first_sequence(), 1U);
  EXPECT_EQ(answer.sequences(0).last_sequence(), 3U);
  EXPECT_EQ(answer.sequences(1).label(), "medical");
  EXPECT_EQ(answer.sequences(1).first_sequence(), 1U);
  EXPECT_EQ(answer.sequences(1).last_sequence(), 0U);
  EXPECT_EQ(answer.time().seconds(), 1'700'000'007);
  EXPECT_FALSE(response.has_continue_());
}

TEST_F(QueryServerTest, ASnapshotOfAnAreaHasItsTracksAndEveryAlert) {
  server_.apply(track_for_tests(1, harbour));
  server_.apply(track_for_tests(2, {0, 0}));
  server_.apply(alert_for_tests(1));
  pb::Request request = snapshot();
  pb::Bounds& bounds = *request.mutable_snapshot()->mutable_bounds();
  bounds.set_south_deg(-1);
  bounds.set_north_deg(1);
  bounds.set_west_deg(-1);
  bounds.set_east_deg(1);
  const pb::Response response = ask(request);
  ASSERT_EQ(response.snapshot().tracks_size(), 1);
  EXPECT_EQ(response.snapshot().tracks(0).track_id(), "north-2");
  EXPECT_EQ(response.snapshot().alerts_size(), 1);

  bounds.set_south_deg(2);
  EXPECT_EQ(error_of(request), pb::ERROR_CODE_BAD_REQUEST);
  bounds.set_south_deg(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(error_of(request), pb::ERROR_CODE_BAD_REQUEST);
  bounds.clear_south_deg();
  EXPECT_EQ(error_of(request), pb::ERROR_CODE_BAD_REQUEST);
}

class QueryServerActions : public QueryServerTest {
 protected:
  static pb::Request acknowledge(const std::string& alert_id, const std::string& by = "me") {
    pb::Request request;
    request.set_request_id("q");
    request.mutable_acknowledge()->set_alert_id(alert_id);
    request.mutable_acknowledge()->set_by(by);
    return request;
  }
  pb::Response decided(const pb::Request& request, const OutgoingDecision& decision) {
    std::string bytes;
    acting_.answer_decided(request.SerializeAsString(), decision, bytes);
    pb::Response response;
    EXPECT_TRUE(response.ParseFromString(bytes));
    EXPECT_EQ(response.request_id(), request.request_id());
    return response;
  }
  pb::ErrorCode refusal(const pb::Request& request) {
    std::string bytes;
    EXPECT_FALSE(acting_.answer(request.SerializeAsString(), bytes));
    pb::Response response;
    EXPECT_TRUE(response.ParseFromString(bytes));
    return response.error().code();
  }

  QueryServer acting_{info_for_tests(), "tcp://127.0.0.1:5556", clock_for_tests(), alerts_kept_a_label,
                      Actions::taken};
};

TEST_F(QueryServerActions, BecomeCommandsAndAreAnsweredWithTheAlertAfterThem) {
  acting_.apply(alert_for_tests(1, AlertState::raised, "a"));
  const pb::Request request = acknowledge("a", "duty officer");
  std::string bytes = "of before";
  const auto command = acting_.answer(request.SerializeAsString(), bytes);
  ASSERT_TRUE(command);
  EXPECT_EQ(bytes, "");
  EXPECT_EQ(command->action, AlertAction::acknowledge);
  EXPECT_EQ(command->alert_id, "a");
  EXPECT_EQ(command->by, "duty officer");
  acting_.apply(alert_for_tests(2, AlertState::acknowledged, "a"));
  const pb::Response response = decided(request, {1, CommandProblem::none, ""});
  EXPECT_EQ(response.acknowledge().alert_id(), "a");
  EXPECT_EQ(response.acknowledge().sequence(), 2U);
  EXPECT_EQ(response.acknowledge().state(), pb::ALERT_STATE_ACKNOWLEDGED);
}

TEST_F(QueryServerActions, FindTheAlertThatTheyHaveCleared) {
  acting_.apply(alert_for_tests(1, AlertState::raised, "a"));
  acting_.apply(alert_for_tests(2, AlertState::cleared, "a"));
  pb::Request request;
  request.mutable_clear()->set_alert_id("a");
  std::string bytes;
  EXPECT_EQ(acting_.answer(request.SerializeAsString(), bytes)->by, "somebody");
  EXPECT_EQ(decided(request, {1, CommandProblem::none, ""}).clear().sequence(), 2U);
}

TEST_F(QueryServerActions, AreRefusedWithTheReason) {
  const pb::Request request = acknowledge("a");
  const auto code = [&](CommandProblem problem) {
    const pb::Response response = decided(request, {1, problem, "why"});
    EXPECT_EQ(response.error().text(), "why");
    EXPECT_EQ(response.answer_case(), pb::Response::ANSWER_NOT_SET);
    return response.error().code();
  };
  EXPECT_EQ(code(CommandProblem::unknown_alert), pb::ERROR_CODE_NOT_FOUND);
  EXPECT_EQ(code(CommandProblem::not_allowed), pb::ERROR_CODE_FORBIDDEN);
  EXPECT_EQ(code(CommandProblem::no_room), pb::ERROR_CODE_UNAVAILABLE);
  EXPECT_EQ(refusal(acknowledge("")), pb::ERROR_CODE_BAD_REQUEST);
  EXPECT_EQ(refusal(acknowledge("a", "")), pb::ERROR_CODE_BAD_REQUEST);
  EXPECT_EQ(refusal(acknowledge("a", "a\tb")), pb::ERROR_CODE_BAD_REQUEST);
  EXPECT_EQ(refusal(acknowledge(std::string(101, 'a'))), pb::ERROR_CODE_BAD_REQUEST);
  pb::Request note;
  note.mutable_note()->set_alert_id("a");
  EXPECT_EQ(refusal(note), pb::ERROR_CODE_BAD_REQUEST);
  note.mutable_note()->set_text(std::string(1001, 'x'));
  EXPECT_EQ(refusal(note), pb::ERROR_CODE_BAD_REQUEST);
  pb::Request elsewhere = acknowledge("a");
  elsewhere.set_mode(pb::MODE_ACTUAL);
  EXPECT_EQ(refusal(elsewhere), pb::ERROR_CODE_WRONG_MODE);
}

TEST_F(QueryServerTest, FollowsAChangedConfiguration) {
  OutgoingHealth health;
  health.health.feed = FeedId{1};
  health.label = "medical";
  server_.apply(std::make_shared<const Outgoing>(health));
  const auto next = mission_for_tests();
  next->feeds[1].is_retired = true;
  next->feeds.emplace_back().name = "pier";
  next->feeds.back().label = "harbour";
  next->assets.emplace_back().name = "well";
  server_.apply(std::make_shared<const Outgoing>(OutgoingMission{next}));
  health.health.feed = FeedId{2};
  server_.apply(std::make_shared<const Outgoing>(health));
  pb::Request request;
  request.mutable_status();
  const pb::NodeStatus status = ask(request).status();
  ASSERT_EQ(status.feeds_size(), 1);
  EXPECT_EQ(status.feeds(0).feed(), "pier");
  EXPECT_EQ(status.sequences_size(), 3) << "a label that was there keeps its sequence";
  request.mutable_geometry();
  ASSERT_EQ(ask(request).geometry().assets_size(), 1);
  request.set_continue_(continuation_text({"run-1", 0, 1}));
  EXPECT_EQ(error_of(request), pb::ERROR_CODE_EXPIRED) << "of the geometry before";
}

TEST_F(QueryServerTest, AStatusSaysWhatFusionCouldNotUse) {
  pb::Request request;
  request.mutable_status();
  EXPECT_FALSE(ask(request).status().has_fusion());
  OutgoingTick tick;
  tick.time = receive_time_from_ns(1'700'000'000'000'000'000);
  tick.fusion.set_aside = 3;
  tick.fusion.out_of_history = 4;
  server_.apply(std::make_shared<const Outgoing>(tick));
  const pb::FusionCounts counts = ask(request).status().fusion();
  EXPECT_EQ(counts.set_aside(), 3U);
  EXPECT_EQ(counts.out_of_history(), 4U);
  EXPECT_TRUE(counts.has_too_late());
}

TEST_F(QueryServerTest, AllPagesOfASnapshotShowTheSameMoment) {
  constexpr int track_count = 5000;
  for (std::uint64_t number = 1; number <= track_count; ++number)
    server_.apply(track_for_tests(number, harbour, 1));
  for (std::uint64_t sequence = 1; sequence <= 2000; ++sequence) server_.apply(alert_for_tests(sequence));
  pb::Request request = snapshot();
  std::vector<pb::Response> pages = {ask(request)};
  while (pages.back().has_continue_()) {
    // The picture goes on between the pages: all is changed, one track is gone, an alert is new.
    for (std::uint64_t number = 1; number <= track_count; ++number)
      server_.apply(track_for_tests(number, harbour, 2));
    server_.apply(track_for_tests(4000, harbour, 3, TrackStatus::dropped));
    server_.apply(alert_for_tests(2000 + pages.size()));
    request.set_continue_(pages.back().continue_());
    pages.push_back(ask(request));
  }
  EXPECT_GT(pages.size(), 4U);
  std::vector<std::string> tracks;
  std::set<std::string> alerts;
  for (const pb::Response& page : pages) {
    for (const pb::Track& track : page.snapshot().tracks()) {
      EXPECT_EQ(track.revision(), 1U);
      tracks.push_back(track.track_id());
    }
    for (const pb::Alert& alert : page.snapshot().alerts()) alerts.insert(alert.alert_id());
    EXPECT_EQ(page.snapshot().sequences(0).last_sequence(), 2000U);
  }
  EXPECT_EQ(tracks.size(), static_cast<std::size_t>(track_count));
  EXPECT_EQ(std::set<std::string>(tracks.begin(), tracks.end()).size(), tracks.size());
  EXPECT_EQ(alerts.size(), 2000U);

  request.set_continue_(pages[0].continue_());  // asked for twice: the answer may have been lost
  EXPECT_EQ(ask(request).SerializeAsString(), pages[1].SerializeAsString());
}

TEST_F(QueryServerTest, AlertsSinceASequenceAreAllAndOnlyThoseAfterIt) {
  for (std::uint64_t sequence = 1; sequence <= 3000; ++sequence) server_.apply(alert_for_tests(sequence));
  server_.apply(alert_for_tests(1, AlertState::raised, "m", "medical"));
  std::uint64_t expected = 11;
  for (const pb::Response& page : ask_all(alerts_since("ALL", 10)))
    for (const pb::Alert& alert : page.alerts().alerts()) ASSERT_EQ(alert.sequence(), expected++);
  EXPECT_EQ(expected, 3001U);
  EXPECT_EQ(ask(alerts_since("ALL", 3000)).alerts().alerts_size(), 0);
  EXPECT_EQ(ask(alerts_since("ALL", ~std::uint64_t{0})).alerts().alerts_size(), 0);
  EXPECT_EQ(ask(alerts_since("medical", 0)).alerts().alerts_size(), 1);

  pb::Request everything;
  everything.mutable_alerts();
  std::size_t count = 0;
  for (const pb::Response& page : ask_all(everything))
    count += static_cast<std::size_t>(page.alerts().alerts_size());
  EXPECT_EQ(count, 3001U);
}

TEST_F(QueryServerTest, WhatIsNoLongerKeptIsSaidToBeSo) {
  QueryServer small(info_for_tests(), "", clock_for_tests(), 5);
  for (std::uint64_t sequence = 1; sequence <= 20; ++sequence) small.apply(alert_for_tests(sequence));
  std::string bytes;
  small.answer(alerts_since("ALL", 3).SerializeAsString(), bytes);
  pb::Response response;
  ASSERT_TRUE(response.ParseFromString(bytes));
  EXPECT_EQ(response.alerts().sequences(0).first_sequence(), 16U);
  ASSERT_EQ(response.alerts().alerts_size(), 5);
  EXPECT_EQ(response.alerts().alerts(0).sequence(), 16U);
}

TEST_F(QueryServerTest, StatusSaysWhereTheStreamIsAndHowTheFeedsAre) {
  server_.apply(health_for_tests(FeedId{1}, 5, "medical"));
  server_.apply(health_for_tests(FeedId{0}, 3));
  server_.apply(health_for_tests(FeedId{0}, 4));
  server_.apply(track_for_tests(1, harbour));
  server_.apply(alert_for_tests(1));
  pb::Request request;
  request.mutable_status();
  const pb::NodeStatus status = ask(request).status();
  EXPECT_EQ(status.node(), "north");
  EXPECT_EQ(status.mission(), "exercise");
  EXPECT_EQ(status.mode(), pb::MODE_EXERCISE);
  EXPECT_EQ(status.version(), "0.1.0");
  EXPECT_EQ(status.stream_endpoint(), "tcp://127.0.0.1:5556");
  EXPECT_FALSE(status.has_tick_time());
  ASSERT_EQ(status.feeds_size(), 2);
  EXPECT_EQ(status.feeds(0).feed(), "harbour-ais");
  EXPECT_EQ(status.feeds(0).received(), 4U);
  EXPECT_EQ(status.confirmed_tracks(), 1U);
  EXPECT_EQ(status.open_alerts(), 1U);
  EXPECT_EQ(status.sequences_size(), 2);
}

TEST_F(QueryServerTest, EveryConsumerViewsEveryLabel) {
  pb::Request request;
  request.mutable_whoami();
  const pb::Whoami whoami = ask(request).whoami();
  EXPECT_EQ(whoami.role(), pb::ROLE_VIEW);
  EXPECT_THAT(whoami.labels(), testing::ElementsAre("ALL", "medical"));
}

TEST_F(QueryServerTest, RefusesWhoExpectsAnotherMode) {
  pb::Request request = snapshot();
  request.set_mode(pb::MODE_ACTUAL);
  EXPECT_EQ(error_of(request), pb::ERROR_CODE_WRONG_MODE);
  request.set_mode(pb::MODE_EXERCISE);
  EXPECT_FALSE(ask(request).has_error());
}

TEST_F(QueryServerTest, SaysWhatItDoesNotServe) {
  std::vector<pb::Request> requests(6);
  requests[0].mutable_acknowledge();
  requests[1].mutable_clear();
  requests[2].mutable_note();
  requests[3].mutable_explain();
  requests[4].mutable_track_history();
  requests[5].mutable_replay_control();
  for (const pb::Request& request : requests) EXPECT_EQ(error_of(request), pb::ERROR_CODE_UNSUPPORTED);
}

TEST_F(QueryServerTest, SaysWhatItDoesNotUnderstand) {
  EXPECT_EQ(error_of(pb::Request()), pb::ERROR_CODE_BAD_REQUEST);
  EXPECT_EQ(error_of(alerts_since("no-such-label", 0)), pb::ERROR_CODE_NOT_FOUND);
  pb::Request twice = alerts_since("ALL", 0);
  *twice.mutable_alerts()->add_since() = twice.alerts().since(0);
  EXPECT_EQ(error_of(twice), pb::ERROR_CODE_BAD_REQUEST);

  pb::Request endless = snapshot();
  endless.set_request_id(std::string(100'000, 'x'));
  std::string bytes;
  server_.answer(endless.SerializeAsString(), bytes);
  EXPECT_LT(bytes.size(), 500U);
}

TEST_F(QueryServerTest, HostileContinuationsAreRefused) {
  for (std::uint64_t sequence = 1; sequence <= 3000; ++sequence) server_.apply(alert_for_tests(sequence));
  const pb::Response first = ask(snapshot());
  ASSERT_TRUE(first.has_continue_());
  pb::Request request = snapshot();
  for (const char* text : {"", "x", "run-1.1.0", "run-1.1.3000", "run-1.1.99999999999", "run-1.1.-1"}) {
    request.set_continue_(text);
    EXPECT_EQ(error_of(request), pb::ERROR_CODE_BAD_REQUEST) << text;
  }
  for (const char* text : {"run-1.2.1", "run-0.1.1", "run-1.18446744073709551615.1"}) {
    request.set_continue_(text);
    EXPECT_EQ(error_of(request), pb::ERROR_CODE_EXPIRED) << text;
  }
  pb::Request other_question = alerts_since("ALL", 0);
  other_question.set_continue_(first.continue_());
  EXPECT_EQ(error_of(other_question), pb::ERROR_CODE_BAD_REQUEST);
  pb::Request geometry;
  geometry.mutable_geometry();
  geometry.set_continue_("run-1.0.1");
  EXPECT_EQ(error_of(geometry), pb::ERROR_CODE_BAD_REQUEST);
}

TEST_F(QueryServerTest, AnswersBytesOfAnyKind) {
  std::mt19937 random(1);
  const std::string sound = alerts_since("ALL", 3).SerializeAsString();
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = i % 2 == 0 ? sound : std::string(random() % 64, '\0');
    for (char& byte : bytes)
      if (i % 2 == 1 || random() % 4 == 0) byte = static_cast<char>(random());
    std::string answer;
    server_.answer(bytes, answer);
    pb::Response response;
    ASSERT_TRUE(response.ParseFromString(answer));
    ASSERT_TRUE(response.has_error() || response.answer_case() != pb::Response::ANSWER_NOT_SET);
  }
}

}  // namespace
}  // namespace watchpost
