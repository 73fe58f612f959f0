// Silences and distress: what was heard last, and what was said.

#include <algorithm>
#include <cmath>
#include <limits>

#include "daemon/simulate/demand.h"

namespace watchpost::simulate {
namespace {

// Rules about absence wait for reports that may still be on their way: at most the lag, two ticks and the
// rest.
constexpr double absence_slack_s = 13;

Expected expected_of(const WatchRule& rule, const std::string& why) {
  Expected expected;
  expected.rule = rule.name();
  expected.kind = rule.kind;
  expected.why = why;
  return expected;
}

struct Gap {
  Heard last;
  std::optional<Heard> next;
  std::optional<Heard> next_position;  // what has none counts only where a position was known not long ago
};

// Longer than `silent_s`, to the end of the simulation too.
std::vector<Gap> gaps_in(const std::vector<Heard>& heard, double silent_s, double end_s) {
  std::vector<Gap> gaps;
  for (auto last = heard.begin(); last != heard.end(); ++last) {
    const auto next = std::next(last);
    if ((next == heard.end() ? end_s : next->event_s) - last->event_s < silent_s) continue;
    Gap gap{*last, {}, {}};
    if (next != heard.end()) gap.next = *next;
    const auto position =
        std::find_if(next, heard.end(), [](const Heard& later) { return later.has_position; });
    if (position != heard.end()) gap.next_position = *position;
    gaps.push_back(gap);
  }
  return gaps;
}

void doubt_short(const Gap& gap, double silent_s, double end_s, const std::string& what, Demands& demands) {
  const double until_s = gap.next ? gap.next->event_s : end_s;
  if (until_s - gap.last.event_s < silent_s + absence_slack_s)
    demands.doubts.push_back(what + ": its silence ends as it would be told");
}

void add_silence(const Gap& gap, double silent_s, Expected expected, Demands& demands) {
  expected.raise = {gap.last.event_s + silent_s, gap.last.event_s + silent_s + absence_slack_s};
  if (gap.next_position) expected.clear = Span{gap.next->event_s, gap.next_position->receive_s + 1};
  demands.alerts.push_back(std::move(expected));
}

// In the last minute, and no farther than 20 km from where it was heard last.
std::size_t others_heard(const Scene& scene, const Actor& actor, double last_s, double time_s) {
  const EastNorth there = actor.path.at(last_s).place;
  return static_cast<std::size_t>(
      std::count_if(scene.actors.begin(), scene.actors.end(), [&](const Actor& other) {
        if (&other == &actor || other.ais.has_value() != actor.ais.has_value() ||
            other.adsb.has_value() != actor.adsb.has_value())
          return false;
        return std::any_of(other.heard.begin(), other.heard.end(), [&](const Heard& heard) {
          return heard.event_s <= time_s && heard.event_s > time_s - 60 &&
                 scene.setting.plane.ground_distance_m(there, other.path.at(heard.event_s).place) <= 20'000;
        });
      }));
}

bool was_heard_often(const Actor& actor, double until_s, double interval_s) {
  double before_s = -std::numeric_limits<double>::infinity();
  int intervals = 0;
  for (const Heard& heard : actor.heard) {
    if (heard.event_s > until_s) break;
    intervals = heard.event_s - before_s <= interval_s ? intervals + 1 : 0;
    before_s = heard.event_s;
  }
  return intervals >= 3;
}

}  // namespace

void demand_contact(const Scene& scene, const WatchRule& rule, Demands& demands) {
  const double silent_s = rule.number("silent_s", 300);
  const double end_s = scene.setting.duration_s;
  for (const Actor& actor : scene.actors) {
    if (actor.unit.empty() || !is_meant(rule.subjects, actor)) continue;
    for (const Gap& gap : gaps_in(actor.heard, silent_s, end_s)) {
      doubt_short(gap, silent_s, end_s, rule.name() + ": " + actor.object, demands);
      Expected expected =
          expected_of(rule, "nothing is heard of " + actor.object + format(" for %g s", silent_s));
      expected.subject = &actor;
      add_silence(gap, silent_s, expected, demands);
    }
  }
}

void demand_transponder(const Scene& scene, const WatchRule& rule, Demands& demands) {
  const double silent_s = rule.number("silent_s", 600);
  const double end_s = scene.setting.duration_s;
  for (const Actor& actor : scene.actors) {
    if ((!actor.ais && !actor.adsb) || !is_meant(rule.subjects, actor)) continue;
    for (const Gap& gap : gaps_in(actor.heard, silent_s, end_s)) {
      const double margin_m = scene.area.margin_m(actor.path.at(gap.last.event_s).place);
      if (margin_m < 0) continue;  // it has left
      if (!was_heard_often(actor, gap.last.event_s, silent_s / 10)) continue;
      if (others_heard(scene, actor, gap.last.event_s, gap.last.event_s + silent_s) < 2) continue;
      doubt_short(gap, silent_s, end_s, rule.name() + ": " + actor.object, demands);
      Expected expected =
          expected_of(rule, actor.object + format(" sends nothing for %g s, others near by do", silent_s));
      expected.subject = &actor;
      add_silence(gap, silent_s, expected, demands);
    }
  }
}

void demand_feed(const Scene& scene, const WatchRule& rule, Demands& demands) {
  const double silent_s = rule.number("silent_s", 60);
  const double end_s = scene.setting.duration_s;
  const auto look = [&](const char* feed, std::vector<Heard> heard) {
    // By the time of arrival.
    for (Heard& one : heard) one.event_s = one.receive_s;
    std::sort(heard.begin(), heard.end(),
              [](const Heard& a, const Heard& b) { return a.event_s < b.event_s; });
    for (const Gap& gap : gaps_in(heard, silent_s, end_s)) {
      doubt_short(gap, silent_s, end_s, rule.name() + ": " + feed, demands);
      Expected expected =
          expected_of(rule, std::string(feed) + format(" delivers nothing for %g s", silent_s));
      expected.sensor = feed;
      expected.raise = {gap.last.event_s + silent_s, gap.last.event_s + silent_s + 2};
      if (gap.next) expected.clear = Span{gap.next->event_s, gap.next->event_s + 2};
      demands.alerts.push_back(expected);
    }
  };
  std::vector<Heard> ais;
  std::vector<Heard> adsb;
  std::vector<Heard> radio;
  for (const Actor& actor : scene.actors) {
    std::vector<Heard>& of_feed = actor.ais ? ais : actor.adsb ? adsb : radio;
    of_feed.insert(of_feed.end(), actor.heard.begin(), actor.heard.end());
  }
  look(FeedNames::ais, std::move(ais));
  look(FeedNames::adsb, std::move(adsb));
  look(FeedNames::radio, std::move(radio));
  look(FeedNames::radar, scene.radar.heard);
}

void demand_distress(const Scene& scene, const WatchRule& rule, Demands& demands) {
  for (const Actor& actor : scene.actors) {
    if (actor.distress_heard.empty() || !is_meant(rule.subjects, actor)) continue;
    const Heard& first = actor.distress_heard.front();
    Expected expected = expected_of(rule, actor.object + " says that it is in distress");
    expected.subject = &actor;
    expected.raise = {first.event_s, first.receive_s + 1};
    demands.alerts.push_back(expected);  // only a person clears it
  }
}

}  // namespace watchpost::simulate
