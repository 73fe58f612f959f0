#include "adapters/framing.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace watchpost {
namespace {

struct Cut {
  std::string bytes;
  std::uint64_t offset;
  bool is_too_long;
  bool is_unfinished;

  bool operator==(const Cut&) const = default;
};

Cut cut_of(const FramedLine& line) {
  return {std::string(line.bytes), line.offset, line.is_too_long, line.is_unfinished};
}

std::vector<Cut> lines_of(const std::vector<std::string>& chunks) {
  LineFramer framer;
  std::vector<Cut> lines;
  for (const std::string& chunk : chunks)
    for (framer.give(chunk); const auto line = framer.next();) lines.push_back(cut_of(*line));
  if (const auto line = framer.finish()) lines.push_back(cut_of(*line));
  return lines;
}

std::vector<std::string> texts(const std::vector<Cut>& lines) {
  std::vector<std::string> result;
  result.reserve(lines.size());
  for (const Cut& line : lines) result.push_back(line.is_too_long ? "(too long)" : line.bytes);
  return result;
}

TEST(LineFramer, LeavesOutLineEndsAndBlankLines) {
  const std::vector<std::string> expected = {"one", "two", " ", "three"};
  EXPECT_EQ(texts(lines_of({"one\r\ntwo\n\n\r\n \nthree\r\r\n"})), expected);
}

TEST(LineFramer, KeepsACarriageReturnWithinALine) {
  EXPECT_EQ(texts(lines_of({"a\rb\n"})), std::vector<std::string>{"a\rb"});
}

TEST(LineFramer, JoinsALineThatCameInPieces) {
  const auto lines = lines_of({"x\nab", "c", "d\r", "\ny\n"});
  EXPECT_EQ(texts(lines), (std::vector<std::string>{"x", "abcd", "y"}));
  EXPECT_EQ(lines[1].offset, 2u);
  EXPECT_EQ(lines[2].offset, 8u);
}

TEST(LineFramer, MarksALastLineWithoutItsEnd) {
  const auto lines = lines_of({"a\nb"});
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_FALSE(lines[0].is_unfinished);
  EXPECT_TRUE(lines[1].is_unfinished);
}

TEST(LineFramer, PassesNulAndAnyOtherByte) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte)
    if (byte != '\n') all.push_back(static_cast<char>(byte));
  EXPECT_EQ(texts(lines_of({all + "\n"})), std::vector<std::string>{all});
}

TEST(LineFramer, RefusesALineLongerThanItsBoundOnce) {
  const std::string longest(LineFramer::line_bytes_max, 'a');
  EXPECT_EQ(texts(lines_of({longest + "\nb\n"})), (std::vector<std::string>{longest, "b"}));
  EXPECT_EQ(texts(lines_of({longest + "a\nb\n"})), (std::vector<std::string>{"(too long)", "b"}));
  EXPECT_EQ(texts(lines_of({longest, longest, longest + "\nb\n"})),
            (std::vector<std::string>{"(too long)", "b"}));
  EXPECT_EQ(texts(lines_of({longest, longest})), std::vector<std::string>{"(too long)"});
}

std::vector<std::string> lines_of_datagrams(const std::vector<std::string>& datagrams) {
  LineFramer framer;
  std::vector<Cut> lines;
  for (const std::string& datagram : datagrams) {
    for (framer.give(datagram); const auto line = framer.next();) lines.push_back(cut_of(*line));
    if (const auto line = framer.end_of_datagram()) lines.push_back(cut_of(*line));
    if (!lines.empty()) {
      EXPECT_FALSE(lines.back().is_unfinished);
    }
  }
  return texts(lines);
}

TEST(LineFramer, EndsALineWithItsDatagram) {
  const std::string too_long(LineFramer::line_bytes_max + 1, 'a');
  EXPECT_EQ(lines_of_datagrams({"a", "b\r\n", "c\nd", "", "\n", "e\r"}),
            (std::vector<std::string>{"a", "b", "c", "d", "e"}));
  EXPECT_EQ(lines_of_datagrams({too_long, "b", too_long + "\nc", "d"}),
            (std::vector<std::string>{"(too long)", "b", "(too long)", "c", "d"}));
}

RC_GTEST_PROP(LineFramer, GivesTheSameLinesHoweverTheBytesWereCut, ()) {
  const auto line_bytes = rc::gen::element('a', '\r', '\n', '\0');
  const auto runs = *rc::gen::container<std::vector<std::pair<char, int>>>(
      rc::gen::pair(line_bytes, rc::gen::element(1, 1, 1, 2, 2000, 4096)));
  std::string bytes;
  for (const auto& [byte, count] : runs) bytes.append(static_cast<std::size_t>(count), byte);

  std::vector<std::string> chunks;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto size = *rc::gen::element<std::size_t>(1, 2, 3, 700, 5000, 20000);
    chunks.push_back(bytes.substr(at, size));
    at += size;
  }
  RC_ASSERT(lines_of(chunks) == lines_of({bytes}));
}

}  // namespace
}  // namespace watchpost
