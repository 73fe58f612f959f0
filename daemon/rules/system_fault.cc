// A store that fails is a fault until it recovers; a step of the clock and a pause of the daemon have
// happened and are over: their alerts clear after clear_s.

#include "daemon/rules/system_fault.h"

#include <cmath>
#include <cstdio>
#include <string>

#include "daemon/rules/rule_context.h"

namespace watchpost {
namespace {

// What the daemon tells of (daemon/app/machine_watch.h).
constexpr double step_min_s = 0.1;
constexpr double pause_min_s = 2;

std::string text_of_seconds(Duration duration) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", std::abs(seconds(duration)));
  return text;
}

class SystemFault final : public Rule {
 public:
  unsigned calls() const override { return calls_machine; }

  void on_event(const SystemEvent& event, RuleContext& context) override {
    if (!context.is_active()) return;
    finding_ = {};
    finding_.may_be_critical = true;
    switch (event.kind) {
      case SystemEventKind::clock_step:
        finding_.phrase = std::string("was set ") + (event.amount > Duration{} ? "forward" : "back") +
                          " by " + text_of_seconds(event.amount);
        finding_.values = {{"step", seconds(event.amount), step_min_s, "s"}};
        return context.happens(context.of(part(1, "system clock"), context.time()), finding_);
      case SystemEventKind::pause:
        finding_.phrase = "stood still for " + text_of_seconds(event.amount);
        finding_.values = {{"pause", seconds(event.amount), pause_min_s, "s"}};
        return context.happens(context.of(part(2, "daemon"), context.time()), finding_);
      case SystemEventKind::store_fails:
        finding_.phrase = "fails: what should be on disk is not";
        finding_.remark = event.detail;
        return context.holds(context.of(part(3, "store"), context.time()), finding_);
      case SystemEventKind::store_recovers:
        return context.fails(context.of(part(3, "store"), context.time()), "it has recovered");
    }
  }

 private:
  const SubjectFacts& part(std::uint64_t number, const char* name) {
    part_ = {};
    part_.party = {PartyKind::machine, number};
    part_.name = name;
    return part_;
  }

  Finding finding_;
  SubjectFacts part_;
};

}  // namespace

RulePtr make_system_fault(const RuleSpec&, const Mission&) {
  return std::make_unique<SystemFault>();
}

}  // namespace watchpost
