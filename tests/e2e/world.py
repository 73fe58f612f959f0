"""A small mission in the open ocean, and vessels that run through it second by second."""
import ais
import places

CENTRE = (-31.0, -15.0)
AREA = places.rectangle(-31.2, -15.2, -30.8, -14.8)
ZONE_HALF_M = 1000.0
BEGIN_S = 1_900_000_020  # 2030, at a whole minute
MPS_A_KNOT = 1852 / 3600


def zone_ring(half_m=ZONE_HALF_M):
    north, east = places.moved(CENTRE, 0, half_m)[0], places.moved(CENTRE, 90, half_m)[1]
    return places.rectangle(2 * CENTRE[0] - north, 2 * CENTRE[1] - east, north, east)


def offset(north_m, east_m):
    point = places.moved(CENTRE, 0 if north_m >= 0 else 180, abs(north_m))
    return places.moved(point, 90 if east_m >= 0 else 270, abs(east_m))


class Vessel:
    """Runs north along the meridian `east_m` beside the middle of the zone (south where the speed is below 0)."""

    def __init__(self, mmsi, north_m, east_m=0.0, speed_mps=20.0, begin_s=BEGIN_S):
        self.mmsi, self.north_m, self.east_m, self.speed_mps, self.begin_s = mmsi, north_m, east_m, speed_mps, begin_s

    def at(self, second):
        return offset(self.north_m + self.speed_mps * second, self.east_m)

    def report(self, second, **keys):
        """The sentences of one position, `second` after the beginning."""
        latitude_deg, longitude_deg = self.at(second)
        course_deg = 0.0 if self.speed_mps >= 0 else 180.0
        payload = ais.position_a(self.mmsi, latitude_deg, longitude_deg, abs(self.speed_mps) / MPS_A_KNOT, course_deg,
                                 course_deg, (self.begin_s + second) % 60, **keys)
        return ais.heard(payload, self.begin_s + second)

    def run(self, first, last):
        """A report each second, both ends included."""
        return [line for second in range(first, last + 1) for line in self.report(second)]


class Visit:
    """A vessel outside, inside, or outside the zone, as told: it jumps nowhere, it goes at 20 m/s across the edge."""

    def __init__(self, mmsi, east_m=0.0, begin_s=BEGIN_S):
        self.mmsi, self.east_m, self.begin_s = mmsi, east_m, begin_s
        self.north_m, self.second = -1200.0, 0
        self.lines = []

    def stay(self, seconds):
        return self._go(0.0, seconds)

    def enter(self):
        """From 200 m outside to 200 m inside; the edge is crossed after 10 s."""
        return self._go(20.0, 20)

    def leave(self):
        return self._go(-20.0, 20)

    def _go(self, speed_mps, seconds):
        for _ in range(seconds):
            vessel = Vessel(self.mmsi, self.north_m, self.east_m, speed_mps, self.begin_s + self.second)
            self.lines += vessel.report(0)
            self.north_m += speed_mps
            self.second += 1
        return self
