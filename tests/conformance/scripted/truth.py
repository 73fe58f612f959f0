"""What the rules demand of a scene, said from its truth: a second reading of docs/rules.md, sharing nothing with the first.

All times are whole milliseconds since the scene began, ticks are whole seconds. What a rule sees of an actor is a row of
`(time_ms, is_true)`, one for each report. An actor whose place is known only with noise is judged by several eyes: some
see it come in as soon as it could be seen, some when it can be overlooked no longer, and so when it goes; what is demanded
lies between.
"""
import dataclasses

import plane

COAST_MS, DROP_MS = 10_000, 60_000  # without a report, for actors that report every 3 s or more often
SOON_SIGMAS, SURE_SIGMAS = 4, 6


@dataclasses.dataclass
class Rule:
    kind: str
    place: str = ""
    hold_ms: int = 0
    clear_ms: int = 0
    cooldown_ms: int = 0
    direction: str = "any"
    distance_m: float = 0
    silent_ms: int = 0
    dwell_ms: int = 0
    name: str = ""


@dataclasses.dataclass
class Demand:
    raised_ms: tuple  # earliest and latest
    cleared_ms: tuple = None
    reason: str = ""


class Ambiguous(Exception):
    """The truth itself cannot say whether there is an alert: such a scene is no test."""


class Judge:
    """Hold, clear and cooldown of one condition."""

    def __init__(self, rule):
        self.hold_ms, self.clear_ms, self.cooldown_ms = rule.hold_ms + rule.dwell_ms, rule.clear_ms, rule.cooldown_ms
        self.alerts = []  # [raised, cleared or None, reason]
        self.begun = self.gone = None
        self.free_ms = -1

    @property
    def _is_open(self):
        return bool(self.alerts) and self.alerts[-1][1] is None

    def report(self, time_ms, is_true):
        if not is_true:
            self.begun = None
            if self._is_open and self.gone is None:
                self.gone = time_ms
        else:
            self.gone = None
            if not self._is_open and self.begun is None:
                self.begun = time_ms
        self.time(time_ms)

    def time(self, time_ms):
        """A report's time or a tick: what is complete by then takes effect."""
        if self._is_open and self.gone is not None and time_ms - self.gone >= self.clear_ms:
            self._close(time_ms, "")
        if not self._is_open and self.begun is not None and time_ms >= max(self.begun + self.hold_ms, self.free_ms):
            self.alerts.append([time_ms, None, ""])
            self.begun = None

    def coast(self):
        self.begun = None

    def lose(self, time_ms):
        if self._is_open:
            self._close(time_ms, "lost")
        self.begun = None

    def _close(self, time_ms, reason):
        self.alerts[-1][1:] = [time_ms, reason]
        self.gone, self.free_ms = None, time_ms + self.cooldown_ms


