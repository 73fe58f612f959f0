"""One scripted scene for a seed: where it is, who moves in it, under which rules, and what these demand."""
import dataclasses
import json
import random

import actors
import plane
import truth

BEGIN_S = 1_900_000_000
END_MS = 600_000
LATE_MS = 6_000  # how late a report of the disordered feed may come; fusion.lag_s is 10
SPOTS = [(0.0, 30.0), (-31.0, -15.0), (12.5, 179.999), (-17.0, -179.998), (60.0, 5.0), (70.0, -8.0), (70.0, 180.0)]


@dataclasses.dataclass
class Scene:
    seed: int
    flat: plane.Plane
    zone: plane.Zone
    line: tuple
    actors: list
    pair: tuple  # the two that proximity is about
    unit: actors.Actor
    rules: list
    demands: dict  # (rule, subject) to a list of truth.Demand


def random_scene(seed):
    """Draws until the truth of it leaves nothing open."""
    for attempt in range(1000):
        chance = random.Random(f"{seed}/{attempt}")
        try:
            return _draw(seed, chance)
        except truth.Ambiguous:
            continue
    raise RuntimeError(f"seed {seed} found no scene")


def _near(chance, size_m):
    return chance.uniform(-size_m, size_m), chance.uniform(-size_m, size_m)


def _place(chance, zone, is_inside, least_m=3.0):
    """Somewhere inside the zone, or outside near it."""
    while True:
        point = _near(chance, 900)
        depth_m = zone.depth_m(point)
        if (depth_m > least_m) if is_inside else (depth_m < -least_m):
            return point


def _draw(seed, chance):
    latitude_deg, longitude_deg = SPOTS[seed % len(SPOTS)]
    flat = plane.Plane(latitude_deg, longitude_deg)
    zone = plane.random_zone(chance)
    line = tuple(plane.turned([(-chance.uniform(200, 700), 0), (chance.uniform(200, 700), 0)], chance.uniform(0, 360)))
    line = tuple((x + dx, y + dy) for (dx, dy) in [_near(chance, 300)] for x, y in line)
    begin_ms = [chance.randrange(1, 1000) for _ in range(8)]

    def clear(draw):
        """Draws one whose place is exact until it keeps away from what its truth would leave open."""
        for _ in range(100):
            actor = draw()
            if actor is None or not _is_too_near(actor, zone, line):
                return actor
        raise truth.Ambiguous

    def goals(count):
        return [_place(chance, zone, is_inside=chance.random() < 0.5) for _ in range(count)]

    def patrol():
        places = [_place(chance, zone, is_inside) for is_inside in (chance.random() < 0.3, True, chance.random() < 0.5)]
        return actors.vanisher(chance, "patrol", begin_ms[3], END_MS, places)

    everybody = [clear(lambda: actors.wanderer(chance, "heron", begin_ms[0], END_MS, goals(14))),
                 clear(lambda: actors.wanderer(chance, "gull", begin_ms[1], END_MS, goals(14))),
                 clear(lambda: actors.along_an_edge(chance, "miss", begin_ms[2], END_MS, zone, 1.0)),
                 clear(lambda: actors.along_an_edge(chance, "graze", begin_ms[2], END_MS, zone, -1.0)),
                 clear(patrol)]
    std_m = chance.choice([3.0, 5.0, 10.0])
    ends = [(-1500, chance.uniform(-400, 400)), (1500, chance.uniform(-400, 400))]
    everybody.append(actors.crossing(chance, "murk", begin_ms[4], END_MS, *plane.turned(ends, chance.uniform(0, 360)), std_m))
    pair = _pair(chance, begin_ms[5])
    everybody += pair
    everybody = [actor for actor in everybody if actor is not None]
    if any(_is_too_near(actor, zone, line) for actor in pair):
        raise truth.Ambiguous
    if chance.random() < 0.5:
        actors.make_wild(chance, everybody[0], _place(chance, zone, is_inside=True))

    scene = Scene(seed, flat, zone, line, everybody, pair, everybody[0], [], {})
    scene.unit = next(actor for actor in everybody if actor.name == "patrol")
    scene.rules = _rules(chance, scene)
    _demand(scene)
    return scene


