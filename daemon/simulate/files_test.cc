#include "daemon/simulate/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "daemon/simulate/exercise.h"
#include "daemon/simulate/recording_for_tests.h"

namespace watchpost::simulate {
namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class Files : public testing::Test {
 protected:
  Files()
      : folder_(std::filesystem::temp_directory_path() / ("watchpost-simulate-" + std::to_string(getpid()))) {
  }
  ~Files() override { std::filesystem::remove_all(folder_); }

  Result<Written> write(const char* name, std::uint64_t seed) {
    return write_simulation(make_exercise(test_setting(1800, seed)), (folder_ / name).string(), 5,
                            [](std::size_t, std::size_t) {});
  }

  std::filesystem::path folder_;
};

TEST_F(Files, TheSameSeedGivesTheSameBytes) {
  const Result<Written> first = write("first", 3);
  const Result<Written> again = write("again", 3);
  const Result<Written> other = write("other", 4);
  ASSERT_TRUE(first && again && other);
  ASSERT_THAT(first->files, testing::SizeIs(11));
  for (const WrittenFile& file : first->files) {
    EXPECT_EQ(content_of(folder_ / "first" / file.name), content_of(folder_ / "again" / file.name))
        << file.name;
    EXPECT_FALSE(content_of(folder_ / "first" / file.name).empty()) << file.name;
  }
  EXPECT_NE(content_of(folder_ / "first/ais.nmea"), content_of(folder_ / "other/ais.nmea"));
  EXPECT_NE(content_of(folder_ / "first/radar.csv"), content_of(folder_ / "other/radar.csv"));
}

TEST_F(Files, TheTruthHasAHeadingAndARowForEachObjectThatIsThere) {
  ASSERT_TRUE(write("truth", 1));
  const std::string truth = content_of(folder_ / "truth/truth.csv");
  EXPECT_EQ(truth.rfind("time_s,object,kind,latitude_deg,longitude_deg,east_mps,north_mps\n", 0), 0U);
  EXPECT_NE(truth.find("\n1893477600.000,patrol-1,vessel.military,"), std::string::npos);
  EXPECT_NE(truth.find("\n1893479400.000,convoy-3,vehicle,"), std::string::npos);
}

TEST_F(Files, AFolderThatCannotBeMadeIsSaid) {
  std::filesystem::create_directories(folder_);
  std::ofstream(folder_ / "file") << "in the way";
  const Result<Written> written = write("file/below", 1);
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().line(), testing::HasSubstr("could not be made"));
}

TEST(Expected, IsWrittenAsOneLineOfJson) {
  Path path(0, {0, 0});
  path.wait(10);
  Actor patrol{.object = "patrol-4", .kind = "vehicle", .unit = "patrol-4", .path = std::move(path)};
  patrol.radio = RadioVoice{"PATROL FOUR", 15};
  Expected expected;
  expected.rule = expected.kind = "contact-lost";
  expected.subject = &patrol;
  expected.raise = {307.5, 320};
  expected.why = "nothing is heard of patrol-4 for 300 s";
  EXPECT_EQ(
      json_of(expected, test_setting(600)),
      R"({"rule": "contact-lost", "kind": "contact-lost", "subject": {"object": "patrol-4", "unit": "patrol-4", )"
      R"("identity": {"name": "PATROL FOUR"}}, "raise": {"from": "2030-01-01T06:05:07.500Z", )"
      R"("to": "2030-01-01T06:05:20.000Z"}, "clear": null, "why": "nothing is heard of patrol-4 for 300 s"})");
}

}  // namespace
}  // namespace watchpost::simulate
