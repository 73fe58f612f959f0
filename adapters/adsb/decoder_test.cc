// What each message says, and what it leaves unsaid. Frames in hexadecimal digits are those printed in
// J. Sun, "The 1090 Megahertz Riddle" (2021), heard from real aircraft long ago.
#include "adapters/adsb/decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/adsb/codes.h"
#include "adapters/adsb/test_feed.h"
#include "adapters/fields.h"

namespace watchpost::adsb {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint32_t known = 0x39AB01;

void expect_position(const Report& report, double latitude_deg, double longitude_deg) {
  ASSERT_TRUE(report.has(Field::position));
  EXPECT_NEAR(report.position.latitude_deg, latitude_deg, 1e-5);
  EXPECT_NEAR(report.position.longitude_deg, longitude_deg, 1e-5);
  EXPECT_TRUE(report.has(Field::std_m));
}

TEST(AdsbMessages, AnIdentificationHasCallSignAndClass) {
  TestFeed feed;
  const Report report = feed.hex("8D4840D6202CC371C32CE0576098").last();
  EXPECT_EQ(report.get<Field::icao24>(), 0x4840D6u);
  EXPECT_EQ(callsign_in(report), "KLM1023");
  EXPECT_EQ(class_of(report), "aircraft");
  EXPECT_EQ(report.get<Field::on_ground>(), false);
  EXPECT_FALSE(report.has(Field::position) || report.has(Field::altitude) || report.has(Field::speed));
  EXPECT_THAT(feed.faults, IsEmpty());
}

TEST(AdsbMessages, CategoriesOfUnmannedAircraftAndVehiclesLast) {
  TestFeed feed;
  const auto class_with = [&](char set, std::uint32_t category) {
    Aircraft aircraft{.icao24 = known, .callsign = "X", .category_set = set, .category = category};
    feed.frame(identification_frame(aircraft));
    return class_of(feed.frame(velocity_frame(aircraft)).last());
  };
  EXPECT_EQ(class_with('B', 6), "aircraft.uas");
  EXPECT_EQ(class_with('C', 1), "vehicle");
  EXPECT_EQ(class_with('C', 2), "vehicle");
  EXPECT_EQ(class_with('C', 3), "aircraft");
  EXPECT_EQ(class_with('A', 6), "aircraft");
  EXPECT_EQ(class_with('D', 1), "aircraft");
}

TEST(AdsbMessages, APairGivesAPositionAndEachMessageItsAltitude) {
  TestFeed feed;
  const Report odd = feed.at_s(0).hex("8D40621D58C386435CC412692AD6").last();
  EXPECT_FALSE(odd.has(Field::position));
  EXPECT_FALSE(odd.has(Field::std_m));
  EXPECT_FLOAT_EQ(*odd.get<Field::altitude>(), 38000 * 0.3048F);
  EXPECT_EQ(odd.altitude_reference, AltitudeReference::barometric);
  const Report even = feed.at_s(2).hex("8D40621D58C382D690C8AC2863A7").last();
  expect_position(even, 52.25720, 3.91937);
  EXPECT_EQ(even.event_time, event_time_from_ns(2'000'000'000));
  EXPECT_EQ(even.get<Field::on_ground>(), false);
}

TEST(AdsbMessages, APositionOnTheSurfaceNeedsAPlaceNearBy) {
  constexpr std::string_view first = "8C4841753AAB238733C8CD4020B1";
  constexpr std::string_view second = "8C4841753A8A35323FAEBDAC702D";
  TestFeed without;
  EXPECT_FALSE(without.hex(first).last().has(Field::position));
  EXPECT_FALSE(without.hex(second).last().has(Field::position));

  TestFeed feed(AdsbOptions{.receiver_position = LatLon{51.990, 4.375}});
  feed.at_s(0).hex(first);
  const Report report = feed.at_s(1).hex(second).last();
  expect_position(report, 52.32061, 4.73473);
  EXPECT_EQ(report.get<Field::on_ground>(), true);
  EXPECT_FALSE(report.has(Field::altitude));
}

TEST(AdsbMessages, ASurfacePositionHasSpeedAndTrack) {
  TestFeed feed;
  const Report report = feed.hex("8C4841753A9A153237AEF0F275BE").last();
  EXPECT_FLOAT_EQ(*report.get<Field::speed>(), static_cast<float>(17 * mps_per_knot));
  EXPECT_FLOAT_EQ(*report.get<Field::course>(), 92.8125F);
  Aircraft parked{.icao24 = known, .on_ground = true};
  const Report silent = feed.frame(position_frame(parked, false)).last();
  EXPECT_FALSE(silent.has(Field::speed) || silent.has(Field::course));
}

TEST(AdsbMessages, AVelocityOverGroundHasAllItsParts) {
  TestFeed feed;
  const Report report = feed.hex("8D485020994409940838175B284F").last();
  EXPECT_NEAR(*report.get<Field::speed>(), 159.20 * mps_per_knot, 0.01);
  EXPECT_NEAR(*report.get<Field::course>(), 182.88, 0.01);
  EXPECT_NEAR(*report.get<Field::up>(), -832 * 0.00508, 1e-4);
  const auto velocity = *report.get<Field::velocity_en>();
  EXPECT_DOUBLE_EQ(velocity.east_m, -8 * mps_per_knot);
  EXPECT_DOUBLE_EQ(velocity.north_m, -159 * mps_per_knot);
  EXPECT_FALSE(report.has(Field::heading));
}

TEST(AdsbMessages, AVelocityThroughTheAirHasHeadingAndNoCourse) {
  TestFeed feed;
  const Report report = feed.hex("8DA05F219B06B6AF189400CBC33F").last();
  EXPECT_NEAR(*report.get<Field::speed>(), 375 * mps_per_knot, 1e-3);
  EXPECT_NEAR(*report.get<Field::heading>(), 243.98, 0.01);
  EXPECT_NEAR(*report.get<Field::up>(), -2304 * 0.00508, 1e-4);
  EXPECT_FALSE(report.has(Field::course) || report.has(Field::velocity_en));
}

TEST(AdsbMessages, AVelocityWithoutValuesHasNone) {
  TestFeed feed;
  MessageField nothing;
  nothing.put(1, 5, 19);
  nothing.put(6, 3, 1);
  const Report over_ground = feed.frame(extended_squitter(17, 5, known, nothing)).last();
  EXPECT_EQ(over_ground.get<Field::icao24>(), known);
  EXPECT_FALSE(over_ground.has(Field::speed) || over_ground.has(Field::course) || over_ground.has(Field::up));
  MessageField air;
  air.put(1, 5, 19);
  air.put(6, 3, 4);
  const Report through_air = feed.frame(extended_squitter(17, 5, known, air)).last();
  EXPECT_FALSE(through_air.has(Field::speed) || through_air.has(Field::heading));
  // Halted in the air: no direction.
  Aircraft hovering{.icao24 = known, .speed_mps = 0.0, .course_deg = 0.0};
  const Report still = feed.frame(velocity_frame(hovering)).last();
  EXPECT_EQ(still.get<Field::speed>(), 0);
  EXPECT_FALSE(still.has(Field::course));
  EXPECT_TRUE(still.has(Field::velocity_en));
}

TEST(AdsbMessages, AMagneticHeadingIsNotATrueOne) {
  TestFeed feed;
  MessageField status;
  status.put(1, 5, 31);
  status.put(41, 3, 2);
  status.put(54, 1, 1);
  feed.frame(extended_squitter(17, 5, 0xA05F21, status));
  feed.last();
  const Report report = feed.hex("8DA05F219B06B6AF189400CBC33F").last();
  EXPECT_TRUE(report.has(Field::speed));
  EXPECT_FALSE(report.has(Field::heading));
}

TEST(AdsbMessages, ASupersonicVelocityHasStepsOfFourKnots) {
  TestFeed feed;
  Aircraft fast{.icao24 = known, .speed_mps = 2000 * mps_per_knot, .course_deg = 90.0, .up_mps = 10.0};
  const Report report = feed.frame(velocity_frame(fast)).last();
  EXPECT_NEAR(*report.get<Field::speed>(), 2000 * mps_per_knot, 2 * mps_per_knot);
  EXPECT_NEAR(*report.get<Field::course>(), 90, 0.1);
}

TEST(AdsbMessages, AHeightAboveTheEllipsoidIsInMetres) {
  TestFeed feed;
  Aircraft aircraft{.icao24 = known, .position = {10, 20}, .altitude_m = 1234.0, .is_geometric = true};
  const Report report = feed.frame(position_frame(aircraft, false)).last();
  EXPECT_EQ(report.get<Field::altitude>(), 1234);
  EXPECT_EQ(report.altitude_reference, AltitudeReference::ellipsoid);
  aircraft.altitude_m.reset();
  EXPECT_FALSE(feed.frame(position_frame(aircraft, false)).last().has(Field::altitude));
  aircraft.is_geometric = false;
  const Report neither = feed.frame(position_frame(aircraft, false)).last();
  EXPECT_FALSE(neither.has(Field::altitude));
  EXPECT_EQ(neither.altitude_reference, AltitudeReference::unspecified);
}

TEST(AdsbMessages, EmergenciesAreStatesAndCodes) {
  TestFeed feed;
  const Report printed = feed.hex("8DA2C1B6E112B600000000760759").last();
  EXPECT_EQ(printed.emergency, Emergency::none);
  feed.frame(operational_status_frame({.icao24 = known}));
  feed.last();
  const auto after = [&](Emergency emergency, std::uint16_t squawk) {
    Aircraft aircraft{.icao24 = known, .squawk = squawk, .emergency = emergency};
    const Report report = feed.frame(emergency_frame(aircraft)).last();
    EXPECT_EQ(report.get<Field::squawk>(), squawk);
    return report.emergency;
  };
  EXPECT_EQ(after(Emergency::none, 01000), Emergency::none);
  EXPECT_EQ(after(Emergency::none, 07500), Emergency::unlawful_interference);
  EXPECT_EQ(after(Emergency::none, 07600), Emergency::no_communication);
  EXPECT_EQ(after(Emergency::none, 07700), Emergency::general);
  EXPECT_EQ(after(Emergency::medical, 07700), Emergency::medical);
  for (const Emergency state :
       {Emergency::general, Emergency::medical, Emergency::minimum_fuel, Emergency::no_communication,
        Emergency::unlawful_interference, Emergency::downed})
    EXPECT_EQ(after(state, 01000), state);
}

TEST(AdsbMessages, ASquawkOfARepliesTellsDistressToo) {
  TestFeed feed;
  feed.frame(identification_frame({.icao24 = known}));
  feed.last();
  const auto squawking = [&](std::uint16_t squawk) {
    const Report report = feed.frame(identity_reply(known, 0, squawk_code13(squawk))).last();
    EXPECT_EQ(report.get<Field::squawk>(), squawk);
    return report.emergency;
  };
  EXPECT_EQ(squawking(07700), Emergency::general);
  EXPECT_EQ(squawking(0), Emergency::none);
  // An ordinary code does not end what the aircraft says of itself.
  feed.frame(emergency_frame({.icao24 = known, .emergency = Emergency::minimum_fuel}));
  feed.last();
  EXPECT_EQ(squawking(01234), Emergency::unspecified);
  feed.at_s(31);
  EXPECT_EQ(squawking(01234), Emergency::none);  // which it has not said for half a minute
}

TEST(AdsbMessages, RepliesCountWhereTheAddressWasHeardInASquitter) {
  TestFeed feed;
  feed.frame(altitude_reply(known, 0, 0x1838))
      .frame(identity_reply(known, 0, 1))
      .frame(all_call_reply(known, 5, 0));
  EXPECT_THAT(feed.reports, IsEmpty());
  EXPECT_THAT(feed.faults, IsEmpty());
  feed.frame(identification_frame({.icao24 = known}));
  feed.last();
  const Report altitude = feed.frame(altitude_reply(known, 1, 0x1838)).last();
  EXPECT_EQ(altitude.get<Field::icao24>(), known);
  EXPECT_FLOAT_EQ(*altitude.get<Field::altitude>(), 38000 * 0.3048F);
  EXPECT_EQ(altitude.get<Field::on_ground>(), true);
  EXPECT_FALSE(feed.frame(altitude_reply(known, 4, 0)).last().has(Field::on_ground));
  EXPECT_FALSE(feed.frame(altitude_reply(known, 0, 0)).last().has(Field::altitude));
  EXPECT_EQ(feed.frame(all_call_reply(known, 4, 0x35)).last().get<Field::on_ground>(), true);
  EXPECT_FALSE(feed.frame(altitude_reply(known, 6, 0x1838)).last().has(Field::icao24));  // no such status
}

TEST(AdsbMessages, ALongReplyMayCarryTheCallSign) {
  TestFeed feed;
  feed.frame(identification_frame({.icao24 = known}));
  MessageField register_20(std::uint64_t{0x20} << 48 | callsign_bits("EIN5GV"));
  const ModeSFrame reply = with_message(altitude_reply(known, 0, 0x1838), known, register_20);
  EXPECT_EQ(callsign_in(feed.frame(reply).last()), "EIN5GV");
  MessageField register_50(std::uint64_t{0x80} << 48 | callsign_bits("EIN5GV"));
  EXPECT_EQ(callsign_in(feed.frame(with_message(identity_reply(known, 0, 1), known, register_50)).last()),
            "");
}

TEST(AdsbMessages, TheAccuracyIsTheAircraftsOwn) {
  TestFeed feed;
  Aircraft aircraft{.icao24 = known, .position = {10, 20}, .altitude_m = 1000.0};
  const auto std_m = [&] {
    feed.frame(position_frame(aircraft, false));
    return *feed.frame(position_frame(aircraft, true)).last().get<Field::std_m>();
  };
  EXPECT_NEAR(std_m(), 92.6 / 2.448, 0.01);  // type code 11, of version 0 for all that is known
  aircraft.nacp = 10;
  feed.frame(operational_status_frame(aircraft));
  EXPECT_NEAR(std_m(), 10 / 2.448, 0.01);
  aircraft.nacp = 0;
  feed.frame(operational_status_frame(aircraft));
  EXPECT_NEAR(std_m(), 185.2 / 4.7985, 0.01);
  MessageField target_state;
  target_state.put(1, 5, 29);
  target_state.put(6, 2, 1);
  target_state.put(40, 4, 8);
  feed.frame(extended_squitter(17, 5, known, target_state));
  EXPECT_NEAR(std_m(), 92.6 / 2.448, 0.01);
}

TEST(AdsbMessages, GroundStationsAndMadeUpAddressesAreToldApart) {
  TestFeed feed;
  const auto heard = [&](std::uint32_t control, bool is_flagged) {
    MessageField message;
    message.put(1, 5, 11);
    message.put(8, 1, is_flagged ? 1 : 0);
    message.put(9, 12, altitude_code12(1000));
    return feed.frame(extended_squitter(18, control, known, message)).last();
  };
  const auto expect = [&](const Report& report, std::string_view sensor, std::string_view made_up) {
    EXPECT_EQ(report.sensor, sensor);
    EXPECT_EQ(report.has(Field::icao24), made_up.empty());
    ASSERT_NE(report.details, nullptr);
    EXPECT_EQ(report.details->sensor_track, made_up);
    EXPECT_FALSE(report.has(Field::position));
  };
  expect(heard(0, false), "", "");
  expect(heard(0, true), "", "");  // there the bit is another
  expect(heard(1, false), "", "~39ab01");
  expect(heard(2, false), "tis-b", "");
  expect(heard(2, true), "tis-b", "~39ab01");
  expect(heard(5, false), "tis-b", "~39ab01");
  expect(heard(6, false), "ads-r", "");
  expect(heard(6, true), "ads-r", "~39ab01");
  for (const std::uint32_t control : {3U, 4U, 7U}) EXPECT_EQ(heard(control, false).details, nullptr);
  EXPECT_THAT(feed.faults, IsEmpty());
}

TEST(AdsbMessages, WhatIsNotUsedIsNeitherReportNorFault) {
  TestFeed feed;
  for (const std::uint32_t type_code : {23U, 24U, 25U, 26U, 27U, 30U}) {
    MessageField message;
    message.put(1, 5, type_code);
    feed.frame(extended_squitter(17, 5, known, message));
  }
  feed.bytes("*7700;").bytes("").bytes("# a comment").bytes("time,hex,icao");
  feed.hex("02E197B00179C3").hex("00000000000000");
  EXPECT_THAT(feed.reports, IsEmpty());
  EXPECT_THAT(feed.faults, IsEmpty());
}

// A recording that is played fast: what counts is when the receiver heard it, not when it came to us.
TEST(AdsbTimes, PassByTheReceiversCounter) {
  const Aircraft aircraft{.icao24 = known, .position = {12.5, -3.25}, .altitude_m = 3000.0};
  const auto resolves = [&](std::uint64_t first_ticks, std::uint64_t second_ticks, double received_s) {
    TestFeed feed;
    feed.at_s(0).bytes(beast_of(position_frame(aircraft, false), first_ticks));
    feed.at_s(received_s).bytes(beast_of(position_frame(aircraft, true), second_ticks));
    return feed.reports.back().has(Field::position);
  };
  constexpr std::uint64_t second = 12'000'000;
  constexpr std::uint64_t last = (std::uint64_t{1} << 48) - 1;
  EXPECT_TRUE(resolves(0, 9 * second, 0));
  EXPECT_FALSE(resolves(0, 11 * second, 0));
  EXPECT_TRUE(resolves(0, 1 * second, 100));
  EXPECT_TRUE(resolves(last, 1 * second, 0));  // begun anew
  EXPECT_FALSE(resolves(last, 11 * second, 0));
  EXPECT_FALSE(resolves(1'000'000 * second, 0, 11));  // switched off and on: as it came to us
  EXPECT_TRUE(resolves(1'000'000 * second, 0, 9));
  EXPECT_TRUE(resolves(second, second - 1000, 0));  // out of order
}

TEST(AdsbFaults, EachRefusedFrameIsOne) {
  TestFeed feed;
  feed.hex("8D4840D6202CC371C32CE0576099");  // parity
  feed.hex("5D4D20237A5526");                // of DF11, beyond its interrogator
  feed.hex("8D4840D6202CC3");                // half of it
  feed.hex("5D4D20237A55A65D4D20237A55");    // neither length
  feed.bytes("*8D4840D6202CC371C32CE0576098").bytes("*8D4840D6202CC371C32CE05760G8;");
  feed.bytes("hello").bytes("1700000000,").bytes("-5,8D4840D6202CC371C32CE0576098");
  feed.hex("08000000000000");                // DF1
  feed.hex("5D4D20237A55A600000000000000");  // a short format in a long frame
  feed.frame(identification_frame({.icao24 = 0}));
  EXPECT_THAT(feed.reports, IsEmpty());
  EXPECT_THAT(feed.faults,
              ElementsAre(Fault::bad_checksum, Fault::bad_checksum, Fault::truncated, Fault::truncated,
                          Fault::truncated, Fault::malformed, Fault::malformed, Fault::truncated,
                          Fault::malformed, Fault::malformed, Fault::malformed, Fault::out_of_range));
}

}  // namespace
}  // namespace watchpost::adsb
