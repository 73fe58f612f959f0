#include "geo/ogr.h"

#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include "geo/area_test_support.h"

namespace watchpost {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

const std::string square = "POLYGON ((33 34, 34 34, 34 35, 33 35, 33 34))";
const std::string far_square = "POLYGON ((40 34, 41 34, 41 35, 40 35, 40 34))";

struct Feature {
  std::string name;
  std::string wkt;
};

class Ogr : public ::testing::Test {
 protected:
  Ogr() : folder_(fs::temp_directory_path() / ("watchpost-ogr-test-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    GDALAllRegister();
  }
  ~Ogr() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::string text_file(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }

  // Adds a layer to a file, made where there is none. `epsg` 0: no reference system.
  std::string write(const char* driver_name, const std::string& file, const std::string& layer_name,
                    const std::vector<Feature>& features, int epsg = 4326,
                    OGRwkbGeometryType type = wkbUnknown) const {
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(driver_name);
    CHECK(driver != nullptr, driver_name);
    GDALDataset* dataset = fs::exists(path(file))
                               ? GDALDataset::Open(path(file).c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE)
                               : driver->Create(path(file).c_str(), 0, 0, 0, GDT_Unknown, nullptr);
    OGRSpatialReference reference;
    if (epsg != 0) reference.importFromEPSG(epsg);
    reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    OGRLayer* layer = dataset->CreateLayer(layer_name.c_str(), epsg != 0 ? &reference : nullptr, type);
    CHECK(layer != nullptr, file.c_str());
    OGRFieldDefn field("name", OFTString);
    if (layer->FindFieldIndex("name", 1) < 0) layer->CreateField(&field);
    for (const Feature& written : features) {
      OGRFeature feature(layer->GetLayerDefn());
      feature.SetField("name", written.name.c_str());
      OGRGeometry* geometry = nullptr;
      CHECK(OGRGeometryFactory::createFromWkt(written.wkt.c_str(), nullptr, &geometry) == OGRERR_NONE, "wkt");
      feature.SetGeometryDirectly(geometry);
      CHECK(layer->CreateFeature(&feature) == OGRERR_NONE, file.c_str());
    }
    GDALClose(dataset);
    return path(file);
  }

  static std::string refusal(const GeometrySource& source) {
    const auto area = load_area(source);
    return area.ok() ? "" : area.error().what;
  }

  static void expect_square(const GeometrySource& source) {
    const auto area = load_area(source);
    ASSERT_TRUE(area.ok()) << area.error().line();
    EXPECT_TRUE(area->contains(beside({34, 33.3}, 0, 1)));
    EXPECT_FALSE(area->contains(beside({34, 33.3}, 180, 1)));
    EXPECT_FALSE(area->contains({34.5, 40.5}));
  }

 private:
  fs::path folder_;
};

TEST_F(Ogr, ReadsPolygonsFromEveryFormatThatIsAllowed) {
  for (const auto& [driver, file] :
       std::vector<std::pair<const char*, std::string>>{{"GPKG", "a.gpkg"},
                                                        {"GeoJSON", "a.geojson"},
                                                        {"GeoJSONSeq", "a.geojsonl"},
                                                        {"KML", "a.kml"},
                                                        {"LIBKML", "b.kml"},
                                                        {"LIBKML", "b.kmz"},
                                                        {"ESRI Shapefile", "a.shp"},
                                                        {"FlatGeobuf", "a.fgb"}}) {
    SCOPED_TRACE(driver);
    expect_square({write(driver, file, "a", {{"camp", square}}, 4326, wkbPolygon), "", ""});
  }
}

TEST_F(Ogr, ReadsTopoJson) {
  expect_square(
      {text_file("a.topojson", R"({"type":"Topology","objects":{"zones":{"type":"GeometryCollection",
    "geometries":[{"type":"Polygon","arcs":[[0]]}]}},"arcs":[[[33,34],[34,34],[34,35],[33,35],[33,34]]]})"),
       "", ""});
}

