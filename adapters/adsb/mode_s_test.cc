#include "adapters/adsb/mode_s.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace watchpost::adsb {
namespace {

// Annex 10 volume IV, 3.1.2.3.3: the division itself, bit by bit.
std::uint32_t by_division(const std::vector<std::uint8_t>& frame) {
  std::vector<bool> bits;
  for (const std::uint8_t byte : frame)
    for (int bit = 7; bit >= 0; --bit) bits.push_back((byte >> bit & 1) != 0);
  constexpr std::uint32_t generator = 0x1FFF409;
  for (std::size_t i = 0; i + 24 < bits.size(); ++i)
    if (bits[i])
      for (std::size_t k = 0; k < 25; ++k) bits[i + k] = bits[i + k] != ((generator >> (24 - k) & 1) != 0);
  std::uint32_t remainder = 0;
  for (std::size_t i = bits.size() - 24; i < bits.size(); ++i)
    remainder = remainder << 1 | (bits[i] ? 1U : 0U);
  return remainder;
}

TEST(ModeS, ThePrintedFrameHasNoRemainder) {
  const std::vector<std::uint8_t> frame{0x8D, 0x48, 0x40, 0xD6, 0x20, 0x2C, 0xC3,
                                        0x71, 0xC3, 0x2C, 0xE0, 0x57, 0x60, 0x98};
  EXPECT_EQ(parity_remainder(frame), 0u);
}

RC_GTEST_PROP(ModeS, TheTablesDivideAsTheStandardDoes, ()) {
  const std::size_t size = *rc::gen::element(short_frame_bytes, long_frame_bytes);
  const auto frame = *rc::gen::container<std::vector<std::uint8_t>>(size, rc::gen::arbitrary<std::uint8_t>());
  RC_ASSERT(parity_remainder(frame) == by_division(frame));
}

TEST(ModeS, NumbersBitsFromOne) {
  MessageField message(0x99440994083817);  // type code 19, subtype 1
  EXPECT_EQ(message.type_code(), 19u);
  EXPECT_EQ(message.number(6, 3), 1u);
  EXPECT_TRUE(message.flag(1));
  EXPECT_FALSE(message.flag(2));
  EXPECT_TRUE(message.flag(56));
  MessageField written;
  written.put(1, 5, 19);
  written.put(54, 3, 7);
  EXPECT_EQ(written.bits(), 0x98000000000007u);
}

TEST(ModeS, KnowsHowLongEachFormatIs) {
  EXPECT_EQ(frame_bytes_of(11), short_frame_bytes);
  EXPECT_EQ(frame_bytes_of(17), long_frame_bytes);
  EXPECT_EQ(frame_bytes_of(27), long_frame_bytes);
  for (const std::uint32_t format : {1U, 2U, 3U, 6U, 10U, 12U, 15U, 23U})
    EXPECT_FALSE(frame_bytes_of(format));
}

}  // namespace
}  // namespace watchpost::adsb
