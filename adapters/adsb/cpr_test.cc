#include "adapters/adsb/cpr.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

namespace watchpost::adsb {
namespace {

// NL as A.1.7.2 d defines it, without a table.
int zones_by_definition(double latitude_deg) {
  const double cosine = std::cos(latitude_deg * std::numbers::pi / 180);
  const double share = 1 - (1 - std::cos(std::numbers::pi / 30)) / (cosine * cosine);
  return share < -1 ? 1 : static_cast<int>(std::floor(2 * std::numbers::pi / std::acos(share)));
}

double apart_deg(double a, double b) {
  const double apart = std::abs(a - b);
  return std::min(apart, 360 - apart);
}

// A step of latitude is 360/60/2^17 degrees, one of longitude as wide as its zone is.
void expect_near(const LatLon& found, const LatLon& sent, double span_deg) {
  const double latitude_step = span_deg / 59 / 131072;
  const double longitude_step = span_deg / std::max(longitude_zone_count(found.latitude_deg) - 1, 1) / 131072;
  RC_ASSERT(std::abs(found.latitude_deg - sent.latitude_deg) <= latitude_step);
  RC_ASSERT(apart_deg(found.longitude_deg, sent.longitude_deg) <= longitude_step);
}

// Anywhere, and often where zones meet: the poles, the antimeridian, the edges of zones of both kinds.
rc::Gen<LatLon> places() {
  return rc::gen::exec([] {
    const int kind = *rc::gen::inRange(0, 6);
    const double offset = (*rc::gen::inRange(-1000, 1000)) * 1e-6;
    double latitude = *rc::gen::inRange(-90'000'000, 90'000'001) * 1e-6;
    double longitude = *rc::gen::inRange(-180'000'000, 180'000'000) * 1e-6;
    if (kind == 1) latitude = (*rc::gen::inRange(-15, 16)) * 6 + offset;
    if (kind == 2)
      latitude = (*rc::gen::element(87.0, -87.0, 90.0, -90.0, 10.47047130, 86.53536998)) + offset;
    if (kind == 3) longitude = 180 + offset;
    if (kind == 4) longitude = offset;
    if (kind == 5) latitude = (*rc::gen::inRange(-14, 15)) * 360.0 / 59 + offset;
    latitude = std::clamp(latitude, -90.0, 90.0);
    return LatLon{latitude, longitude >= 180 ? longitude - 360 : longitude};
  });
}

TEST(Cpr, CountsZonesAsTheStandardDefinesThem) {
  EXPECT_EQ(longitude_zone_count(0), 59);
  EXPECT_EQ(longitude_zone_count(10.4704712), 59);
  EXPECT_EQ(longitude_zone_count(10.4704714), 58);
  EXPECT_EQ(longitude_zone_count(-52.3), longitude_zone_count(52.3));
  EXPECT_EQ(longitude_zone_count(86.9), 2);
  EXPECT_EQ(longitude_zone_count(87), 2);
  EXPECT_EQ(longitude_zone_count(87.0001), 1);
  EXPECT_EQ(longitude_zone_count(-90), 1);
  for (double latitude_deg = 0.005; latitude_deg < 86.99; latitude_deg += 0.01)
    ASSERT_EQ(longitude_zone_count(latitude_deg), zones_by_definition(latitude_deg)) << latitude_deg;
}

TEST(Cpr, DecodesThePrintedPairInTheAir) {
  const Cpr even{93000, 51372, false};
  const Cpr odd{74158, 50194, true};
  const auto position = decode_pair(even, odd, false, CprKind::airborne);
  ASSERT_TRUE(position);
  EXPECT_NEAR(position->latitude_deg, 52.2572021484375, 1e-9);
  EXPECT_NEAR(position->longitude_deg, 3.91937255859375, 1e-9);
  const auto near = decode_near(even, CprKind::airborne, {52.258, 3.918});
  ASSERT_TRUE(near);
  EXPECT_NEAR(near->latitude_deg, 52.2572021484375, 1e-9);
  EXPECT_NEAR(near->longitude_deg, 3.91937255859375, 1e-9);
}

RC_GTEST_PROP(Cpr, APairGivesBackThePlaceInTheAir, ()) {
  const LatLon sent = *places();
  const bool is_newest_odd = *rc::gen::arbitrary<bool>();
  const auto found = decode_pair(encode_cpr(sent, CprKind::airborne, false),
                                 encode_cpr(sent, CprKind::airborne, true), is_newest_odd, CprKind::airborne);
  // Where the two latitudes as sent lie on both sides of an edge there is nothing to be had.
  if (!found) RC_DISCARD("across an edge of zones");
  expect_near(*found, sent, 360);
}

RC_GTEST_PROP(Cpr, APairGivesBackThePlaceOnTheSurfaceNearestToTheReference, ()) {
  const LatLon sent = *places();
  RC_PRE(std::abs(sent.latitude_deg) < 89);
  LatLon reference{std::clamp(sent.latitude_deg + *rc::gen::inRange(-40, 40), -90.0, 90.0),
                   sent.longitude_deg + *rc::gen::inRange(-40, 40)};
  if (std::abs(reference.longitude_deg) > 180)
    reference.longitude_deg -= std::copysign(360, reference.longitude_deg);
  const bool is_newest_odd = *rc::gen::arbitrary<bool>();
  const auto found =
      decode_pair(encode_cpr(sent, CprKind::surface, false), encode_cpr(sent, CprKind::surface, true),
                  is_newest_odd, CprKind::surface, reference);
  if (!found) RC_DISCARD("across an edge of zones");
  expect_near(*found, sent, 90);
}

RC_GTEST_PROP(Cpr, OneMessageAndAPlaceNearByGiveBackThePlace, ()) {
  const LatLon sent = *places();
  const bool is_odd = *rc::gen::arbitrary<bool>();
  const CprKind kind = *rc::gen::element(CprKind::airborne, CprKind::surface);
  const double reach_deg = kind == CprKind::airborne ? 2.5 : 0.6;
  const double scale = std::max(0.02, std::cos(sent.latitude_deg * std::numbers::pi / 180));
  LatLon reference{
      std::clamp(sent.latitude_deg + reach_deg * *rc::gen::inRange(-100, 101) / 100, -90.0, 90.0),
      sent.longitude_deg + reach_deg / scale * *rc::gen::inRange(-100, 101) / 200};
  if (std::abs(reference.longitude_deg) > 180)
    reference.longitude_deg -= std::copysign(360, reference.longitude_deg);
  const auto found = decode_near(encode_cpr(sent, kind, is_odd), kind, reference);
  if (!found) {
    RC_ASSERT(std::abs(sent.latitude_deg) > 89.99);
    return;
  }
  expect_near(*found, sent, kind == CprKind::airborne ? 360 : 90);
}

RC_GTEST_PROP(Cpr, AnyBitsGiveAPlaceOnEarthOrNone, ()) {
  const auto bits = rc::gen::inRange<std::uint32_t>(0, 1 << 17);
  const Cpr even{*bits, *bits, false};
  const Cpr odd{*bits, *bits, true};
  const LatLon reference = *places();
  for (const CprKind kind : {CprKind::airborne, CprKind::surface})
    for (const auto& found :
         {decode_pair(even, odd, true, kind, reference), decode_pair(even, odd, false, kind, reference),
          decode_near(even, kind, reference), decode_near(odd, kind, reference)})
      if (found) {
        RC_ASSERT(std::abs(found->latitude_deg) <= 90);
        RC_ASSERT(found->longitude_deg >= -180 && found->longitude_deg < 180);
      }
}

}  // namespace
}  // namespace watchpost::adsb