TEST_F(Ogr, ChoosesTheLayerAndTheFeatures) {
  const std::string file = write("GPKG", "zones.gpkg", "zones", {{"camp", square}, {"other", far_square}});
  write("GPKG", "zones.gpkg", "more", {{"x", far_square}});
  expect_square({file, "zones", "name = 'camp'"});
  EXPECT_EQ(refusal({file, "", ""}), "holds the layers 'zones' and 'more': say with `layer` which one");
  EXPECT_EQ(refusal({file, "zonez", ""}),
            "no such layer 'zonez' (did you mean 'zones'?); there is 'zones' and 'more'");
  EXPECT_EQ(refusal({file, "zones", "name = 'x'"}), "no feature matches where = \"name = 'x'\"");
  EXPECT_THAT(refusal({file, "zones", "nam = 'x'"}), HasSubstr("nam"));
  EXPECT_THAT(refusal({file, "zones", "name ="}), HasSubstr("where = \"name =\" is not understood"));
  EXPECT_TRUE(load_area({file, "zones", ""})->contains({34.5, 40.5}));
}

TEST_F(Ogr, ABadConditionIsRefusedInGeoJsonToo) {
  const std::string file = write("GeoJSON", "a.geojson", "a", {{"camp", square}});
  expect_square({file, "", "name = 'camp'"});
  EXPECT_THAT(refusal({file, "", "nam = 'camp'"}), HasSubstr("where = \"nam = 'camp'\" is not understood"));
}

TEST_F(Ogr, TakesTheOnlyLayerThatHoldsWhatIsWanted) {
  const std::string file = write("GPKG", "mixed.gpkg", "posts", {{"p", "POINT (1 2)"}}, 4326, wkbPoint);
  write("GPKG", "mixed.gpkg", "zones", {{"camp", square}}, 4326, wkbPolygon);
  expect_square({file, "", ""});
  EXPECT_EQ(*load_point({file, "", ""}), (LatLon{2, 1}));
}

// A square of 100 km in UTM zone 36 north: straight there, curved in degrees.
TEST_F(Ogr, EdgesOfAUtmLayerAreStraightInUtm) {
  const std::string file = write(
      "GPKG", "utm.gpkg", "a",
      {{"", "POLYGON ((600000 3700000, 700000 3700000, 700000 3800000, 600000 3800000, 600000 3700000))"}},
      32636);
  const auto area = load_area({file, "", ""});
  ASSERT_TRUE(area.ok()) << area.error().line();
  OGRSpatialReference utm;
  utm.importFromEPSG(32636);
  OGRSpatialReference wgs84;
  wgs84.importFromEPSG(4326);
  wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  std::unique_ptr<OGRCoordinateTransformation> transformation(
      OGRCreateCoordinateTransformation(&utm, &wgs84));
  for (const double share : {0.0, 0.17, 0.5, 0.83}) {
    for (const double north_m : {-1.0, 1.0}) {
      double x = 600'000.5 + share * 100'000;
      double y = 3'700'000 + north_m;
      transformation->Transform(1, &x, &y);
      EXPECT_EQ(area->contains({y, x}), north_m > 0) << share;
      EXPECT_NEAR(area->margin_m({y, x}), share > 0 ? north_m : north_m * (north_m > 0 ? 0.5 : 1), 0.01);
    }
  }
}

TEST_F(Ogr, ReadsALayerInLatitudeAndLongitudeOfAnotherDatum) {
  // ED50 lies some 100 m from WGS 84.
  const std::string file = write("GPKG", "ed50.gpkg", "a", {{"", square}}, 4230);
  const auto area = load_area({file, "", ""});
  ASSERT_TRUE(area.ok()) << area.error().line();
  EXPECT_TRUE(area->contains({34.5, 33.5}));
  EXPECT_FALSE(area->contains({35, 33.5}));
}

