#include "daemon/rules/rules.h"

#include <array>

#include "daemon/rules/contact_lost.h"
#include "daemon/rules/emergency.h"
#include "daemon/rules/gone_dark.h"
#include "daemon/rules/line_crossing.h"
#include "daemon/rules/proximity.h"
#include "daemon/rules/sensor_silent.h"
#include "daemon/rules/system_fault.h"
#include "daemon/rules/zone_dwell.h"
#include "daemon/rules/zone_entry.h"
#include "daemon/rules/zone_exit.h"

namespace watchpost {
namespace {

constexpr std::array kinds = {
    zone_entry_kind,   zone_exit_kind, zone_dwell_kind, line_crossing_kind, proximity_kind,
    contact_lost_kind, gone_dark_kind, emergency_kind,  sensor_silent_kind, system_fault_kind,
};

}  // namespace

std::span<const RuleKind> rule_kinds() {
  return kinds;
}

const RuleKind* find_rule_kind(std::string_view name) {
  for (const RuleKind& kind : kinds)
    if (kind.name == name) return &kind;
  return nullptr;
}

}  // namespace watchpost
