// What people do with alerts. An action answers what was told: its time is never before that.

#include <algorithm>

#include "daemon/rules/alert_book.h"

namespace watchpost {
namespace {

Error refused(std::string why) {
  return {"alert", std::move(why)};
}

}  // namespace

Status AlertBook::act(const Command& command, EventTime now, std::vector<Alert>& alerts) {
  if (command.by.empty()) return refused("found nobody's name, expected who acts");
  std::vector<Key> keys;
  for (auto entry = open_by_id_.lower_bound({command.alert_id, Key{}});
       entry != open_by_id_.end() && entry->first == command.alert_id; ++entry)
    keys.push_back(entry->second);
  if (keys.empty()) return refused("found no open alert of this id");
  Status status;
  for (const Key& key : keys) {
    Condition& condition = *conditions_.find(key);
    status = act_on(condition, command, std::max(now, condition.told.back().event_time), alerts);
  }
  return status;
}

Status AlertBook::act_on(Condition& condition, const Command& command, EventTime time,
                         std::vector<Alert>& alerts) {
  switch (command.action) {
    case AlertAction::acknowledge:
      return acknowledge(condition, command.by, time, alerts);
    case AlertAction::note:
      return note(condition, command.text, time, alerts);
    case AlertAction::clear:
      proceed(condition, Verdict::cleared, std::max(time, condition.story.last_time()),
              "cleared by " + command.by + (condition.story.is_true() ? " while the condition held" : ""),
              alerts);
      return {};
  }
  return refused("found an action that there is not");
}

// The first one answers for it. Whoever asks twice, having lost the answer, is told that it is done.
Status AlertBook::acknowledge(Condition& condition, const std::string& by, EventTime time,
                              std::vector<Alert>& alerts) {
  Alert& alert = condition.told.back();
  if (alert.acknowledged_by == by) return {};
  if (!alert.acknowledged_by.empty()) return refused("found it acknowledged by " + alert.acknowledged_by);
  alert.acknowledged_by = by;
  tell(alert, AlertState::acknowledged, time, alerts);
  return {};
}

Status AlertBook::note(Condition& condition, const std::string& text, EventTime time,
                       std::vector<Alert>& alerts) {
  std::vector<std::string>& notes = condition.told.back().notes;
  if (text.empty()) return refused("found an empty note, expected a text");
  if (text.size() > note_bytes_max)
    return refused("found a note of " + std::to_string(text.size()) + " bytes, expected at most " +
                   std::to_string(note_bytes_max));
  if (notes.size() >= notes_max)
    return refused("found " + std::to_string(notes.size()) + " notes already, expected fewer than " +
                   std::to_string(notes_max));
  notes.push_back(text);
  tell(condition.told.back(), AlertState::updated, time, alerts);
  return {};
}

}  // namespace watchpost
