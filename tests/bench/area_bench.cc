// What an area costs: inside or not, within a buffer, the distance to an edge, a probability. Beside S2's
// indexed polygon and distance query, on the same coast and places; its edges are geodesics of a sphere.
// clang-format off: it stands before what it prepares
#if defined(__GNUC__) && !defined(__clang__)
// S2's distance query, a peer, makes g++ 12 see an uninitialized value in Abseil.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include "geo/before_s2.h"
// clang-format on

#include <benchmark/benchmark.h>
#include <s2/mutable_s2shape_index.h>
#include <s2/s2closest_edge_query.h>
#include <s2/s2contains_point_query.h>
#include <s2/s2earth.h>
#include <s2/s2latlng.h>
#include <s2/s2lax_polygon_shape.h>

#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include "daemon/base/check.h"
#include "geo/area.h"
#include "geo/frame.h"

namespace watchpost {
namespace {

// A coast of 2000 vertices, some 60 km across.
std::vector<LatLon> coast_ring() {
  std::vector<LatLon> ring;
  for (int i = 0; i < 2000; ++i) {
    const double angle = 2 * std::numbers::pi * i / 2000;
    const double radius_deg =
        0.25 + 0.04 * std::sin(9 * angle) + 0.01 * std::sin(77 * angle) + 0.002 * std::sin(431.0 * i);
    ring.push_back({34.5 + radius_deg * std::sin(angle), 33.5 + radius_deg * std::cos(angle)});
  }
  return ring;
}

Area coast() {
  auto area = area_from_polygons({{coast_ring(), {}}});
  CHECK(area.ok(), area.error().what.c_str());
  return *area;
}

S2Point s2_point(LatLon place) {
  return S2LatLng::FromDegrees(place.latitude_deg, place.longitude_deg).ToPoint();
}

std::unique_ptr<MutableS2ShapeIndex> s2_coast() {
  std::vector<S2Point> loop;
  for (const LatLon vertex : coast_ring()) loop.push_back(s2_point(vertex));
  auto index = std::make_unique<MutableS2ShapeIndex>();
  index->Add(std::make_unique<S2LaxPolygonShape>(std::vector<std::vector<S2Point>>{loop}));
  index->ForceBuild();
  return index;
}

// Places scattered over a square around the middle, without a pattern that a cache would learn.
std::vector<LatLon> places(double middle_longitude_deg, double half_width_deg) {
  std::vector<LatLon> scattered;
  for (int i = 0; i < 4096; ++i) {
    const double u = std::fmod(0.7548776662466927 * i, 1.0);
    const double v = std::fmod(0.5698402909980532 * i, 1.0);
    scattered.push_back(
        {34.5 + half_width_deg * (2 * u - 1), middle_longitude_deg + half_width_deg * (2 * v - 1)});
  }
  return scattered;
}

std::vector<LatLon> beside_the_edge(const Area& area, double distance_m) {
  std::vector<LatLon> near;
  for (const LatLon vertex : area.outline()[0].outer)
    near.push_back(LocalFrame(vertex).to_global({distance_m, 0}));
  return near;
}

template <class Ask>
void ask_all(benchmark::State& state, const std::vector<LatLon>& asked, Ask ask) {
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(ask(asked[i]));
    if (++i == asked.size()) i = 0;
  }
}

void contains_scattered(benchmark::State& state) {
  const Area area = coast();
  ask_all(state, places(33.5, 0.35), [&](LatLon place) { return area.contains(place); });
}
BENCHMARK(contains_scattered);

void s2_contains_scattered(benchmark::State& state) {
  const auto index = s2_coast();
  auto query = MakeS2ContainsPointQuery(index.get());
  ask_all(state, places(33.5, 0.35), [&](LatLon place) { return query.Contains(s2_point(place)); });
}
BENCHMARK(s2_contains_scattered);

void contains_beside_the_edge(benchmark::State& state) {
  const Area area = coast();
  ask_all(state, beside_the_edge(area, 20), [&](LatLon place) { return area.contains(place); });
}
BENCHMARK(contains_beside_the_edge);

void contains_far_off(benchmark::State& state) {
  const Area area = coast();
  ask_all(state, places(50, 5), [&](LatLon place) { return area.contains(place); });
}
BENCHMARK(contains_far_off);

void is_within_two_kilometres_scattered(benchmark::State& state) {
  const Area area = coast();
  ask_all(state, places(33.5, 0.35), [&](LatLon place) { return area.is_within(place, 2000); });
}
BENCHMARK(is_within_two_kilometres_scattered);

void s2_is_within_two_kilometres_scattered(benchmark::State& state) {
  const auto index = s2_coast();
  S2ClosestEdgeQuery query(index.get());  // the inside counts as near, as with us
  const S1ChordAngle limit(S2Earth::MetersToAngle(2000));
  ask_all(state, places(33.5, 0.35), [&](LatLon place) {
    S2ClosestEdgeQuery::PointTarget target(s2_point(place));
    return query.IsDistanceLess(&target, limit);
  });
}
BENCHMARK(s2_is_within_two_kilometres_scattered);

void is_within_two_kilometres_far_off(benchmark::State& state) {
  const Area area = coast();
  ask_all(state, places(50, 5), [&](LatLon place) { return area.is_within(place, 2000); });
}
BENCHMARK(is_within_two_kilometres_far_off);

void margin_scattered(benchmark::State& state) {
  const Area area = coast();
  ask_all(state, places(33.5, 0.35), [&](LatLon place) { return area.margin_m(place); });
}
BENCHMARK(margin_scattered);

void s2_distance_scattered(benchmark::State& state) {
  const auto index = s2_coast();
  S2ClosestEdgeQuery query(index.get());
  query.mutable_options()->set_include_interiors(false);
  ask_all(state, places(33.5, 0.35), [&](LatLon place) {
    S2ClosestEdgeQuery::PointTarget target(s2_point(place));
    return S2Earth::ToMeters(query.GetDistance(&target).ToAngle());
  });
}
BENCHMARK(s2_distance_scattered);

// The argument is the standard deviation in metres.
void probability_beside_the_edge(benchmark::State& state) {
  const Area area = coast();
  const double variance_m2 = static_cast<double>(state.range(0) * state.range(0));
  ask_all(state, beside_the_edge(area, 20), [&](LatLon place) {
    return area.probability_inside(place, {variance_m2, 0.3 * variance_m2, variance_m2});
  });
}
BENCHMARK(probability_beside_the_edge)->Arg(15)->Arg(100)->Arg(2000);

void probability_scattered(benchmark::State& state) {
  const Area area = coast();
  ask_all(state, places(33.5, 0.35), [&](LatLon place) {
    return area.probability_inside(place, {225, 0, 225});
  });
}
BENCHMARK(probability_scattered);

void compile_coast(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(coast());
}
BENCHMARK(compile_coast)->Unit(benchmark::kMillisecond);

void s2_compile_coast(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(s2_coast());
}
BENCHMARK(s2_compile_coast)->Unit(benchmark::kMillisecond);

void local_frame_there_and_back(benchmark::State& state) {
  const LocalFrame frame(LatLon{34.5, 33.5});
  ask_all(state, places(33.5, 0.1), [&](LatLon place) { return frame.to_global(frame.to_local(place)); });
}
BENCHMARK(local_frame_there_and_back);

}  // namespace
}  // namespace watchpost
