// The format `ais`, for the table in adapters/formats.cc.
#pragma once

#include "adapters/formats.h"

namespace watchpost {

const Format& ais_format();

}  // namespace watchpost
