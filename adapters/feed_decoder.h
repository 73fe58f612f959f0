// FeedDecoder: the bytes of one connection of a feed become numbered reports.
//
// It puts together framing, recorded time, the format's decoder and the counters, so that
// `decode`, `replay` and the daemon read a feed in exactly one way. A feed with several
// connections has one FeedDecoder for each and one FeedCounters for all.
//
//   bytes ──► Framer ──► RecordedClock ──► Decoder ──► number, feed, sensor ──► ReportBatch ──► output
//
// Errors        none; what the world sent wrongly is counted in FeedCounters.
// Memory        bounded by the framer's longest frame and RecordedClock's backlog.
// Determinism   reports depend on the bytes alone where time is recorded, not on how they were
//               cut into chunks.
// Threads       the caller's; one caller at a time.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "adapters/decoder.h"
#include "adapters/formats.h"
#include "adapters/recorded_clock.h"
#include "daemon/base/ids.h"
#include "daemon/base/time.h"
#include "daemon/model/report_batch.h"

namespace watchpost {

// Where receive times come from.
enum class TimeSource : std::uint8_t {
  clock,     // the time that the transport stamped
  recorded,  // the times in the data; where it has none, start + k / rate (docs/interfaces.md, "Recorded
             // time")
};

struct FeedCounters {
  std::uint64_t bytes = 0;
  std::uint64_t frames = 0;
  std::uint64_t reports = 0;                        // also the last N of `FEED/N`
  std::array<std::uint64_t, fault_count> faults{};  // by Fault
  RecordedProgress recorded;                        // where time is recorded: of all connections
  std::optional<ReceiveTime> newest_report;         // no report of the feed is handed on with an earlier one
};

// How the bytes of a connection ended.
enum class Ending : std::uint8_t {
  whole,  // a file at its end: a last line without its line end is a line
  cut,    // a connection that was lost, an archive cut short: such a line may lack its last bytes
};

struct FeedDecoderSettings {
  FeedId feed{};
  TimeSource time = TimeSource::clock;
  ReceiveTime start{};    // of invented times
  double rate_hz = 100;   // frames a second of invented times
  bool keep_raw = false;  // give each report the bytes of its frame
};

class FeedDecoder {
 public:
  // Hands on a batch that is not empty (where time is recorded it may hold faults alone); it may be taken
  // (moved from) and another put in its place.
  using BatchOutput = std::function<void(ReportBatchPtr&)>;
  // A fault for a person: kind, detail and the offset of the frame in the connection's bytes.
  using FaultOutput = std::function<void(Fault, std::string_view detail, std::uint64_t offset)>;

  FeedDecoder(const Format& format, const ParameterValues& options, const FeedDecoderSettings& settings,
              FeedCounters& counters, BatchOutput output, FaultOutput fault_output = {});
  ~FeedDecoder();

  // The connection is there; what the decoder wants to say first goes to `replies`.
  void opened(ReplySink& replies);
  // A chunk of bytes as they came. `received` counts where TimeSource is clock. Every report of
  // the chunk has been handed to the output when this returns (unless its time is not yet known).
  void bytes(std::string_view chunk, ReceiveTime received, ReplySink& replies);
  // The same of a whole datagram: no frame goes on beyond its end.
  void datagram(std::string_view content, ReceiveTime received, ReplySink& replies);
  // Time passes while nothing arrives. Counts where TimeSource is clock; recorded time passes with the
  // frames alone, and the decoder's ticks come from them.
  void tick(ReceiveTime now, ReplySink& replies);
  // Frames wait for the first recorded time (RecordedClock).
  bool is_waiting_for_time() const;
  void give_up_waiting(ReplySink& replies);
  // No byte follows: the last frame, what the decoder has kept, and what waited for its time go out.
  void finish(Ending ending = Ending::whole);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace watchpost
