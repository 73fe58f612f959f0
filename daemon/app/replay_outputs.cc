#include "daemon/app/replay_outputs.h"

#include <absl/time/time.h>

#include <cerrno>
#include <cstring>

#include "daemon/app/interrupt.h"
#include "daemon/wire/convert.h"
#include "daemon/wire/json.h"

namespace watchpost {

Result<std::unique_ptr<ReplayOutputs>> ReplayOutputs::create(const ReplaySettings& settings,
                                                             const std::shared_ptr<const Mission>& mission,
                                                             const PublishSettings* sockets) {
  std::unique_ptr<ReplayOutputs> outputs(new ReplayOutputs(settings, mission));
  if (settings.alerts_path == "-") {
    outputs->alerts_ = stdout;
  } else if (!settings.alerts_path.empty()) {
    outputs->alerts_ = std::fopen(settings.alerts_path.c_str(), "w");
    if (outputs->alerts_ == nullptr) return Error{settings.alerts_path, std::strerror(errno)};
  }
  if (!settings.tracks_path.empty()) {
    auto tracks = TracksCsv::create(settings.tracks_path, mission->node);
    if (!tracks) return tracks.error();
    outputs->tracks_.emplace(std::move(*tracks));
  }
  if (settings.publish) {
    PublishSettings free_ports;
    free_ports.stream = free_ports.query = "tcp://127.0.0.1:*";
    const PublishSettings& chosen = sockets != nullptr ? *sockets : free_ports;
    outputs->published_ = std::make_unique<PublishedStream>(mission, chosen);
    if (Status status = outputs->published_->start(); !status) return status.error();
    std::fprintf(stderr, "publishing on %s, queries on %s\n", outputs->published_->stream_endpoint().c_str(),
                 outputs->published_->query_endpoint().c_str());
    PublishedStream* published = outputs->published_.get();
    outputs->announcer_.emplace(
        mission, chosen.track_interval, [published] { return published->now(); },
        [published](OutgoingPtr outgoing) { published->hand_on(std::move(outgoing)); });
  }
  return outputs;
}

ReplayOutputs::ReplayOutputs(const ReplaySettings& settings, std::shared_ptr<const Mission> mission)
    : settings_(settings), mission_(std::move(mission)), names_(*mission_) {}

ReplayOutputs::~ReplayOutputs() {
  if (alerts_ != nullptr && alerts_ != stdout) std::fclose(alerts_);
}

void ReplayOutputs::track_changed(TrackId track, const Core& core) {
  if (announcer_ && is_shown()) announcer_->track_changed(track, core);
}

void ReplayOutputs::alert(const Alert& alert, const Core& core) {
  if (is_over_ || !is_shown()) return;
  if (announcer_) announcer_->alert(alert, core);
  if (alerts_ == nullptr) return;
  pb::Alert message;
  to_proto(alert, names_, message);
  std::fprintf(alerts_, "%s\n", to_json(message).c_str());
}

void ReplayOutputs::tick(ReceiveTime time, const Core& core) {
  if (settings_.to && time > *settings_.to) is_over_ = true;
  time_ = time;
  if (is_over_ || !is_shown()) return;
  if (tracks_) tracks_->write(time, core);
  if (announcer_) announcer_->tick(time, core);
  keep_pace(time);
}

void ReplayOutputs::keep_pace(ReceiveTime time) {
  if (settings_.speed <= 0) return;
  const auto now = std::chrono::steady_clock::now();
  if (!pace_began_) pace_began_ = {time, now};
  const auto due =
      pace_began_->second + duration_from_s(seconds(time - pace_began_->first) / settings_.speed);
  const auto wait_ms = std::chrono::ceil<std::chrono::milliseconds>(due - now).count();
  if (wait_ms > 0) sleep_unless_interrupted(static_cast<int>(std::min<std::int64_t>(wait_ms, 1'000'000'000)));
}

std::string ReplayOutputs::time_text() const {
  if (!time_) return {};
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixNanos(unix_ns(*time_)), absl::UTCTimeZone());
}

Status ReplayOutputs::close() {
  if (published_) published_->stop();
  if (tracks_)
    if (Status status = tracks_->close(); !status) return status;
  if (alerts_ == nullptr) return {};
  const bool had_error = std::ferror(alerts_) != 0;
  const bool is_written =
      (alerts_ == stdout ? std::fflush(alerts_) : std::fclose(alerts_)) == 0 && !had_error;
  alerts_ = nullptr;
  if (!is_written) return Error{settings_.alerts_path, "could not be written to its end"};
  return {};
}

}  // namespace watchpost
