#include "daemon/app/config_schema.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "adapters/formats.h"
#include "daemon/app/config_toml.h"
#include "daemon/rules/rules.h"

namespace watchpost {
namespace {

// A row's default must be TOML of the row's own type, inside its range and among its choices.
void check_row(const Parameter& row, std::string_view of) {
  SCOPED_TRACE(std::string(of) + "." + std::string(row.name));
  EXPECT_FALSE(row.sentence.empty());
  EXPECT_LE(row.minimum, row.maximum);
  if (row.default_value.empty()) return;
  EXPECT_FALSE(row.is_required);
  const auto value = default_of(row);
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->index(), static_cast<std::size_t>(row.type));
  const auto* number = std::get_if<double>(&*value);
  if (number != nullptr) {
    EXPECT_GE(*number, row.minimum);
    EXPECT_LE(*number, row.maximum);
  }
  const auto* text = std::get_if<std::string>(&*value);
  const bool is_chosen = text == nullptr || row.choices.empty() ||
                         std::find(row.choices.begin(), row.choices.end(), *text) != row.choices.end();
  EXPECT_TRUE(is_chosen);
}

TEST(ConfigSchema, HasADefaultOfItsOwnTypeForEachRow) {
  for (const TableSchema& schema : table_schemas())
    for (const Option& option : schema.options) check_row(option.row, schema.name);
  for (const Option& option : identity_options()) check_row(option.row, "identity");
  for (const Option& option : checkpoint_options()) check_row(option.row, "checkpoint");
  for (const Format& format : formats())
    for (const Parameter& row : format.options) check_row(row, format.name);
  for (const Parameter& row : time_options()) check_row(row, "feed.options");
  for (const RuleKind& kind : rule_kinds())
    for (const Parameter& row : kind.parameters) check_row(row, kind.name);
}

TEST(ConfigSchema, NamesEachOptionOfATableOnce) {
  for (const TableSchema& schema : table_schemas()) {
    std::set<std::string_view> names;
    for (const Option& option : schema.options)
      EXPECT_TRUE(names.insert(option.row.name).second) << option.row.name;
    EXPECT_EQ(find_table_schema(schema.name), &schema);
  }
  EXPECT_EQ(find_table_schema("zones"), nullptr);
}

// A kind's own keys stand beside the common ones, and a format's beside `start` and `rate`.
TEST(ConfigSchema, LeavesNoNameToTwoRows) {
  std::set<std::string_view> common;
  for (const Option& option : find_table_schema("rule")->options) common.insert(option.row.name);
  for (const RuleKind& kind : rule_kinds())
    for (const Parameter& row : kind.parameters)
      EXPECT_EQ(common.count(row.name), 0U) << kind.name << "." << row.name;
  for (const Format& format : formats())
    for (const Parameter& row : format.options)
      for (const Parameter& other : time_options()) EXPECT_NE(row.name, other.name) << format.name;
}

TEST(Toml, KnowsThePlaceOfEveryKeyAndValue) {
  const TomlDocument document =
      parse_toml("a = 1\n[t]\n  \"é\" = [ true,\n\"x\" ]\n[[l]]\nk.m = 2030-01-01T00:00:00Z\n");
  ASSERT_TRUE(document.is_whole);
  ASSERT_EQ(document.root.size(), 3U);
  EXPECT_EQ(document.root[0].value.place, (Place{1, 5}));
  EXPECT_EQ(document.root[1].value.place, (Place{2, 1}));
  const TomlEntry& array = document.root[1].value.as<TomlTable>()->at(0);
  EXPECT_EQ(array.key, "é");
  EXPECT_EQ(array.place, (Place{3, 3}));
  EXPECT_EQ(array.value.place, (Place{3, 9}));
  EXPECT_EQ(array.value.as<TomlArray>()->at(1).place, (Place{4, 1}));
  const TomlValue& element = document.root[2].value.as<TomlArray>()->at(0);
  EXPECT_EQ(element.place, (Place{5, 1}));
  const TomlValue& time = element.as<TomlTable>()->at(0).value.as<TomlTable>()->at(0).value;
  EXPECT_EQ(time.place, (Place{6, 7}));
  EXPECT_EQ(time.as<TomlTime>()->text, "2030-01-01T00:00:00Z");
  EXPECT_TRUE(time.as<TomlTime>()->is_instant);
}

TEST(Toml, ThatNestsWithoutEndIsRefusedBeforeItIsRead) {
  std::string endless;
  for (int i = 0; i < 100000; ++i) endless += "a.";
  for (const std::string& text : {endless + "a = 1", "[" + endless + "a]", std::string(100000, '['),
                                  "x = " + std::string(100000, '{'), "x = {" + endless + "a = 1}"}) {
    const TomlDocument document = parse_toml(text);
    EXPECT_FALSE(document.is_whole);
    ASSERT_EQ(document.mistakes.size(), 1U);
    EXPECT_EQ(document.mistakes[0].place.line, 1U);
  }
}

TEST(Toml, DoesNotCountWhatTextsAndCommentsHold) {
  const std::string dots(100, '.');
  const std::string brackets(100, '[');
  for (const std::string& held : {dots, brackets})
    for (const std::string& text :
         {"x = \"" + held + "\"", "x = '" + held + "'", "x = \"\"\"" + held + "\n\"\" \"\"\"",
          "x = '''" + held + "'''", "x = 1 # " + held, "x = \"\\\"" + held + "\""})
      EXPECT_TRUE(parse_toml(text).is_whole) << text;
}

TEST(Toml, QuotesOnOneShortLine) {
  EXPECT_EQ(in_quotes("a\"b\\c\nd"), "\"a\\\"b\\\\c\\u000Ad\"");
  EXPECT_EQ(in_quotes(std::string(61, 'x')), "\"" + std::string(60, 'x') + "…\"");
  EXPECT_EQ(in_quotes(std::string(59, 'x') + "é"), "\"" + std::string(59, 'x') + "…\"");
}

}  // namespace
}  // namespace watchpost
