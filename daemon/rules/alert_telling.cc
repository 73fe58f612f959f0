// What people have been told of a condition is brought to its story.

#include <algorithm>

#include "daemon/rules/alert_book.h"
#include "daemon/rules/alert_id.h"
#include "daemon/rules/alert_text.h"
#include "daemon/rules/subject.h"

namespace watchpost {
namespace {

constexpr std::string_view it_never_held = "a late report has shown that it never held";
constexpr std::string_view it_was_another_time = "late reports have shown that it was at another time";
constexpr std::string_view it_goes_on = "late reports have shown that it had not ended";

}  // namespace

// Of what is not revised only the end of the story can be new.
bool AlertBook::is_told(const Condition& condition) const {
  const Story& story = condition.story;
  const std::size_t closed = condition.told.size() - (condition.is_open() ? 1 : 0);
  return closed == story.closed_count() && condition.is_open() == story.is_open() &&
         (!story.is_open() || condition.told.back().raised_time == story.raised_time());
}

void AlertBook::bring_to_story(Condition& condition, std::vector<Alert>& alerts) {
  if (condition.is_revised || !is_told(condition)) compare(condition, alerts);
  if (condition.is_open() && (condition.has_again || condition.story.phase() != Phase::clearing))
    update_alert(condition, alerts);
  condition.has_again = false;
  const EventTime oldest = condition.basis.time - memory_;
  if (condition.story.closed_count() > 0) {
    condition.story.forget_closed_before(oldest);
    std::erase_if(condition.told,
                  [&](const Alert& alert) { return alert.cleared_time && *alert.cleared_time < oldest; });
  }
  const bool is_over =
      condition.story.phase() == Phase::idle && !condition.is_open() && now_[ticks] >= condition.expires;
  if (is_over)
    conditions_.erase(ConditionKey(condition.key));
  else
    wait(condition);
}

// What was told and is not so any more is cancelled, what is so and was not told is raised.
void AlertBook::compare(Condition& condition, std::vector<Alert>& alerts) {
  const std::vector<Story::Episode> episodes = condition.story.episodes();
  std::vector<Alert>& told = condition.told;
  const auto told_of = [&](const Story::Episode& episode) {
    return std::find_if(told.begin(), told.end(),
                        [&](const Alert& alert) { return alert.raised_time == episode.raised_time; });
  };
  std::optional<Alert> wrong;  // what people did with it, they did with what is raised instead
  for (std::size_t i = 0; i < told.size();) {
    const bool is_so = std::any_of(episodes.begin(), episodes.end(), [&](const Story::Episode& episode) {
      return episode.raised_time == told[i].raised_time;
    });
    if (is_so) {
      ++i;
      continue;
    }
    const std::string_view why = episodes.empty() ? it_never_held : it_was_another_time;
    end(condition, told[i], AlertState::cancelled, condition.basis.time, why, alerts);
    wrong = std::move(told[i]);
    told.erase(told.begin() + static_cast<std::ptrdiff_t>(i));
  }
  for (const Story::Episode& episode : episodes) {
    if (told_of(episode) == told.end()) {
      raise(condition, episode, wrong ? &*wrong : nullptr, alerts);
      wrong.reset();
    }
    Alert& alert = *told_of(episode);
    if (alert.cleared_time == episode.cleared_time) continue;
    if (episode.cleared_time)
      end(condition, alert, AlertState::cleared, *episode.cleared_time, episode.why, alerts);
    else
      reopen(condition, alert, alerts);
  }
  condition.is_revised = false;
  condition.raising.reset();
}

void AlertBook::raise(Condition& condition, const Story::Episode& episode, const Alert* instead_of,
                      std::vector<Alert>& alerts) {
  const RuleSpec& rule = spec(condition);
  const bool has_basis = condition.raising && condition.raising->time == episode.raised_time;
  const Basis& basis = has_basis ? *condition.raising : condition.basis;
  const std::string subject = subject_text(condition.subject, *mission_);
  const bool is_pair = condition.key.other.kind != PartyKind::none;
  const std::string other = is_pair ? subject_text(condition.other, *mission_) : "";
  Alert alert;
  alert.alert_id = alert_id({mission_->node, rule.name, subject, other, rule.place, episode.raised_time});
  alert.rule = rule.name;
  alert.kind = rule.kind;
  alert.place = rule.place;
  alert.instruction = rule.instruction;
  alert.raised_time = episode.raised_time;
  if (instead_of != nullptr) {
    alert.acknowledged_by = instead_of->acknowledged_by;
    alert.notes = instead_of->notes;
  }
  const auto place = std::find_if(condition.told.begin(), condition.told.end(),
                                  [&](const Alert& known) { return known.raised_time > alert.raised_time; });
  Alert& told = *condition.told.insert(place, std::move(alert));
  open_by_id_.emplace(told.alert_id, condition.key);
  fill(condition, told, basis, episode.raised_time);
  condition.has_news = false;
  tell(told, AlertState::raised, episode.raised_time, alerts);
}

void AlertBook::end(Condition& condition, Alert& alert, AlertState state, EventTime time,
                    std::string_view why, std::vector<Alert>& alerts) {
  fill(condition, alert, condition.basis, time);
  alert.cleared_time = time;
  alert.evidence.remark = std::string(why);
  open_by_id_.erase({alert.alert_id, condition.key});
  tell(alert, state, time, alerts);
}

void AlertBook::reopen(Condition& condition, Alert& alert, std::vector<Alert>& alerts) {
  alert.cleared_time.reset();
  open_by_id_.emplace(alert.alert_id, condition.key);
  fill(condition, alert, condition.basis, condition.basis.time);
  alert.evidence.remark = it_goes_on;
  condition.has_news = false;
  tell(alert, AlertState::updated, condition.basis.time, alerts);
}

// A condition that persists is told again only where people would read something new, or where it has
// happened again.
void AlertBook::update_alert(Condition& condition, std::vector<Alert>& alerts) {
  if (!condition.has_news && !condition.has_again) return;
  condition.has_news = false;
  if (!condition.has_again && wording_of(condition, condition.basis, *mission_) == condition.wording) return;
  Alert& alert = condition.told.back();
  fill(condition, alert, condition.basis, condition.basis.time);
  tell(alert, AlertState::updated, condition.basis.time, alerts);
}

void AlertBook::fill(Condition& condition, Alert& alert, const Basis& basis, EventTime time) const {
  condition.wording = wording_of(condition, basis, *mission_);
  fill_alert(alert, condition, basis, condition.wording, *mission_);
  const EventTime began = condition.story.is_open() ? condition.story.began() : time;
  if (began < time) add_dwell(alert, began, time, ways(condition.key).own_hold);
}

void AlertBook::tell(Alert& alert, AlertState state, EventTime time, std::vector<Alert>& alerts) {
  alert.state = state;
  alert.event_time = time;
  ++alert.revision;
  alerts.push_back(alert);
}

}  // namespace watchpost
