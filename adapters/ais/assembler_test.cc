// Messages in several sentences: interleaved, repeated, cut, too old, too many, hostile.
#include "adapters/ais/assembler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "adapters/ais/encoder.h"
#include "adapters/ais/test_feed.h"

namespace watchpost::ais {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> static_message(std::uint32_t mmsi, const Carriage& carriage = {}) {
  return encode(
      {.type = 5, .mmsi = mmsi, .imo = 9074729, .callsign = "XA1", .name = "A SHIP", .ship_type = 80},
      carriage);
}

std::vector<std::uint32_t> senders(const TestFeed& feed) {
  std::vector<std::uint32_t> mmsis;
  for (const Report& report : feed.reports) mmsis.push_back(report.mmsi);
  return mmsis;
}

TEST(AisFragments, InterleavedMessagesAreKeptApart) {
  const auto a = static_message(1, {.sequence_id = 1});
  const auto b = static_message(2, {.sequence_id = 2});
  const auto c = static_message(3, {.channel = "B", .sequence_id = 1});
  const auto d = static_message(4, {.talker = "BS", .sequence_id = 1});
  const auto e = static_message(5, {.formatter = "VDO", .sequence_id = 1});
  const auto f = static_message(6, {.sequence_id = 1, .characters_max = 30});
  TestFeed feed;
  for (const auto* message : {&a, &b, &c, &d, &e, &f}) feed.lines((*message)[0]);
  for (const auto* message : {&f, &e, &d, &c, &b, &a}) feed.lines((*message)[1]);
  feed.lines(f[2]);
  EXPECT_THAT(senders(feed), ElementsAre(5U, 4U, 3U, 2U, 1U, 6U));
  EXPECT_THAT(feed.faults, IsEmpty());
  for (const Report& report : feed.reports) EXPECT_EQ(report.details->name, "A SHIP");
}

TEST(AisFragments, ATagGroupKeepsMessagesOfOneSequenceIdApart) {
  const auto a = static_message(1), b = static_message(2);
  TestFeed feed;
  feed.lines(tag_block_of("g:1-2-100,s:north") + a[0]).lines(tag_block_of("g:1-2-101,s:south") + b[0]);
  feed.lines(tag_block_of("g:2-2-100") + a[1]).lines(tag_block_of("g:2-2-101,s:other") + b[1]);
  EXPECT_THAT(senders(feed), ElementsAre(1U, 2U));
  EXPECT_EQ(feed.reports[0].sensor, "north");
  EXPECT_EQ(feed.reports[1].sensor, "south");
}

TEST(AisFragments, TheOlderFormOfAGroupIsOneToo) {
  const auto a = static_message(1), b = static_message(2);
  TestFeed feed;
  feed.lines(tag_block_of("1G2:0125") + a[0]).lines(tag_block_of("1G2:0126") + b[0]);
  feed.lines(tag_block_of("2G2:0125") + a[1]).lines(tag_block_of("2G2:0126") + b[1]);
  EXPECT_THAT(senders(feed), ElementsAre(1U, 2U));
}

TEST(AisFragments, AGroupOnOneFragmentAloneDoesNoHarm) {
  const auto a = static_message(1);
  TestFeed feed;
  feed.lines(tag_block_of("g:1-2-100") + a[0]).lines(a[1]);
  EXPECT_THAT(senders(feed), ElementsAre(1U));
}

TEST(AisFragments, AGroupHasNoAgeSinceRecordingsMayHoldTimesInAnyOrder) {
  const auto a = static_message(1);
  TestFeed feed;
  feed.at_s(100).lines(tag_block_of("g:1-2-100") + a[0]);
  feed.at_s(3600).tick().lines(tag_block_of("g:2-2-100") + a[1]);
  EXPECT_THAT(senders(feed), ElementsAre(1U));
}

TEST(AisFragments, RepeatsArePassedOver) {
  const auto a = static_message(1, {.characters_max = 30});
  TestFeed feed;
  for (const std::size_t i : {0U, 0U, 1U, 1U, 0U, 2U}) feed.lines(a[i]);
  EXPECT_THAT(senders(feed), ElementsAre(1U));
  EXPECT_THAT(feed.faults, IsEmpty());
}

TEST(AisFragments, AFragmentWithoutTheOneBeforeItIsTruncated) {
  const auto a = static_message(1, {.characters_max = 30});
  TestFeed feed;
  feed.lines(a[1]);
  EXPECT_THAT(feed.faults, ElementsAre(Fault::truncated));
  feed.lines(a[0]).lines(a[2]);  // the message and the fragment are lost
  EXPECT_THAT(feed.faults, ElementsAre(Fault::truncated, Fault::truncated, Fault::truncated));
  EXPECT_THAT(feed.reports, IsEmpty());
}

TEST(AisFragments, ANewFirstFragmentGivesUpTheOldMessage) {
  const auto a = static_message(1), b = static_message(2);
  TestFeed feed;
  feed.lines(a[0]).lines(b[0]).lines(b[1]);
  EXPECT_THAT(senders(feed), ElementsAre(2U));
  EXPECT_THAT(feed.faults, ElementsAre(Fault::truncated));
}

TEST(AisFragments, AfterTenSecondsAMessageIsGivenUp) {
  const auto a = static_message(1);
  TestFeed in_time, too_late;
  in_time.at_s(100).lines(a[0]).at_s(110).lines(a[1]);
  EXPECT_THAT(senders(in_time), ElementsAre(1U));
  too_late.at_s(100).lines(a[0]).at_s(110.001).lines(a[1]);
  EXPECT_THAT(too_late.reports, IsEmpty());
  EXPECT_THAT(too_late.faults, ElementsAre(Fault::truncated, Fault::truncated));
}

TEST(AisFragments, ATickAndTheEndCountWhatNeverCame) {
  const auto a = static_message(1);
  TestFeed feed;
  feed.at_s(100).lines(a[0]).at_s(110).tick();
  EXPECT_THAT(feed.faults, IsEmpty());
  feed.at_s(111).tick();
  EXPECT_THAT(feed.faults, ElementsAre(Fault::truncated));
  feed.lines(a[0]).finish().finish();
  EXPECT_THAT(feed.faults, ElementsAre(Fault::truncated, Fault::truncated));
}

TEST(AisFragments, MessagesThatNeverEndPushOutTheOldest) {
  TestFeed feed;
  const auto fragment = [](int i) {
    return sentence_of("AIVDM,2,1," + std::to_string(i % 1000) + "," + (i < 1000 ? "A" : "B") + ",54M9,0");
  };
  for (int i = 0; i < Assembler::open_max + 1; ++i) feed.lines(fragment(i));
  EXPECT_EQ(feed.faults.size(), 1U);
  feed.lines(sentence_of("AIVDM,2,2,0,A,0,0"));  // of the one pushed out
  EXPECT_EQ(feed.faults.size(), 2U);
  for (int i = 0; i < 2000; ++i) feed.lines(fragment(i));
  feed.finish();
  EXPECT_THAT(feed.reports, IsEmpty());
}

TEST(AisFragments, AnEmptyLastFragmentEndsTheMessage) {
  const auto whole = static_message(1, {.characters_max = 80});
  const std::string payload = whole[0].substr(14, 71);
  TestFeed feed;
  feed.lines(sentence_of("AIVDM,2,1,1,A," + payload + ",2")).lines(sentence_of("AIVDM,2,2,1,A,,0"));
  feed.lines(sentence_of("AIVDM,2,1,1,A," + payload + ",0")).lines(sentence_of("AIVDM,2,2,1,A,,2"));
  EXPECT_THAT(senders(feed), ElementsAre(1U, 1U));
}

TEST(AisFragments, PadBitsOfAnEmptyFragmentTakeNothingAway) {
  const auto whole = encode({.type = 14, .mmsi = 1, .text = "ABCDEFG"});  // 82 bits, and 6 to a whole byte
  const std::string payload = whole[0].substr(14, 14);                    // 84 bits
  TestFeed feed;
  feed.lines(sentence_of("AIVDM,2,1,1,A," + payload + ",2")).lines(sentence_of("AIVDM,2,2,1,A,,5"));
  ASSERT_EQ(feed.reports.size(), 1U);
  EXPECT_EQ(feed.reports[0].details->event->text, "ABCDEFG");
}

TEST(AisFragments, NineFragmentsAndNoSequenceIdAreGood) {
  const auto whole = static_message(1, {.characters_max = 80});
  const std::string payload = whole[0].substr(14, 71);
  TestFeed feed;
  for (std::size_t i = 0; i < 9; ++i)
    feed.lines(sentence_of("AIVDM,9," + std::to_string(i + 1) + ",,A," + payload.substr(i * 8, 8) +
                           (i < 8 ? ",0" : ",2")));
  EXPECT_THAT(senders(feed), ElementsAre(1U));
  EXPECT_EQ(feed.reports.at(0).details->name, "A SHIP");
}

TEST(AisFragments, MoreThanAnyMessageHoldsIsMalformed) {
  TestFeed feed;
  feed.lines(sentence_of("AIVDM,1,1,,A," + std::string(300, '0') + ",0"));
  for (int i = 1; i <= 5; ++i)
    feed.lines(sentence_of("AIVDM,9," + std::to_string(i) + ",1,A," + std::string(60, '5') + ",0"));
  EXPECT_THAT(feed.faults, ElementsAre(Fault::malformed, Fault::malformed, Fault::truncated));
  EXPECT_THAT(feed.reports, IsEmpty());
}

}  // namespace
}  // namespace watchpost::ais
