#!/usr/bin/python3
"""The mandate: what lies outside the mission area is counted, and stands nowhere.

Reports 1 m inside and 1 m outside the edge of an area in parts: around 31 S, with a hole; at 70 N; across the
antimeridian; at the equator. A vessel reports twice from its place, so that it has a track where it is admitted.
"""
import datetime
import math

import ais
import places
import support
import wire
import world

BUFFER_M = 2000.0
# Parts of one mission area: south, west, north, east.
OCEAN = (-31.2, -15.2, -30.8, -14.8)
HOLE = (-31.05, -15.06, -30.95, -14.94)
ARCTIC = (69.95, -0.3, 70.05, 0.3)
SEAM = (-45.1, 179.9, -44.9, -179.9)
EQUATOR = (-0.1, -30.1, 0.1, -29.9)
DIAMOND = [[10.0, 60.3], [10.8, 60.0], [10.0, 59.7], [9.2, 60.0], [10.0, 60.3]]  # clockwise; longitude first


def parts(south, west, north, east):
    """The rectangle as GeoJSON has it: cut in two where it crosses the antimeridian."""
    if west <= east:
        return [[places.rectangle(south, west, north, east)]]
    return [[places.rectangle(south, west, north, 180.0)], [places.rectangle(south, -180.0, north, east)]]


def mission_area():
    ocean = [[places.rectangle(*OCEAN), places.rectangle(*HOLE)]]
    polygons = ocean + [[DIAMOND]] + parts(*ARCTIC) + parts(*SEAM) + parts(*EQUATOR)
    return [places.feature(polygons, "mission", "MultiPolygon")]


class Probe:
    """A point `distance_m` beyond the middle of an edge (negative: inside of it)."""

    def __init__(self, what, point, is_inside):
        self.what, self.point, self.is_inside = what, point, is_inside


def beyond(point, azimuth_deg, distance_m):
    return places.moved(point, azimuth_deg if distance_m >= 0 else azimuth_deg + 180, abs(distance_m))


def around(name, bounds, limit_m, outwards=1):
    """1 m on either side of the limit of each edge; `limit_m` outside the edge; of a hole, `outwards` is -1.

    An edge along a meridian is met at a right angle by the geodesic to east or west, one along a parallel by the
    meridian: so that the way there is the distance.
    """
    south, west, north, east = bounds
    width = (east - west) % 360
    middle = ((south + north) / 2 + 0.013, (west + width * 0.37 + 180) % 360 - 180)
    edges = {"north": ((north, middle[1]), 0), "south": ((south, middle[1]), 180),
             "east": ((middle[0], east), 90), "west": ((middle[0], west), 270)}
    for side, (foot, azimuth_deg) in edges.items():
        for metres in (-1, 1):
            point = beyond(foot, azimuth_deg, outwards * (limit_m + metres))
            yield Probe(f"{name}: {side}, {metres:+d} m of {limit_m:.0f} m", point, metres < 0)


def corners(name, bounds, limit_m):
    """Beside the vertices, along the diagonal: with a buffer its edge is round there."""
    south, west, north, east = bounds
    for corner, azimuth_deg in {(north, east): 45, (south, east): 135, (south, west): 225, (north, west): 315}.items():
        for metres in (-1, 1):
            yield Probe(f"{name}: vertex {corner}, {metres:+d} m of {limit_m:.0f} m",
                        beyond(corner, azimuth_deg, limit_m + metres), metres < 0)


def beside_slants(limit_m):
    """The same beside edges that run neither north nor east."""
    for start, end in zip(DIAMOND, DIAMOND[1:]):
        foot = (start[1] + 0.41 * (end[1] - start[1]), start[0] + 0.41 * (end[0] - start[0]))
        along_deg = places.azimuth_of_edge_deg(foot[0], end[1] - start[1], end[0] - start[0])
        for metres in (-1, 1):
            yield Probe(f"slanted edge from {start}, {metres:+d} m of {limit_m:.0f} m",
                        beyond(foot, along_deg - 90, limit_m + metres), metres < 0)


