#include "geo/ogr.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "geo/compiled_area.h"
#include "geo/compiled_polyline.h"
#include "geo/densify.h"
#include "geo/frame.h"
#include "geo/source_check.h"

namespace watchpost {
namespace {

constexpr std::size_t vertex_count_max = 10'000'000;
constexpr double curve_step_deg = 0.1;  // of arc: 4 mm on a circle of 10 km

enum class Wanted { polygons, lines, points };

const char* name_of(Wanted wanted) {
  switch (wanted) {
    case Wanted::polygons:
      return "polygons";
    case Wanted::lines:
      return "lines";
    case Wanted::points:
      return "points";
  }
  return "";
}

// Drivers one by one, not GDALAllRegister(): nothing else can read a file then, no plugins are
// loaded, and GDAL costs a fifth of the memory.
void register_drivers() {
  static const bool is_done = [] {
    RegisterOGRGeoPackage();
    RegisterOGRGeoJSON();
    RegisterOGRGeoJSONSeq();
    RegisterOGRTopoJSON();
    RegisterOGRLIBKML();
    RegisterOGRKML();
    RegisterOGRShape();
    RegisterOGRFlatGeobuf();
    RegisterOGRGPX();
    RegisterOGRPG();
    OSRSetPROJEnableNetwork(0);
    return true;
  }();
  static_cast<void>(is_done);
}

// Keeps GDAL's messages from standard error, and the first failure for our own. GDAL keeps its
// handlers by thread.
class ErrorCollector {
 public:
  ErrorCollector() {
    CPLPushErrorHandlerEx(&ErrorCollector::take, this);
    CPLErrorReset();
  }
  ~ErrorCollector() { CPLPopErrorHandler(); }
  ErrorCollector(const ErrorCollector&) = delete;
  ErrorCollector& operator=(const ErrorCollector&) = delete;

  bool has_failure() const { return !text_.empty(); }
  const std::string& text() const { return text_; }
  void clear() { text_.clear(); }  // what a driver said that did not take the file in the end

 private:
  static void CPL_STDCALL take(CPLErr level, CPLErrorNum, const char* message) {
    auto* self = static_cast<ErrorCollector*>(CPLGetErrorHandlerUserData());
    if (level >= CE_Failure && self->text_.empty()) self->text_ = message;
  }

  std::string text_;
};

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(GDALDataset::ToHandle(dataset)); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

struct DestroyTransformation {
  void operator()(OGRCoordinateTransformation* transformation) const {
    OGRCoordinateTransformation::DestroyCT(transformation);
  }
};

class TransformedProjection final : public LayerProjection {
 public:
  explicit TransformedProjection(OGRCoordinateTransformation* transformation)
      : transformation_(transformation) {}

  std::optional<LatLon> to_wgs84(PlanePoint point) const override {
    int is_placed = 0;
    transformation_->Transform(1, &point.x, &point.y, nullptr, &is_placed);
    if (!is_placed || !std::isfinite(point.x) || !(std::abs(point.y) <= 90)) return std::nullopt;
    return LatLon{point.y, normalized_longitude_deg(point.x)};
  }
  bool is_wgs84_degrees() const override { return false; }

