// ReplayOutputs: what a replay writes and publishes, and the pace it keeps.
//
// Determinism   the files depend on the inputs alone, whatever the speed.
// Threads       the caller's; published messages go on to threads of their own.
#pragma once

#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "daemon/app/announcer.h"
#include "daemon/app/core_loop.h"
#include "daemon/app/published_stream.h"
#include "daemon/app/tracks_csv.h"
#include "daemon/base/result.h"
#include "daemon/wire/names.h"

namespace watchpost {

struct ReplaySettings {
  std::string alerts_path;  // `-` is standard output; empty: none
  std::string tracks_path;
  double speed = 0;  // 0: as fast as it goes
  std::optional<ReceiveTime> from;
  std::optional<ReceiveTime> to;
  bool publish = false;
};

class ReplayOutputs final : public CoreListener {
 public:
  // `sockets` are those of the configuration; without one, free ports are taken. Both are printed.
  static Result<std::unique_ptr<ReplayOutputs>> create(const ReplaySettings& settings,
                                                       const std::shared_ptr<const Mission>& mission,
                                                       const PublishSettings* sockets);
  ~ReplayOutputs() override;

  void track_changed(TrackId track, const Core& core) override;
  void alert(const Alert& alert, const Core& core) override;
  void tick(ReceiveTime time, const Core& core) override;

  bool is_over() const { return is_over_; }  // past `to`
  std::string time_text() const;             // of the last tick
  Status close();

 private:
  ReplayOutputs(const ReplaySettings& settings, std::shared_ptr<const Mission> mission);
  bool is_shown() const { return !settings_.from || (time_ && *time_ >= *settings_.from); }
  void keep_pace(ReceiveTime time);

  ReplaySettings settings_;
  std::shared_ptr<const Mission> mission_;
  Names names_;
  std::FILE* alerts_ = nullptr;
  std::optional<TracksCsv> tracks_;
  std::unique_ptr<PublishedStream> published_;
  std::optional<Announcer> announcer_;
  std::optional<ReceiveTime> time_;  // of the last tick
  bool is_over_ = false;
  std::optional<std::pair<ReceiveTime, std::chrono::steady_clock::time_point>> pace_began_;
};

}  // namespace watchpost
