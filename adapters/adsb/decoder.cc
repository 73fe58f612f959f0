#include "adapters/adsb/decoder.h"

#include <algorithm>

#include "adapters/adsb/codes.h"

namespace watchpost::adsb {
namespace {

constexpr std::uint32_t address_all_ones = 0xFFFFFF;

// The seven bits that an interrogator's code may take of the parity of DF11.
constexpr std::uint32_t interrogator_bits = 0x7F;

// Steps of a counter that may be: what lies beyond was another receiver, or the same switched off and on.
constexpr Duration counter_step_max = std::chrono::hours(1);
constexpr Duration counter_back_max = std::chrono::seconds(1);
constexpr Duration step_max = std::chrono::hours(24 * 365);

// Of DF4, 5, 20 and 21: what no transponder asks for or is in. Bits 6 to 8 and 9 to 13.
constexpr std::uint32_t flight_status_max = 5;
constexpr std::uint32_t downlink_request_max = 7;  // 16 to 31 announce long messages, which nobody sends

constexpr Refusal wrong_parity{Fault::bad_checksum, "the parity does not fit"};

std::string_view sensor_of(Path path) {
  switch (path) {
    case Path::rebroadcast:
      return "ads-r";
    case Path::ground_radar:
      return "tis-b";
    case Path::multilateration:
      return "mlat";
    case Path::direct:
      break;
  }
  return {};
}

// DO-260B table 2-7: what the control field of DF18 says of address and path; nothing: not read.
std::optional<Sender> sender_of_control(std::uint32_t control, std::uint32_t address, bool is_flagged) {
  switch (control) {
    case 0:
      return Sender{address, true, Path::direct};
    case 1:
      return Sender{address, false, Path::direct};
    case 2:
      return Sender{address, !is_flagged, Path::ground_radar};
    case 5:
      return Sender{address, false, Path::ground_radar};
    case 6:
      return Sender{address, !is_flagged, Path::rebroadcast};
    default:
      return std::nullopt;
  }
}

// Capability CA: 4 on the ground, 5 in the air, else it may be either.
void read_capability(std::uint32_t capability, Report& report) {
  if (capability == 4 || capability == 5) report.set<Field::on_ground>(capability == 4);
}

// Flight status FS: 0 and 2 in the air, 1 and 3 on the ground, else it may be either.
void read_flight_status(std::uint32_t status, Report& report) {
  if (status <= 3) report.set<Field::on_ground>(status % 2 != 0);
}

}  // namespace

void AdsbDecoder::decode(const Frame& frame, ReportSink& sink, ReplySink& /*replies*/) {
  std::optional<Refusal> refusal;
  if (is_avr(frame.bytes)) {
    refusal = decode_avr(frame, sink);
  } else {
    HeardFrame heard;
    refusal = is_beast(frame.bytes) ? read_beast(frame.bytes, heard) : read_time_hex(frame.bytes, heard);
    if (!refusal) refusal = decode_heard(heard, frame, sink);
  }
  if (refusal) sink.fault(refusal->fault, refusal->detail);
}

// Mostly one frame a line. Where there are more (a line end was lost), each counts; the first refusal stands
// for the line.
std::optional<Refusal> AdsbDecoder::decode_avr(const Frame& frame, ReportSink& sink) {
  std::optional<Refusal> first;
  std::string_view text = frame.bytes;
  while (is_avr(text)) {
    HeardFrame heard;
    auto refusal = take_avr(text, heard);
    if (!refusal) refusal = decode_heard(heard, frame, sink);
    if (!first) first = refusal;
  }
  if (!text.empty() && !first) first = Refusal{Fault::malformed, "more than a frame in the line"};
  return first;
}

std::optional<Refusal> AdsbDecoder::decode_heard(const HeardFrame& heard, const Frame& frame,
                                                 ReportSink& sink) {
  pass_time(heard, frame);
  if (!heard.frame) return std::nullopt;
  const ModeSFrame& mode_s = *heard.frame;
  const auto size = frame_bytes_of(mode_s.downlink_format());
  if (!size) return Refusal{Fault::malformed, "a downlink format that Mode S does not have"};
  if (*size > mode_s.size) return Refusal{Fault::truncated, "a frame shorter than its downlink format"};
  if (*size < mode_s.size) return Refusal{Fault::malformed, "a frame longer than its downlink format"};
  switch (mode_s.downlink_format()) {
    case 17:
    case 18:
      return decode_squitter(mode_s, heard.is_multilaterated, frame, sink);
    case 11:
      return decode_all_call(mode_s, frame, sink);
    case 4:
    case 5:
    case 20:
    case 21:
      decode_reply(mode_s, parity_remainder(std::span(mode_s.bytes).first(mode_s.size)), frame, sink);
      break;
    default:
      break;
  }
  return std::nullopt;
}

std::optional<Refusal> AdsbDecoder::decode_squitter(const ModeSFrame& heard, bool is_multilaterated,
                                                    const Frame& frame, ReportSink& sink) {
  if (parity_remainder(heard.bytes) != 0) return wrong_parity;
  const std::uint32_t address = heard.announced_address();
  const bool is_transponder = heard.downlink_format() == 17;
  const MessageField message(heard);
  const MessageKind kind = kind_of(message);
  std::optional<Sender> sender = Sender{address, true, Path::direct};
  if (!is_transponder)
    sender = sender_of_control(heard.subfield(), address, is_address_flagged(message, kind));
  if (!sender) return std::nullopt;
  if (sender->is_icao && (address == 0 || address == address_all_ones))
    return Refusal{Fault::out_of_range, "an address that no aircraft has"};
  if (is_multilaterated) sender->path = Path::multilateration;

  AircraftState& aircraft = table_.hear(*sender, now_);
  if (kind == MessageKind::unused) return std::nullopt;
  Report report = begin_report(aircraft, frame);
  if (is_transponder) read_capability(heard.subfield(), report);
  const Moment moment{now_, !frame.is_time_invented || last_counter_.has_value()};
  read_message(message, kind, moment, options_.receiver_position, aircraft, report, details_, callsign_);
  send(report, aircraft, sink);
  return std::nullopt;
}

std::optional<Refusal> AdsbDecoder::decode_all_call(const ModeSFrame& heard, const Frame& frame,
                                                    ReportSink& sink) {
  const std::uint32_t remainder = parity_remainder(std::span(heard.bytes).first(heard.size));
  if ((remainder & ~interrogator_bits) != 0) return wrong_parity;
  const AircraftState* const aircraft = table_.find(heard.announced_address(), now_);
  if (aircraft == nullptr) return std::nullopt;
  Report report = begin_report(*aircraft, frame);
  read_capability(heard.subfield(), report);
  send(report, *aircraft, sink);
  return std::nullopt;
}

// The address is laid over the parity, so that any damage makes another address of it: it counts where that
// was heard before, else nobody can tell a stranger from noise. The same for what looks like noise: relays
// hand on whatever damage gave one of their addresses.
void AdsbDecoder::decode_reply(const ModeSFrame& heard, std::uint32_t address, const Frame& frame,
                               ReportSink& sink) {
  if (heard.subfield() > flight_status_max || heard.bytes[1] >> 3 > downlink_request_max) return;
  const AircraftState* const aircraft = table_.find(address, now_);
  if (aircraft == nullptr) return;
  Report report = begin_report(*aircraft, frame);
  read_flight_status(heard.subfield(), report);
  const std::uint32_t format = heard.downlink_format();
  if (format == 4 || format == 20)
    read_altitude(heard.code13(), report);
  else
    read_squawk(heard.code13(), *aircraft, now_, report);
  if (heard.size == long_frame_bytes) {
    // Comm-B register 2,0, aircraft identification, alone says which register it is, by its first byte.
    const MessageField message(heard);
    if (message.number(1, 8) == 0x20)
      details_.callsign = callsign_of(message.bits() & 0xFFFFFFFFFFFF, callsign_);
  }
  send(report, *aircraft, sink);
}

// By the receiver's counter where there is one, so that a recording played fast is as it was.
void AdsbDecoder::pass_time(const HeardFrame& heard, const Frame& frame) {
  Duration step{};
  if (last_received_ && frame.received > *last_received_) step = frame.received - *last_received_;
  if (heard.counter && last_counter_) {
    const RecordedCounter before = recorded_counter_of(*last_counter_, options_.counter);
    const RecordedCounter after = recorded_counter_of(*heard.counter, options_.counter);
    Duration counted = after.since_start - before.since_start;
    if (counted < -before.period / 2) counted += before.period;
    if (counted >= -counter_back_max && counted <= counter_step_max) step = std::max(counted, Duration(0));
  }
  // No feed lasts as long as that; counters that leap must not make it overflow.
  if (now_ < Timeline::max() / 2) now_ += std::min(step, step_max);
  last_counter_ = heard.counter;
  last_received_ = std::max(last_received_.value_or(frame.received), frame.received);
}

Report AdsbDecoder::begin_report(const AircraftState& aircraft, const Frame& frame) {
  details_ = ReportDetails{};
  Report report;
  report.receive_time = frame.received;
  report.event_time = as_event_time(frame.received);
  report.sensor = sensor_of(aircraft.sender.path);
  if (aircraft.sender.is_icao) {
    report.set<Field::icao24>(aircraft.sender.address);
  } else {
    made_up_address_[0] = '~';
    for (std::size_t i = 0; i < 6; ++i)
      made_up_address_[i + 1] = "0123456789abcdef"[aircraft.sender.address >> (20 - 4 * i) & 15];
    details_.sensor_track = {made_up_address_.data(), made_up_address_.size()};
  }
  return report;
}

void AdsbDecoder::send(Report& report, const AircraftState& aircraft, ReportSink& sink) {
  details_.classification = classes_of(aircraft);
  report.details = &details_;
  sink.report(report);
}

std::optional<ReceiveTime> AdsbDecoder::recorded_time(std::string_view frame) const {
  const auto time_ns = time_hex_ns(frame);
  return time_ns ? std::optional(receive_time_from_ns(*time_ns)) : std::nullopt;
}

std::optional<RecordedCounter> AdsbDecoder::recorded_counter(std::string_view frame) const {
  const auto counter = counter_of(frame);
  return counter ? std::optional(recorded_counter_of(*counter, options_.counter)) : std::nullopt;
}

// Memory alone: the timeline passes with frames.
void AdsbDecoder::tick(ReceiveTime /*now*/, ReportSink& /*sink*/, ReplySink& /*replies*/) {
  table_.forget_older_than(now_ - AircraftTable::age_max);
}

}  // namespace watchpost::adsb
