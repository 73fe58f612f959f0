// What goes into the encoder comes out of the decoder, to the steps of the messages.
#include "adapters/adsb/encoder.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <string>

#include "adapters/adsb/test_feed.h"
#include "adapters/fields.h"

namespace watchpost::adsb {
namespace {

double apart_deg(double a, double b) {
  const double apart = std::abs(a - b);
  return std::min(apart, 360 - apart);
}

TEST(AdsbEncoder, MakesThePrintedFrames) {
  Aircraft klm{.icao24 = 0x4840D6, .callsign = "KLM1023"};
  EXPECT_EQ(avr_of(identification_frame(klm)), "*8D4840D6202CC371C32CE0576098;");
}

RC_GTEST_PROP(AdsbEncoder, AnAircraftInTheAirComesBack, ()) {
  const std::string callsign = *rc::gen::container<std::string>(8, rc::gen::element('A', 'Z', '0', '9'));
  Aircraft aircraft{.icao24 = *rc::gen::inRange<std::uint32_t>(1, 0xFFFFFF), .callsign = callsign};
  aircraft.position = {*rc::gen::inRange(-89'999'999, 90'000'000) * 1e-6,
                       *rc::gen::inRange(-180'000'000, 180'000'000) * 1e-6};
  aircraft.altitude_m = *rc::gen::inRange(-1000, 126'000) * 0.3048;
  aircraft.speed_mps = *rc::gen::inRange(0, 20'000) * 0.1;
  aircraft.course_deg = *rc::gen::inRange(0, 3600) * 0.1;
  aircraft.up_mps = *rc::gen::inRange(-1600, 1600) * 0.1;
  aircraft.squawk = static_cast<std::uint16_t>(*rc::gen::inRange(0, 4096));
  const std::uint64_t ticks = *rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 48);

  TestFeed feed;
  const auto hear = [&](const ModeSFrame& frame) { return feed.bytes(beast_of(frame, ticks)).last(); };
  RC_ASSERT(callsign_in(hear(identification_frame(aircraft))) == callsign);
  hear(operational_status_frame(aircraft));
  hear(position_frame(aircraft, false));
  const Report position = hear(position_frame(aircraft, true));
  RC_ASSERT(position.get<Field::icao24>() == std::optional(aircraft.icao24));
  const double altitude_step_m = *aircraft.altitude_m > 50'175 * 0.3048 ? 50 * 0.3048 : 12.5 * 0.3048;
  RC_ASSERT(std::abs(*position.get<Field::altitude>() - *aircraft.altitude_m) <= altitude_step_m + 0.01);
  if (position.has(Field::position)) {
    RC_ASSERT(std::abs(position.position.latitude_deg - aircraft.position.latitude_deg) < 5e-5);
    RC_ASSERT(apart_deg(position.position.longitude_deg, aircraft.position.longitude_deg) < 3e-3);
    RC_ASSERT(std::abs(position.std_m - 30 / 2.448F) < 0.01F);
  }
  const Report velocity = hear(velocity_frame(aircraft));
  const double step_mps = *aircraft.speed_mps > 1021 * mps_per_knot ? 4 * mps_per_knot : mps_per_knot;
  RC_ASSERT(std::abs(*velocity.get<Field::speed>() - *aircraft.speed_mps) <= step_mps);
  RC_ASSERT(std::abs(*velocity.get<Field::up>() - *aircraft.up_mps) <= 32 * 0.00508 + 1e-3);
  if (*aircraft.speed_mps > 100 && velocity.has(Field::course))
    RC_ASSERT(apart_deg(*velocity.get<Field::course>(), *aircraft.course_deg) < 1);
  RC_ASSERT(hear(emergency_frame(aircraft)).get<Field::squawk>() == aircraft.squawk);
  RC_ASSERT(feed.faults.empty());
}

RC_GTEST_PROP(AdsbEncoder, AnAircraftOnTheGroundComesBack, ()) {
  Aircraft aircraft{.icao24 = *rc::gen::inRange<std::uint32_t>(1, 0xFFFFFF), .on_ground = true};
  aircraft.position = {*rc::gen::inRange(-85'000'000, 85'000'000) * 1e-6,
                       *rc::gen::inRange(-180'000'000, 180'000'000) * 1e-6};
  aircraft.speed_mps = *rc::gen::inRange(0, 80);
  aircraft.course_deg = *rc::gen::inRange(0, 3600) * 0.1;
  TestFeed feed(AdsbOptions{.receiver_position = aircraft.position});
  const Report report = feed.frame(position_frame(aircraft, *rc::gen::arbitrary<bool>())).last();
  RC_ASSERT(report.get<Field::on_ground>() == std::optional(true));
  RC_ASSERT(std::abs(report.position.latitude_deg - aircraft.position.latitude_deg) < 1.3e-5);
  RC_ASSERT(apart_deg(report.position.longitude_deg, aircraft.position.longitude_deg) < 2e-4);
  RC_ASSERT(std::abs(*report.get<Field::speed>() - *aircraft.speed_mps) <= 2.5 * mps_per_knot + 1e-3);
  RC_ASSERT(apart_deg(*report.get<Field::course>(), *aircraft.course_deg) <= 1.41);
}

TEST(AdsbEncoder, CountsTwelveMillionASecond) {
  EXPECT_EQ(ticks_of(std::chrono::seconds(1)), 12'000'000u);
  EXPECT_EQ(ticks_of(Duration(83)), 1u);
  EXPECT_EQ(ticks_of(std::chrono::hours(24 * 272)), ticks_of(std::chrono::hours(24 * 272)) & 0xFFFFFFFFFFFF);
}

}  // namespace
}  // namespace watchpost::adsb
