#include "adapters/adsb/position_resolver.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace watchpost::adsb {
namespace {

constexpr LatLon camp{12.5, -3.25};

struct Sky {
  PositionResolver resolver;
  std::optional<LatLon> receiver = {};
  std::optional<double> speed_mps = {};
  bool is_time_known = true;

  std::optional<LatLon> hear(double time_s, const LatLon& where, bool is_odd,
                             CprKind kind = CprKind::airborne) {
    PositionMessage message;
    message.cpr = encode_cpr(where, kind, is_odd);
    message.kind = kind;
    message.time = duration_from_s(time_s);
    message.speed_mps = speed_mps;
    message.is_time_known = is_time_known;
    return resolver.resolve(message, receiver);
  }
  std::optional<LatLon> taxi(double time_s, const LatLon& where, bool is_odd) {
    return hear(time_s, where, is_odd, CprKind::surface);
  }
};

LatLon north_of(const LatLon& place, double metres) {
  return {place.latitude_deg + metres / 111'320, place.longitude_deg};
}

void expect_place(const std::optional<LatLon>& found, const LatLon& sent) {
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->latitude_deg, sent.latitude_deg, 1e-4);
  EXPECT_NEAR(found->longitude_deg, sent.longitude_deg, 1e-4);
}

TEST(PositionResolver, APairMayBeTenSecondsApart) {
  Sky in_time;
  EXPECT_FALSE(in_time.hear(0, camp, false));
  expect_place(in_time.hear(10, camp, true), camp);
  Sky late;
  EXPECT_FALSE(late.hear(0, camp, false));
  EXPECT_FALSE(late.hear(10.001, camp, true));
  expect_place(late.hear(11, camp, false), camp);
}

TEST(PositionResolver, TwoOfAKindAreNoPair) {
  Sky sky;
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(sky.hear(i, camp, false));
}

TEST(PositionResolver, AFastAircraftsPairMustBeCloser) {
  Sky sky;
  sky.speed_mps = 900;
  sky.hear(0, camp, false);
  EXPECT_FALSE(sky.hear(6, north_of(camp, 5400), true));
  expect_place(sky.hear(8, north_of(camp, 7200), false), north_of(camp, 7200));
}

TEST(PositionResolver, OneMessageIsEnoughNearTheLastPlace) {
  Sky sky;
  sky.hear(0, camp, false);
  sky.hear(1, camp, true);
  const LatLon later = north_of(camp, 250.0 * 300);
  expect_place(sky.hear(301, later, true), later);
}

TEST(PositionResolver, TheLastPlaceServesForTenMinutes) {
  Sky sky;
  sky.hear(0, camp, false);
  sky.hear(1, camp, true);
  EXPECT_FALSE(sky.hear(602, camp, true));
  expect_place(sky.hear(603, camp, false), camp);  // the pair
}

TEST(PositionResolver, SurfaceMessagesNeedAReference) {
  Sky sky;
  for (int i = 0; i < 8; ++i) EXPECT_FALSE(sky.taxi(i, camp, i % 2 != 0));
  sky.receiver = north_of(camp, 5'000);
  expect_place(sky.taxi(9, camp, false), camp);
}

TEST(PositionResolver, OneSurfaceMessageIsNotBelievedBeyondTheReceiversHorizon) {
  Sky sky;
  sky.receiver = north_of(camp, 60'000);
  EXPECT_FALSE(sky.taxi(0, camp, false));
  expect_place(sky.taxi(1, camp, true), camp);  // but a pair is
}

TEST(PositionResolver, TheReceiverIsNoReferenceInTheAir) {
  Sky sky;
  sky.receiver = camp;
  EXPECT_FALSE(sky.hear(0, camp, false));
}

TEST(PositionResolver, AnAircraftThatLandsIsFollowedOnTheSurface) {
  Sky sky;
  sky.hear(0, camp, false);
  sky.hear(1, camp, true);
  const LatLon runway = north_of(camp, 3'000);
  expect_place(sky.taxi(30, runway, true), runway);
  expect_place(sky.taxi(31, runway, false), runway);
}

TEST(PositionResolver, APlaceInTheAirIsAReferenceOnTheSurfaceForThreeMinutes) {
  Sky sky;
  sky.speed_mps = 5;
  sky.hear(0, camp, false);
  sky.hear(1, camp, true);
  EXPECT_FALSE(sky.taxi(182, camp, true));
  expect_place(sky.taxi(190, camp, false), camp);  // a pair: the old place tells only which quarter
  EXPECT_FALSE(sky.hear(371, camp, false));
}

TEST(PositionResolver, ASurfacePairMayBeAsFarApartAsItIsSlow) {
  const auto resolves = [](std::optional<double> speed_mps, double apart_s) {
    Sky sky;
    sky.receiver = north_of(camp, 60'000);
    sky.speed_mps = speed_mps;
    sky.taxi(0, camp, false);
    return sky.taxi(apart_s, camp, true).has_value();
  };
  EXPECT_TRUE(resolves(5, 49));
  EXPECT_FALSE(resolves(5, 51));
  EXPECT_TRUE(resolves(20, 24));
  EXPECT_FALSE(resolves(20, 26));
  EXPECT_FALSE(resolves(80, 20));
  EXPECT_FALSE(resolves({}, 26));
}

TEST(PositionResolver, AJumpIsToldOnceItIsConfirmed) {
  Sky sky;
  sky.hear(0, camp, false);
  expect_place(sky.hear(1, camp, true), camp);
  const LatLon far = north_of(camp, 200'000);
  EXPECT_FALSE(sky.hear(2, far, false));  // even there, odd here: nowhere
  EXPECT_FALSE(sky.hear(3, far, true));
  expect_place(sky.hear(4, far, false), far);
  expect_place(sky.hear(5, far, true), far);
}

TEST(PositionResolver, OneWildMessageMovesNothing) {
  Sky sky;
  sky.hear(0, camp, false);
  sky.hear(1, camp, true);
  EXPECT_FALSE(sky.hear(2, north_of(camp, 100'000), false));
  expect_place(sky.hear(3, camp, false), camp);
  expect_place(sky.hear(4, camp, true), camp);
}

TEST(PositionResolver, WithoutTimesNoSpeedIsJudged) {
  Sky sky;
  sky.is_time_known = false;
  sky.hear(0, camp, false);
  sky.hear(0.01, camp, true);
  const LatLon later = north_of(camp, 4'000);
  expect_place(sky.hear(0.02, later, true), later);
}

TEST(PositionResolver, APairThatContradictsTheLastPlaceIsBelievedInTheEnd) {
  Sky sky;
  sky.is_time_known = false;  // so that no speed tells it
  sky.hear(0, camp, false);
  sky.hear(0.01, camp, true);
  const LatLon far = north_of(camp, 700'000);
  sky.hear(0.02, far, false);
  if (const auto second = sky.hear(0.03, far, true)) expect_place(second, far);
  expect_place(sky.hear(0.04, far, false), far);
}

// A flight in any direction from anywhere: no position is told that is not where it was.
RC_GTEST_PROP(PositionResolver, TellsNoPlaceWhereItWasNot, ()) {
  const double speed_mps = *rc::gen::inRange(0, 350);
  LatLon place{*rc::gen::inRange(-89'000, 89'000) * 1e-3, *rc::gen::inRange(-180'000, 180'000) * 1e-3};
  const double course_rad = *rc::gen::inRange(0, 360) * 0.017453292519943295;
  const auto gaps_s = *rc::gen::container<std::vector<int>>(40, rc::gen::inRange(1, 120));
  Sky sky;
  if (*rc::gen::arbitrary<bool>()) sky.speed_mps = speed_mps;
  double time_s = 0;
  bool is_odd = false;
  for (const int tenths : gaps_s) {
    const double step_s = tenths * 0.1;
    time_s += step_s;
    is_odd = tenths % 2 != 0;
    place.latitude_deg += speed_mps * step_s * std::cos(course_rad) / 111'320;
    place.longitude_deg += speed_mps * step_s * std::sin(course_rad) /
                           (111'320 * std::max(0.01, std::cos(place.latitude_deg * 0.017453292519943295)));
    if (std::abs(place.latitude_deg) > 89.9) break;
    if (std::abs(place.longitude_deg) >= 180) place.longitude_deg -= std::copysign(360, place.longitude_deg);
    if (const auto found = sky.hear(time_s, place, is_odd)) {
      const double east_deg = std::abs(found->longitude_deg - place.longitude_deg);
      RC_ASSERT(std::abs(found->latitude_deg - place.latitude_deg) < 1e-4);
      RC_ASSERT(std::min(east_deg, 360 - east_deg) < 3e-3);
    }
  }
}

}  // namespace
}  // namespace watchpost::adsb
