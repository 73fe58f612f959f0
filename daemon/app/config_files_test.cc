// Configurations with the files that they name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "daemon/app/config.h"
#include "daemon/app/config_schema.h"
#include "geo/area.h"
#include "geo/polyline.h"

namespace watchpost {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const std::filesystem::path deploy = std::filesystem::path(WATCHPOST_SOURCE_DIR) / "deploy";

class ConfigurationFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "watchpost-config-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }

  // A GeoJSON layer of one feature with a name.
  void write_feature(const std::string& name, const std::string& type, const std::string& coordinates) {
    write(name,
          R"({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "one"},
                    "geometry": {"type": ")" +
              type + R"(", "coordinates": )" + coordinates + "}}]}");
  }
  void write_area() { write_feature("area.geojson", "Polygon", "[[[0,0],[1,0],[1,1],[0,1],[0,0]]]"); }

  ConfigurationResult load(const std::string& text) {
    write("c.toml", text);
    return load_configuration((folder_ / "c.toml").string());
  }

  // The only error, with the folder left out.
  std::string only_error(const std::string& text) {
    const ConfigurationResult result = load(text);
    EXPECT_EQ(result.errors.size(), 1U);
    std::string line;
    for (const Error& error : result.errors) line += error.line() + "\n";
    for (std::size_t at = 0; (at = line.find(folder_.string() + "/")) != std::string::npos;)
      line.erase(at, folder_.string().size() + 1);
    return line;
  }

  std::filesystem::path folder_;
};

const std::string head = "[mission]\nname = \"m\"\narea = \"area.geojson\"\n";

TEST_F(ConfigurationFiles, AreLoadedFromItsFolder) {
  write_area();
  write_feature("line.geojson", "LineString", "[[0,0],[1,1]]");
  write_feature("point.geojson", "Point", "[0.25,0.5]");
  const ConfigurationResult result =
      load(head +
           "[[feed]]\nname = \"f\"\nsource = \"-\"\nformat = \"plots\"\n"
           "[[sensor]]\nfeed = \"f\"\nposition = \"point.geojson\"\ncoverage = \"area.geojson\"\n"
           "[[zone]]\nname = \"z\"\nsource = \"area.geojson\"\nwhere = \"name = 'one'\"\n"
           "[[line]]\nname = \"l\"\nsource = \"line.geojson\"\nlayer = \"line\"\n"
           "[[asset]]\nname = \"a\"\nsource = { source = \"point.geojson\" }\n");
  for (const Error& error : result.errors) ADD_FAILURE() << error.line();
  ASSERT_TRUE(result.configuration.has_value());
  const Mission& mission = result.configuration->mission;
  ASSERT_NE(mission.area, nullptr);
  EXPECT_TRUE(mission.area->contains({0.5, 0.5}));
  EXPECT_FALSE(mission.area->contains({0.5, 1.5}));
  ASSERT_NE(mission.zones.at(0).area, nullptr);
  ASSERT_NE(mission.lines.at(0).line, nullptr);
  EXPECT_EQ(mission.lines.at(0).line->vertices().size(), 2U);
  EXPECT_EQ(mission.assets.at(0).position, (LatLon{0.5, 0.25}));
  EXPECT_EQ(mission.sensors.at(0).position, (LatLon{0.5, 0.25}));
  EXPECT_NE(mission.sensors.at(0).coverage, nullptr);
}

TEST_F(ConfigurationFiles, ThatAreMissingAreNamed) {
  EXPECT_THAT(only_error(head),
              AllOf(StartsWith("c.toml:3:8: found "), HasSubstr(", expected "), HasSubstr("area.geojson")));
}

TEST_F(ConfigurationFiles, ThatAreNearlyThereAreHintedAt) {
  write_area();
  EXPECT_THAT(
      only_error("[mission]\nname = \"m\"\narea = \"aera.geojson\"\n"),
      AllOf(StartsWith("c.toml:3:8: found aera.geojson: "), HasSubstr(" (did you mean area.geojson?)")));
}

TEST_F(ConfigurationFiles, OfTheWrongGeometryAreRefused) {
  write_feature("area.geojson", "LineString", "[[0,0],[1,1]]");
  EXPECT_THAT(only_error(head),
              AllOf(StartsWith("c.toml:3:8: found "), HasSubstr(", expected "), HasSubstr("area.geojson")));
  write_area();
  for (const char* table : {"line", "asset"}) {
    const std::string text = head + "[[" + table + "]]\nname = \"x\"\nsource = \"area.geojson\"\n";
    EXPECT_THAT(only_error(text), StartsWith("c.toml:6:10: found ")) << table;
  }
}

TEST_F(ConfigurationFiles, ThatCrossThemselvesAreRefused) {
  write_feature("area.geojson", "Polygon", "[[[0,0],[1,1],[1,0],[0,1],[0,0]]]");
  EXPECT_THAT(only_error(head), AllOf(StartsWith("c.toml:3:8: found "), HasSubstr("cross")));
}

