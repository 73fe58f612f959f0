// SavedReplay: a recording through the core, once as it is and once with the core saved and replaced
// at each tick; what both give, to be compared. For tests alone.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "daemon/app/config.h"
#include "daemon/app/replay.h"
#include "daemon/app/replay_outputs.h"
#include "daemon/wire/convert.h"
#include "daemon/wire/json.h"

namespace watchpost {

enum class CoreIs : std::uint8_t { kept, replaced_at_each_tick };

struct ReplayedRun {
  std::string alerts;   // the file, JSON lines
  std::string tracks;   // the file
  std::string changes;  // each track that an input has changed, whole, as JSON lines
  std::string state;    // of the core at the end
  std::size_t tick_count = 0;
  std::size_t largest_state_bytes = 0;
};

// A folder of the test that runs, empty.
inline std::filesystem::path fresh_folder() {
  const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
  std::string name = std::string(test.test_suite_name()) + "." + test.name();
  std::replace(name.begin(), name.end(), '/', '-');
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

inline std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// Where two texts part, with the line of each; empty where they are equal.
inline std::string first_difference(const std::string& one, const std::string& other) {
  if (one == other) return "";
  std::istringstream one_lines(one);
  std::istringstream other_lines(other);
  std::string one_line;
  std::string other_line;
  for (int line = 1;; ++line) {
    const bool has_one = static_cast<bool>(std::getline(one_lines, one_line));
    const bool has_other = static_cast<bool>(std::getline(other_lines, other_line));
    if (has_one && has_other && one_line == other_line) continue;
    return "line " + std::to_string(line) + "\n  " + (has_one ? one_line.substr(0, 2000) : "(none)") +
           "\n  " + (has_other ? other_line.substr(0, 2000) : "(none)");
  }
}

// Hands everything on to the files, and replaces the core where that was asked for.
class SavingListener final : public CoreListener {
 public:
  SavingListener(CoreIs core_is, const std::shared_ptr<const Mission>& mission, CoreListener& files)
      : core_is_(core_is), names_(*mission), files_(files) {}

  void watch(CoreLoop& loop) { loop_ = &loop; }

  void track_changed(TrackId id, const Core& core) override {
    files_.track_changed(id, core);
    if (core.show(id, {}, track_)) {
      to_proto(track_, names_, "ALL", "", message_);
      run.changes += to_json(message_) + "\n";
    } else {  // its end was told with an earlier look of the same second
      run.changes += "gone: " + std::to_string(index(id)) + "\n";
    }
  }
  void alert(const Alert& alert, const Core& core) override { files_.alert(alert, core); }
  void tick(ReceiveTime time, const Core& core) override {
    files_.tick(time, core);
    ++run.tick_count;
    if (core_is_ == CoreIs::kept) return;
    const std::string bytes = loop_->save_core();
    run.largest_state_bytes = std::max(run.largest_state_bytes, bytes.size());
    const Status loaded = loop_->load_core(bytes);
    ASSERT_TRUE(loaded.ok()) << loaded.error().line();
    ASSERT_TRUE(loop_->save_core() == bytes) << "tick " << run.tick_count << ": saved again it is another";
  }

  ReplayedRun run;

 private:
  CoreIs core_is_;
  Names names_;
  CoreListener& files_;
  CoreLoop* loop_ = nullptr;
  Track track_;
  pb::Track message_;
};

// REQUIRES: the mission's feeds are the inputs (set_replay_feeds)
inline ReplayedRun replay_to_files(const std::vector<ReplayInput>& inputs,
                                   const std::shared_ptr<const Mission>& mission, CoreIs core_is,
                                   const std::filesystem::path& folder) {
  ReplaySettings settings;
  settings.alerts_path = folder / "alerts.jsonl";
  settings.tracks_path = folder / "tracks.csv";
  auto files = ReplayOutputs::create(settings, mission, nullptr);
  EXPECT_TRUE(files.ok());
  SavingListener listener(core_is, mission, **files);
  auto replay = Replay::open(inputs, mission, {}, listener);
  EXPECT_TRUE(replay.ok()) << replay.error().line();
  listener.watch((*replay)->loop());
  for (auto more = (*replay)->step(); more && *more && !testing::Test::HasFatalFailure();)
    more = (*replay)->step();
  EXPECT_TRUE((*files)->close().ok());
  listener.run.state = (*replay)->loop().save_core();
  listener.run.alerts = text_of(settings.alerts_path);
  listener.run.tracks = text_of(settings.tracks_path);
  return std::move(listener.run);
}

// Where each track was when it was first shown.
class FirstPlaces final : public CoreListener {
 public:
  void track_changed(TrackId, const Core&) override {}
  void alert(const Alert&, const Core&) override {}
  void tick(ReceiveTime, const Core& core) override {
    core.tracker().for_each({}, [&](const Track& track) {
      if (track.status != TrackStatus::confirmed || track.id <= newest_) return;
      newest_ = track.id;
      places.push_back(track.position);
    });
  }
  std::vector<LatLon> places;

 private:
  TrackId newest_{};
};

inline std::string ring(double south_deg, double west_deg, double north_deg, double east_deg) {
  char text[256];
  std::snprintf(text, sizeof text, "[[[%.7f,%.7f],[%.7f,%.7f],[%.7f,%.7f],[%.7f,%.7f],[%.7f,%.7f]]]",
                west_deg, south_deg, east_deg, south_deg, east_deg, north_deg, west_deg, north_deg, west_deg,
                south_deg);
  return text;
}

inline void write_geojson(const std::filesystem::path& path, const std::vector<std::string>& polygons) {
  std::ofstream file(path);
  file << R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{},)"
       << R"("geometry":{"type":"MultiPolygon","coordinates":[)";
  for (std::size_t i = 0; i < polygons.size(); ++i) file << (i == 0 ? "" : ",") << polygons[i];
  file << "]}}]}\n";
}

// A small zone around where each track was first seen, and one that half of them are in.
inline void write_layers(const std::vector<LatLon>& places, double half_m,
                         const std::filesystem::path& folder) {
  double south_deg = 90, west_deg = 180, north_deg = -90, east_deg = -180;
  std::vector<LatLon> apart;  // polygons of one zone must not overlap
  std::vector<std::string> polygons;
  const double half_deg = half_m / 111'195;
  for (const LatLon place : places) {
    const double wide_deg = half_deg / std::cos(place.latitude_deg * 3.14159265358979 / 180);
    south_deg = std::min(south_deg, place.latitude_deg);
    north_deg = std::max(north_deg, place.latitude_deg);
    west_deg = std::min(west_deg, place.longitude_deg);
    east_deg = std::max(east_deg, place.longitude_deg);
    const bool is_apart = std::none_of(apart.begin(), apart.end(), [&](LatLon other) {
      return std::abs(other.latitude_deg - place.latitude_deg) < 2.5 * half_deg &&
             std::abs(other.longitude_deg - place.longitude_deg) < 2.5 * wide_deg;
    });
    if (!is_apart || apart.size() >= 400) continue;
    apart.push_back(place);
    polygons.push_back(ring(place.latitude_deg - half_deg, place.longitude_deg - wide_deg,
                            place.latitude_deg + half_deg, place.longitude_deg + wide_deg));
  }
  const double middle_deg = (south_deg + north_deg) / 2;
  write_geojson(folder / "area.geojson", {ring(south_deg - 1, west_deg - 1, north_deg + 1, east_deg + 1)});
  write_geojson(folder / "first.geojson", polygons);
  write_geojson(folder / "south.geojson",
                {ring(south_deg - 0.5, west_deg - 0.5, middle_deg, east_deg + 0.5)});
}

constexpr const char* rules_with_memory = R"([mission]
name = "saved"
area = "area.geojson"
[[zone]]
name = "first"
source = "first.geojson"
[[zone]]
name = "south"
source = "south.geojson"
[[rule]]
kind = "zone-entry"
zone = "first"
[[rule]]
kind = "zone-entry"
name = "patient"
zone = "first"
hold_s = 2
clear_s = 3
cooldown_s = 5
[[rule]]
kind = "zone-entry"
name = "latched"
zone = "south"
hold_s = 4
latch = true
[[rule]]
kind = "zone-entry"
name = "confident"
zone = "south"
confidence = 0.99
clear_s = 1
cooldown_s = 20
)";

