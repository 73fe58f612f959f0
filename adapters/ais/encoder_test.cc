// There and back: what is encoded is what is decoded, for each type and any value that it can carry.
#include "adapters/ais/encoder.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "adapters/ais/format.h"
#include "adapters/ais/messages.h"
#include "adapters/ais/test_feed.h"
#include "adapters/fields.h"

namespace watchpost::ais {
namespace {

// Letters of six bits but '@', and none blank at the end.
std::string some_text(int length_max) {
  const int length = *rc::gen::inRange(0, length_max + 1);
  std::string text;
  for (int i = 0; i < length; ++i) text += letter_of(static_cast<unsigned>(*rc::gen::inRange(1, 64)));
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

std::optional<double> some_steps(int steps_max, double steps_per_unit) {
  const int steps = *rc::gen::inRange(-1, steps_max + 1);
  return steps < 0 ? std::nullopt : std::optional(steps / steps_per_unit);
}

LatLon some_place(double steps_per_deg) {
  const int latitude =
      *rc::gen::inRange(-static_cast<int>(90 * steps_per_deg), static_cast<int>(90 * steps_per_deg) + 1);
  const int longitude =
      *rc::gen::inRange(-static_cast<int>(180 * steps_per_deg), static_cast<int>(180 * steps_per_deg) + 1);
  return {latitude / steps_per_deg, longitude / steps_per_deg};
}

Report there_and_back(const Message& message, std::size_t characters_max = 60) {
  static TestFeed feed;
  feed.reports.clear();
  feed.faults.clear();
  feed.lines(encode(message, {.characters_max = characters_max}));
  RC_ASSERT(feed.faults.empty());
  RC_ASSERT(feed.reports.size() == 1U);
  RC_ASSERT(feed.reports[0].get<Field::mmsi>() == message.mmsi);
  return feed.reports[0];
}

bool is_same(std::optional<float> decoded, std::optional<double> sent) {
  return decoded.has_value() == sent.has_value() && (!sent || std::abs(*decoded - *sent) < 1e-3);
}

RC_GTEST_PROP(AisEncoder, PositionsComeBack, ()) {
  const auto type = *rc::gen::element<std::uint32_t>(1, 2, 3, 4, 9, 11, 17, 18, 19, 21, 27);
  const Layout& layout = *find_layout(type, 0);
  Message message{.type = type, .mmsi = static_cast<std::uint32_t>(*rc::gen::inRange(0, 1'000'000'000))};
  if (*rc::gen::arbitrary<bool>()) message.position = some_place(layout.position_steps_per_deg);
  message.is_accurate = *rc::gen::arbitrary<bool>();
  const bool is_whole = layout.speed_steps_per_kn == 1;
  if (const auto knots = some_steps(type == 27 ? 62 : 1022, is_whole ? 1 : 10))
    message.speed_mps = *knots * mps_per_knot;
  message.course_deg = some_steps(type == 27 ? 359 : 3599, type == 27 ? 1 : 10);
  message.heading_deg = some_steps(359, 1);
  message.altitude_m = some_steps(4094, 1);
  message.status = static_cast<std::uint32_t>(*rc::gen::inRange(0, 16));

  const Report report = there_and_back(message);
  RC_ASSERT(report.has(Field::position) == message.position.has_value());
  if (message.position) {
    RC_ASSERT(std::abs(report.position.latitude_deg - message.position->latitude_deg) < 1e-9);
    RC_ASSERT(std::abs(report.position.longitude_deg - message.position->longitude_deg) < 1e-9);
    if (type == 9) RC_ASSERT(is_same(report.get<Field::altitude>(), message.altitude_m));
  }
  RC_ASSERT(is_same(report.get<Field::speed>(), layout.speed.is_there() ? message.speed_mps : std::nullopt));
  RC_ASSERT(
      is_same(report.get<Field::course>(), layout.course.is_there() ? message.course_deg : std::nullopt));
  RC_ASSERT(
      is_same(report.get<Field::heading>(), layout.heading.is_there() ? message.heading_deg : std::nullopt));
  if (layout.status.is_there() && message.status < 9)
    RC_ASSERT(static_cast<unsigned>(report.navigation) == message.status + 1);
}

RC_GTEST_PROP(AisEncoder, NamesAndDimensionsComeBack, ()) {
  const auto type = *rc::gen::element<std::uint32_t>(5, 19, 21, 24);
  const auto part = type == 24 ? static_cast<std::uint32_t>(*rc::gen::inRange(0, 2)) : 0U;
  const Layout& layout = *find_layout(type, part);
  const std::string name = some_text(type == 21 ? 34 : 20);
  const std::string callsign = some_text(7);
  const auto in_range = [](int end) { return static_cast<std::uint32_t>(*rc::gen::inRange(0, end)); };
  const Message message{.type = type,
                        .part = part,
                        .mmsi = 299000001,
                        .imo = in_range(10'000'000),
                        .callsign = callsign,
                        .name = name,
                        .ship_type = in_range(256),
                        .to_bow_m = in_range(512),
                        .to_stern_m = in_range(512),
                        .to_port_m = in_range(64),
                        .to_starboard_m = in_range(64),
                        .is_virtual = *rc::gen::arbitrary<bool>()};

  const Report report = there_and_back(message, static_cast<std::size_t>(*rc::gen::inRange(8, 90)));
  if (layout.name.is_there()) RC_ASSERT(report.details->name == name);
  if (layout.callsign.is_there()) RC_ASSERT(report.details->callsign == callsign);
  if (layout.imo.is_there()) RC_ASSERT(report.has(Field::imo) == (message.imo >= 1'000'000));
  if (report.has(Field::imo)) RC_ASSERT(report.imo == message.imo);
  const auto length_m = static_cast<float>(message.to_bow_m + message.to_stern_m);
  if (layout.dimensions.is_there()) {
    RC_ASSERT(report.has(Field::length) == (length_m > 0));
    RC_ASSERT(!report.has(Field::length) || report.length_m == length_m);
  }
  if (layout.is_virtual.is_there())
    RC_ASSERT(report.details->classification.size() == (message.is_virtual ? 2U : 1U));
}

RC_GTEST_PROP(AisEncoder, TextsComeBack, ()) {
  const auto type = *rc::gen::element<std::uint32_t>(12, 14);
  const std::string text = some_text(150);
  const Report report = there_and_back({.type = type, .mmsi = 299000001, .text = text});
  RC_ASSERT(report.details->event != nullptr);
  RC_ASSERT(report.details->event->text == text);
}

TEST(AisShipTypes, EachHasItsClass) {
  const auto class_of_type = [](std::uint32_t ship_type) {
    TestFeed feed;
    feed.lines(encode({.type = 24, .part = 1, .mmsi = 299000001, .ship_type = ship_type}));
    return std::string(class_of(feed.reports.at(0)));
  };
  for (std::uint32_t ship_type = 0; ship_type < 256; ++ship_type) {
    const std::uint32_t tens = ship_type / 10;
    const std::string expected = ship_type == 30   ? "vessel.fishing"
                                 : ship_type == 35 ? "vessel.military"
                                 : tens == 6       ? "vessel.passenger"
                                 : tens == 7       ? "vessel.cargo"
                                 : tens == 8       ? "vessel.tanker"
                                                   : "vessel";
    EXPECT_EQ(class_of_type(ship_type), expected) << ship_type;
  }
}

TEST(AisStatus, OnlyBeaconsAreInDistressByTheirNumber) {
  const auto sent = [](std::uint32_t mmsi, std::uint32_t status) {
    TestFeed feed;
    feed.lines(encode({.type = 1, .mmsi = mmsi, .status = status}));
    return feed.reports.at(0);
  };
  for (const std::uint32_t mmsi : {970000001U, 972999999U, 974123456U}) {
    EXPECT_EQ(sent(mmsi, 14).emergency, Emergency::distress_beacon);
    EXPECT_EQ(sent(mmsi, 15).emergency, Emergency::beacon_test);
    EXPECT_EQ(sent(mmsi, 0).emergency, Emergency::unspecified);
  }
  for (const std::uint32_t mmsi : {971000001U, 973000001U, 979000001U, 299000001U, 97000000U}) {
    EXPECT_EQ(sent(mmsi, 14).emergency, Emergency::unspecified) << mmsi;
    EXPECT_EQ(sent(mmsi, 14).navigation, Navigation::distress_beacon) << mmsi;
    EXPECT_EQ(sent(mmsi, 15).emergency, Emergency::unspecified) << mmsi;
  }
  for (std::uint32_t status = 9; status < 14; ++status)
    EXPECT_EQ(sent(299000001, status).navigation, Navigation::unspecified);
}

TEST(AisFormat, TheSampleConfigurationIsTheFile) {
  std::ifstream file(WATCHPOST_SOURCE_DIR "/adapters/ais/sample.toml");
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_EQ(ais_format().sample_config, text.str());
}

}  // namespace
}  // namespace watchpost::ais
