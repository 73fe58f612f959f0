// Polygons and lines of any vertices: refused with a reason, or compiled; then distances, margins and
// probabilities are numbers that agree with each other, and say the same wherever a ring begins, whichever
// way it runs.
//
// The first bytes place the scene: the middle, the step of its lattice, and where it is asked. A byte of 0xFF
// ends a ring, two a polygon; else two bytes are a vertex.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "daemon/base/check.h"
#include "geo/area.h"
#include "geo/frame.h"
#include "geo/polyline.h"

namespace watchpost {
namespace {

constexpr std::size_t vertex_count_max = 60;
constexpr double tolerance_m = 0.02;  // of distances: some millimetres each

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}

  bool is_empty() const { return left_ == 0; }
  std::uint8_t peek() const { return left_ > 0 ? *data_ : 0; }
  std::uint8_t take() {
    if (left_ == 0) return 0;
    --left_;
    return *data_++;
  }

 private:
  const std::uint8_t* data_;
  std::size_t left_;
};

// A lattice of vertices about a middle; on coarse ones rings touch and overlap as often as not.
class Scene {
 public:
  explicit Scene(Bytes& bytes) {
    constexpr double middles[][2] = {{0, 0}, {33.5, 34.5}, {70, 180}, {-89.9, 10}, {90, 0}, {-45, -179.99}};
    constexpr double steps_deg[] = {1e-9, 1e-6, 1e-4, 1e-3, 1e-2};
    const std::uint8_t place = bytes.take();
    latitude_deg_ = middles[place % 6][0];
    longitude_deg_ = middles[place % 6][1];
    step_deg_ = steps_deg[bytes.take() % 5];
    unit_ = bytes.take() % 16 + 1;
  }

  LatLon vertex(std::uint8_t north, std::uint8_t east) const {
    const auto on_lattice = [&](std::uint8_t byte) { return std::round((byte - 127) / unit_) * unit_; };
    return {latitude_deg_ + step_deg_ * on_lattice(north), longitude_deg_ + step_deg_ * on_lattice(east)};
  }

  // Anywhere in the scene, off the lattice too.
  LatLon place(Bytes& bytes) const {
    const double north = bytes.take() - 127 + bytes.take() / 256.0;
    const double east = bytes.take() - 127 + bytes.take() / 256.0;
    const double latitude_deg = std::clamp(latitude_deg_ + step_deg_ * north, -90.0, 90.0);
    return {latitude_deg, normalized_longitude_deg(longitude_deg_ + step_deg_ * east)};
  }

 private:
  double latitude_deg_;
  double longitude_deg_;
  double step_deg_;
  double unit_;
};

std::vector<PolygonRings> read_polygons(Bytes& bytes, const Scene& scene) {
  std::vector<PolygonRings> polygons(1);
  std::vector<LatLon>* ring = &polygons.back().outer;
  for (std::size_t count = 0; count < vertex_count_max && !bytes.is_empty(); ++count) {
    const std::uint8_t north = bytes.take();
    if (north != 0xFF) {
      ring->push_back(scene.vertex(north, bytes.take()));
    } else if (bytes.peek() == 0xFF) {
      bytes.take();
      ring = &polygons.emplace_back().outer;
    } else {
      ring = &polygons.back().holes.emplace_back();
    }
  }
  return polygons;
}

// The same region: each ring begins elsewhere and runs the other way.
std::vector<PolygonRings> turned(std::vector<PolygonRings> polygons, std::size_t by) {
  const auto turn = [by](std::vector<LatLon>& ring) {
    if (ring.size() > 1 && ring.front() == ring.back()) ring.pop_back();  // not closed by repetition
    if (ring.empty()) return;
    std::rotate(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(by % ring.size()), ring.end());
    std::reverse(ring.begin(), ring.end());
  };
  for (PolygonRings& polygon : polygons) {
    turn(polygon.outer);
    std::for_each(polygon.holes.begin(), polygon.holes.end(), turn);
  }
  return polygons;
}

