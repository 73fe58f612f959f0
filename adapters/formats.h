// The table of formats: one line for each, in order. Nothing registers itself.
#pragma once

#include <span>
#include <string_view>

#include "adapters/decoder.h"
#include "adapters/framing.h"
#include "daemon/base/result.h"
#include "daemon/model/parameter.h"

namespace watchpost {

struct Format {
  std::string_view name;               // what `format = "…"` says
  std::string_view description;        // one sentence
  Framing framing = Framing::line;     // how its bytes are cut into frames
  std::span<const Parameter> options;  // `[feed.options]`
  // What `options` cannot say of the values: nullptr where they say all.
  Status (*check)(const ParameterValues& values) = nullptr;
  DecoderPtr (*create)(const ParameterValues& options);
  std::string_view sample_config;  // TOML, adapters/<format>/sample.toml
};

std::span<const Format> formats();
const Format* find_format(std::string_view name);  // nullptr where there is none

// What `[feed.options]` takes for every format, beside its own: `start` and `rate` of invented times.
std::span<const Parameter> time_options();

}  // namespace watchpost