TEST_F(ConfigurationFiles, WithoutTheLayerOrTheFeatureAreRefused) {
  write_area();
  const std::string zone = head + "[[zone]]\nname = \"z\"\nsource = \"area.geojson\"\n";
  EXPECT_THAT(only_error(zone + "layer = \"nowhere\"\n"),
              AllOf(StartsWith("c.toml:6:10: found "), HasSubstr("nowhere")));
  EXPECT_THAT(only_error(zone + "where = \"name = 'two'\"\n"), StartsWith("c.toml:6:10: found "));
  EXPECT_THAT(only_error(zone + "where = \"name = = 'two'\"\n"), StartsWith("c.toml:6:10: found "));
}

TEST_F(ConfigurationFiles, AreAllToldOfAtOnce) {
  const ConfigurationResult result =
      load(head +
           "[[zone]]\nname = \"z\"\nsource = \"none.kml\"\n[[line]]\nname = \"l\"\nsource = "
           "\"none.kml\"\n[[feed]]\nname = \"f\"\nformat = \"ais\"\nsource = \"file:none\"\n");
  std::vector<std::string> places;
  for (const Error& error : result.errors) places.push_back(error.where.substr(folder_.string().size() + 1));
  EXPECT_THAT(places, ElementsAre("c.toml:3:8", "c.toml:6:10", "c.toml:9:10", "c.toml:13:10"));
}

TEST_F(ConfigurationFiles, OfFeedsMustBeThereUnlessTheyAreFollowed) {
  write_area();
  const std::string text = head + "[[feed]]\nname = \"f\"\nformat = \"ais\"\nsource = \"file:none.nmea\"\n";
  EXPECT_THAT(only_error(text), StartsWith("c.toml:7:10: found no file \""));
  EXPECT_THAT(load(text + "follow = true\n").errors, IsEmpty());
}

TEST_F(ConfigurationFiles, ThatCannotBeReadAreNamed) {
  const auto line = [](const std::string& path) { return load_configuration(path).errors.at(0).line(); };
  EXPECT_EQ(line("nowhere/c.toml"), "nowhere/c.toml: found no such file, expected a configuration");
  EXPECT_EQ(line(folder_.string()), folder_.string() + ": found a directory, expected a configuration");
}

TEST(ExampleConfigurations, Load) {
  for (const char* name : {"watchpost.toml", "examples/harbour.toml", "examples/sector.toml"}) {
    const ConfigurationResult result = load_configuration((deploy / name).string());
    for (const Error& error : result.errors) ADD_FAILURE() << error.line();
    ASSERT_TRUE(result.configuration.has_value()) << name;
    EXPECT_THAT(result.configuration->warnings, IsEmpty()) << name;
    EXPECT_NE(result.configuration->mission.area, nullptr);
  }
}

std::string commented_text() {
  std::ostringstream text;
  text << std::ifstream(deploy / "watchpost.toml").rdbuf();
  return text.str();
}

TEST(ExampleConfigurations, ShowEveryOptionWithItsSentenceAndDefault) {
  const std::string text = commented_text();
  for (const TableSchema& schema : table_schemas()) {
    const std::string heading = "\n## " + std::string(schema.sentence) + "\n" +
                                (schema.is_required ? "" : "# ") + std::string(schema.heading) + "\n";
    const std::size_t begin = text.find(heading);
    ASSERT_NE(begin, std::string::npos) << heading;
    const std::string table = text.substr(begin, text.find("\n\n", begin) - begin) + "\n";
    for (const Option& option : schema.options) {
      const std::string name(option.row.name);
      EXPECT_THAT(table, HasSubstr("\n## " + std::string(option.row.sentence))) << schema.name << "." << name;
      const bool is_set = schema.is_required && option.row.is_required;
      EXPECT_THAT(table, HasSubstr("\n" + std::string(is_set ? "" : "# ") + name + " = " +
                                   std::string(option.row.default_value)))
          << schema.name;
    }
  }
}

// Every `#` taken away: what stands behind it must be right in itself.
TEST(ExampleConfigurations, ShowNothingThatIsWrong) {
  std::istringstream lines(commented_text());
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    const bool fits_others_only = line.rfind("# pace", 0) == 0 || line.rfind("# follow", 0) == 0 ||
                                  line.rfind("# interface", 0) == 0 || line == "# line = \"separation\"" ||
                                  line == "# route = \"supply-road\"" || line == "# asset = \"clinic\"";
    text += (line.rfind("# ", 0) == 0 && !fits_others_only ? line.substr(2) : line) + "\n";
  }
  const ConfigurationResult result = parse_configuration(text, "all.toml", NamedFiles::skip);
  for (const Error& error : result.errors) ADD_FAILURE() << error.line();
}

}  // namespace
}  // namespace watchpost
