// The format `adsb`, for the table in adapters/formats.cc.
#pragma once

#include "adapters/formats.h"

namespace watchpost {

const Format& adsb_format();

}  // namespace watchpost
