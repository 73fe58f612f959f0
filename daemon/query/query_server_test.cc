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
