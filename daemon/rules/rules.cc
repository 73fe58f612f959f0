#include "daemon/rules/rules.h"

#include <array>

#include "daemon/rules/zone_entry.h"

namespace watchpost {
namespace {

constexpr std::array kinds = {
    zone_entry_kind,
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
