#include "daemon/wire/utf8.h"

#include <google/protobuf/stubs/common.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "watchpost/v1/report.pb.h"

namespace watchpost {
namespace {

std::string mended(std::string_view text) {
  std::string out;
  append_mended_utf8(text, out);
  return out;
}

TEST(Utf8, LeavesValidTextAlone) {
  for (const std::string_view text :
       {"", "abc", "a longer line of plain text", "\xC3\xA9t\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x9A\xA2",
        "12345678\xC2\x80", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"}) {
    EXPECT_TRUE(is_valid_utf8(text)) << text;
    EXPECT_EQ(mended(text), text);
  }
}

TEST(Utf8, EachByteThatBeginsNothingBecomesOneReplacement) {
  EXPECT_EQ(mended("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(mended("\xC3"), "\xEF\xBF\xBD");                                  // cut
  EXPECT_EQ(mended("\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");                  // overlong
  EXPECT_EQ(mended("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // surrogate
  EXPECT_EQ(mended("12345678\xF4\x90\x80\x80").size(), 8U + 12U);             // beyond U+10FFFF
}

// Protobuf refuses a message whose text is not UTF-8: it is the judge.
RC_GTEST_PROP(Utf8, JudgesAsProtobufDoes, ()) {
  const auto bytes = *rc::gen::container<std::string>(rc::gen::oneOf(
      rc::gen::arbitrary<char>(), rc::gen::element('\xC2', '\xE0', '\xED', '\xEF', '\xF0', '\xF4'),
      rc::gen::element('\x80', '\x8F', '\x90', '\x9F', '\xA0', '\xBF')));
  const google::protobuf::LogSilencer silence;
  const auto arrives = [](const std::string& text) {
    watchpost::v1::Report message;
    message.set_report_id(text);
    watchpost::v1::Report arrived;
    return arrived.ParseFromString(message.SerializeAsString());
  };
  RC_ASSERT(is_valid_utf8(bytes) == arrives(bytes));
  RC_ASSERT(arrives(mended(bytes)));
  RC_ASSERT(is_valid_utf8(mended(bytes)));
}

}  // namespace
}  // namespace watchpost
