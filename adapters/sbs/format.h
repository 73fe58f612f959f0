// The format `sbs`, for the table in adapters/formats.cc.
#pragma once

#include "adapters/formats.h"

namespace watchpost {

const Format& sbs_format();

}  // namespace watchpost
