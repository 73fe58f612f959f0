// Decoder: the one interface of an adapter. Bytes in, Reports out.
//
// The rules for every decoder:
//   stateless towards time   no clock; receive time is handed in with each frame, time passing by tick()
//   total                    every byte string is decoded or is a fault; none crashes, hangs or grows
//   absent stays absent      what the source calls 'not available' is not set
//   SI and degrees           and WGS 84
//   uncertainty always       the format's own, or the default that its README states
//
// Threads   one decoder a connection, called by the I/O thread alone.
// Errors    what the world sent wrongly is a Fault to the sink, once for each refused frame. A
//           valid frame of a type that we do not use is neither a report nor a fault.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "daemon/base/time.h"
#include "daemon/model/report.h"

namespace watchpost {

enum class Fault : std::uint8_t { truncated, bad_checksum, malformed, out_of_range, unsupported };
inline constexpr int fault_count = 5;

constexpr std::string_view name(Fault fault) {
  constexpr std::string_view names[] = {"truncated", "bad_checksum", "malformed", "out_of_range",
                                        "unsupported"};
  return names[static_cast<int>(fault)];
}

class ReportSink {
 public:
  virtual ~ReportSink() = default;
  // The sink gives feed and number, and copies what the report points to before it returns. Event and
  // receive time are the decoder's to set: Frame::received, where the format says nothing better.
  virtual void report(const Report& report) = 0;
  // The feed keeps source bytes. Without details.raw a report gets those of the frame being decoded; a
  // decoder that hands on a report later than its frame gives raw itself.
  virtual bool keeps_raw() const { return false; }
  // `detail` is a sentence for a person and holds no source bytes: a refused position must
  // not reach the disk by way of a log.
  virtual void fault(Fault fault, std::string_view detail) = 0;
};

// Bytes to send to the peer, for protocols that want answers (SAPIENT, TAK, gpsd).
class ReplySink {
 public:
  virtual ~ReplySink() = default;
  virtual void reply(std::string_view bytes) = 0;
};

// What the framing of the format cuts out of the bytes: a line without its line end, a datagram, …
struct Frame {
  std::string_view bytes;
  ReceiveTime received;
  bool is_time_invented = false;  // no recorded or live time of reception: counted from --start
  bool is_cut_off = false;        // the connection was lost before the end of this line
};

// A receiver's counter in place of a time: it runs from the recording's start, and begins anew with `period`.
struct RecordedCounter {
  Duration since_start;
  Duration period;
};

class Decoder {
 public:
  virtual ~Decoder() = default;

  virtual void decode(const Frame& frame, ReportSink& sink, ReplySink& replies) = 0;

  // The time of reception that this frame itself carries, in a recording (docs/interfaces.md,
  // "Recorded time"). Looks at the frame alone: it neither reads nor changes the decoder's state.
  virtual std::optional<ReceiveTime> recorded_time(std::string_view /*frame*/) const { return std::nullopt; }
  // The same where the frame has a counter and no time.
  virtual std::optional<RecordedCounter> recorded_counter(std::string_view /*frame*/) const {
    return std::nullopt;
  }

  virtual void opened(ReplySink& /*replies*/) {}                                           // a connection
  virtual void tick(ReceiveTime /*now*/, ReportSink& /*sink*/, ReplySink& /*replies*/) {}  // each second
  virtual void finish(ReportSink& /*sink*/) {}                                             // nothing follows
};

using DecoderPtr = std::unique_ptr<Decoder>;

}  // namespace watchpost
