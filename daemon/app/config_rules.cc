// [[rule]], and the silences that bound how long a feed may hold everything up.
#include <algorithm>
#include <array>

#include "daemon/app/config_draft.h"
#include "daemon/app/config_words.h"
#include "daemon/rules/contact_lost.h"
#include "daemon/rules/rules.h"

namespace watchpost {
namespace {

struct PlaceKey {
  PlaceKind kind;
  std::string_view key;  // of `[[rule]]`, and the schema that defines it
};
constexpr std::array<PlaceKey, 4> place_keys = {{{PlaceKind::zone, "zone"},
                                                 {PlaceKind::line, "line"},
                                                 {PlaceKind::route, "route"},
                                                 {PlaceKind::asset, "asset"}}};

std::string_view key_of(PlaceKind kind) {
  for (const PlaceKey& place : place_keys)
    if (place.kind == kind) return place.key;
  return "no place";
}

const RuleKind* check_kind(ConfigDraft& draft, const ConfigTable& table) {
  const auto name = table.find<std::string>("kind");
  if (!name) return nullptr;
  const RuleKind* kind = find_rule_kind(*name);
  if (kind == nullptr) {
    std::vector<std::string_view> known;
    for (const RuleKind& each : rule_kinds()) known.push_back(each.name);
    draft.problems.error(table.place("kind"), found_unknown("rule kind", *name, known, "nothing"));
  }
  return kind;
}

// The place that the kind needs, and no other.
std::string build_place(ConfigDraft& draft, const ConfigTable& table, const RuleKind* kind) {
  std::string name;
  for (const PlaceKey& place : place_keys) {
    const bool is_written = table.is_written(place.key);
    if (kind != nullptr && place.kind != kind->place) {
      if (is_written)
        draft.problems.error(table.key_place(place.key),
                             "found " + std::string(place.key) + " in a rule of kind " +
                                 std::string(kind->name) + ", expected " + std::string(key_of(kind->place)));
      continue;
    }
    if (is_written) {
      draft.check_reference(table, place.key, place.key);
      name = table.text(place.key);
    } else if (kind != nullptr) {
      draft.problems.error(table.header(), "found no " + std::string(place.key) + " in a rule of kind " +
                                               std::string(kind->name) + ", expected " +
                                               std::string(place.key) + " = a name");
    }
  }
  return name;
}

std::vector<SubjectPattern> build_subjects(ConfigDraft& draft, const ConfigTable& table,
                                           std::string_view key) {
  std::vector<SubjectPattern> subjects;
  const std::vector<std::string_view> units = draft.names("unit");
  for (const auto& [text, place] : table.words(key)) {
    Result<SubjectPattern> pattern = parse_subject(text);
    if (!pattern) {
      draft.problems.error(place, pattern.error().what);
      continue;
    }
    if (!pattern->unit.empty() && std::find(units.begin(), units.end(), pattern->unit) == units.end())
      draft.problems.error(place, found_unknown("unit", pattern->unit, units, "a [[unit]] of that name"));
    if (!pattern->classification.empty())
      if (const auto near = unknown_class_hint(pattern->classification))
        draft.problems.warn(
            place, "no built-in format reports the class " + in_quotes(pattern->classification) + *near);
    subjects.push_back(std::move(*pattern));
  }
  return subjects;
}

// Of a kind that names feeds.
void check_feeds(ConfigDraft& draft, const ConfigTable& table) {
  const std::vector<std::string_view> feeds = draft.names("feed");
  for (const auto& [name, place] : table.words("feeds"))
    if (std::find(feeds.begin(), feeds.end(), name) == feeds.end())
      draft.problems.error(place, found_unknown("feed", name, feeds, "a [[feed]] of that name"));
}

std::vector<Schedule> build_schedules(ConfigDraft& draft, const ConfigTable& table) {
  std::vector<Schedule> schedules;
  for (const auto& [text, place] : table.words("active")) {
    const Result<Schedule> schedule = parse_schedule(text);
    if (schedule) {
      schedules.push_back(*schedule);
    } else {
      draft.problems.error(place, schedule.error().what);
    }
  }
  const TomlValue* written = table.written("active");
  const auto* array = written == nullptr ? nullptr : written->as<TomlArray>();
  if (array != nullptr && array->empty())
    draft.problems.error(table.place("active"), "found an empty array, expected times or no `active` at all");
  return schedules;
}

Severity severity_of(std::string_view word) {
  if (word == "INFO") return Severity::info;
  if (word == "ADVISORY") return Severity::advisory;
  if (word == "CRITICAL") return Severity::critical;
  return Severity::warning;
}

RuleSpec build_rule(ConfigDraft& draft, const ConfigTable& table) {
  const RuleKind* kind = check_kind(draft, table);
  RuleSpec rule;
  rule.kind = table.text("kind");
  rule.place = build_place(draft, table, kind);
  rule.name = table.get<std::string>("name", rule.place.empty() ? rule.kind : rule.kind + "-" + rule.place);
  rule.subjects = build_subjects(draft, table, "subjects");
  rule.others = build_subjects(draft, table, "other");
  check_feeds(draft, table);
  rule.severity = severity_of(table.text("severity"));
  rule.hold = duration_from_s(table.get<double>("hold_s"));
  rule.clear = duration_from_s(table.get<double>("clear_s"));
  rule.cooldown = duration_from_s(table.get<double>("cooldown_s"));
  rule.confidence = table.get<double>("confidence", rule.confidence);
  rule.active = build_schedules(draft, table);
  rule.is_latched = table.get<bool>("latch");
  rule.label = table.text("label");
  rule.instruction = table.text("instruction");
  if (kind != nullptr)
    for (const Parameter& row : kind->parameters)
      for (const ConfigValue& value : table.values())
        if (value.name == row.name && value.value) rule.parameters.set(std::string(row.name), *value.value);
  return rule;
}

void check_rule_name(ConfigDraft& draft, const ConfigTable& table, const RuleSpec& rule) {
  for (const RuleSpec& other : draft.mission().rules)
    if (!rule.name.empty() && other.name == rule.name) {
      draft.problems.error(table.place("name"), "found a second rule named " + in_quotes(rule.name) +
                                                    ", expected each name once" +
                                                    (table.is_written("name") ? "" : ": write a name"));
      return;
    }
}

// The shortest silence that some rule speaks of: nothing may wait for a feed longer than that.
std::optional<Duration> least_silence(const Mission& mission) {
  std::optional<Duration> least;
  const auto take = [&](Duration silence) { least = least ? std::min(*least, silence) : silence; };
  for (const RuleSpec& rule : mission.rules) {
    const auto* silent_s = rule.parameters.find<double>("silent_s");
    if (silent_s != nullptr)
      take(duration_from_s(*silent_s));
    else if (rule.kind == contact_lost_kind.name)
      take(duration_from_s(contact_lost_silent_s));
  }
  for (const Unit& unit : mission.units)
    if (unit.report_interval) take(3 * *unit.report_interval);
  return least;
}

void bound_idle(ConfigDraft& draft) {
  const auto least = least_silence(draft.mission());
  if (!least) return;
  const std::vector<ConfigTable>& tables = draft.all("feed");
  for (std::size_t i = 0; i < tables.size(); ++i) {
    Duration& idle = draft.mission().feeds[i].idle;
    if (idle <= *least) continue;
    if (tables[i].is_written("idle_s")) {
      const std::string silence = std::to_string(static_cast<std::int64_t>(seconds(*least)));
      draft.problems.error(tables[i].place("idle_s"),
                           "found " + describe(*tables[i].written("idle_s")) + ", expected at most " +
                               silence + " (s), the least silence that a rule or unit speaks of");
    }
    idle = *least;
  }
}

}  // namespace

void build_rules(ConfigDraft& draft) {
  for (const ConfigTable& table : draft.all("rule")) {
    RuleSpec rule = build_rule(draft, table);
    check_rule_name(draft, table, rule);
    draft.mission().rules.push_back(std::move(rule));
  }
  bound_idle(draft);
}

}  // namespace watchpost
