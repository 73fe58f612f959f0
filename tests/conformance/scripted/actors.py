"""Who moves in a scripted scene: paths with turns and stops, and what is reported of them."""
import dataclasses
import math

ACCELERATION_MPS2 = 2.5  # of a brisk start, and of braking
POINT_STD_M = 0.01  # the place is known exactly: the rules take the track as a point


@dataclasses.dataclass
class Report:
    time_ms: int
    place: tuple  # metres east and north; the truth
    heard: tuple = None  # what is reported instead: a wild report, or one with noise
    is_wild: bool = False


@dataclasses.dataclass
class Actor:
    name: str
    reports: list
    interval_ms: int
    std_m: float = POINT_STD_M

    def until(self, end_ms):
        self.reports = [report for report in self.reports if report.time_ms < end_ms]
        return self

    @property
    def is_point(self):
        return self.std_m == POINT_STD_M


class Walk:
    """Moves a place in steps of an interval; what it does is told leg by leg."""

    def __init__(self, place, begin_ms, interval_ms, heading_deg=0.0):
        self.place, self.time_ms, self.interval_ms, self.heading = place, begin_ms, interval_ms, math.radians(heading_deg)
        self.speed_mps = 0.0
        self.reports = [Report(begin_ms, place)]

    def _step(self, place):
        self.place = place
        self.time_ms += self.interval_ms
        self.reports.append(Report(self.time_ms, place))

    def stand_until(self, time_ms):
        while self.time_ms + self.interval_ms <= time_ms:
            self._step(self.place)
        return self

    def silent_until(self, time_ms):
        while self.time_ms + self.interval_ms < time_ms:
            self.time_ms += self.interval_ms
        return self

    def stand(self, seconds):
        return self.stand_until(self.time_ms + int(seconds * 1000))

    def straight(self, goal, speed_mps):
        """From rest to rest, the place being exactly on the way to the goal."""
        length_m = math.dist(self.place, goal)
        start, begin_ms = self.place, self.time_ms
        if length_m > 0:
            self.heading = math.atan2(goal[1] - start[1], goal[0] - start[0])
        top_mps = min(speed_mps, math.sqrt(length_m * ACCELERATION_MPS2))
        gain_s = top_mps / ACCELERATION_MPS2
        cruise_s = length_m / top_mps - gain_s if top_mps > 0 else 0

        def gone_m(after_s):
            if after_s < gain_s:
                return ACCELERATION_MPS2 * after_s ** 2 / 2
            if after_s < gain_s + cruise_s:
                return top_mps * (after_s - gain_s / 2)
            left_s = max(0.0, 2 * gain_s + cruise_s - after_s)
            return length_m - ACCELERATION_MPS2 * left_s ** 2 / 2

        while self.time_ms - begin_ms < 1000 * (2 * gain_s + cruise_s):
            way_m = gone_m((self.time_ms + self.interval_ms - begin_ms) / 1000)
            self._step((start[0] + way_m * math.cos(self.heading), start[1] + way_m * math.sin(self.heading)))
        self.speed_mps = 0.0
        return self

    def turning(self, goal, speed_mps, turn_deg_s, deadline_ms):
        """Steers towards the goal by a rate of turn, in pieces of a tenth of a second, and stops where it has come to."""
        near_m = 1.2 * speed_mps / math.radians(turn_deg_s) + speed_mps * self.interval_ms / 1000
        is_there = False
        while self.time_ms < deadline_ms or self.speed_mps > 0:
            is_there = is_there or math.dist(self.place, goal) < near_m or self.time_ms >= deadline_ms
            if is_there and self.speed_mps == 0:
                break
            place = self.place
            for _ in range(max(1, self.interval_ms // 100)):
                off = math.atan2(goal[1] - place[1], goal[0] - place[0]) - self.heading
                off = 0.0 if is_there else (off + math.pi) % (2 * math.pi) - math.pi
                turn = math.radians(turn_deg_s) * 0.1
                self.heading += min(turn, max(-turn, off))
                gain_mps = ACCELERATION_MPS2 * 0.1
                wanted_mps = 0.0 if is_there else speed_mps
                self.speed_mps += min(gain_mps, max(-gain_mps, wanted_mps - self.speed_mps))
                place = (place[0] + self.speed_mps * 0.1 * math.cos(self.heading),
                         place[1] + self.speed_mps * 0.1 * math.sin(self.heading))
            self._step(place)
        return self


def wanderer(chance, name, begin_ms, end_ms, goals):
    """Goes from goal to goal, straight or turning, and stops at some."""
    interval_ms = chance.choice([500, 1000, 1000, 2000])
    walk = Walk(goals[0], begin_ms, interval_ms, chance.uniform(0, 360)).stand(5)
    for goal in goals[1:]:
        if walk.time_ms > end_ms - 120_000:
            break
        speed_mps = chance.uniform(4, 25)
        if chance.random() < 0.5:
            walk.straight(goal, speed_mps)
        else:
            walk.turning(goal, speed_mps, chance.uniform(3, 15), end_ms - 60_000)
        if chance.random() < 0.4:
            walk.stand(chance.uniform(5, 60))
    return Actor(name, walk.stand_until(end_ms).reports, interval_ms).until(end_ms)


def along_an_edge(chance, name, begin_ms, end_ms, zone, outside_m):
    """Runs to and fro beside an edge, `outside_m` outside it (below 0: inside); None where no edge is long enough."""
    for start, end in chance.sample(zone.edges, len(zone.edges)):
        length_m = math.dist(start, end)
        unit = ((end[0] - start[0]) / length_m, (end[1] - start[1]) / length_m)
        for side in (1, -1):
            ends = [(start[0] + unit[0] * length_m * share + side * outside_m * unit[1],
                     start[1] + unit[1] * length_m * share - side * outside_m * unit[0]) for share in (0.2, 0.8)]
            if length_m < 60 or any(abs(zone.depth_m(point) + outside_m) > 0.001 for point in ends):
                continue
            walk, speed_mps = Walk(ends[0], begin_ms, 1000), chance.uniform(3, 15)
            while walk.time_ms < end_ms - 60_000:
                walk.stand(3).straight(ends[1], speed_mps).stand(3).straight(ends[0], speed_mps)
            reports = walk.stand_until(end_ms).reports
            if all(abs(zone.depth_m(report.place) + outside_m) < 0.001 for report in reports):
                return Actor(name, reports, 1000).until(end_ms)
    return None


def vanisher(chance, name, begin_ms, end_ms, places):
    """Goes to a place, is silent there for minutes, and is heard again at another."""
    interval_ms = chance.choice([1000, 2000])
    walk = Walk(places[0], begin_ms, interval_ms).stand(4).straight(places[1], chance.uniform(8, 20))
    walk.stand(chance.uniform(3, 15)).silent_until(walk.time_ms + chance.randint(150, 250) * 1000)
    walk.place = places[2]
    if walk.time_ms < end_ms - 20_000:
        walk.stand_until(end_ms)
    return Actor(name, walk.reports, interval_ms).until(end_ms)


def crossing(chance, name, begin_ms, end_ms, start, goal, std_m):
    """Straight through, with noise on what is heard."""
    walk = Walk(start, begin_ms, 1000).stand(8).straight(goal, chance.uniform(5, 15)).stand_until(end_ms)
    for report in walk.reports:
        report.heard = (report.place[0] + chance.gauss(0, std_m), report.place[1] + chance.gauss(0, std_m))
    return Actor(name, walk.reports, 1000, std_m).until(end_ms)


def make_wild(chance, actor, goal):
    """One report of the actor says that it is somewhere else."""
    report = chance.choice(actor.reports[20:-20])
    if math.dist(report.place, goal) > 400:
        report.heard, report.is_wild = goal, True
