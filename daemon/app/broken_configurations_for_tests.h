// Broken configurations, and what a person is told of each, as the tests of each part of the text need them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "daemon/app/config.h"

namespace watchpost {

struct Broken {
  const char* name;
  std::string text;                // after `broken_head`, whose three lines are a whole configuration
  std::vector<std::string> lines;  // without the `F:` before each
};

inline const std::string broken_head = "[mission]\nname = \"m\"\narea = \"a.geojson\"\n";

inline std::vector<std::string> lines_of(const ConfigurationResult& result) {
  std::vector<std::string> lines;
  for (const Error& error : result.errors) lines.push_back(error.line().substr(2));
  return lines;
}

inline void PrintTo(const Broken& broken, std::ostream* out) {
  *out << broken.text;
}

inline void expect_refused_as_said(const Broken& broken) {
  const ConfigurationResult result = parse_configuration(broken_head + broken.text, "F", NamedFiles::skip);
  EXPECT_FALSE(result.configuration.has_value());
  EXPECT_THAT(lines_of(result), testing::ElementsAreArray(broken.lines));
}

inline std::string name_of(const testing::TestParamInfo<Broken>& info) {
  return info.param.name;
}

// Cases of one subject, for the test program's parameterised suite SUITE.
#define BROKEN_IN(SUITE, subject, ...) \
  INSTANTIATE_TEST_SUITE_P(subject, SUITE, testing::ValuesIn(std::vector<Broken>{__VA_ARGS__}), name_of)

}  // namespace watchpost
