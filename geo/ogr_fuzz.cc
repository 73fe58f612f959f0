// Any text as the file of an area, a line or points, in GeoJSON (a file with `.kml` at its front: KML): it is
// refused with a reason, or loaded; what was loaded answers with numbers. Nothing that GDAL throws or prints
// comes through.
#include <unistd.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "daemon/base/check.h"
#include "geo/ogr.h"

namespace watchpost {
namespace {

// One file, written over again; gone with the driver.
class SourceFile {
 public:
  explicit SourceFile(const char* ending)
      : path_(std::filesystem::temp_directory_path() /
              ("watchpost-ogr-fuzz-" + std::to_string(getpid()) + ending)) {}
  ~SourceFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;

  std::string write(std::string_view text) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << text;
    return path_.string();
  }

 private:
  std::filesystem::path path_;
};

template <class T>
bool is_loaded(const Result<T>& result) {
  if (result.ok()) return true;
  CHECK(!result.error().where.empty() && !result.error().what.empty(),
        "a refusal without its place or reason");
  return false;
}

bool is_on_earth(LatLon place) {
  return std::abs(place.latitude_deg) <= 90 && std::abs(place.longitude_deg) <= 180;
}

void check(const Area& area) {
  for (const LatLon place : {LatLon{0, 0}, LatLon{90, 0}, LatLon{-12.5, 180}, area.centre()}) {
    const double margin_m = area.margin_m(place);
    CHECK(std::isfinite(margin_m), "a margin that is no number");
    CHECK(area.contains(place) ? margin_m >= 0 : margin_m <= 0, "a margin of the wrong sign");
    const double probability = area.probability_inside(place, {100, 0, 100});
    CHECK(probability >= 0 && probability <= 1, "a probability that is none");
  }
  for (const PolygonRings& polygon : area.outline())
    for (const LatLon vertex : polygon.outer) CHECK(is_on_earth(vertex), "an outline off the earth");
}

void check(const Polyline& line) {
  CHECK(line.vertices().size() >= 2, "a line of fewer than two vertices");
  CHECK(std::isfinite(line.distance_m({12.5, -179})), "a distance that is no number");
  CHECK(line.distance_m(line.vertices().front()) < 0.1, "a line that does not begin where it begins");
}

}  // namespace
}  // namespace watchpost

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace watchpost;
  static const SourceFile geojson(".geojson");
  static const SourceFile kml(".kml");
  std::string_view text(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view kml_mark = ".kml\n";
  const bool is_kml = text.substr(0, kml_mark.size()) == kml_mark;
  if (is_kml) text.remove_prefix(kml_mark.size());
  const GeometrySource source{(is_kml ? kml : geojson).write(text), "", ""};
  if (const auto area = load_area(source); is_loaded(area)) check(*area);
  if (const auto line = load_line(source); is_loaded(line)) check(*line);
  if (const auto points = load_points(source); is_loaded(points))
    for (const NamedPoint& point : *points) CHECK(is_on_earth(point.position), "a point off the earth");
  return 0;
}