def ticks(after_ms, until_ms):
    """The ticks after one report and before the next: tick T stands after the reports of T."""
    return range(-(-after_ms // 1000) * 1000, until_ms, 1000)


def confirmed(rows):
    """Of each of the rows whether its actor is confirmed: by its second report, anew after it was dropped."""
    count, last_ms = 0, None
    for time_ms, *_ in rows:
        count = 1 if last_ms is None or time_ms - last_ms > DROP_MS else count + 1
        last_ms = time_ms
        yield count >= 2


def judged(rule, rows, end_ms):
    """The alerts of a condition that is judged at each row, as long as the actor is confirmed."""
    judge = Judge(rule)
    for k, (is_confirmed, (time_ms, is_true)) in enumerate(zip(confirmed(rows), rows)):
        if is_confirmed:
            judge.report(time_ms, is_true)
        next_ms = rows[k + 1][0] if k + 1 < len(rows) else end_ms + 1
        for tick_ms in ticks(time_ms, next_ms):
            silent_ms = tick_ms - time_ms
            if silent_ms >= DROP_MS:
                judge.lose(tick_ms)
                break
            if silent_ms > COAST_MS:
                judge.coast()
            judge.time(tick_ms)
    return judge.alerts


def eyes(reports, depth_m, std_m, is_point):
    """Rows for each of the eyes."""
    depths = [(report.time_ms, depth_m(report.place)) for report in reports]
    if is_point:
        return [[(time_ms, depth > 0) for time_ms, depth in depths]]
    soon_m, sure_m = SOON_SIGMAS * std_m, SURE_SIGMAS * std_m
    return [_seen_by(depths, in_m, out_m, sure_m) for in_m in (-soon_m, sure_m) for out_m in (soon_m, -sure_m)]


def _seen_by(depths, in_m, out_m, sure_m):
    """Comes in when deeper than `in_m`, and goes out when less deep than `out_m`. Who turns back before it is surely the
    other leaves open what was seen of it."""
    rows, is_in, is_settled, last = [], False, True, depths[0][1]
    for time_ms, depth in depths:
        if is_settled and (depth < out_m if is_in else depth > in_m):
            is_in, is_settled = not is_in, False
        if depth > sure_m if is_in else depth < -sure_m:
            is_settled = True
        elif not is_settled and (depth < last if is_in else depth > last):
            raise Ambiguous
        last = depth
        rows.append((time_ms, is_in))
    return rows


def between(views):
    """What is demanded by all of several views of the alerts."""
    if len({tuple((cleared is None, why) for _, cleared, why in alerts) for alerts in views}) != 1:
        raise Ambiguous
    demands = []
    for same in zip(*views):
        raised, cleared = [alert[0] for alert in same], [alert[1] for alert in same]
        cleared_ms = None if cleared[0] is None else (min(cleared), max(cleared))
        demands.append(Demand((min(raised), max(raised)), cleared_ms, same[0][2]))
    return demands


def was_inside_before(rows):
    """What zone-exit asks: outside now, and surely inside at some time before while confirmed."""
    was, answer = False, []
    for is_confirmed, (time_ms, is_inside) in zip(confirmed(rows), rows):
        answer.append((time_ms, was and not is_inside))
        was = was or (is_inside and is_confirmed)
    return answer


def zone_demands(rule, actor, zone, end_ms):
    reports = [report for report in actor.reports if not report.is_wild]
    views = eyes(reports, zone.depth_m, actor.std_m, actor.is_point)
    if rule.kind == "zone-exit":
        views = [was_inside_before(rows) for rows in views]
    return between([judged(rule, rows, end_ms) for rows in views])


def line_demands(rule, actor, line, end_ms):
    """Crossings are moments: each raises, or prolongs what is open. The clear is complete at a report or at a tick."""
    alerts, last, sides = [], None, {True: "left", False: "right"}
    reports = [report for report in actor.reports if not report.is_wild]

    def settle(until_ms):
        due_ms = last + rule.clear_ms if last is not None else 0
        if alerts and alerts[-1].cleared_ms is None and due_ms <= until_ms:
            alerts[-1].cleared_ms = (due_ms, -(-due_ms // 1000) * 1000)

    for before, now in zip(reports, reports[1:]):
        if now.time_ms - before.time_ms >= DROP_MS or not plane.leads_through(line, before.place, now.place):
            continue
        side = sides[plane.left_of_m(line, now.place) > 0]
        if rule.direction not in ("any", side):
            continue
        settle(now.time_ms - 1)
        if alerts and alerts[-1].cleared_ms and alerts[-1].cleared_ms[1] >= now.time_ms:
            raise Ambiguous
        last = now.time_ms
        if not alerts or alerts[-1].cleared_ms is not None:
            alerts.append(Demand((now.time_ms, now.time_ms)))
    settle(end_ms)
    return alerts


def proximity_demands(rule, one, other, flat, end_ms):
    """Of two actors that report at the same moments."""
    rows = []
    for mine, theirs in zip(one.reports, other.reports):
        distance_m = flat.apart_m(mine.place, theirs.place)
        if abs(distance_m - rule.distance_m) < 0.2:
            raise Ambiguous
        rows.append((mine.time_ms, distance_m < rule.distance_m))
    return between([judged(rule, rows, end_ms)])


def contact_lost_demands(rule, actor, end_ms):
    """Silence counts from the last report, and is told at a whole second."""
    demands = []
    for before, after in zip(actor.reports, actor.reports[1:] + [None]):
        raised_ms = -(-(before.time_ms + rule.silent_ms) // 1000) * 1000
        if raised_ms > end_ms or (after is not None and after.time_ms <= raised_ms):
            continue
        cleared = None if after is None else (after.time_ms, after.time_ms)
        demands.append(Demand((raised_ms, raised_ms), cleared))
    return demands
