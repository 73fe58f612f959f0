// AdsbDecoder: Mode S frames, as receivers send them, become reports of aircraft and vehicles.
//
// Which messages, what is taken from each, and every default: README.md beside this.
//
// Errors    README.md, "What is a fault".
// Memory    AircraftTable's; no allocation for a frame of an aircraft that is known.
// Source    ICAO Annex 10 volume IV; RTCA DO-260B.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "adapters/adsb/aircraft_table.h"
#include "adapters/adsb/carriage.h"
#include "adapters/adsb/squitter.h"
#include "adapters/decoder.h"

namespace watchpost::adsb {

struct AdsbOptions {
  std::optional<LatLon> receiver_position;
  CounterKind counter = CounterKind::ticks_12mhz;
};

class AdsbDecoder final : public Decoder {
 public:
  explicit AdsbDecoder(const AdsbOptions& options) : options_(options) {}

  void decode(const Frame& frame, ReportSink& sink, ReplySink& replies) override;
  std::optional<ReceiveTime> recorded_time(std::string_view frame) const override;
  std::optional<RecordedCounter> recorded_counter(std::string_view frame) const override;
  void tick(ReceiveTime now, ReportSink& sink, ReplySink& replies) override;

 private:
  std::optional<Refusal> decode_avr(const Frame& frame, ReportSink& sink);
  std::optional<Refusal> decode_heard(const HeardFrame& heard, const Frame& frame, ReportSink& sink);
  std::optional<Refusal> decode_all_call(const ModeSFrame& heard, const Frame& frame, ReportSink& sink);
  std::optional<Refusal> decode_squitter(const ModeSFrame& heard, bool is_multilaterated, const Frame& frame,
                                         ReportSink& sink);
  void decode_reply(const ModeSFrame& heard, std::uint32_t address, const Frame& frame, ReportSink& sink);

  void pass_time(const HeardFrame& heard, const Frame& frame);
  Report begin_report(const AircraftState& aircraft, const Frame& frame);
  void send(Report& report, const AircraftState& aircraft, ReportSink& sink);

  const AdsbOptions options_;
  AircraftTable table_;

  Timeline now_{};
  std::optional<std::uint64_t> last_counter_;
  std::optional<ReceiveTime> last_received_;

  // What a report points to until the sink has taken it.
  ReportDetails details_;
  std::array<char, 8> callsign_{};
  std::array<char, 7> made_up_address_{};  // "~" and six hexadecimal digits
};

}  // namespace watchpost::adsb