 private:
  std::unique_ptr<OGRCoordinateTransformation, DestroyTransformation> transformation_;
};

Result<std::unique_ptr<LayerProjection>> projection_of(OGRLayer& layer, const ErrorCollector& errors) {
  const OGRSpatialReference* declared = layer.GetSpatialRef();
  if (declared == nullptr) return std::unique_ptr<LayerProjection>(std::make_unique<DegreesProjection>());

  OGRSpatialReference wgs84;
  wgs84.importFromEPSG(4326);
  wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  OGRSpatialReference own(*declared);
  own.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  own.DemoteTo2D(nullptr);  // with heights the degrees are the same
  if (own.IsGeographic() && own.IsSameGeogCS(&wgs84))
    return std::unique_ptr<LayerProjection>(std::make_unique<DegreesProjection>());
  OGRCoordinateTransformation* transformation = OGRCreateCoordinateTransformation(&own, &wgs84);
  if (transformation == nullptr)
    return Error{"", "the layer's coordinate reference system cannot be brought to WGS 84: " + errors.text()};
  return std::unique_ptr<LayerProjection>(std::make_unique<TransformedProjection>(transformation));
}

Result<Dataset> open_dataset(const std::string& source, const ErrorCollector& errors) {
  static const char* const file_drivers[] = {"GPKG", "GeoJSON",        "GeoJSONSeq", "TopoJSON", "LIBKML",
                                             "KML",  "ESRI Shapefile", "FlatGeobuf", "GPX",      nullptr};
  static const char* const database_drivers[] = {"PostgreSQL", nullptr};
  const bool is_database = is_database_source(source);
  std::string path = source;
  if (!is_database) {
    if (const Status status = check_file_source(source); !status.ok())
      return Error{shown_source(source), status.error().what};
    // An absolute path cannot be mistaken for anything else that GDAL knows how to open.
    std::error_code error;
    path = std::filesystem::absolute(source, error).string();
  }
  Dataset dataset(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                    is_database ? database_drivers : file_drivers));
  if (!dataset) {
    const bool is_unknown = errors.text().find("not recognized") != std::string::npos;
    return reading_error(source, is_unknown ? "" : errors.text());
  }
  return dataset;
}

// Whether the layer says that it may hold what is wanted.
bool may_hold(OGRLayer& layer, Wanted wanted) {
  switch (wkbFlatten(OGR_GT_GetLinear(layer.GetGeomType()))) {
    case wkbUnknown:
    case wkbGeometryCollection:
      return true;
    case wkbPoint:
    case wkbMultiPoint:
      return wanted == Wanted::points;
    case wkbLineString:
    case wkbMultiLineString:
      return wanted == Wanted::lines;
    case wkbNone:
      return false;
    default:
      return wanted == Wanted::polygons;
  }
}

Result<OGRLayer*> choose_layer(GDALDataset& dataset, const GeometrySource& source, Wanted wanted) {
  std::vector<std::string> names;
  std::vector<OGRLayer*> fitting;
  for (OGRLayer* layer : dataset.GetLayers()) {
    names.emplace_back(layer->GetName());
    if (!source.layer.empty() && source.layer == layer->GetName()) return layer;
    if (may_hold(*layer, wanted) && layer->GetFeatureCount() != 0) fitting.push_back(layer);
  }
  if (!source.layer.empty()) {
    const std::string nearest = nearest_name(source.layer, names);
    const std::string hint = nearest.empty() ? "" : " (did you mean '" + nearest + "'?)";
    return Error{"", "no such layer '" + source.layer + "'" + hint + "; there is " + listed(names)};
  }
  if (names.empty()) return Error{"", "holds no layer"};
  if (names.size() == 1) return dataset.GetLayer(0);
  if (fitting.size() == 1) return fitting[0];
  return Error{"", "holds the layers " + listed(names) + ": say with `layer` which one"};
}

std::string words_for(const OGRGeometry& geometry) {
  switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint:
    case wkbMultiPoint:
      return "points";
    case wkbLineString:
    case wkbMultiLineString:
      return "lines";
    case wkbPolygon:
    case wkbMultiPolygon:
      return "polygons";
    case wkbGeometryCollection:
      return "a collection";
    default:
      return geometry.getGeometryName();
  }
}

std::vector<PlanePoint> points_of(const OGRSimpleCurve& curve) {
  std::vector<PlanePoint> points;
  points.reserve(static_cast<std::size_t>(curve.getNumPoints()));
  for (int i = 0; i < curve.getNumPoints(); ++i) points.push_back({curve.getX(i), curve.getY(i)});
  return points;
}

// What a layer's features are made of, in its coordinates.
struct Shapes {
  std::vector<PlaneRings> polygons;
  std::vector<std::vector<PlanePoint>> lines;
  std::vector<std::pair<std::string, PlanePoint>> points;
  std::size_t vertex_count = 0;
};

