// SbsDecoder: BaseStation lines, as dump1090 and readsb send them, become reports of aircraft.
//
// Errors    README.md, "What is a fault".
// Memory    none between lines.
// Source    README.md beside this.
#pragma once

#include <optional>
#include <string_view>

#include "adapters/decoder.h"

namespace watchpost::sbs {

class SbsDecoder final : public Decoder {
 public:
  // The log's own clock is this much ahead of UTC.
  explicit SbsDecoder(Duration utc_offset) : utc_offset_(utc_offset) {}

  void decode(const Frame& frame, ReportSink& sink, ReplySink& replies) override;
  std::optional<ReceiveTime> recorded_time(std::string_view frame) const override;

 private:
  const Duration utc_offset_;
};

}  // namespace watchpost::sbs