def _pair(chance, begin_ms):
    """Two that pass each other there and back, at 1 m more or less than the distance of the rule, or by far."""
    distance_m = 200 + chance.choice([-1.0, 1.0, chance.uniform(-190, 300)])
    turn_deg = chance.uniform(0, 360)
    pair = []
    for name, across_m, along_m in [("lark", 0, -1200), ("wren", distance_m, 1200)]:
        start, goal = plane.turned([(along_m, across_m), (-along_m, across_m)], turn_deg)
        walk = actors.Walk(start, begin_ms, 1000).stand(5).straight(goal, 20).stand(5).straight(start, 20)
        pair.append(actors.Actor(name, walk.stand_until(END_MS).reports, 1000).until(END_MS))
    return tuple(pair)


def _is_too_near(actor, zone, line):
    """An edge is drawn to within 0.1 m only, and beside the end of a line little decides."""
    before = None
    for place in (report.place for report in actor.reports):
        if place == before:
            continue
        if abs(plane.left_of_m(line, place)) < 0.3 or abs(zone.depth_m(place)) < 0.3:
            return True
        if before is not None and min(plane.distance_to_edge_m(end, (before, place)) for end in line) < 1:
            return True
        before = place
    return False


def _spells_ms(rows, wanted):
    """Of each time that the condition was as wanted: how long it was seen so, and how long until it was seen otherwise."""
    spells, begun, last = [], None, None
    for time_ms, is_true in rows:
        if is_true == wanted:
            begun = time_ms if begun is None else begun
            last = time_ms
        elif begun is not None:
            spells.append((last - begun, time_ms - begun))
            begun = None
    return spells


def _on_the_edge(chance, spells):
    """A time that a spell lasts exactly, or misses by a thousandth of a second."""
    if not spells or chance.random() < 0.3:
        return chance.choice([0, 0, chance.randrange(1_000, 90_000)])
    seen_ms, over_ms = chance.choice(spells)
    return max(0, chance.choice([seen_ms, seen_ms + 1, over_ms - 1]))


def _rules(chance, scene):
    points = [actor for actor in _points(scene) if actor.name not in ("patrol", "lark", "wren")]

    def edge(wanted):
        actor = chance.choice(points)
        rows = [(report.time_ms, scene.zone.contains(report.place)) for report in actor.reports if not report.is_wild]
        return _on_the_edge(chance, _spells_ms(rows[1:], wanted))

    rules = [
        truth.Rule("zone-entry", "field", hold_ms=edge(True), clear_ms=edge(False)),
        truth.Rule("zone-entry", "field", cooldown_ms=chance.randrange(0, 200_000), name="entry-again"),
        truth.Rule("zone-exit", "field", hold_ms=edge(False), clear_ms=edge(True)),
        truth.Rule("zone-dwell", "field", dwell_ms=max(1, edge(True)), hold_ms=chance.choice([0, 0, 2_500])),
        truth.Rule("line-crossing", "border", clear_ms=chance.randrange(500, 60_000),
                   direction=chance.choice(["any", "left", "right"])),
        truth.Rule("proximity", distance_m=200, hold_ms=chance.choice([0, 0, 7_000]), clear_ms=chance.choice([0, 10_000])),
        truth.Rule("contact-lost", silent_ms=chance.choice([20_000, 60_500, 120_000])),
    ]
    for rule in rules:
        rule.name = rule.name or rule.kind
    return rules


