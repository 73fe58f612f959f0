// RecordedClock: when was each frame of a recording received? (docs/interfaces.md, "Recorded time")
//
// A receiver's counter counts from start, and goes on where it begins anew. The first recorded time holds
// before it and the last after it; it never goes back. Where there is none at all, frame k (from 0, blank
// lines not counted) is at start + k / rate.
//
// So frames before the first recorded time wait. They are given invented times when the input is at its
// end, when more than backlog_bytes_max of them wait, or when the caller gives up waiting because a pipe or
// a socket has stalled. Once a report has gone out at an invented time the feed counts as one without
// recorded times, whatever it says later: a leap from an invented year to a recorded one would be worse.
//
// Units         rate_hz is frames a second, taken to the nearest millionth.
// Memory        backlog_bytes_max and one frame.
// Determinism   integers only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/decoder.h"
#include "daemon/base/time.h"

namespace watchpost {

// What the connections of one feed have in common, so that its time does not go back with a new one.
struct RecordedProgress {
  std::optional<ReceiveTime> newest;  // recorded or invented
  std::uint64_t frame_count = 0;
  bool is_invented = false;   // `newest` is
  bool has_reported = false;  // a report has gone out at an invented time; told by who hands it on
};

// `start = "2030-01-31T12:00:00Z"`: RFC 3339, with any offset; nothing where it is none.
std::optional<ReceiveTime> start_time(std::string_view rfc3339);

class RecordedClock {
 public:
  static constexpr std::size_t backlog_bytes_max = 16 * 1024 * 1024;

  struct Frame {
    std::string_view bytes;
    std::uint64_t offset = 0;
    bool is_unfinished = false;
  };
  using Output = std::function<void(const Frame&, ReceiveTime, bool is_invented)>;

  RecordedClock(ReceiveTime start, double rate_hz, RecordedProgress& progress, Output output);

  // `recorded` is the time that the frame itself carries. The frame goes out at once where its time is
  // known, and after those that waited.
  void frame(const Frame& frame, std::optional<ReceiveTime> recorded);
  // When a counter stood there: the instant nearest to the newest time, half its period later at most.
  ReceiveTime time_of(const RecordedCounter& counter) const;
  bool is_waiting() const { return !waiting_.empty(); }
  void give_up_waiting();
  void finish() { give_up_waiting(); }

 private:
  struct Waiting {
    std::size_t length;
    std::uint64_t offset;
    bool is_unfinished;
  };

  void release();
  void put_out(const Frame& frame);
  ReceiveTime invented_time(std::uint64_t frame_number) const;

  ReceiveTime start_;
  std::uint64_t rate_uhz_;
  RecordedProgress& progress_;
  Output output_;
  std::vector<Waiting> waiting_;
  std::string waiting_bytes_;
};

}  // namespace watchpost
