// Any bytes are a configuration or are told what is wrong with them; no file is read.
#include <cstdint>
#include <string>

#include "daemon/app/config.h"
#include "daemon/base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t byte_count) {
  using namespace watchpost;
  std::string text(reinterpret_cast<const char*>(data), byte_count);
  const ConfigurationResult result = parse_configuration(std::move(text), "F", NamedFiles::skip);
  CHECK(result.configuration.has_value() == result.errors.empty(), "a configuration, or errors");
  for (const Error& error : result.errors) {
    CHECK(!error.where.empty() && !error.what.empty(), "an error has a place and says something");
    CHECK(error.line().find('\n') == std::string::npos, "an error is one line");
  }
  return 0;
}