Status collect(const OGRGeometry& geometry, const std::string& name, Wanted wanted, Shapes& shapes) {
  if (const auto* collection = dynamic_cast<const OGRGeometryCollection*>(&geometry)) {
    for (const OGRGeometry* part : *collection)
      if (const Status status = collect(*part, name, wanted, shapes); !status.ok()) return status;
    return {};
  }
  if (const auto* surface = dynamic_cast<const OGRPolyhedralSurface*>(&geometry)) {
    for (const OGRPolygon* part : *surface)
      if (const Status status = collect(*part, name, wanted, shapes); !status.ok()) return status;
    return {};
  }
  if (geometry.IsEmpty()) return {};
  const auto* polygon = dynamic_cast<const OGRPolygon*>(&geometry);
  const auto* line = dynamic_cast<const OGRLineString*>(&geometry);
  const auto* point = dynamic_cast<const OGRPoint*>(&geometry);
  if (polygon != nullptr && wanted == Wanted::polygons) {
    PlaneRings rings;
    for (const OGRLinearRing* ring : *polygon) {
      rings.push_back(points_of(*ring));
      shapes.vertex_count += rings.back().size();
      if (rings.back().size() < 4) {
        return Error{"", "polygon ring has " + std::to_string(rings.back().size()) +
                             " points, expected at least 4 (the first one again at the end)"};
      }
    }
    shapes.polygons.push_back(std::move(rings));
  } else if (line != nullptr && wanted == Wanted::lines) {
    shapes.lines.push_back(points_of(*line));
    shapes.vertex_count += shapes.lines.back().size();
  } else if (point != nullptr && wanted == Wanted::points) {
    shapes.points.emplace_back(name, PlanePoint{point->getX(), point->getY()});
    ++shapes.vertex_count;
  }
  return {};
}

std::string attribute_name(const OGRFeature& feature) {
  const int field = feature.GetFieldIndex("name");
  return field >= 0 && feature.IsFieldSetAndNotNull(field) ? feature.GetFieldAsString(field) : "";
}

// Numbers without a reference system are taken for degrees where they can be.
Status check_undeclared(const OGRLayer& layer, const OGRGeometry& geometry) {
  OGREnvelope envelope;
  geometry.getEnvelope(&envelope);
  if (envelope.MinX >= -360 && envelope.MaxX <= 360 && envelope.MinY >= -90 && envelope.MaxY <= 90) return {};
  return Error{"", "layer '" + std::string(const_cast<OGRLayer&>(layer).GetName()) +
                       "' states no coordinate reference system, and its coordinates are not degrees"};
}

Status collect_feature(OGRLayer& layer, OGRFeature& feature, Wanted wanted, Shapes& shapes) {
  std::unique_ptr<OGRGeometry> geometry(feature.StealGeometry());
  if (!geometry) return {};
  if (geometry->hasCurveGeometry()) geometry.reset(geometry->getLinearGeometry(curve_step_deg));
  if (layer.GetSpatialRef() == nullptr)
    if (const Status status = check_undeclared(layer, *geometry); !status.ok()) return status;

  const std::size_t before = shapes.vertex_count;
  if (const Status status = collect(*geometry, attribute_name(feature), wanted, shapes); !status.ok())
    return status;
  if (shapes.vertex_count > vertex_count_max)
    return Error{"", "holds more than " + std::to_string(vertex_count_max) + " vertices"};
  if (shapes.vertex_count == before && !geometry->IsEmpty())
    return Error{"", "layer '" + std::string(layer.GetName()) + "' holds " + words_for(*geometry) +
                         ", expected " + name_of(wanted)};
  return {};
}

