#include "daemon/simulate/files.h"

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "daemon/simulate/plots_row.h"

namespace watchpost::simulate {
namespace {

// One file that is being written; what goes wrong is told at the end.
class Writing {
 public:
  Writing(const std::string& folder, const char* name)
      : path_((std::filesystem::path(folder) / name).string()), file_(std::fopen(path_.c_str(), "wb")) {}
  ~Writing() {
    if (file_ != nullptr) std::fclose(file_);
  }
  Writing(const Writing&) = delete;
  Writing& operator=(const Writing&) = delete;

  void put(const std::string& text) {
    if (file_ != nullptr && std::fwrite(text.data(), 1, text.size(), file_) != text.size()) is_whole_ = false;
  }

  Status finish() {
    const bool is_open = file_ != nullptr;
    if (is_open && std::fclose(file_) != 0) is_whole_ = false;
    file_ = nullptr;
    if (is_open && is_whole_) return {};
    return Error{path_, std::string("could not be written: ") + std::strerror(errno)};
  }

 private:
  std::string path_;
  std::FILE* file_;
  bool is_whole_ = true;
};

Status write_text(const std::string& folder, const char* name, const std::string& text) {
  Writing writing(folder, name);
  writing.put(text);
  return writing.finish();
}

Status write_records(const std::string& folder, const char* name, const char* heading,
                     const Recording& recording) {
  Writing writing(folder, name);
  writing.put(heading);
  for (const Record& record : recording.records()) writing.put(record.bytes);
  return writing.finish();
}

Result<std::size_t> write_truth(const std::string& folder, const Scene& scene, double step_s) {
  Writing writing(folder, "truth.csv");
  writing.put("time_s,object,kind,latitude_deg,longitude_deg,east_mps,north_mps\n");
  std::size_t rows = 0;
  for (std::int64_t step = 0;; ++step) {
    const double time_s = static_cast<double>(step) * step_s;
    if (time_s > scene.setting.duration_s) break;
    for (const Actor& actor : scene.actors) {
      if (!actor.is_there(time_s)) continue;
      const Motion motion = actor.path.at(time_s);
      const LatLon position = scene.setting.plane.to_degrees(motion.place);
      const EastNorth velocity = scene.setting.plane.ground_velocity_mps(motion.place, motion.velocity_mps);
      writing.put(unix_text(scene.setting, milliseconds(time_s)) + "," + actor.object + "," + actor.kind +
                  format(",%.7f,%.7f,%.3f,%.3f\n", position.latitude_deg, position.longitude_deg,
                         velocity.east_m, velocity.north_m));
      ++rows;
    }
  }
  if (Status status = writing.finish(); !status) return status.error();
  return rows;
}

std::string expected_text(const Demands& demands, const Setting& setting) {
  std::string text;
  for (const Expected& alert : demands.alerts) text += json_of(alert, setting) + "\n";
  return text;
}

std::vector<WrittenFile> files_of(const Scene& scene, const Feeds& feeds, std::size_t truth_rows,
                                  std::size_t alerts) {
  return {
      {"ais.nmea", feeds.ais.records().size(), "AIS messages, each with the time of its reception"},
      {"adsb.csv", feeds.adsb.lines.records().size(), "Mode S frames as time,hex"},
      {"adsb.beast", feeds.adsb.beast.records().size(), "the same frames as Beast binary"},
      {"radar.csv", feeds.radar.records().size(), "plots of a radar: ranges and azimuths"},
      {"units.csv", feeds.radio.records().size(), "positions of our own, under their names"},
      {"truth.csv", truth_rows, "where everybody really was"},
      {"expected.jsonl", alerts, "alerts that the truth demands"},
      {"watchpost.toml", scene.rules.size(), "rules, with all that they need"},
      {"mission.geojson", 1, "the mission area"},
      {"zones.geojson", scene.zones.size(), "zones"},
      {"lines.geojson", scene.lines.size(), "lines"},
  };
}

}  // namespace

Result<Written> write_simulation(Scene scene, const std::string& folder, double truth_step_s,
                                 const ShowStep& show) {
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem) return Error{folder, "could not be made: " + problem.message()};
  const Feeds feeds = transmit(scene, show);
  Written written{.scene = std::move(scene), .files = {}, .demands = {}};
  written.demands = demands_of(written.scene);
  const MissionPlane& plane = written.scene.setting.plane;
  for (const Status& status :
       {write_records(folder, "ais.nmea", "", feeds.ais),
        write_records(folder, "adsb.csv", "", feeds.adsb.lines),
        write_records(folder, "adsb.beast", "", feeds.adsb.beast),
        write_records(folder, "radar.csv", plots_header, feeds.radar),
        write_records(folder, "units.csv", plots_header, feeds.radio),
        write_text(folder, "watchpost.toml", configuration_text(written.scene)),
        write_text(folder, "mission.geojson", geojson_of(std::vector{written.scene.area}, plane)),
        write_text(folder, "zones.geojson", geojson_of(written.scene.zones, plane)),
        write_text(folder, "lines.geojson", geojson_of(written.scene.lines, plane)),
        write_text(folder, "expected.jsonl", expected_text(written.demands, written.scene.setting))})
    if (!status) return status.error();
  const Result<std::size_t> truth_rows = write_truth(folder, written.scene, truth_step_s);
  if (!truth_rows) return truth_rows.error();
  written.files = files_of(written.scene, feeds, *truth_rows, written.demands.alerts.size());
  return written;
}

}  // namespace watchpost::simulate