def probes(buffer_m):
    yield from beside_slants(buffer_m)
    for name, bounds in (("ocean", OCEAN), ("arctic", ARCTIC), ("antimeridian", SEAM), ("equator", EQUATOR)):
        yield from around(name, bounds, buffer_m)
        yield from corners(name, bounds, buffer_m)
    yield from around("hole", HOLE, buffer_m, outwards=-1)
    for longitude_deg in (180.0, -180.0, 179.99999, -179.99999):
        yield Probe(f"on the antimeridian {longitude_deg}", (-45.0, longitude_deg), True)
    yield Probe("on the other side of the world", (45.0, 0.5), False)
    yield Probe("in the middle of the hole", (-31.0, -15.0), False)


def digits(value_deg):
    """What a leak of it would have to contain: its first six significant digits, unrounded."""
    text = f"{abs(value_deg):.9f}"
    significant = 0
    for at, letter in enumerate(text):
        if letter != "." and (significant or letter != "0"):
            significant += 1
        if significant == 6:
            return text[:at + 1]
    return text


class Mandate(support.TestCase):
    def begin(self, buffer_m=0.0, feed=None, units=(), zone=None, **keys):
        places.write_geojson(self.folder / "area.geojson", mission_area())
        places.write_geojson(self.folder / "zones.geojson", [places.feature([places.rectangle(*(zone or OCEAN))])])
        self.server = self.start(support.FeedServer())
        tables = {"zone": [{"name": "whole-area", "source": "zones.geojson"}],
                  "rule": [{"kind": "zone-entry", "zone": "whole-area"}]}
        if units:
            tables["unit"] = units
        self.config = support.write_config(
            self.folder / "mission.toml", "area.geojson",
            [support.feed("coast", self.server.source, time="data", keep_raw=True, **(feed or {}))],
            mission={"buffer_m": buffer_m}, **tables, **keys)
        self.daemon = self.start(support.Daemon(self.config, self.folder))
        self.stream = self.start(wire.Stream(self.daemon.stream_endpoint, ""))

    def play(self, lines, reports):
        self.lines = lines
        self.server.send(lines)
        self.stream.wait_for_received("coast", reports)
        support.wait_until(lambda: self.daemon.health("coast").received == reports, f"{reports} reports received")

    def counters(self):
        health = self.daemon.health("coast")
        refused = {wire.envelope_pb2.Refusal.Name(count.reason)[len("REFUSAL_"):]: count.count
                   for count in health.refused if count.count}
        self.assertEqual(health.received, health.admitted + sum(refused.values()), "the counters add up")
        return health.admitted, refused

    def try_edges(self, buffer_m):
        self.begin(buffer_m)
        wanted = list(probes(buffer_m))
        lines = []
        for second in (0, 1):
            for number, probe in enumerate(wanted):
                lines += self.heard(200_000_000 + number, probe.point, second)
        self.play(lines, 2 * len(wanted))
        shown = {track.identity.mmsi for track in self.daemon.snapshot().tracks}
        wrong = [f"{probe.what}: {'refused' if probe.is_inside else 'admitted'} at {probe.point}"
                 for number, probe in enumerate(wanted) if (200_000_000 + number in shown) != probe.is_inside]
        self.assertEqual(wrong, [])
        inside = sum(probe.is_inside for probe in wanted)
        self.assertEqual(self.counters(), (2 * inside, {"OUTSIDE_AREA": 2 * (len(wanted) - inside)}))
        said = self.everything_said()
        for number, probe in enumerate(wanted):
            if not probe.is_inside:
                self.assertNotIn(str(200_000_000 + number), said, probe.what)

    @staticmethod
    def heard(mmsi, point, second, **keys):
        payload = ais.position_a(mmsi, *point, 0.0, second=(world.BEGIN_S + second) % 60, **keys)
        return ais.heard(payload, world.BEGIN_S + second)

    def test_one_metre_decides_at_every_edge_without_a_buffer(self):
        self.try_edges(0.0)

    def test_one_metre_decides_at_every_edge_with_a_buffer(self):
        self.try_edges(BUFFER_M)

    def everything_said(self):
        """All that left the daemon: the stream, the answers to every question, and every file in its folder."""
        said = [f"{topic}\n{envelope}" for topic, envelope in self.stream.now()]
        with wire.Query(self.daemon.query_endpoint) as query:
            for question in ("snapshot", "alerts", "status", "geometry", "whoami"):
                request = wire.query_pb2.Request()
                getattr(request, question).SetInParent()
                said.append(str(query.ask(request)))
            for number in range(1, 6):
                request = wire.query_pb2.Request()
                request.track_history.track_id = f"test-mission-{number}"
                said.append(str(query.ask(request)))
        for command in (["watch", "alerts", "--since", "0"], ["watch", "tracks"], ["status"]):
            follow = ["--follow=false"] if command[0] == "watch" else []
            for form in ([], ["--json"]):
                done = support.run("watchpost", *command, *follow, *form, "--connect", self.daemon.query_endpoint)
                self.assertEqual(done.returncode, 0, done.stderr)
                said += [done.stdout, done.stderr]
        said += [path.read_text(encoding="utf-8", errors="replace") for path in self.folder.rglob("*")
                 if path.is_file() and path.suffix not in (".geojson", ".nmea")]
        return "\n".join(said)

    def replayed(self):
        """What a replay of the same feed writes and says."""
        feed = self.folder / "feed.nmea"
        feed.write_text("\n".join(self.lines) + "\n", encoding="ascii")
        outputs = [self.folder / "alerts.jsonl", self.folder / "tracks.csv"]
        done = self.run_program("replay", f"coast={feed}", "--config", self.config, "--alerts", outputs[0],
                                "--tracks", outputs[1])
        return "\n".join([done.stdout, done.stderr, *(path.read_text(encoding="utf-8") for path in outputs)]), done

    def test_what_was_refused_stands_nowhere(self):
        self.begin()
        north = places.moved((OCEAN[2], -14.912345), 0, 1)
        east = places.moved((-31.087654, OCEAN[3]), 90, 1)
        far = (12.345678, -43.217654)
        strangers = {200000051: north, 200000052: east, 200000053: far, 200000054: (-31.0, -15.0)}
        names = {200000051: "SECRETNORTH", 200000052: "SECRETEAST", 200000053: "SECRETFAR", 200000054: "SECRETHOLE"}
        ours = (-31.1, -15.1)
        lines = []
        for second in range(4):
            lines += self.heard(200000010, ours, second)
            for mmsi, point in strangers.items():
                lines += self.heard(mmsi, point, second)
                lines += ais.heard(ais.static_a(mmsi, names[mmsi], "SECRT", 70), world.BEGIN_S + second, second)
        # Words of theirs that cannot be decoded: a checksum that is wrong, a message cut short.
        broken = self.heard(200000053, far, 4)[0]
        lines += [broken[:-2] + ("00" if broken[-2:] != "00" else "01")]
        self.play(lines, 4 + 4 * 4 * 2)
        self.assertEqual(self.counters(), (4, {"OUTSIDE_AREA": 16, "NO_POSITION": 16}))
        said, (replayed, done) = self.everything_said(), self.replayed()
        self.assertIn("16 outside_area", done.stderr)
        self.assertIn("200000010", said)
        self.assertIn("200000010", replayed)
        self.assertIn(digits(ais.quantized_deg(ours[0])), said)
        secrets = {str(mmsi) for mmsi in strangers} | set(names.values())
        for mmsi, point in strangers.items():
            letters, _ = ais.position_a(mmsi, *point, 0.0).armoured()
            secrets.add(letters[1:12])
        secrets |= {digits(ais.quantized_deg(value)) for value in (north[1], east[0], *far)}
        for secret in sorted(secrets):
            self.assertNotIn(secret, said)
            self.assertNotIn(secret, replayed)

    def test_our_own_units_are_followed_everywhere_by_a_trusted_feed_and_nobody_else_is(self):
        self.begin(feed={"trusted": True}, units=[{"name": "patrol-1", "identity": {"mmsi": 200000001}}])
        outside, inside = (-30.5, -15.0), (-31.1, -15.1)
        lines = []
        for second in range(3):
            lines += self.heard(200000001, outside, second) + self.heard(200000002, outside, second)
            lines += self.heard(200000003, inside, second)
        self.play(lines, 9)
        self.assertEqual(self.counters(), (6, {"OUTSIDE_AREA": 3}))
        tracks = {track.identity.mmsi: track for track in self.daemon.snapshot().tracks}
        self.assertEqual(set(tracks), {200000001, 200000003})
        self.assertTrue(tracks[200000001].outside_area)
        self.assertEqual(tracks[200000001].unit, "patrol-1")
        self.assertAlmostEqual(tracks[200000001].position.latitude_deg, outside[0], 4)
        self.assertFalse(tracks[200000003].outside_area)

    def test_by_a_feed_that_is_not_trusted_our_own_units_are_clipped_too(self):
        self.begin(units=[{"name": "patrol-1", "identity": {"mmsi": 200000001}}])
        self.play(self.heard(200000001, (-30.5, -15.0), 0) + self.heard(200000001, (-30.5, -15.0), 1), 2)
        self.assertEqual(self.counters(), (0, {"OUTSIDE_AREA": 2}))
        self.assertEqual(len(self.daemon.snapshot().tracks), 0)

    def test_a_name_without_an_admitted_position_is_refused_until_there_is_one(self):
        self.begin()
        static = [ais.static_a(200000010, "EARLY BIRD", "ABC", 70), ais.static_b_name(200000020, "LATE BIRD")]
        lines = ais.heard(static[0], world.BEGIN_S, 1) + ais.heard(static[1], world.BEGIN_S)
        inside = (-31.1, -15.1)
        lines += self.heard(200000010, inside, 1) + self.heard(200000010, inside, 2)
        lines += ais.heard(static[0], world.BEGIN_S + 3, 2)
        # 600 s after its last admitted position its name is one too many again (another vessel moves the time on).
        lines += self.heard(200000030, inside, 595) + ais.heard(static[0], world.BEGIN_S + 599, 3)
        lines += self.heard(200000030, inside, 610) + ais.heard(static[0], world.BEGIN_S + 611, 4)
        self.play(lines, 9)
        self.assertEqual(self.counters(), (6, {"NO_POSITION": 3}))
        said = self.everything_said()
        self.assertIn("EARLY BIRD", said)
        self.assertNotIn("LATE BIRD", said)

    def test_a_track_that_leaves_the_area_is_dropped_and_its_last_place_is_inside(self):
        self.begin()
        edge = OCEAN[2]
        foot = (edge, -15.0)
        lines = []
        for second in range(60):
            point = beyond(foot, 0, -310 + 20 * second)
            lines += ais.heard(ais.position_a(200000010, *point, 20 / world.MPS_A_KNOT, 0.0, None,
                                              (world.BEGIN_S + second) % 60), world.BEGIN_S + second)
        self.play(lines, 60)
        admitted, refused = self.counters()
        self.assertEqual(admitted, sum(beyond(foot, 0, -310 + 20 * second)[0] <= edge for second in range(60)))
        self.assertEqual(set(refused), {"OUTSIDE_AREA"})
        _, last = self.stream.wait_for(lambda _, e: e.HasField("track") and e.track.status ==
                                       wire.track_pb2.TRACK_STATUS_DROPPED, "the track's end")
        self.assertFalse(last.track.lost)
        for track in self.stream.tracks():
            self.assertLess(track.position.latitude_deg, edge + 1e-4, "a position outside was published")
        self.assertEqual(len(self.daemon.snapshot().tracks), 0)

    def test_a_report_heard_twice_is_counted_as_a_duplicate(self):
        self.begin()
        line = self.heard(200000010, (-31.1, -15.1), 0)
        self.play(line + line + self.heard(200000010, (-31.1, -15.1), 1), 3)
        self.assertEqual(self.counters(), (2, {"DUPLICATE": 1}))

    def test_a_feed_that_has_expired_delivers_nothing(self):
        expired = datetime.datetime.fromtimestamp(world.BEGIN_S + 1, datetime.timezone.utc)
        self.begin(feed={"expires": expired})
        lines = [line for second in range(4) for line in self.heard(200000010, (-31.1, -15.1), second)]
        self.play(lines, 4)
        admitted, refused = self.counters()
        self.assertEqual(set(refused), {"EXPIRED_FEED"})
        self.assertIn(admitted, (1, 2))  # up to that second, or through it

    def test_digits_are_what_a_leak_would_show(self):
        self.assertEqual(digits(-14.912345), "14.9123")
        self.assertEqual(digits(0.001234567), "0.00123456")
        self.assertTrue(math.isclose(places.moved((0, 0), 0, 1000)[0], 0.009043694, rel_tol=1e-6))


if __name__ == "__main__":
    support.main()
