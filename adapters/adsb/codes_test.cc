#include "adapters/adsb/codes.h"

#include <gtest/gtest.h>

#include <string>

namespace watchpost::adsb {
namespace {

TEST(Codes, AltitudesOf25FeetGoBelowZero) {
  EXPECT_EQ(altitude_ft(0x1838), 38000);  // as in the airborne position printed in decoder_test.cc
  EXPECT_EQ(altitude_ft(0x0010), -1000);
  EXPECT_EQ(altitude_ft(0x00B8), 400);
  EXPECT_EQ(altitude_ft(0x0097), -25);
}

// Annex 10 IV, appendix to chapter 3: the table of transmitted codes. A1 A2 A4 B1 B2 B4 C1 C2 C4 D2 D4.
std::uint32_t gillham(const char* a, const char* b, const char* c, const char* d) {
  const auto bit = [](char letter) { return letter == '1' ? 1U : 0U; };
  return bit(c[0]) << 12 | bit(a[0]) << 11 | bit(c[1]) << 10 | bit(a[1]) << 9 | bit(c[2]) << 8 |
         bit(a[2]) << 7 | bit(b[0]) << 5 | bit(b[1]) << 3 | bit(d[0]) << 2 | bit(b[2]) << 1 | bit(d[1]);
}

TEST(Codes, AltitudesOf100FeetAreReflected) {
  EXPECT_EQ(altitude_ft(gillham("000", "000", "001", "00")), -1200);
  EXPECT_EQ(altitude_ft(gillham("000", "000", "010", "00")), -1000);
  EXPECT_EQ(altitude_ft(gillham("000", "011", "010", "00")), 0);
  EXPECT_EQ(altitude_ft(gillham("000", "011", "110", "00")), 100);
  EXPECT_EQ(altitude_ft(gillham("000", "110", "001", "00")), 800);
  EXPECT_EQ(altitude_ft(gillham("000", "000", "001", "10")), 126'700);
}

TEST(Codes, AltitudesThatAreNotThereAreAbsent) {
  EXPECT_FALSE(altitude_ft(0));
  EXPECT_FALSE(altitude_ft(0x1838 | 0x40));                       // metric
  EXPECT_FALSE(altitude_ft(gillham("100", "000", "000", "00")));  // no C pulse
  EXPECT_FALSE(altitude_ft(gillham("100", "000", "111", "00")));  // nor a code with these
  EXPECT_FALSE(altitude_ft(gillham("100", "000", "101", "00")));
}

TEST(Codes, EveryAltitudeIsSentAndFound) {
  for (int altitude = -1000; altitude <= 50'175; altitude += 25)
    ASSERT_EQ(altitude_ft(code13_of_code12(altitude_code12(altitude))), altitude);
  for (int altitude = 50'200; altitude <= 126'700; altitude += 100)
    ASSERT_EQ(altitude_ft(code13_of_code12(altitude_code12(altitude))), altitude);
  EXPECT_EQ(altitude_ft(code13_of_code12(altitude_code12(-1200))), -1200);
}

TEST(Codes, EverySquawkIsSentAndFound) {
  EXPECT_EQ(squawk_of(0x0AAA & ~0x40U), 07700);  // A and B pulses alone
  for (unsigned squawk = 0; squawk < 4096; ++squawk)
    ASSERT_EQ(squawk_of(squawk_code13(static_cast<std::uint16_t>(squawk))), squawk);
}

TEST(Codes, CallSignsAreOfAssignedCharactersAlone) {
  std::array<char, 8> letters;
  for (const std::string callsign : {"KLM1023", "A", "N123 AB", "ABCDEFGH", "12345678"})
    EXPECT_EQ(callsign_of(callsign_bits(callsign), letters), callsign);
  EXPECT_EQ(callsign_of(callsign_bits("  AB"), letters), "AB");
  EXPECT_EQ(callsign_of(callsign_bits(""), letters), "");
  EXPECT_EQ(callsign_of(0, letters), "");
  EXPECT_EQ(callsign_of(callsign_bits("AFR12@@@"), letters), "AFR12");
  EXPECT_EQ(callsign_of(callsign_bits("A@B"), letters), "");
  EXPECT_EQ(callsign_of(callsign_bits("#SXIV##"), letters), "");
}

TEST(Codes, MovementHasItsStepsOfDifferentWidth) {
  EXPECT_FALSE(ground_speed_kn(0));
  EXPECT_EQ(ground_speed_kn(1), 0);
  EXPECT_EQ(ground_speed_kn(2), 0.125);
  EXPECT_EQ(ground_speed_kn(8), 0.875);
  EXPECT_EQ(ground_speed_kn(9), 1);
  EXPECT_EQ(ground_speed_kn(13), 2);
  EXPECT_EQ(ground_speed_kn(25), 8);
  EXPECT_EQ(ground_speed_kn(39), 15);
  EXPECT_EQ(ground_speed_kn(94), 70);
  EXPECT_EQ(ground_speed_kn(109), 100);
  EXPECT_EQ(ground_speed_kn(123), 170);
  EXPECT_EQ(ground_speed_kn(124), 175);
  for (std::uint32_t movement = 125; movement < 128; ++movement) EXPECT_FALSE(ground_speed_kn(movement));
  for (std::uint32_t movement = 1; movement <= 124; ++movement)
    EXPECT_EQ(movement_of(*ground_speed_kn(movement)), movement);
}

}  // namespace
}  // namespace watchpost::adsb
