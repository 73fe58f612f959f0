// The tracks file: what a display would have shown at each tick.
//
// Source   docs/interfaces.md, "Tracks file (CSV)".
#pragma once

#include <cstdio>
#include <string>

#include "daemon/base/result.h"
#include "daemon/core/core.h"

namespace watchpost {

class TracksCsv {
 public:
  // `-` is standard output.
  static Result<TracksCsv> create(const std::string& path, std::string node);
  ~TracksCsv();
  TracksCsv(TracksCsv&& other) noexcept;
  TracksCsv(const TracksCsv&) = delete;
  TracksCsv& operator=(const TracksCsv&) = delete;
  TracksCsv& operator=(TracksCsv&&) = delete;

  // One row for each confirmed or coasting track, predicted to the tick.
  void write(ReceiveTime tick, const Core& core);
  Status close();

 private:
  TracksCsv(std::FILE* file, std::string path, std::string node);

  std::FILE* file_;
  std::string path_;
  std::string node_;
};

}  // namespace watchpost
