#include "adapters/beast_framing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace watchpost {
namespace {

using namespace std::string_literals;

struct Cut {
  std::string bytes;
  std::uint64_t offset;
  bool is_too_long;
  bool is_unfinished;
  bool operator==(const Cut&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Cut& cut) {
  return out << '"' << cut.bytes << "\" at " << cut.offset << (cut.is_too_long ? " too long" : "")
             << (cut.is_unfinished ? " unfinished" : "");
}

std::vector<Cut> frames_of(const std::vector<std::string>& chunks) {
  BeastFramer framer;
  std::vector<Cut> frames;
  const auto add = [&](const FramedLine& frame) {
    frames.push_back({std::string(frame.bytes), frame.offset, frame.is_too_long, frame.is_unfinished});
  };
  for (const std::string& chunk : chunks)
    for (framer.give(chunk); const auto frame = framer.next();) add(*frame);
  if (const auto frame = framer.finish()) add(*frame);
  return frames;
}

std::vector<std::string> texts(const std::vector<Cut>& frames) {
  std::vector<std::string> result;
  result.reserve(frames.size());
  for (const Cut& frame : frames)
    result.push_back(frame.is_too_long ? "(too long)"
                                       : frame.bytes + (frame.is_unfinished ? "(unfinished)" : ""));
  return result;
}

const std::string short_frame = "\x1A"s + "2abcdef" + "s1234567";
const std::string long_frame = "\x1A"s + "3abcdef" + "s1234\n67\r\n12345";
const std::string escaped = "\x1A"s + "2abc\x1A\x1A" + "ef" + "s123456\x1A\x1A";

TEST(BeastFramer, CutsFramesByTheirLength) {
  EXPECT_EQ(texts(frames_of({short_frame + long_frame + escaped + short_frame})),
            (std::vector<std::string>{short_frame, long_frame, escaped, short_frame}));
}

TEST(BeastFramer, TakesLinesAsTheyAre) {
  EXPECT_EQ(texts(frames_of({"*8D;\r\n\n*5D;\n" + short_frame + "1,2\nlast"})),
            (std::vector<std::string>{"*8D;", "*5D;", short_frame, "1,2", "last(unfinished)"}));
}

TEST(BeastFramer, AFrameThatAnotherBeginsInComesOutShort) {
  EXPECT_EQ(texts(frames_of({short_frame.substr(0, 9) + long_frame})),
            (std::vector<std::string>{short_frame.substr(0, 9), long_frame}));
}

TEST(BeastFramer, NoiseLastsToTheNextFrame) {
  EXPECT_EQ(texts(frames_of({"noise\x1A\x1A" + "2"s + "more" + short_frame})),
            (std::vector<std::string>{"noise\x1A\x1A" + "2more"s, short_frame}));
  EXPECT_EQ(texts(frames_of({long_frame.substr(5) + short_frame})),
            (std::vector<std::string>{long_frame.substr(5, 8), "67", "12345", short_frame}));
}

TEST(BeastFramer, ALineThatIsTooLongIsToldOnce) {
  const std::string longest(LineFramer::line_bytes_max, 'a');
  EXPECT_EQ(texts(frames_of({longest + "\n" + longest + "b\n" + short_frame})),
            (std::vector<std::string>{longest, "(too long)", short_frame}));
  EXPECT_EQ(texts(frames_of({longest, longest, longest + short_frame})),
            (std::vector<std::string>{"(too long)", short_frame}));
}

TEST(BeastFramer, EndsAFrameWithItsDatagram) {
  BeastFramer framer;
  const std::string beginning = short_frame.substr(0, 9);
  framer.give(beginning);
  EXPECT_FALSE(framer.next());
  const auto cut = framer.end_of_datagram();
  ASSERT_TRUE(cut);
  EXPECT_FALSE(cut->is_unfinished);
  EXPECT_EQ(cut->bytes, beginning);
  framer.give(short_frame);
  const auto whole = framer.next();
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->bytes, short_frame);
  EXPECT_FALSE(framer.end_of_datagram());
}

TEST(BeastFramer, TellsHowManyBytesAFrameTakes) {
  EXPECT_EQ(first_frame_bytes(Framing::beast, escaped + short_frame), escaped.size());
  EXPECT_EQ(first_frame_bytes(Framing::beast, "*8D;\r\n*"), 6u);
  EXPECT_EQ(first_frame_bytes(Framing::beast, short_frame.substr(0, 9)), 0u);
  EXPECT_EQ(first_frame_bytes(Framing::line, "ab\ncd"), 3u);
  EXPECT_EQ(first_frame_bytes(Framing::line, "ab"), 0u);
}

RC_GTEST_PROP(BeastFramer, GivesTheSameFramesHoweverTheBytesWereCut, ()) {
  const auto piece = rc::gen::element(short_frame, long_frame, escaped, "\x1A"s, "\n"s, "\r"s, "2"s, "x"s,
                                      "\xE3"s, std::string(3000, 'a'));
  const auto pieces = *rc::gen::container<std::vector<std::string>>(piece);
  std::string bytes;
  for (const std::string& one : pieces) bytes += one;
  const auto whole = frames_of({bytes});
  std::vector<std::string> chunks;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto size = *rc::gen::inRange<std::size_t>(1, bytes.size() > 2000 ? 900 : 8);
    chunks.push_back(bytes.substr(at, size));
    at += size;
  }
  RC_ASSERT(frames_of(chunks) == whole);
}

}  // namespace
}  // namespace watchpost