Status read_features(OGRLayer& layer, const GeometrySource& source, Wanted wanted,
                     const ErrorCollector& errors, Shapes& shapes) {
  const auto not_understood = [&] {
    return Error{"", "where = \"" + source.where + "\" is not understood: " + errors.text()};
  };
  if (!source.where.empty() && layer.SetAttributeFilter(source.where.c_str()) != OGRERR_NONE)
    return not_understood();
  layer.ResetReading();
  std::size_t feature_count = 0;
  while (const OGRFeatureUniquePtr feature{layer.GetNextFeature()}) {
    ++feature_count;
    if (const Status status = collect_feature(layer, *feature, wanted, shapes); !status.ok()) return status;
  }
  if (errors.has_failure()) {
    // SQL layers take any condition, and find out when they are read.
    if (!source.where.empty() && errors.text().find("SQL") != std::string::npos) return not_understood();
    return reading_error(source.source, errors.text());
  }
  if (feature_count == 0 && !source.where.empty())
    return Error{"", "no feature matches where = \"" + source.where + "\""};
  if (shapes.vertex_count == 0)
    return Error{"", "layer '" + std::string(layer.GetName()) + "' is empty, expected " + name_of(wanted)};
  return {};
}

template <class T>
using Compile = std::function<Result<T>(Shapes&, const LayerProjection&)>;

// Opens, reads, compiles; every error leaves with its place.
template <class T>
Result<T> load(const GeometrySource& source, Wanted wanted, const Compile<T>& compile) {
  register_drivers();
  ErrorCollector errors;
  const auto placed = [&source](Error error) {
    if (error.where.empty()) error.where = shown_source(source.source);
    return error;
  };
  auto dataset = open_dataset(source.source, errors);
  if (!dataset.ok()) return placed(dataset.error());
  errors.clear();
  auto layer = choose_layer(**dataset, source, wanted);
  if (!layer.ok()) return placed(layer.error());
  Shapes shapes;
  if (const Status status = read_features(**layer, source, wanted, errors, shapes); !status.ok())
    return placed(status.error());
  auto projection = projection_of(**layer, errors);
  if (!projection.ok()) return placed(projection.error());
  auto compiled = compile(shapes, **projection);
  if (!compiled.ok()) return placed(compiled.error());
  return compiled;
}

Result<LatLon> place_point(PlanePoint point, const LayerProjection& projection) {
  const auto position = projection.to_wgs84(point);
  if (!position) return Error{"", "coordinates " + text_of(point.x, point.y) + " lie off the earth"};
  return *position;
}

}  // namespace

Result<Area> load_area(const GeometrySource& source) {
  return load<Area>(source, Wanted::polygons, [](Shapes& shapes, const LayerProjection& projection) {
    return compile_area(std::move(shapes.polygons), projection);
  });
}

Result<Polyline> load_line(const GeometrySource& source) {
  return load<Polyline>(
      source, Wanted::lines, [](Shapes& shapes, const LayerProjection& projection) -> Result<Polyline> {
        const std::size_t count = shapes.lines.size();
        std::vector<PlanePoint> line = join_parts(std::move(shapes.lines), projection.is_wgs84_degrees());
        if (line.empty())
          return Error{"", "holds " + std::to_string(count) + " lines, expected one: choose it with `where`"};
        return compile_polyline(std::move(line), projection);
      });
}

Result<LatLon> load_point(const GeometrySource& source) {
  return load<LatLon>(source, Wanted::points,
                      [](Shapes& shapes, const LayerProjection& projection) -> Result<LatLon> {
                        if (shapes.points.size() > 1)
                          return Error{"", "holds " + std::to_string(shapes.points.size()) +
                                               " points, expected one: choose it with `where`"};
                        return place_point(shapes.points[0].second, projection);
                      });
}

Result<std::vector<NamedPoint>> load_points(const GeometrySource& source) {
  using Points = std::vector<NamedPoint>;
  return load<Points>(source, Wanted::points,
                      [](Shapes& shapes, const LayerProjection& projection) -> Result<Points> {
                        Points points;
                        for (const auto& [name, place] : shapes.points) {
                          const auto position = place_point(place, projection);
                          if (!position.ok()) return position.error();
                          points.push_back({name, *position});
                        }
                        return points;
                      });
}

}  // namespace watchpost