TEST_F(Ogr, APolarStereographicRingHoldsItsPole) {
  const std::string file =
      write("GPKG", "polar.gpkg", "a",
            {{"", "POLYGON ((-1e6 -1e6, 1e6 -1e6, 1e6 1e6, -1e6 1e6, -1e6 -1e6))"}}, 3995);
  const auto area = load_area({file, "", ""});
  ASSERT_TRUE(area.ok()) << area.error().line();
  for (const double longitude_deg : {-180.0, -90.0, 0.0, 45.0, 179.0}) {
    EXPECT_TRUE(area->contains({90, longitude_deg}));
    EXPECT_TRUE(area->contains({82, longitude_deg}));
    EXPECT_FALSE(area->contains({70, longitude_deg}));
    EXPECT_FALSE(area->contains({-82, longitude_deg}));
  }
}

TEST_F(Ogr, WithoutAReferenceSystemNumbersThatFitAreDegrees) {
  expect_square({write("ESRI Shapefile", "none.shp", "none", {{"", square}}, 0, wkbPolygon), "", ""});
  const std::string metres =
      write("ESRI Shapefile", "metres.shp", "metres",
            {{"", "POLYGON ((600000 0, 700000 0, 700000 9, 600000 0))"}}, 0, wkbPolygon);
  EXPECT_EQ(refusal({metres, "", ""}),
            "layer 'metres' states no coordinate reference system, and its coordinates are not degrees");
}

TEST_F(Ogr, UnitesFeaturesAndTakesPolygonsFromCollections) {
  const std::string file =
      write("GeoJSON", "c.geojson", "c",
            {{"", "GEOMETRYCOLLECTION (POINT (1 1), " + square + ")"},
             {"", "MULTIPOLYGON (((33.5 34.5, 36 34.5, 36 34.7, 33.5 34.7, 33.5 34.5)))"}});
  const auto area = load_area({file, "", ""});
  ASSERT_TRUE(area.ok()) << area.error().line();
  EXPECT_TRUE(area->contains({34.6, 35.5}));
  EXPECT_TRUE(area->contains({34.1, 33.1}));
  EXPECT_EQ(area->outline().size(), 1U);
}

TEST_F(Ogr, DropsHeightsAndStraightensCurves) {
  expect_square(
      {write("GPKG", "z.gpkg", "z", {{"", "POLYGON Z ((33 34 7, 34 34 7, 34 35 7, 33 35 7, 33 34 7))"}}), "",
       ""});
  const auto circle = load_area(
      {write("GPKG", "curve.gpkg", "c", {{"", "CURVEPOLYGON (CIRCULARSTRING (0 -0.1, 0 0.1, 0 -0.1))"}}), "",
       ""});
  ASSERT_TRUE(circle.ok()) << circle.error().line();
  EXPECT_NEAR(circle->margin_m({0, 0}), distance_m({0, 0}, {0.1, 0}), 1);
}

TEST_F(Ogr, SaysWhatWasFoundAndWhatExpected) {
  EXPECT_EQ(refusal({write("GPKG", "p.gpkg", "zones", {{"", "POINT (1 2)"}}, 4326, wkbPoint), "", ""}),
            "layer 'zones' holds points, expected polygons");
  EXPECT_EQ(refusal({write("GPKG", "l.gpkg", "zones", {{"", "LINESTRING (1 2, 3 4)"}}), "", ""}),
            "layer 'zones' holds lines, expected polygons");
  EXPECT_EQ(refusal({write("GPKG", "e.gpkg", "zones", {}), "", ""}),
            "layer 'zones' is empty, expected polygons");
  EXPECT_EQ(
      refusal({write("GPKG", "x.gpkg", "zones", {{"", "POLYGON ((33 34, 34 35, 34 34, 33 35, 33 34))"}}), "",
               ""}),
      "polygon crosses itself near 33.500000, 34.500000");
  EXPECT_THAT(
      refusal(
          {text_file("three.geojson", R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]})"), "", ""}),
      HasSubstr("expected at least 4"));
}

