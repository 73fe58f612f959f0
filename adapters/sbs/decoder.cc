#include "adapters/sbs/decoder.h"

#include <array>

#include "adapters/fields.h"
#include "adapters/sbs/format.h"
#include "adapters/sbs/row.h"

namespace watchpost {
namespace sbs {
namespace {

constexpr std::array aircraft{Classification{"aircraft"}};

// Beyond it the two times are of different clocks, and say nothing.
constexpr Duration generated_to_logged_max = std::chrono::seconds(60);

// What the program that logs says of itself and of what its user chose.
bool is_other_row(std::string_view line) {
  for (const std::string_view kind : {"SEL,", "ID,", "AIR,", "STA,", "CLK,"})
    if (line.substr(0, kind.size()) == kind) return true;
  return false;
}

}  // namespace

void SbsDecoder::decode(const Frame& frame, ReportSink& sink, ReplySink& /*replies*/) {
  const std::string_view line = frame.bytes;
  if (line.substr(0, 4) != "MSG,") {
    if (line.find_first_not_of(" \t") == std::string_view::npos || is_other_row(line)) return;
    return sink.fault(Fault::malformed, "not a BaseStation line");
  }
  // Nothing protects the last cells of a line.
  if (frame.is_cut_off) return sink.fault(Fault::truncated, "the connection ended within a line");
  Row row;
  if (const auto refusal = read_row(line, row)) return sink.fault(refusal->fault, refusal->detail);

  ReportDetails details;
  details.callsign = row.callsign;
  details.sensor_track = row.made_up_address;
  details.classification = aircraft;
  row.report.details = &details;
  row.report.receive_time = frame.received;
  row.report.event_time = as_event_time(frame.received);
  const Duration took = row.generated_to_logged.value_or(Duration(0));
  if (took > Duration(0) && took <= generated_to_logged_max) row.report.event_time -= took;
  sink.report(row.report);
}

std::optional<ReceiveTime> SbsDecoder::recorded_time(std::string_view frame) const {
  const auto time_ns = logged_time_ns(frame);
  return time_ns ? std::optional(receive_time_from_ns(*time_ns) - utc_offset_) : std::nullopt;
}

}  // namespace sbs

namespace {

// sample.toml, which a test compares with this.
constexpr std::string_view sample_config =
    R"toml(# Aircraft as a receiver's program has decoded them: BaseStation lines.
[[feed]]
name = "tower-sbs"
source = "tcp://127.0.0.1:30003"
format = "sbs"
)toml";

constexpr Parameter options[] = {
    {.name = "utc_offset_h",
     .type = ParameterType::number,
     .unit = "h",
     .default_value = "0",
     .sentence = "by how much the logged times, which name no time zone, are ahead of UTC",
     .minimum = -14,
     .maximum = 14},
};

DecoderPtr create_decoder(const ParameterValues& values) {
  double offset_h = values.get<double>("utc_offset_h", 0.0);
  if (const std::int64_t* whole = values.find<std::int64_t>("utc_offset_h"))
    offset_h = static_cast<double>(*whole);
  return std::make_unique<sbs::SbsDecoder>(duration_from_s(offset_h * 3600));
}

constexpr Format format{
    .name = "sbs",
    .description = "BaseStation lines (MSG,1 to MSG,8), as dump1090 and readsb send them",
    .framing = Framing::line,
    .options = options,
    .create = create_decoder,
    .sample_config = sample_config,
};

}  // namespace

const Format& sbs_format() {
  return format;
}

}  // namespace watchpost
