#include "adapters/ais/format.h"

#include "adapters/ais/decoder.h"

namespace watchpost {
namespace {

// sample.toml, which a test compares with this.
constexpr std::string_view sample_config = R"toml(# Vessels, aids and distress beacons from an AIS receiver.
[[feed]]
name = "harbour-ais"
source = "tcp://127.0.0.1:10110"  # or "tcp-listen://…", "file:…", "-"; gpsd's port 2947 too
format = "ais"
)toml";

DecoderPtr create_decoder(const ParameterValues& /*options*/) {
  return std::make_unique<ais::AisDecoder>();
}

constexpr Format format{
    .name = "ais",
    .description = "AIS sentences (VDM, VDO) with TAG blocks and $PGHP time stamps",
    .framing = Framing::line,
    .options = {},
    .create = create_decoder,
    .sample_config = sample_config,
};

}  // namespace

const Format& ais_format() {
  return format;
}

}  // namespace watchpost
