#include "adapters/adsb/format.h"

#include <array>

#include "adapters/adsb/decoder.h"
#include "adapters/fields.h"

namespace watchpost {
namespace {

// sample.toml, which a test compares with this.
constexpr std::string_view sample_config =
    R"toml(# Aircraft from a Mode S receiver: dump1090, readsb, a Beast.
[[feed]]
name = "tower-adsb"
source = "tcp://127.0.0.1:30005"  # Beast binary; AVR text is on port 30002; or "file:…", "-"
format = "adsb"
)toml";

constexpr std::array<std::string_view, 2> counters{"12mhz", "gps"};

constexpr Parameter options[] = {
    {.name = "receiver_position",
     .type = ParameterType::text,
     .unit = "deg",
     .sentence = "\"LATITUDE, LONGITUDE\" of the antenna: aircraft on the surface are within its sight"},
    {.name = "counter",
     .type = ParameterType::text,
     .default_value = "\"12mhz\"",
     .sentence = "what the counters of Beast and AVR frames count: 12 MHz, or the nanoseconds of the UTC day",
     .choices = counters},
};

std::string_view trimmed(std::string_view text) {
  const auto is_around = [](char letter) { return letter == ' ' || letter == '[' || letter == ']'; };
  while (!text.empty() && is_around(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_around(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<LatLon> position_of(std::string_view text) {
  const auto cells = split<2>(text, ',');
  if (!cells) return std::nullopt;
  const auto latitude_deg = number(trimmed((*cells)[0]), -90, 90);
  const auto longitude_deg = number(trimmed((*cells)[1]), -180, 180);
  if (!latitude_deg || !longitude_deg) return std::nullopt;
  return LatLon{*latitude_deg, *longitude_deg};
}

Status check_options(const ParameterValues& values) {
  const std::string* text = values.find<std::string>("receiver_position");
  if (text == nullptr || position_of(*text)) return {};
  return Error{"receiver_position",
               "found \"" + *text + "\", expected latitude and longitude in degrees such as \"12.5, -3.25\""};
}

DecoderPtr create_decoder(const ParameterValues& values) {
  adsb::AdsbOptions chosen;
  if (const std::string* text = values.find<std::string>("receiver_position"))
    chosen.receiver_position = position_of(*text);
  if (values.get<std::string>("counter") == "gps") chosen.counter = adsb::CounterKind::gps;
  return std::make_unique<adsb::AdsbDecoder>(chosen);
}

constexpr Format format{
    .name = "adsb",
    .description = "Mode S extended squitter as Beast binary, AVR text or time,hex lines",
    .framing = Framing::beast,
    .options = options,
    .check = check_options,
    .create = create_decoder,
    .sample_config = sample_config,
};

}  // namespace

const Format& adsb_format() {
  return format;
}

}  // namespace watchpost
