// The table of formats: one line for each, in order. Nothing registers itself.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "adapters/decoder.h"
#include "daemon/model/parameter.h"

namespace watchpost {

enum class Framing : std::uint8_t { line };  // how the bytes of this format are cut into frames

struct Format {
  std::string_view name;         // what `format = "…"` says
  std::string_view description;  // one sentence
  Framing framing = Framing::line;
  std::span<const Parameter> options;  // `[feed.options]`
  DecoderPtr (*create)(const ParameterValues& options);
  std::string_view sample_config;  // TOML, adapters/<format>/sample.toml
};

std::span<const Format> formats();
const Format* find_format(std::string_view name);  // nullptr where there is none

// What `[feed.options]` takes for every format, beside its own: `start` and `rate` of invented times.
std::span<const Parameter> time_options();

}  // namespace watchpost
