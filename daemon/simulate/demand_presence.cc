// Zones, lines and pairs: where somebody is, by exact geometry.

#include <algorithm>
#include <cmath>

#include "daemon/simulate/demand.h"

namespace watchpost::simulate {
namespace {

Span life_of(const Actor& actor, const Scene& scene) {
  return {std::max(actor.path.begin_s(), 0.0), std::min(actor.path.end_s(), scene.setting.duration_s)};
}

Span later(Span span, double by_s) {
  return {span.begin_s + by_s, span.end_s + by_s};
}

Expected expected_of(const WatchRule& rule, const Actor& subject, const std::string& why) {
  Expected expected;
  expected.rule = rule.name();
  expected.kind = rule.kind;
  expected.subject = &subject;
  expected.place = rule.place;
  expected.why = why;
  return expected;
}

void doubt(Demands& demands, const WatchRule& rule, const Actor& actor) {
  demands.doubts.push_back(rule.name() + ": " + actor.object + " comes too near to its threshold");
}

bool is_seen_by_anybody(const Actor& actor) {
  return actor.ais || actor.adsb || actor.radio || actor.is_seen_by_radar;
}

std::string reason_of(const WatchRule& rule, const Actor& actor) {
  if (rule.kind == "zone-exit") return actor.object + " leaves " + rule.place;
  if (rule.kind == "zone-dwell")
    return actor.object + " stays in " + rule.place + format(" for %g s", rule.number("dwell_s", 600));
  return actor.object + " enters " + rule.place;
}

}  // namespace

void demand_presence(const Scene& scene, const WatchRule& rule, Demands& demands) {
  const Polygon& zone = scene.zone(rule.place);
  const double wait_s =
      rule.number("hold_s", 0) + (rule.kind == "zone-dwell" ? rule.number("dwell_s", 600) : 0);
  const double sign = rule.kind == "zone-exit" ? -1 : 1;
  for (const Actor& actor : scene.actors) {
    if (!is_meant(rule.subjects, actor) || !is_seen_by_anybody(actor)) continue;
    const Sight sight = sight_of(actor, scene);
    const Span life = life_of(actor, scene);
    if (life.end_s <= life.begin_s) continue;
    const auto margin = [&](double time_s) { return sign * zone.margin_m(actor.path.at(time_s).place); };
    const CertainSpans found = certain_spans(margin, life, sight.slack_m, sight.delay_s);
    if (found.is_ambiguous) doubt(demands, rule, actor);
    for (const CertainSpan& span : found.spans) {
      // One that has never been inside has not left.
      if (rule.kind == "zone-exit" && span.begins.begin_s <= life.begin_s) continue;
      if (wait_s > 0 && span.ends.end_s - span.begins.begin_s < wait_s) continue;
      if (wait_s > 0 && span.ends.begin_s - span.begins.end_s < wait_s + 1) doubt(demands, rule, actor);
      Expected expected = expected_of(rule, actor, reason_of(rule, actor));
      expected.raise = later(span.begins, wait_s);
      if (!span.is_open) expected.clear = later(span.ends, rule.number("clear_s", 0));
      demands.alerts.push_back(expected);
    }
  }
}

void demand_crossing(const Scene& scene, const WatchRule& rule, Demands& demands) {
  const Polyline& line = scene.line(rule.place);
  const double to_left = rule.direction == "right" ? -1 : 1;
  const double clear_s = rule.number("clear_s", 0);
  for (const Actor& actor : scene.actors) {
    if (!is_meant(rule.subjects, actor) || !is_seen_by_anybody(actor)) continue;
    const Sight sight = sight_of(actor, scene);
    const Span life = life_of(actor, scene);
    if (life.end_s <= life.begin_s) continue;
    const auto side = [&](double time_s) { return to_left * line.side_m(actor.path.at(time_s).place); };
    const CertainSpans found = certain_spans(side, life, sight.slack_m, sight.delay_s);
    if (found.is_ambiguous) doubt(demands, rule, actor);
    for (const CertainSpan& span : found.spans) {
      const EastNorth before = actor.path.at(span.begins.begin_s).place;
      const EastNorth after = actor.path.at(span.begins.end_s - sight.delay_s).place;
      if (span.begins.begin_s <= life.begin_s || line.crossing(before, after) * to_left <= 0) continue;
      Expected expected = expected_of(rule, actor, actor.object + " crosses " + rule.place);
      expected.raise = span.begins;
      expected.clear = later({span.begins.begin_s, span.begins.end_s + 1}, clear_s);
      demands.alerts.push_back(expected);
    }
  }
}

void demand_proximity(const Scene& scene, const WatchRule& rule, Demands& demands) {
  const double limit_m = rule.number("distance_m", 500);
  for (const Actor& subject : scene.actors) {
    if (!is_meant(rule.subjects, subject)) continue;
    for (const Actor& other : scene.actors) {
      if (&other == &subject || !is_meant(rule.other, other) || !is_seen_by_anybody(other)) continue;
      const Span one = life_of(subject, scene);
      const Span two = life_of(other, scene);
      const Span both{std::max(one.begin_s, two.begin_s), std::min(one.end_s, two.end_s)};
      if (both.end_s <= both.begin_s) continue;
      const auto nearness = [&](double time_s) {
        return limit_m - scene.setting.plane.ground_distance_m(subject.path.at(time_s).place,
                                                               other.path.at(time_s).place);
      };
      const Sight sight = sight_of(subject, scene);
      const Sight of_other = sight_of(other, scene);
      const CertainSpans found = certain_spans(nearness, both, sight.slack_m + of_other.slack_m,
                                               std::max(sight.delay_s, of_other.delay_s));
      if (found.is_ambiguous) doubt(demands, rule, other);
      for (const CertainSpan& span : found.spans) {
        Expected expected = expected_of(rule, subject, subject.object + " and " + other.object + " are near");
        expected.other = &other;
        expected.raise = span.begins;
        if (!span.is_open) expected.clear = later(span.ends, rule.number("clear_s", 0));
        demands.alerts.push_back(expected);
      }
    }
  }
}

}  // namespace watchpost::simulate
