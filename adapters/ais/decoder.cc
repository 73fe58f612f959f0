#include "adapters/ais/decoder.h"

#include <algorithm>
#include <cstring>

#include "adapters/ais/position.h"

namespace watchpost::ais {
namespace {

constexpr std::string_view gpsd_greeting = R"({"class":"VERSION")";
constexpr std::string_view gpsd_word = R"({"class":")";
constexpr std::string_view gpsd_watch = "?WATCH={\"enable\":true,\"nmea\":true};\r\n";

constexpr std::array vessel{Classification{"vessel"}};
constexpr std::array fishing{Classification{"vessel.fishing"}};
constexpr std::array military{Classification{"vessel.military"}};
constexpr std::array passenger{Classification{"vessel.passenger"}};
constexpr std::array cargo{Classification{"vessel.cargo"}};
constexpr std::array tanker{Classification{"vessel.tanker"}};
constexpr std::array aircraft{Classification{"aircraft.sar"}};
constexpr std::array station{Classification{"station"}};
constexpr std::array aid{Classification{"aid"}};
constexpr std::array virtual_aid{Classification{"aid"}, Classification{"aid.virtual"}};
constexpr std::array beacon{Classification{"beacon"}};

using Classes = std::span<const Classification>;

// M.1371-5 annex 8, message 5: identifiers to be used by ships to report their type.
Classes class_of_ship_type(std::uint32_t ship_type) {
  if (ship_type == 30) return fishing;
  if (ship_type == 35) return military;
  switch (ship_type / 10) {
    case 6:
      return passenger;
    case 7:
      return cargo;
    case 8:
      return tanker;
    default:
      return vessel;
  }
}

Classes class_of(const Payload& payload, const Layout& layout, std::uint32_t mmsi) {
  if (mmsi / 10'000'000 == 97) return beacon;
  switch (layout.subject) {
    case Subject::vessel:
      return layout.ship_type.is_there() ? class_of_ship_type(payload.number(layout.ship_type)) : vessel;
    case Subject::aircraft:
      return aircraft;
    case Subject::station:
      return station;
    case Subject::aid:
      return payload.flag(layout.is_virtual.at) ? Classes(virtual_aid) : Classes(aid);
    case Subject::none:
      break;
  }
  return {};
}

bool is_auxiliary_craft(std::uint32_t mmsi) {
  return mmsi / 10'000'000 == 98;
}

}  // namespace

void AisDecoder::decode(const Frame& frame, ReportSink& sink, ReplySink& replies) {
  const std::string_view line = frame.bytes;
  if (line.empty() || line.front() == '#') return;
  const std::size_t begin = find_sentence(line, 0);
  const auto refusal = begin == std::string_view::npos ? decode_other_line(frame, replies)
                                                       : decode_sentences(frame, begin, sink);
  count_given_up(sink);
  if (refusal) sink.fault(refusal->fault, refusal->detail);
}

// Blank lines, TAG blocks alone, other sentences, gpsd's own words, and what is none of them.
std::optional<Refusal> AisDecoder::decode_other_line(const Frame& frame, ReplySink& replies) {
  std::string_view line = frame.bytes;
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  if (line.empty()) return std::nullopt;
  if (line.substr(0, gpsd_word.size()) == gpsd_word) {
    if (line.substr(0, gpsd_greeting.size()) == gpsd_greeting) replies.reply(gpsd_watch);
    return std::nullopt;
  }
  if (line.size() > 1 && line.front() == '\\' && line.back() == '\\') {
    Tag tag;
    if (!read_tags(line, tag))
      return Refusal{Fault::bad_checksum, "the TAG block's checksum is missing or wrong"};
    keep_tag(line);
    return std::nullopt;
  }
  waiting_tag_.length = 0;
  const std::size_t begin = line.find_first_of("$!");
  return check_sentence(begin == std::string_view::npos ? std::string_view() : line.substr(begin));
}

// Mostly one; where a line holds more (a line end was lost), each counts. The first refusal stands
// for the line if none of them was good.
std::optional<Refusal> AisDecoder::decode_sentences(const Frame& frame, std::size_t begin, ReportSink& sink) {
  const std::string_view line = frame.bytes;
  Tag tag;
  if (waiting_tag_.length > 0) {
    read_tags({waiting_tag_.bytes.data(), waiting_tag_.length}, tag);
    waiting_tag_.length = 0;
  }
  std::optional<Refusal> refusal;
  bool is_any_good = false;
  std::size_t before = 0;
  while (begin != std::string_view::npos) {
    if (begin > before) read_tags(line.substr(before, begin - before), tag);
    Sentence sentence;
    auto problem = read_sentence(line.substr(begin), sentence);
    if (!problem) problem = decode_sentence(sentence, tag, frame, sink);
    if (!problem) is_any_good = true;
    if (problem && !refusal) refusal = problem;
    before = begin + std::max<std::size_t>(sentence.end, 1);
    begin = find_sentence(line, before);
  }
  return is_any_good ? std::nullopt : refusal;
}