def _demand(scene):
    for rule in scene.rules:
        if rule.kind == "proximity":
            found = truth.proximity_demands(rule, *scene.pair, scene.flat, END_MS)
            scene.demands[rule.name, " ".join(sorted(actor.name for actor in scene.pair))] = found
        elif rule.kind == "contact-lost":
            scene.demands[rule.name, scene.unit.name] = truth.contact_lost_demands(rule, scene.unit, END_MS)
        elif rule.kind == "line-crossing":
            for actor in _points(scene):
                scene.demands[rule.name, actor.name] = truth.line_demands(rule, actor, scene.line, END_MS)
        else:
            for actor in scene.actors:
                scene.demands[rule.name, actor.name] = truth.zone_demands(rule, actor, scene.zone, END_MS)
    for demands in scene.demands.values():
        for demand in demands:
            times = demand.raised_ms + (demand.cleared_ms or ())
            if any(END_MS - 2 * LATE_MS < time_ms for time_ms in times):
                raise truth.Ambiguous  # what is complete at the very end may be told or not


def _points(scene):
    """Whom the line is about: of a place with noise it is open whether its way leads past the line's end."""
    return [actor for actor in scene.actors if actor.is_point]


def write(scene, folder):
    """The mission's files and its feed, in order and disordered."""
    scene.flat.write_zone(folder / "field.geojson", scene.zone)
    scene.flat.write_line(folder / "border.geojson", list(scene.line))
    scene.flat.write_zone(folder / "area.geojson", plane.Zone([plane.square(4000)]))
    lines = ["[mission]", 'name = "scripted"', 'area = "area.geojson"', "[[feed]]", 'name = "script"',
             'source = "file:script.csv"', 'format = "plots"', "[[zone]]", 'name = "field"', 'source = "field.geojson"',
             "[[line]]", 'name = "border"', 'source = "border.geojson"', "[[unit]]", f'name = "{scene.unit.name}"',
             f'identity = {{ name = "{scene.unit.name}" }}']
    for rule in scene.rules:
        lines += ["[[rule]]", f'kind = "{rule.kind}"', f'name = "{rule.name}"']
        lines += [f"{key}_s = {value / 1000}" for key, value in
                  [("hold", rule.hold_ms), ("clear", rule.clear_ms), ("cooldown", rule.cooldown_ms)] if value]
        lines += {
            "zone-dwell": [f"dwell_s = {rule.dwell_ms / 1000}"],
            "line-crossing": [f'direction = "{rule.direction}"',
                              f"subjects = {json.dumps(['name:' + actor.name for actor in _points(scene)])}"],
            "proximity": [f"distance_m = {rule.distance_m}", f'subjects = ["name:{scene.pair[0].name}"]',
                          f'other = ["name:{scene.pair[1].name}"]'],
            "contact-lost": [f"silent_s = {rule.silent_ms / 1000}"],
        }.get(rule.kind, [])
        if rule.place:
            lines.append(f'{"line" if rule.kind == "line-crossing" else "zone"} = "{rule.place}"')
    (folder / "mission.toml").write_text("\n".join(lines) + "\n", encoding="ascii")

    chance = random.Random(scene.seed)
    in_order, late = [], []
    for actor in scene.actors:
        for report in actor.reports:
            latitude_deg, longitude_deg = scene.flat.degrees(report.heard or report.place)
            row = (f"{_seconds(report.time_ms)},scout,position,{latitude_deg:.11f},{longitude_deg:.11f},{actor.std_m},,,,,,,"
                   f"{actor.name}")
            in_order.append((report.time_ms, row))
            late.append((min(report.time_ms + chance.randrange(0, LATE_MS), END_MS), row))
    for name, rows in [("script.csv", in_order), ("late.csv", late)]:
        rows.sort()
        (folder / name).write_text("".join(f"{_seconds(time_ms)},{row}\n" for time_ms, row in rows), encoding="ascii")


def _seconds(time_ms):
    return f"{BEGIN_S + time_ms // 1000}.{time_ms % 1000:03d}"