// Rules with every kind of memory: the small zones are left by what moves.
inline std::shared_ptr<const Mission> mission_around(const std::vector<ReplayInput>& inputs, double half_m,
                                                     const std::filesystem::path& folder) {
  Mission bare;
  EXPECT_TRUE(set_replay_feeds(inputs, bare).ok());
  FirstPlaces first;
  auto replay = Replay::open(inputs, std::make_shared<const Mission>(bare), {}, first);
  EXPECT_TRUE(replay.ok()) << replay.error().line();
  for (auto more = (*replay)->step(); more && *more;) more = (*replay)->step();
  EXPECT_FALSE(first.places.empty());
  if (first.places.empty()) return std::make_shared<const Mission>(bare);

  write_layers(first.places, half_m, folder);
  auto parsed = parse_configuration(rules_with_memory, folder / "mission.toml");
  for (const Error& error : parsed.errors) ADD_FAILURE() << error.line();
  if (!parsed.configuration) return std::make_shared<const Mission>(bare);
  EXPECT_TRUE(set_replay_feeds(inputs, parsed.configuration->mission).ok());
  return std::make_shared<const Mission>(std::move(parsed.configuration->mission));
}

inline std::size_t count_of(const std::string& text, std::string_view word) {
  std::size_t count = 0;
  for (std::size_t place = text.find(word); place != std::string::npos; place = text.find(word, place + 1))
    ++count;
  return count;
}

// The bytes of both runs; says what was compared.
inline void expect_same_saved_at_each_tick(const std::vector<ReplayInput>& inputs, double half_m) {
  const std::filesystem::path folder = fresh_folder();
  const auto mission = mission_around(inputs, half_m, folder);
  const ReplayedRun kept = replay_to_files(inputs, mission, CoreIs::kept, folder);
  const ReplayedRun saved = replay_to_files(inputs, mission, CoreIs::replaced_at_each_tick, folder);
  EXPECT_EQ(kept.tick_count, saved.tick_count);
  EXPECT_EQ(first_difference(kept.alerts, saved.alerts), "") << "alerts";
  EXPECT_EQ(first_difference(kept.tracks, saved.tracks), "") << "tracks";
  EXPECT_EQ(first_difference(kept.changes, saved.changes), "") << "changes of tracks";
  EXPECT_TRUE(kept.state == saved.state)
      << "the states at the end are " << kept.state.size() << " and " << saved.state.size() << " bytes";
  // A run in which nothing happens would say nothing.
  EXPECT_GT(count_of(kept.alerts, "ALERT_STATE_RAISED"), 10U);
  EXPECT_GT(count_of(kept.alerts, "ALERT_STATE_CLEARED"), 3U);
  std::printf("%zu ticks, %zu changes of tracks, %zu lines of alerts, largest state %zu bytes\n",
              saved.tick_count, count_of(saved.changes, "\n"), count_of(saved.alerts, "\n"),
              saved.largest_state_bytes);
  std::filesystem::remove_all(folder);
}

}  // namespace watchpost
