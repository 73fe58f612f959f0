// Input: the only things that get into the core, in one order.
#pragma once

#include <variant>

#include "daemon/base/time.h"
#include "daemon/model/report.h"

namespace watchpost {

// Each whole second of receive time. It stands after every report received at or before it.
struct Tick {
  ReceiveTime time;
};

// An admitted report, owned by the batch that outlives the step.
struct ReportInput {
  const Report* report = nullptr;
};

using Input = std::variant<ReportInput, Tick>;

}  // namespace watchpost
