// Log: what an operator should read afterwards, on standard error, one line each, with the time.
//
// Never a line for each report, and never a position or bytes of a feed: what the mandate refuses
// must not reach the disk by way of a log.
// Threads   any.
#pragma once

#include <spdlog/logger.h>

namespace watchpost {

spdlog::logger& log();

}  // namespace watchpost