TEST_F(Ogr, AJsonErrorHasItsLineAndColumn) {
  const std::string file = text_file(
      "bad.geojson", "{\"type\":\"FeatureCollection\",\n \"features\":[\n {\"type\":\"Feature\",, 1}]}");
  const auto area = load_area({file, "", ""});
  ASSERT_FALSE(area.ok());
  EXPECT_EQ(area.error().where, file + ":3:20");
  EXPECT_THAT(area.error().what, HasSubstr("Unexpected character"));
}

TEST_F(Ogr, ReadsOnlyFilesOfTheFormatsThatAreAllowed) {
  const std::string inline_text = R"({"type":"Polygon","coordinates":[[[33,34],[34,34],[34,35],[33,34]]]})";
  EXPECT_THAT(refusal({inline_text, "", ""}), HasSubstr("expected the path of a file"));
  EXPECT_THAT(refusal({" \n" + inline_text, "", ""}), HasSubstr("expected the path of a file"));
  EXPECT_THAT(refusal({"/vsimem/a.geojson", "", ""}), HasSubstr("/vsi"));
  EXPECT_THAT(refusal({"/vsicurl/http://127.0.0.1/a.geojson", "", ""}), HasSubstr("/vsi"));
  EXPECT_THAT(refusal({"http://127.0.0.1/a.geojson", "", ""}), HasSubstr("addresses are not read"));
  EXPECT_THAT(refusal({"", "", ""}), HasSubstr("empty"));
  EXPECT_EQ(refusal({path("none.gpkg"), "", ""}), "no such file");
  EXPECT_EQ(refusal({path(""), "", ""}), "is not a file");
  EXPECT_THAT(refusal({text_file("a.csv", "WKT,name\n\"" + square + "\",camp\n"), "", ""}),
              HasSubstr("not geometry in a format that is read"));
  const std::string vrt =
      "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/etc/passwd</SrcDataSource>"
      "</OGRVRTLayer></OGRVRTDataSource>";
  EXPECT_THAT(refusal({text_file("a.vrt", vrt), "", ""}), HasSubstr("not geometry in a format that is read"));
}

TEST_F(Ogr, ErrorsStandAtTheSourceAsGivenWithoutItsPassword) {
  EXPECT_EQ(load_area({path("none.gpkg"), "", ""}).error().where, path("none.gpkg"));
  const auto area = load_area({"PG:host=127.0.0.1 port=1 password=secret dbname=x", "", ""});
  ASSERT_FALSE(area.ok());
  EXPECT_THAT(area.error().line(), ::testing::Not(HasSubstr("secret")));
}

TEST_F(Ogr, DamagedFilesAreRefused) {
  const std::string whole = write("GeoJSON", "whole.geojson", "a", {{"camp", square}, {"b", far_square}});
  std::ifstream input(whole, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(input)), std::istreambuf_iterator<char>());
  for (std::size_t size = 0; size < text.size() - 4; size += 37)
    EXPECT_FALSE(load_area({text_file("cut.geojson", text.substr(0, size)), "", ""}).ok()) << size;
}

TEST_F(Ogr, ReadsOneLineAndJoinsItsPartsAtTheAntimeridian) {
  const auto cut = load_line({write("GeoJSON", "line.geojson", "l",
                                    {{"", "MULTILINESTRING ((170 10, 180 12), (-180 12, -175 13))"}}),
                              "", ""});
  ASSERT_TRUE(cut.ok()) << cut.error().line();
  EXPECT_EQ(cut->vertices().front(), (LatLon{10, 170}));
  EXPECT_EQ(cut->vertices().back(), (LatLon{13, -175}));
  EXPECT_NEAR(cut->distance_m({12, -180}), 0, 0.01);
  // As programs write it that cut from west to east, whatever way the line runs.
  const auto shuffled =
      load_line({write("GeoJSON", "shuffled.geojson", "l",
                       {{"", "MULTILINESTRING ((-180 12, -175 13), (-175 13, -170 14), (170 10, 180 12))"}}),
                 "", ""});
  ASSERT_TRUE(shuffled.ok()) << shuffled.error().line();
  EXPECT_EQ(shuffled->vertices().front(), (LatLon{10, 170}));
  EXPECT_EQ(shuffled->vertices().back(), (LatLon{14, -170}));
  const std::string two =
      write("GPKG", "two.gpkg", "l", {{"a", "LINESTRING (0 0, 1 1)"}, {"b", "LINESTRING (5 5, 6 6)"}});
  EXPECT_EQ(load_line({two, "", ""}).error().what, "holds 2 lines, expected one: choose it with `where`");
  EXPECT_TRUE(load_line({two, "", "name = 'b'"}).ok());
  EXPECT_EQ(load_line({write("GPKG", "a.gpkg", "zones", {{"", square}}), "", ""}).error().what,
            "layer 'zones' holds polygons, expected lines");
}