void check_place(const Area& area, const Area& same, LatLon place, double buffer_m) {
  const bool is_inside = area.contains(place);
  const double margin_m = area.margin_m(place);
  CHECK(std::isfinite(margin_m), "a margin that is no number");
  CHECK(is_inside ? margin_m >= 0 : margin_m <= 0, "a margin of the wrong sign");
  CHECK(!is_inside || area.is_within(place, buffer_m), "inside, and yet not within the buffer");
  const bool is_clear = std::abs(margin_m + buffer_m) > tolerance_m * (1 + buffer_m / 50'000);
  CHECK(!is_clear || area.is_within(place, buffer_m) == (margin_m + buffer_m > 0 || is_inside),
        "a buffer that the margin contradicts");
  CHECK(std::abs(area.margin_m(place) - margin_m) == 0, "two answers to one question");
  if (std::abs(margin_m) > tolerance_m)
    CHECK(same.contains(place) == is_inside, "an inside that depends on where a ring begins");
  CHECK(std::abs(std::abs(same.margin_m(place)) - std::abs(margin_m)) <= tolerance_m,
        "a distance that depends on where a ring begins");
  for (const double std_m : {0.0, 3.0, 300.0}) {
    const double variance_m2 = std_m * std_m;
    const double probability = area.probability_inside(place, {variance_m2, 0.4 * variance_m2, variance_m2});
    CHECK(probability >= 0 && probability <= 1, "a probability that is none");
    if (std::abs(margin_m) > 12 * std_m + tolerance_m)
      CHECK(std::abs(probability - (is_inside ? 1 : 0)) < 1e-3, "a doubt about what is far from the edge");
  }
}

void check_area(const std::vector<PolygonRings>& polygons, const Scene& scene, Bytes& bytes) {
  const auto area = area_from_polygons(polygons);
  const std::size_t by = bytes.take();
  const auto same = area_from_polygons(turned(polygons, by));
  if (!area.ok()) {
    CHECK(!area.error().what.empty(), "a refusal that says nothing");
    return;
  }
  CHECK(same.ok(), "refused because of where a ring begins");
  const double buffer_m = std::ldexp(1.0, bytes.take() % 20);
  for (int question = 0; question < 6; ++question) check_place(*area, *same, scene.place(bytes), buffer_m);
  for (const PolygonRings& polygon : area->outline())
    for (const LatLon vertex : polygon.outer) {
      CHECK(std::abs(vertex.latitude_deg) <= 90 && std::abs(vertex.longitude_deg) <= 180,
            "an outline off the earth");
      CHECK(area->is_within(vertex, tolerance_m), "a vertex of the outline that is outside");
    }
  check_place(*area, *same, area->centre(), buffer_m);
}

void check_line(const std::vector<LatLon>& vertices, const Scene& scene, Bytes& bytes) {
  const auto line = polyline_from_vertices(vertices);
  if (!line.ok()) return;
  std::vector<LatLon> backwards(vertices.rbegin(), vertices.rend());
  const auto same = polyline_from_vertices(backwards);
  CHECK(same.ok(), "refused because of the way it runs");
  for (const LatLon vertex : line->vertices())
    CHECK(line->distance_m(vertex) <= tolerance_m, "a vertex that is not on its line");
  const LatLon place = scene.place(bytes);
  const double off_m = line->distance_m(place);
  CHECK(std::isfinite(off_m) && off_m >= 0, "a distance that is none");
  CHECK(std::abs(same->distance_m(place) - off_m) <= tolerance_m,
        "a distance that depends on the way it runs");
}

}  // namespace
}  // namespace watchpost

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace watchpost;
  constexpr std::size_t question_bytes = 40;  // at the front, so that vertices may come to an end anywhere
  if (size <= question_bytes) return 0;
  Bytes questions(data, question_bytes);
  Bytes vertices(data + question_bytes, size - question_bytes);
  const Scene scene(questions);
  const std::vector<PolygonRings> polygons = read_polygons(vertices, scene);
  check_area(polygons, scene, questions);
  check_line(polygons.front().outer, scene, questions);
  return 0;
}
