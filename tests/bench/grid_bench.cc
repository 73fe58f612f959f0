// What the grid costs with ten thousand, a hundred thousand and a million tracks: who may have caused a
// report here, a track listed anew where it has moved, a bearing. Beside S2's own cell of a position, which
// is the least that an index of S2 cells can do.
// clang-format off: it stands before what it prepares
#include "geo/before_s2.h"
// clang-format on

#include <benchmark/benchmark.h>
#include <s2/s2cell_id.h>
#include <s2/s2latlng.h>

#include <cmath>
#include <map>
#include <vector>

#include "geo/grid.h"

namespace watchpost {
namespace {

using Slot = Grid::Slot;

// Numbers from 0 to 1 without a pattern that a cache would learn.
double scattered(std::uint64_t n) {
  n = (n + 1) * 0x9e3779b97f4a7c15ULL;
  n = (n ^ (n >> 30)) * 0xbf58476d1ce4e5b9ULL;
  n = (n ^ (n >> 27)) * 0x94d049bb133111ebULL;
  return static_cast<double>((n ^ (n >> 31)) >> 11) * 0x1p-53;
}

// One track in five square kilometres, however many there are; gates from 50 m to 1 km.
struct Scene {
  explicit Scene(std::size_t count) {
    const double half_width_deg = std::sqrt(static_cast<double>(count) / 1e4);
    for (std::uint64_t n = 0; n < count; ++n) {
      centres.push_back({(2 * scattered(3 * n) - 1) * half_width_deg,
                         20 + (2 * scattered(3 * n + 1) - 1) * half_width_deg});
      radii_m.push_back(50 * std::pow(20.0, scattered(3 * n + 2)));
      grid.place(static_cast<Slot>(n), centres[n], radii_m[n]);
    }
  }

  std::vector<LatLon> centres;
  std::vector<double> radii_m;
  Grid grid;
};

Scene& scene_of(std::int64_t count) {
  static std::map<std::int64_t, Scene> scenes;
  return scenes.try_emplace(count, static_cast<std::size_t>(count)).first->second;
}

// Some track, each time far from the one before.
std::size_t some_track(const Scene& scene, std::uint64_t round) {
  return static_cast<std::size_t>(scattered(round) * static_cast<double>(scene.centres.size()));
}

void s2_cell(benchmark::State& state) {
  Scene& scene = scene_of(10'000);
  std::uint64_t round = 0;
  for (auto unused : state) {
    (void)unused;
    const LatLon place = scene.centres[some_track(scene, round++)];
    benchmark::DoNotOptimize(
        S2CellId(S2LatLng::FromDegrees(place.latitude_deg, place.longitude_deg)).parent(14).id());
  }
}

void at(benchmark::State& state, double radius_m) {
  const Scene& scene = scene_of(state.range(0));
  std::vector<Slot> found;
  std::uint64_t round = 0;
  std::size_t found_count = 0;
  std::size_t cell_count = 0;
  std::size_t visit_count = 0;
  for (auto unused : state) {
    (void)unused;
    LatLon place = scene.centres[some_track(scene, round++)];
    place.latitude_deg += 0.0002;
    found.clear();
    const Grid::Effort effort = scene.grid.at(place, radius_m, found);
    benchmark::DoNotOptimize(found.data());
    found_count += found.size();
    cell_count += effort.cell_count;
    visit_count += effort.visit_count;
  }
  const auto mean = [&](std::size_t count) {
    return benchmark::Counter(static_cast<double>(count), benchmark::Counter::kAvgIterations);
  };
  state.counters["found"] = mean(found_count);
  state.counters["cells"] = mean(cell_count);
  state.counters["visits"] = mean(visit_count);
}

void along(benchmark::State& state) {
  const Scene& scene = scene_of(state.range(0));
  std::vector<Slot> found;
  std::uint64_t round = 0;
  std::size_t found_count = 0;
  for (auto unused : state) {
    (void)unused;
    found.clear();
    scene.grid.along(scene.centres[some_track(scene, round)], 360 * scattered(round), 2, 50'000, found);
    ++round;
    found_count += found.size();
  }
  state.counters["found"] =
      benchmark::Counter(static_cast<double>(found_count), benchmark::Counter::kAvgIterations);
}

// To and fro by some 200 m, as a vessel moves between two reports.
void place(benchmark::State& state) {
  Scene& scene = scene_of(state.range(0));
  std::uint64_t round = 0;
  for (auto unused : state) {
    (void)unused;
    const std::size_t track = some_track(scene, round++);
    LatLon& centre = scene.centres[track];
    centre.latitude_deg += (round & 1) != 0 ? 0.0015 : -0.0015;
    centre.longitude_deg += (round & 2) != 0 ? 0.001 : -0.001;
    scene.grid.place(static_cast<Slot>(track), centre, scene.radii_m[track]);
  }
  state.counters["bytes/slot"] =
      static_cast<double>(scene.grid.memory_bytes()) / static_cast<double>(scene.grid.size());
}

void holds(benchmark::State& state) {
  const Scene& scene = scene_of(state.range(0));
  std::uint64_t round = 0;
  for (auto unused : state) {
    (void)unused;
    const std::size_t track = some_track(scene, round++);
    benchmark::DoNotOptimize(scene.grid.holds(static_cast<Slot>(track), scene.centres[track], 20));
  }
}

#define EACH_COUNT Arg(10'000)->Arg(100'000)->Arg(1'000'000)
BENCHMARK(s2_cell)->Name("grid/S2 cell of a position");
BENCHMARK_CAPTURE(at, ais, 45)->Name("grid/at 45 m")->EACH_COUNT;
BENCHMARK_CAPTURE(at, radar, 600)->Name("grid/at 600 m")->EACH_COUNT;
BENCHMARK_CAPTURE(at, camp, 20'000)->Name("grid/near 20 km")->EACH_COUNT;
BENCHMARK(along)->Name("grid/along 50 km, 2 degrees to a side")->EACH_COUNT;
BENCHMARK(holds)->Name("grid/holds")->EACH_COUNT;
BENCHMARK(place)->Name("grid/place")->EACH_COUNT;

}  // namespace
}  // namespace watchpost
