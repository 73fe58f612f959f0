#include "daemon/wire/json_number.h"

#include <google/protobuf/stubs/strutil.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <string>

namespace watchpost {
namespace {

template <class Value>
std::string text_of(Value value) {
  char buffer[json_number_bytes_max];
  return std::string(buffer, write_json_number(value, buffer));
}

std::string protobuf_text(double value) {
  return google::protobuf::SimpleDtoa(value);
}
std::string protobuf_text(float value) {
  return google::protobuf::SimpleFtoa(value);
}

// Stops at the first difference: one is enough to be told of.
template <class Value, class Next>
void expect_same_text(int count, Next next) {
  for (int i = 0; i < count; ++i) {
    const Value value = next();
    if (!std::isfinite(value)) continue;
    ASSERT_EQ(text_of(value), protobuf_text(value));
    ASSERT_EQ(text_of(-value), protobuf_text(-value));
  }
}

template <class Value, class Bits>
Value value_of_bits(Bits bits) {
  Value value = 0;
  static_assert(sizeof value == sizeof bits);
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

TEST(JsonNumber, DoublesOfRandomBitsAreAsProtobufPrintsThem) {
  std::mt19937_64 random(1);
  expect_same_text<double>(100'000, [&] { return value_of_bits<double>(random()); });
}

TEST(JsonNumber, FloatsOfRandomBitsAreAsProtobufPrintsThem) {
  std::mt19937 random(2);
  expect_same_text<float>(200'000, [&] { return value_of_bits<float>(std::uint32_t(random())); });
}

TEST(JsonNumber, DoublesOfEverydaySizeAreAsProtobufPrintsThem) {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> magnitude(-5, 15.5);
  expect_same_text<double>(200'000, [&] { return std::pow(10.0, magnitude(random)); });
}

TEST(JsonNumber, FloatsOfEverydaySizeAreAsProtobufPrintsThem) {
  std::mt19937_64 random(4);
  std::uniform_real_distribution<double> magnitude(-5, 8);
  expect_same_text<float>(300'000, [&] { return static_cast<float>(std::pow(10.0, magnitude(random))); });
}

TEST(JsonNumber, CoordinatesOfAisAreAsProtobufPrintsThem) {
  std::mt19937_64 random(5);
  std::uniform_int_distribution<int> units(-108'000'000, 108'000'000);
  expect_same_text<double>(200'000, [&] { return units(random) / 600'000.0; });
}

TEST(JsonNumber, SpeedsAndCoursesOfAisAreAsProtobufPrintsThem) {
  for (int tenths = 0; tenths <= 3600; ++tenths) {
    expect_same_text<float>(1, [=] { return static_cast<float>(tenths / 10.0); });
    expect_same_text<float>(1, [=] { return static_cast<float>(tenths / 10.0 * 1852 / 3600); });
    expect_same_text<double>(1, [=] { return tenths / 10.0 * 1852 / 3600; });
  }
}

// Where rounding has a tie, and where it carries into a new digit.
TEST(JsonNumber, TiesAndCarriesAreAsProtobufPrintsThem) {
  std::mt19937_64 random(6);
  expect_same_text<double>(100'000, [&] {
    return std::ldexp(static_cast<double>(random() >> (11 + random() % 20)),
                      -static_cast<int>(random() % 64));
  });
  for (int exponent = -6; exponent <= 17; ++exponent) {
    double value = std::pow(10.0, exponent);
    for (int step = 0; step < 40; ++step) value = std::nextafter(value, 0);
    expect_same_text<double>(80, [&] { return value = std::nextafter(value, 1e300); });
    float small = static_cast<float>(std::pow(10.0, exponent));
    for (int step = 0; step < 40; ++step) small = std::nextafter(small, 0.0F);
    expect_same_text<float>(80, [&] { return small = std::nextafter(small, 1e30F); });
  }
}

TEST(JsonNumber, SubnormalsAreAsProtobufPrintsThem) {
  std::mt19937_64 random(7);
  expect_same_text<double>(20'000, [&] { return value_of_bits<double>(random() >> (12 + random() % 52)); });
  expect_same_text<float>(20'000, [&] {
    return value_of_bits<float>(static_cast<std::uint32_t>(random() >> (41 + random() % 23)));
  });
}

TEST(JsonNumber, ShortNumbersAreShort) {
  EXPECT_EQ(text_of(0.0), "0");
  EXPECT_EQ(text_of(-0.0), "-0");
  EXPECT_EQ(text_of(1.0), "1");
  EXPECT_EQ(text_of(-122.5), "-122.5");
  EXPECT_EQ(text_of(5.1F), "5.1");
  EXPECT_EQ(text_of(0.0001), "0.0001");
  EXPECT_EQ(text_of(48.381633333333333), "48.381633333333333");
  EXPECT_EQ(text_of(123456.0F), "123456");
}

TEST(JsonNumber, WhatIsNotFiniteIsAWord) {
  EXPECT_EQ(text_of(std::numeric_limits<double>::infinity()), "\"Infinity\"");
  EXPECT_EQ(text_of(-std::numeric_limits<double>::infinity()), "\"-Infinity\"");
  EXPECT_EQ(text_of(std::numeric_limits<float>::quiet_NaN()), "\"NaN\"");
}

}  // namespace
}  // namespace watchpost
