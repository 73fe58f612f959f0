// The tracks are a function of what was seen, not of names, of the order within a scan, or of place and time.
#include <gtest/gtest.h>

#include "daemon/fusion/tracker_run_for_tests.h"

namespace watchpost {
namespace {

constexpr double end_s = 30;

std::vector<TrackKnown> tracks_of(const std::vector<Sighting>& scene, double start_s = 0) {
  TrackerRun run(fusion_mission_for_tests(), start_s);
  run.run(scene, arrivals_in_order(scene), start_s + end_s);
  return run.known_at(start_s + end_s);
}

std::vector<Sighting> scene(std::uint64_t seed, LatLon middle = {34.5, 33.2}) {
  SceneShape shape;
  shape.duration_s = end_s;
  shape.half_width_m = 800;
  shape.objects = 8;
  shape.middle = middle;
  return scene_for_tests(seed, shape);
}

bool is_same(const TrackKnown& a, const TrackKnown& b) {
  return a.slot == b.slot && a.place_m.x == b.place_m.x && a.place_m.y == b.place_m.y &&
         a.place_m.z == b.place_m.z && a.velocity_mps == b.velocity_mps && a.covariance == b.covariance &&
         a.hits == b.hits && a.last_hit == b.last_hit && a.is_named == b.is_named;
}

// The slots too: the order within a scan does not even decide which track is numbered first.
void expect_same_bits(const std::vector<TrackKnown>& some, const std::vector<TrackKnown>& others) {
  ASSERT_EQ(some.size(), others.size());
  for (std::size_t i = 0; i < some.size(); ++i) EXPECT_TRUE(is_same(some[i], others[i])) << i;
}

TEST(TrackerInvariance, ThePlotsOfAScanMayStandInAnyOrder) {
  const std::vector<Sighting> original = scene(3);
  const std::vector<TrackKnown> expected = tracks_of(original);
  ASSERT_GT(expected.size(), 5U);
  Dice dice(1);
  for (int round = 0; round < 1'000 && !testing::Test::HasFailure(); ++round) {
    std::vector<Sighting> permuted;
    for (std::size_t i = 0; i < original.size();) {
      std::vector<Sighting> scan;
      for (const double time_s = original[i].time_s; i < original.size() && original[i].time_s == time_s; ++i)
        scan.push_back(original[i]);
      shuffle(scan, dice);
      permuted.insert(permuted.end(), scan.begin(), scan.end());
    }
    expect_same_bits(expected, tracks_of(permuted));
  }
}

TEST(TrackerInvariance, SensorsAndIdentitiesMayBearOtherNames) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const std::vector<Sighting> original = scene(seed);
    std::vector<Sighting> renamed = original;
    for (Sighting& seen : renamed) {
      if (!seen.sensor.empty()) seen.sensor = seen.sensor == "radar" ? "zebra" : "a-" + seen.sensor;
      if (!seen.name.empty())
        seen.name = std::string(1, static_cast<char>('z' - seen.name.back() + '0')) + "x";
    }
    expect_same_bits(tracks_of(original), tracks_of(renamed));
  }
}

// The worst of the differences between tracks, once `others` is moved back.
template <class MoveBack>
double worst_after(const std::vector<TrackKnown>& some, std::vector<TrackKnown> others, MoveBack move_back) {
  for (TrackKnown& track : others) move_back(track);
  return worst_difference(some, others);
}

TEST(TrackerInvariance, TheSceneMayLieAtAnyLongitude) {
  for (const double latitude_deg : {0.0, 34.5, -60.0, 89.9}) {
    const std::vector<Sighting> original = scene(5, {latitude_deg, 33.2});
    const std::vector<TrackKnown> expected = tracks_of(original);
    ASSERT_GT(expected.size(), 3U);
    for (const double turn_deg :
         {1.0, 90.0, 146.8, -213.2, 180.0}) {  // the middle two: across the antimeridian
      std::vector<Sighting> moved = original;
      for (Sighting& seen : moved)
        seen.position.longitude_deg = normalized_longitude_deg(seen.position.longitude_deg + turn_deg);
      const double angle_rad = -turn_deg * std::numbers::pi / 180;
      EXPECT_LT(worst_after(expected, tracks_of(moved),
                            [&](TrackKnown& track) {
                              const Vector3 at = track.place_m;
                              track.place_m.x = at.x * std::cos(angle_rad) - at.y * std::sin(angle_rad);
                              track.place_m.y = at.x * std::sin(angle_rad) + at.y * std::cos(angle_rad);
                            }),
                1e-3)
          << latitude_deg << " by " << turn_deg;
    }
  }
}

TEST(TrackerInvariance, TheSceneMayTakePlaceAtAnyTime) {
  const std::vector<Sighting> original = scene(6);
  const std::vector<TrackKnown> expected = tracks_of(original);
  for (const double start_s : {1'000.0, 86'400.0 * 365 * 56, -86'400.0 * 365}) {
    std::vector<Sighting> moved = original;
    for (Sighting& seen : moved) seen.time_s += start_s;
    EXPECT_LT(worst_after(expected, tracks_of(moved, start_s),
                          [&](TrackKnown& track) { track.last_hit -= duration_from_s(start_s); }),
              1e-3)
        << start_s;
  }
}

// Where a place comes to when the scene is turned by a right angle about its middle, clockwise.
LatLon turned(LatLon place, LatLon middle, double by_deg) {
  const EastNorth there = LocalFrame(middle).to_local(place);
  const double azimuth_deg = std::atan2(there.east_m, there.north_m) * 180 / std::numbers::pi;
  return destination(middle, azimuth_deg + by_deg, distance_m(middle, place));
}

TEST(TrackerInvariance, TheSceneMayBeTurnedByARightAngle) {
  for (const LatLon middle : {LatLon{34.5, 33.2}, LatLon{0, 179.999}, LatLon{89.9, 20}, LatLon{-89.9, 20}}) {
    const std::vector<Sighting> original = scene(7, middle);
    std::vector<Sighting> other = original;
    for (Sighting& seen : other) {
      const LocalFrame before(seen.position);
      const LatLon stood = seen.position;
      seen.position = turned(seen.position, middle, 90);
      // North at the sensor is not north at the middle: the azimuth of a line turns with both.
      const double there_deg = before.rotation_to_deg(LocalFrame(middle));
      const double here_deg = LocalFrame(seen.position).rotation_to_deg(LocalFrame(middle));
      seen.azimuth_deg += 90 + there_deg - here_deg;
      ASSERT_NEAR(distance_m(stood, middle), distance_m(seen.position, middle), 1e-6);
    }
    const std::vector<TrackKnown> expected = tracks_of(original);
    ASSERT_GT(expected.size(), 3U);
    const std::vector<TrackKnown> found = tracks_of(other);
    ASSERT_EQ(found.size(), expected.size());
    double worst_m = 0;
    for (const TrackKnown& track : expected) {
      double nearest_m = 1e9;
      for (const TrackKnown& candidate : found)
        nearest_m = std::min(nearest_m, distance_m(turned(track.position, middle, 90), candidate.position));
      worst_m = std::max(worst_m, nearest_m);
    }
    EXPECT_LT(worst_m, 1) << middle.latitude_deg;
  }
}

}  // namespace
}  // namespace watchpost
