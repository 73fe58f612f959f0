// What each message says, and what it leaves unsaid. The sentences were made by another encoder, from
// the tables of ITU-R M.1371-5, and agree with what gpsdecode makes of them.
#include "adapters/ais/decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/ais/test_feed.h"
#include "adapters/fields.h"

namespace watchpost::ais {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

void expect_position(const Report& report, double latitude_deg, double longitude_deg, float std_m) {
  ASSERT_TRUE(report.has(Field::position));
  EXPECT_NEAR(report.position.latitude_deg, latitude_deg, 1e-7);
  EXPECT_NEAR(report.position.longitude_deg, longitude_deg, 1e-7);
  EXPECT_EQ(report.get<Field::std_m>(), std_m);
}

void expect_nothing_but_identity(const Report& report, std::uint32_t mmsi) {
  EXPECT_EQ(report.get<Field::mmsi>(), mmsi);
  EXPECT_EQ(report.present, 1U << static_cast<int>(Field::mmsi));
  EXPECT_EQ(report.navigation, Navigation::unspecified);
  EXPECT_EQ(report.emergency, Emergency::unspecified);
  EXPECT_EQ(report.altitude_reference, AltitudeReference::unspecified);
  ASSERT_NE(report.details, nullptr);
  EXPECT_EQ(report.details->name, "");
  EXPECT_EQ(report.details->callsign, "");
  EXPECT_EQ(report.details->event, nullptr);
}

TEST(AisMessages, AClassAPositionHasAllItsValues) {
  TestFeed feed;
  const Report report = only_report(feed, "!AIVDM,1,1,,A,14M9Ph@01sw?sm1wB>D>3s>R2000,0*65");
  EXPECT_EQ(report.get<Field::mmsi>(), 299000001U);
  expect_position(report, -1.25, -10.5, 5);
  EXPECT_FLOAT_EQ(*report.get<Field::speed>(), static_cast<float>(12.3 * mps_per_knot));
  EXPECT_FLOAT_EQ(*report.get<Field::course>(), 359.9F);
  EXPECT_TRUE(report.has(Field::velocity_en));
  EXPECT_EQ(report.get<Field::heading>(), 359);
  EXPECT_EQ(report.navigation, Navigation::under_way_engine);
  EXPECT_EQ(class_of(report), "vessel");
}

TEST(AisMessages, AClassAPositionWithoutValuesSaysWhoAlone) {
  TestFeed feed;
  expect_nothing_but_identity(only_report(feed, "!AIVDM,1,1,,A,14M9PhgP?w<tSF0l4Q@>4?wp2000,0*04"),
                              299000002);
}

TEST(AisMessages, ABaseStationIsAStation) {
  TestFeed feed;
  const Report report = only_report(feed, "!AIVDM,1,1,,A,402nOdAvbtD?NwA54P0BCp100000,0*66");
  EXPECT_EQ(report.get<Field::mmsi>(), 2990001U);
  expect_position(report, 0.5, -10.25, 5);
  EXPECT_FALSE(report.has(Field::speed));
  EXPECT_EQ(class_of(report), "station");
}

TEST(AisMessages, ABaseStationWithoutPositionSaysWhoAlone) {
  TestFeed feed;
  expect_nothing_but_identity(only_report(feed, "!AIVDM,1,1,,A,402nOd@000Htt<tSF0l4Q@100000,0*48"), 2990001);
}

TEST(AisMessages, AUtcResponseIsAStationToo) {
  TestFeed feed;
  const Report report = only_report(feed, "!AIVDM,1,1,,A,;4M9PjAvbtD?OOA54P0BCp100000,0*6D");
  expect_position(report, 0.5, -10.25, 15);
  EXPECT_EQ(class_of(report), "station");
}

TEST(AisMessages, AStaticMessageNamesTheVessel) {
  TestFeed feed;
  const Report report =
      only_report(feed,
                  "!AIVDM,2,1,3,A,54M9Ph@2:N2UP77;?@0EHE:1<v0htpN060p4lFq?I0jD<4wdN=lkkAEj,0*2E\n"
                  "!AIVDM,2,2,3,A,1DQ@00000000000,2*43");
  EXPECT_EQ(report.get<Field::mmsi>(), 299000001U);
  EXPECT_EQ(report.get<Field::imo>(), 9074729U);
  EXPECT_EQ(report.details->callsign, "XA1234");
  EXPECT_EQ(report.details->name, "EVER SO LONG A NAME.");
  EXPECT_EQ(report.get<Field::length>(), 250);
  EXPECT_EQ(report.get<Field::beam>(), 32);
  EXPECT_EQ(class_of(report), "vessel.cargo");
  EXPECT_FALSE(report.has(Field::position));
}

TEST(AisMessages, AStaticMessageWithoutValuesSaysWhoAlone) {
  TestFeed feed;
  expect_nothing_but_identity(
      only_report(feed,
                  "!AIVDM,2,1,3,A,54M9Ph@000000000000000000000000000000000000004wdN0000000,0*42\n"
                  "!AIVDM,2,2,3,A,000000000000000,2*27"),
      299000001);
}

TEST(AisMessages, ASearchAircraftHasAltitudeAndWholeKnots) {
  TestFeed feed;
  const Report report = only_report(feed, "!AIVDM,1,1,,A,91b9;cA;1pwAadAwTR<3Q:P00000,0*11");
  EXPECT_EQ(report.get<Field::mmsi>(), 111299501U);
  expect_position(report, -0.75, -10.125, 5);
  EXPECT_EQ(report.get<Field::altitude>(), 300);
  EXPECT_EQ(report.altitude_reference, AltitudeReference::msl);
  EXPECT_FLOAT_EQ(*report.get<Field::speed>(), static_cast<float>(120 * mps_per_knot));
  EXPECT_FLOAT_EQ(*report.get<Field::course>(), 90);
  EXPECT_FALSE(report.has(Field::heading));
  EXPECT_EQ(class_of(report), "aircraft.sar");
}

TEST(AisMessages, ASearchAircraftWithoutValuesSaysWhoAlone) {
  TestFeed feed;
  expect_nothing_but_identity(only_report(feed, "!AIVDM,1,1,,A,91b9;cOwww<tSF0l4Q@>4?000000,0*04"),
                              111299501);
}

TEST(AisMessages, SafetyTextsAreEvents) {
  TestFeed feed;
  feed.lines(
      "!AIVDM,1,1,,A,<4M9PhA7BH<8=1I41IwP>?rPD5CD,0*61\n"
      "!AIVDM,1,1,,A,>>N0VPQ<59B04=@UHD,2*5F");
  ASSERT_EQ(feed.reports.size(), 2U);
  ASSERT_NE(feed.reports[0].details->event, nullptr);
  EXPECT_EQ(feed.reports[0].details->event->type, "safety-text");
  EXPECT_EQ(feed.reports[0].details->event->text, "MAYDAY? NO: TEST");
  EXPECT_EQ(feed.reports[0].mmsi, 299000001U);
  EXPECT_EQ(class_of(feed.reports[0]), "");
  EXPECT_EQ(feed.reports[1].details->event->text, "SART ACTIVE");
  EXPECT_EQ(class_of(feed.reports[1]), "beacon");
}

TEST(AisMessages, AGnssCorrectionTellsWhereItsStationStands) {
  TestFeed feed;
  const Report report = only_report(feed, "!AIVDM,1,1,,A,A02nOdCqw`0UP0,4*04");
  expect_position(report, 0.5, -10.25, 60);
  EXPECT_EQ(class_of(report), "station");
}

TEST(AisMessages, AClassBPositionHasItsValues) {
  TestFeed feed;
  const Report report = only_report(feed, "!AIVDM,1,1,,A,B4M9Phh0Eol;:P00rV1=;wRUR006,0*54");
  expect_position(report, 0.1, -10.333333333, 15);
  EXPECT_FLOAT_EQ(*report.get<Field::speed>(), static_cast<float>(8.7 * mps_per_knot));
  EXPECT_FLOAT_EQ(*report.get<Field::course>(), 123.4F);
  EXPECT_FALSE(report.has(Field::heading));
  EXPECT_EQ(class_of(report), "vessel");
}

TEST(AisMessages, AnExtendedClassBPositionIsStaticToo) {
  TestFeed feed;
  const Report report =
      only_report(feed, "!AIVDM,1,1,,A,C4M9Pi00Ewl;:P00rV1=8e2PVJ2HI04N2`0000000000B0D31120,0*34");
  expect_position(report, 0.1, -10.333333333, 5);
  EXPECT_EQ(report.get<Field::heading>(), 90);
  EXPECT_EQ(report.details->name, "SMALL BOAT");
  EXPECT_EQ(report.get<Field::length>(), 11);
  EXPECT_EQ(report.get<Field::beam>(), 4);
}

TEST(AisMessages, AnAidHasItsWholeName) {
  TestFeed feed;
  const Report report =
      only_report(feed, "!AIVDM,1,1,,A,E>jwC<@V0W230V6@1:Wdh7:VQ2aO`ao005OT020@8;v0084iEQCP,0*3C");
  expect_position(report, 0.3, -10.2, 5);
  EXPECT_EQ(report.details->name, "LANDFALL BUOY NUMBER SEVEN");
  EXPECT_EQ(report.get<Field::length>(), 4);
  EXPECT_EQ(report.get<Field::beam>(), 2);
  EXPECT_EQ(class_of(report), "aid");
  EXPECT_EQ(report.details->classification.size(), 1U);
}

TEST(AisMessages, AVirtualAidSaysSo) {
  TestFeed feed;
  const Report report =
      only_report(feed, "!AIVDM,1,1,,A,E>jwC<Pca2QUh6Pa5P000000000?`ao005OT000003V010,4*7E");
  EXPECT_EQ(report.details->name, "WRECK MARK");
  ASSERT_EQ(report.details->classification.size(), 2U);
  EXPECT_EQ(report.details->classification[0].type, "aid");
  EXPECT_EQ(report.details->classification[1].type, "aid.virtual");
}

TEST(AisMessages, TheTwoPartsOfType24GoByTheirNumber) {
  TestFeed feed;
  feed.lines(
      "!AIVDM,1,1,,A,H4M9PhlNF5>0000H2qq0000p3120,0*73\n"
      "!AIVDM,1,1,,A,H4M9PhhhUA@hF1@E8p000000000,2*22\n"
      "!AIVDM,1,1,,A,H4M9PhhhUA@hF1@E8p0000000000,0*10");
  ASSERT_EQ(feed.reports.size(), 3U);
  EXPECT_EQ(feed.reports[0].details->callsign, "XB99");
  EXPECT_EQ(feed.reports[0].details->name, "");
  EXPECT_EQ(feed.reports[0].get<Field::length>(), 10);
  EXPECT_EQ(feed.reports[0].get<Field::beam>(), 3);
  EXPECT_EQ(class_of(feed.reports[0]), "vessel.fishing");
  for (std::size_t i : {1U, 2U}) {
    EXPECT_EQ(feed.reports[i].details->name, "LITTLE TERN");
    EXPECT_EQ(feed.reports[i].details->callsign, "");
    EXPECT_FALSE(feed.reports[i].has(Field::length));
  }
}

TEST(AisMessages, AnAuxiliaryCraftsMotherShipIsNoDimension) {
  TestFeed feed;
  const Report report = only_report(feed, "!AIVDM,1,1,,A,H>aLtdDTF5>0000H2qq100AlV310,0*32");
  EXPECT_EQ(report.mmsi, 982990001U);
  EXPECT_EQ(report.details->callsign, "XB99A");
  EXPECT_FALSE(report.has(Field::length));
  EXPECT_FALSE(report.has(Field::beam));
}

TEST(AisMessages, ALongRangePositionIsCoarse) {
  TestFeed feed;
  const Report report = only_report(feed, "!AIVDM,1,1,,A,K4M9PhIOWI?r96FL,0*45");
  expect_position(report, -1.25, -10.5, 60);
  EXPECT_FLOAT_EQ(*report.get<Field::speed>(), static_cast<float>(12 * mps_per_knot));
  EXPECT_EQ(report.get<Field::course>(), 359);
  EXPECT_EQ(report.navigation, Navigation::moored);
}

TEST(AisMessages, ALongRangePositionWithoutValuesSaysWhoAlone) {
  TestFeed feed;
  expect_nothing_but_identity(only_report(feed, "!AIVDM,1,1,,A,K4M9PhCn`>6bTOwt,0*2A"), 299000001);
}

TEST(AisMessages, HalfAPositionOrOneOutsideTheEarthIsNone) {
  for (const char* line : {"!AIVDM,1,1,,A,14M9Ph@01sdtSF1wB>D>4?vR2000,0*35",     // longitude 181
                           "!AIVDM,1,1,,A,14M9Ph@01sw?sm0l4Q@>4?vR2000,0*61",     // latitude 91
                           "!AIVDM,1,1,,A,14M9Ph@01sk81WmwB>D>4K@R2000,0*1B",     // longitude -180.00001
                           "!AIVDM,1,1,,A,14M9Ph@0?vw?sm0kOqQgwwtR2000,0*77"}) {  // latitude 90.00001
    TestFeed feed;
    const Report report = only_report(feed, line);
    EXPECT_EQ(report.mmsi, 299000001U) << line;
    EXPECT_FALSE(report.has(Field::position)) << line;
    EXPECT_FALSE(report.has(Field::std_m)) << line;
    EXPECT_TRUE(report.has(Field::speed)) << line;
    EXPECT_FALSE(report.has(Field::course)) << line;   // 360.0, 360.1, 409.5
    EXPECT_FALSE(report.has(Field::heading)) << line;  // 511, 360, 510
  }
}

TEST(AisMessages, TheEdgesOfEachRangeAreValues) {
  TestFeed feed;
  const Report report = only_report(feed, "!AIVDM,1,1,,A,14M9Ph@0?vk81`0kOqP>3s>R2000,0*71");
  expect_position(report, 90, -180, 5);
  EXPECT_FLOAT_EQ(*report.get<Field::speed>(), static_cast<float>(102.2 * mps_per_knot));
  EXPECT_FLOAT_EQ(*report.get<Field::course>(), 359.9F);
  EXPECT_EQ(report.get<Field::heading>(), 359);
}

TEST(AisMessages, AnAltitudeIsAbsentOrOfItsSensor) {
  TestFeed absent, barometric;
  EXPECT_FALSE(only_report(absent, "!AIVDM,1,1,,A,91b9;cOwwvwAadAwTR<>4:`00000,0*4B").has(Field::altitude));
  EXPECT_TRUE(absent.reports.at(0).has(Field::position));
  EXPECT_EQ(absent.reports.at(0).altitude_reference, AltitudeReference::unspecified);
  const Report report = only_report(barometric, "!AIVDM,1,1,,A,91b9;cOwgvwAadAwTR<>4:`00000,0*5B");
  EXPECT_EQ(report.get<Field::altitude>(), 4094);
  EXPECT_EQ(report.altitude_reference, AltitudeReference::barometric);
}

TEST(AisMessages, OnlySevenDigitsAreAnImoNumber) {
  TestFeed feed;
  feed.lines(
      "!AIVDM,1,1,,A,54M9Ph@2HU`1P740000tHHT<T4h000000000000002R0L4wdN=lkkAEj1DQ@00000000000,2*0E\n"
      "!AIVDM,1,1,,A,54M9Ph@0?@SuP740000tHHT<T4h0000000000000000304wdN=lkkAEj1DQ@00000000000,2*06\n"
      "!AIVDM,1,1,,A,54M9Ph@2HUWv1P41b02060080000000000000000wwwww4wdN=lkkAEj1DQ@00000000000,2*68");
  ASSERT_EQ(feed.reports.size(), 3U);
  EXPECT_FALSE(feed.reports[0].has(Field::imo));  // 10,000,000: an official number
  EXPECT_FALSE(feed.reports[1].has(Field::imo));  // 999,999
  EXPECT_EQ(feed.reports[2].get<Field::imo>(), 9999999U);
}

TEST(AisMessages, DimensionsNeedNoReferencePoint) {
  TestFeed feed;
  feed.lines(
      "!AIVDM,1,1,,A,54M9Ph@2HU`1P740000tHHT<T4h000000000000002R0L4wdN=lkkAEj1DQ@00000000000,2*0E\n"
      "!AIVDM,1,1,,A,54M9Ph@0?@SuP740000tHHT<T4h0000000000000000304wdN=lkkAEj1DQ@00000000000,2*06\n"
      "!AIVDM,1,1,,A,54M9Ph@2HUWv1P41b02060080000000000000000wwwww4wdN=lkkAEj1DQ@00000000000,2*68");
  ASSERT_EQ(feed.reports.size(), 3U);
  EXPECT_EQ(feed.reports[0].get<Field::length>(), 162);
  EXPECT_EQ(feed.reports[0].get<Field::beam>(), 28);
  EXPECT_FALSE(feed.reports[1].has(Field::length));
  EXPECT_EQ(feed.reports[1].get<Field::beam>(), 3);
  EXPECT_EQ(feed.reports[2].get<Field::length>(), 1022);
  EXPECT_EQ(feed.reports[2].get<Field::beam>(), 126);
}

TEST(AisMessages, ATextEndsAtItsFirstAtSignAndBlanksAtItsEndAreNone) {
  TestFeed feed;
  feed.lines(
      "!AIVDM,1,1,,A,54M9Ph@2HUWv1P41b02060080000000000000000wwwww4wdN=lkkAEj1DQ@00000000000,2*68\n"
      "!AIVDM,1,1,,A,E>jwC<@aT7a:000000000000000O`ao005OT020@8;v0084iEQCP,0*7C\n"
      "!AIVDM,1,1,,A,E>jwC<@b;RW:<h62b:2a9h:42W@O`ao005OT020@8;v003kQ@0,4*4D");
  ASSERT_EQ(feed.reports.size(), 3U);
  EXPECT_EQ(feed.reports[0].details->callsign, " XA");
  EXPECT_EQ(feed.reports[0].details->name, " A");
  EXPECT_EQ(feed.reports[1].details->name, "SHORT");  // an extension belongs to a full name alone
  EXPECT_EQ(feed.reports[2].details->name, "TWENTY LETTERS THEN ONE");
}

TEST(AisMessages, ADistressBeaconIsOneAndItsTestIsNone) {
  TestFeed feed;
  feed.lines(
      "!AIVDM,1,1,,A,1>N0VPf000w?sm1wB>D00?vt2000,0*10\n"
      "!AIVDM,1,1,,A,1>N0VPg000w?sm1wB>D00?vt2000,0*11");
  ASSERT_EQ(feed.reports.size(), 2U);
  EXPECT_EQ(feed.reports[0].emergency, Emergency::distress_beacon);
  EXPECT_EQ(feed.reports[0].navigation, Navigation::distress_beacon);
  EXPECT_EQ(class_of(feed.reports[0]), "beacon");
  EXPECT_EQ(feed.reports[1].emergency, Emergency::beacon_test);
  EXPECT_EQ(feed.reports[1].navigation, Navigation::unspecified);
}

TEST(AisMessages, WhatWeDoNotUseIsNeitherReportNorFault) {
  TestFeed feed;
  feed.lines("!AIVDM,1,1,,A,802nOd@0Gh000000,0*06");
  EXPECT_THAT(feed.reports, IsEmpty());
  EXPECT_THAT(feed.faults, IsEmpty());
}

TEST(AisMessages, AMessageCutShortIsTruncated) {
  TestFeed feed;
  feed.lines(
      "!AIVDM,1,1,,A,14M9Ph@01sw?sm1wB>D>3s>R200,0*55\n"  // 27 of 28 characters
      "!AIVDM,1,1,,A,14M9,0*57\n"                         // ends within the sender's number
      "!AIVDM,1,1,,A,,0*26");
  EXPECT_THAT(feed.reports, IsEmpty());
  EXPECT_THAT(feed.faults, ElementsAre(Fault::truncated, Fault::truncated, Fault::truncated));
}

TEST(AisMessages, TooManyPadBitsDoNotShortenAMessage) {
  TestFeed feed;
  const Report report = only_report(feed, "!AIVDM,1,1,,A,B4M9Phh0Eol;:P00rV1=;wRUR006,5*51");
  EXPECT_EQ(report.mmsi, 299000003U);
}

}  // namespace
}  // namespace watchpost::ais
