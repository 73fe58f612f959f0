// RuleContext: what a rule may see and say while it judges one track.
#pragma once

#include "daemon/model/mission.h"
#include "daemon/rules/alert_book.h"

namespace watchpost {

class RuleContext {
 public:
  RuleContext(AlertBook& book, const Judgement& judgement, std::vector<Alert>& alerts)
      : book_(book), judgement_(judgement), alerts_(alerts) {}

  // The time of the report, or of the tick at which the rule has become active.
  EventTime now() const { return judgement_.time; }

  // The condition is true of the track.
  void holds(const Finding& finding) { book_.holds(judgement_, finding, alerts_); }
  // It is not; `why` is for the alert that this may end.
  void fails(std::string_view why) { book_.fails(judgement_, why, alerts_); }

 private:
  AlertBook& book_;
  const Judgement& judgement_;
  std::vector<Alert>& alerts_;
};

}  // namespace watchpost
