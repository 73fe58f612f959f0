// What a command line says of a recorded feed: `--option key=value`, `--start`, `--rate`.
#pragma once

#include <string>
#include <vector>

#include "adapters/feed_decoder.h"
#include "adapters/formats.h"
#include "daemon/base/result.h"

namespace watchpost {

struct FeedCommandLine {
  std::vector<std::string> options;            // key=value
  std::string start = "1970-01-01T00:00:00Z";  // of invented times, RFC 3339
  double rate_hz = 100;
};

struct FeedChoices {
  ParameterValues options;
  ReceiveTime start;
  double rate_hz = 100;
};

Result<FeedChoices> parse_feed_options(const FeedCommandLine& line, const Format& format);

// RFC 3339, or Unix seconds with a fraction.
Result<ReceiveTime> parse_receive_time(const std::string& text);

}  // namespace watchpost