TEST_F(Ogr, ReadsARouteFromGpx) {
  const std::string gpx = R"(<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">
    <rte><name>r</name><rtept lat="1" lon="2"/><rtept lat="3" lon="4"/></rte></gpx>)";
  const auto line = load_line({text_file("r.gpx", gpx), "", ""});
  ASSERT_TRUE(line.ok()) << line.error().line();
  EXPECT_THAT(line->vertices(), ::testing::ElementsAre(LatLon{1, 2}, LatLon{3, 4}));
}

TEST_F(Ogr, ReadsPointsWithTheirNames) {
  const std::string file =
      write("GPKG", "points.gpkg", "p", {{"well", "POINT (33.5 34.5)"}, {"gate", "POINT Z (33 34 9)"}});
  const auto points = load_points({file, "", ""});
  ASSERT_TRUE(points.ok()) << points.error().line();
  ASSERT_EQ(points->size(), 2U);
  EXPECT_EQ((*points)[0].name, "well");
  EXPECT_EQ((*points)[1].position, (LatLon{34, 33}));
  EXPECT_EQ(*load_point({file, "", "name = 'gate'"}), (LatLon{34, 33}));
  EXPECT_EQ(load_point({file, "", ""}).error().what, "holds 2 points, expected one: choose it with `where`");
}

// Heights make another reference system of it, in which GDAL tells degrees from degrees.
TEST_F(Ogr, TakesNoAreaForTheWholeEarthWhereEdgesLieOnOneAnother) {
  const std::string text = R"({"type":"GeometryCollection","geometries":[
      {"type":"Polygon","coordinates":[[[5,0],[0.1,0],[0.1,0.1],[0,1.0],[0,0]]]},
      {"type":"Polygon","coordinates":[[[0.05,0.08],[0.15,0.05],[0.14,0.15],[0,5,1.15],[0.03,0.05]]]}]})";
  const auto area = load_area({text_file("spike.geojson", text), "", ""});
  ASSERT_TRUE(area.ok()) << area.error().what;
  EXPECT_FALSE(area->contains({45, 45}));
  EXPECT_TRUE(area->contains({0.05, 0.05}));
  EXPECT_TRUE(std::isfinite(area->margin_m({45, 45})));
}

TEST_F(Ogr, KeepsTheRestOfTheEarthOutsideWhereEdgesLieOnOneAnotherInAnotherSystem) {
  const Feature one = {"one", "POLYGON ((5 0, 0.1 0, 0.1 0.1, 0 1, 0 0, 5 0))"};
  const Feature two = {"two", "POLYGON ((0.05 0.08, 0.15 0.05, 0.14 0.15, 0 5, 0.03 0.05, 0.05 0.08))"};
  for (const auto& features : {std::vector{one}, std::vector{one, two}}) {
    const std::string name = "spike" + std::to_string(features.size()) + ".gpkg";
    const auto area = load_area({write("GPKG", name, "a", features, 4230), "", ""});
    ASSERT_TRUE(area.ok()) << area.error().what;
    EXPECT_TRUE(area->contains({0.06, 0.06}));
    EXPECT_FALSE(area->contains({45, 45}));
    EXPECT_FALSE(area->contains({-45, -120}));
  }
}

}  // namespace
}  // namespace watchpost
