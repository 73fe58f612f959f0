#include "adapters/formats.h"

#include "adapters/adsb/format.h"
#include "adapters/ais/format.h"
#include "adapters/plots/format.h"
#include "adapters/sbs/format.h"

namespace watchpost {
namespace {

constexpr Parameter time_parameters[] = {
    {.name = "start",
     .type = ParameterType::text,
     .default_value = "\"1970-01-01T00:00:00Z\"",
     .sentence = "receive time of the first line, RFC 3339, where time is \"data\" and the data has none"},
    {.name = "rate",
     .type = ParameterType::number,
     .unit = "1/s",
     .default_value = "100",
     .sentence = "lines a second from `start` on, where time is \"data\" and the data has none",
     .minimum = 1e-6,
     .maximum = 1e9},
};

}  // namespace

std::span<const Format> formats() {
  static const Format table[] = {
      ais_format(),
      adsb_format(),
      plots_format(),
      sbs_format(),
  };
  return table;
}

const Format* find_format(std::string_view name) {
  for (const Format& format : formats())
    if (format.name == name) return &format;
  return nullptr;
}

std::span<const Parameter> time_options() {
  return time_parameters;
}

}  // namespace watchpost
