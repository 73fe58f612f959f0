#include "daemon/query/picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/publish/outgoing_for_tests.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr LatLon harbour{43.29, 5.36};

std::vector<std::uint64_t> numbers(const Picture& picture, const std::optional<LatLonBounds>& bounds = {}) {
  std::vector<std::uint64_t> found;
  for (const auto& track : picture.tracks(bounds)) found.push_back(index(track->track.id));
  return found;
}

std::vector<std::string> open_ids(const Picture& picture) {
  std::vector<std::string> ids;
  for (const auto& [id, logged] : picture.open_alerts()) ids.push_back(id);
  return ids;
}

TEST(Picture, HoldsTheCurrentTracksByNumber) {
  Picture picture(*mission_for_tests(), clock_for_tests());
  for (const std::uint64_t number : {3, 1, 2}) picture.apply(track_for_tests(number, harbour));
  picture.apply(track_for_tests(2, harbour, 2, TrackStatus::coasting));
  EXPECT_THAT(numbers(picture), ElementsAre(1, 2, 3));
  EXPECT_EQ(picture.track_count(TrackStatus::confirmed), 2U);
  EXPECT_EQ(picture.track_count(TrackStatus::coasting), 1U);

  picture.apply(track_for_tests(1, harbour, 2, TrackStatus::dropped));
  picture.apply(track_for_tests(9, harbour, 1, TrackStatus::dropped));
  EXPECT_THAT(numbers(picture), ElementsAre(2, 3));
  EXPECT_EQ(picture.track_count(TrackStatus::confirmed), 1U);
  EXPECT_EQ(picture.track_count(TrackStatus::dropped), 0U);
}

TEST(Picture, FindsTracksInBoundsAcrossTheAntimeridianToo) {
  Picture picture(*mission_for_tests(), clock_for_tests());
  picture.apply(track_for_tests(1, {0, 179.5}));
  picture.apply(track_for_tests(2, {0, -179.5}));
  picture.apply(track_for_tests(3, {0, 10}));
  picture.apply(track_for_tests(4, {50, 179.5}));
  EXPECT_THAT(numbers(picture, LatLonBounds{-1, 170, 1, -170}), ElementsAre(1, 2));
  EXPECT_THAT(numbers(picture, LatLonBounds{-1, -180, 1, 180}), ElementsAre(1, 2, 3));
  EXPECT_THAT(numbers(picture, LatLonBounds{0, 10, 0, 10}), ElementsAre(3));
}

TEST(Picture, KeepsAlertsOpenUntilTheyAreClearedOrCancelled) {
  Picture picture(*mission_for_tests(), clock_for_tests());
  picture.apply(alert_for_tests(1, AlertState::raised, "a"));
  picture.apply(alert_for_tests(2, AlertState::raised, "b"));
  picture.apply(alert_for_tests(3, AlertState::updated, "a"));
  picture.apply(alert_for_tests(4, AlertState::acknowledged, "b"));
  EXPECT_THAT(open_ids(picture), ElementsAre("a", "b"));
  EXPECT_EQ(picture.open_alerts().at("a").alert->sequence, 3U);
  picture.apply(alert_for_tests(5, AlertState::cleared, "a"));
  picture.apply(alert_for_tests(6, AlertState::cancelled, "b"));
  EXPECT_THAT(open_ids(picture), IsEmpty());
  EXPECT_EQ(picture.logs().at("ALL").last_sequence(), 6U);
}

TEST(Picture, KeepsABoundedLogOfEachLabel) {
  Picture picture(*mission_for_tests(), clock_for_tests(), 3);
  for (std::uint64_t sequence = 11; sequence <= 15; ++sequence) picture.apply(alert_for_tests(sequence));
  picture.apply(alert_for_tests(1, AlertState::raised, "m", "medical"));
  const AlertLog& all = picture.logs().at("ALL");
  EXPECT_EQ(all.first_sequence, 13U);
  EXPECT_EQ(all.last_sequence(), 15U);
  EXPECT_EQ(all.alerts.front().alert->sequence, 13U);
  EXPECT_EQ(picture.logs().at("medical").last_sequence(), 1U);
  EXPECT_THAT(open_ids(picture).size(), 6U);  // what is open stays, though its transition is forgotten
}

TEST(Picture, AHoleInTheSequenceIsOurMistake) {
  Picture picture(*mission_for_tests(), clock_for_tests());
  picture.apply(alert_for_tests(1));
  EXPECT_DEATH(picture.apply(alert_for_tests(3)), "hole");
}

TEST(Picture, SaysThePublishedTimeThatItWasHanded) {
  Picture picture(*mission_for_tests(), clock_for_tests());
  OutgoingAlert alert = std::get<OutgoingAlert>(*alert_for_tests(1, AlertState::raised, "a"));
  alert.published_time = receive_time_from_ns(17);
  picture.apply(std::make_shared<const Outgoing>(alert));
  picture.apply(alert_for_tests(2, AlertState::raised, "b"));
  EXPECT_EQ(picture.open_alerts().at("a").published_time, receive_time_from_ns(17));
  EXPECT_EQ(picture.open_alerts().at("b").published_time, clock_for_tests()());
}

}  // namespace
}  // namespace watchpost