std::optional<Refusal> AisDecoder::decode_sentence(const Sentence& sentence, const Tag& tag,
                                                   const Frame& frame, ReportSink& sink) {
  if (sentence.fragment_count == 1) {
    payload_.clear();
    if (!payload_.append(sentence.payload, sentence.pad_bit_count))
      return Refusal{Fault::malformed,
                     "the payload is longer than any message, or not of six-bit characters"};
    return decode_payload(payload_, tag.source, frame, sink);
  }
  switch (assembler_.add(sentence, tag, frame.received)) {
    case Assembly::complete:
      return decode_payload(assembler_.payload(), assembler_.source(), frame, sink);
    case Assembly::open:
    case Assembly::repeated:
      break;
    case Assembly::without_its_first:
      return Refusal{Fault::truncated, "a fragment came without the one before it"};
    case Assembly::not_a_payload:
      return Refusal{Fault::malformed,
                     "the payload is longer than any message, or not of six-bit characters"};
  }
  return std::nullopt;
}

std::optional<Refusal> AisDecoder::decode_payload(const Payload& payload, std::string_view source,
                                                  const Frame& frame, ReportSink& sink) {
  if (payload.padded_bit_count() < part_bits.end())
    return Refusal{Fault::truncated, "the message ends before its sender's number does"};
  const Layout* const layout = find_layout(payload.number(type_bits), payload.number(part_bits));
  if (layout == nullptr) return std::nullopt;
  if (payload.padded_bit_count() < layout->bit_count_min)
    return Refusal{Fault::truncated, "the message is shorter than its type is"};

  Report report;
  report.receive_time = frame.received;
  report.event_time = event_time_of(payload, *layout, frame);
  report.sensor = source;
  const std::uint32_t mmsi = payload.number(mmsi_bits);
  report.set<Field::mmsi>(mmsi);
  read_position(payload, *layout, report);
  read_motion(payload, *layout, report);
  read_status(payload, *layout, mmsi, report);

  details_ = ReportDetails{};
  details_.classification = class_of(payload, *layout, mmsi);
  read_static(payload, *layout, report);
  read_text(payload, *layout);
  report.details = &details_;
  sink.report(report);
  return std::nullopt;
}

void AisDecoder::read_static(const Payload& payload, const Layout& layout, Report& report) {
  if (layout.imo.is_there()) {
    // Message 5: from 1,000,000 to 9,999,999 it is an IMO number, above an official number of the flag state.
    const std::uint32_t imo = payload.number(layout.imo);
    if (imo >= 1'000'000 && imo <= 9'999'999) report.set<Field::imo>(imo);
  }
  if (layout.callsign.is_there()) details_.callsign = payload.text(layout.callsign, callsign_.data());
  if (layout.name.is_there()) details_.name = read_name(payload, layout, name_.data());
  // An auxiliary craft gives its mother ship's MMSI in the place of its dimensions.
  if (layout.dimensions.is_there() && !(layout.type == 24 && is_auxiliary_craft(report.mmsi)))
    read_dimensions(payload, layout.dimensions.at, report);
}

void AisDecoder::read_text(const Payload& payload, const Layout& layout) {
  if (!layout.text.is_there()) return;
  const int available = std::max(0, payload.bit_count() - layout.text.at);
  const auto width = static_cast<std::uint16_t>(std::min<int>(available, layout.text.width));
  event_ = PointEvent{};
  event_.type = "safety-text";
  event_.text = payload.text({layout.text.at, width}, name_.data());
  details_.event = &event_;
}

std::optional<ReceiveTime> AisDecoder::recorded_time(std::string_view frame) const {
  const auto time_ns = recorded_time_ns(frame);
  return time_ns ? std::optional(receive_time_from_ns(*time_ns)) : std::nullopt;
}

void AisDecoder::tick(ReceiveTime now, ReportSink& sink, ReplySink& /*replies*/) {
  assembler_.give_up_older_than(now);
  count_given_up(sink);
}

void AisDecoder::finish(ReportSink& sink) {
  assembler_.give_up_all();
  count_given_up(sink);
}

void AisDecoder::keep_tag(std::string_view line) {
  if (line.size() > waiting_tag_.bytes.size()) return;
  std::copy(line.begin(), line.end(), waiting_tag_.bytes.begin());
  waiting_tag_.length = line.size();
}

void AisDecoder::count_given_up(ReportSink& sink) {
  for (int left = assembler_.take_given_up_count(); left > 0; --left)
    sink.fault(Fault::truncated, "the other fragments of a message did not come in time");
}

}  // namespace watchpost::ais
