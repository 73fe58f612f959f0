// The format `plots`, for the table in adapters/formats.cc.
#pragma once

#include "adapters/formats.h"

namespace watchpost {

const Format& plots_format();

}  // namespace watchpost
