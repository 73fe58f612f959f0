// The name of an alert over its whole life: 16 hexadecimal digits.
//
// Source   docs/interfaces.md: SHA-256 of node, rule name, subject and other in order of id, place and
//          raise time; the first 64 bits of it.
#pragma once

#include <string>
#include <string_view>

#include "daemon/base/time.h"

namespace watchpost {

struct AlertIdParts {
  std::string_view node;
  std::string_view rule;
  std::string_view subject;
  std::string_view other;  // empty: none
  std::string_view place;  // empty: none
  EventTime raised_time;
};

std::string alert_id(const AlertIdParts& parts);

}  // namespace watchpost
