#include "daemon/app/tracks_csv.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <utility>

#include "daemon/wire/convert.h"

namespace watchpost {
namespace {

constexpr Duration sensor_memory = std::chrono::seconds(30);

void write_row(std::FILE* file, ReceiveTime tick, const Track& track, const std::string& node) {
  const double std_m = std::sqrt((track.covariance.ee_m2 + track.covariance.nn_m2) / 2);
  const EventTime since = as_event_time(tick) - sensor_memory;
  const auto sensors =
      std::count_if(track.sensors.begin(), track.sensors.end(),
                    [&](const TrackSensor& sensor) { return sensor.last_report_time >= since; });
  std::fprintf(file, "%.3f,%s-%llu,%.8f,%.8f,%.3f,%.3f,%.3f,%s,%d\n", seconds(tick.time_since_epoch()),
               node.c_str(), static_cast<unsigned long long>(index(track.id)), track.position.latitude_deg,
               track.position.longitude_deg, track.velocity_mps.east_m, track.velocity_mps.north_m, std_m,
               std::string(word(track.status)).c_str(), static_cast<int>(sensors));
}

}  // namespace

Result<TracksCsv> TracksCsv::create(const std::string& path, std::string node) {
  std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "w");
  if (file == nullptr) return Error{path, std::strerror(errno)};
  std::fputs("time_s,track,latitude_deg,longitude_deg,east_mps,north_mps,std_m,status,sensors\n", file);
  return TracksCsv(file, path, std::move(node));
}

TracksCsv::TracksCsv(std::FILE* file, std::string path, std::string node)
    : file_(file), path_(std::move(path)), node_(std::move(node)) {}

TracksCsv::TracksCsv(TracksCsv&& other) noexcept
    : file_(std::exchange(other.file_, nullptr)),
      path_(std::move(other.path_)),
      node_(std::move(other.node_)) {}

TracksCsv::~TracksCsv() {
  if (file_ != nullptr && file_ != stdout) std::fclose(file_);
}

void TracksCsv::write(ReceiveTime tick, const Core& core) {
  core.tracker().for_each(as_event_time(tick), [&](const Track& track) {
    if (track.status != TrackStatus::confirmed && track.status != TrackStatus::coasting) return;
    write_row(file_, tick, track, node_);
  });
}

Status TracksCsv::close() {
  std::FILE* file = std::exchange(file_, nullptr);
  const bool had_error = std::ferror(file) != 0;
  const bool is_written = file == stdout ? std::fflush(file) == 0 : std::fclose(file) == 0;
  if (!is_written || had_error) return Error{path_, "could not be written to its end"};
  return {};
}

}  // namespace watchpost
