#!/usr/bin/python3
"""A recording replayed gives the same bytes each time, and the same alerts as the same feed taken live."""
import datetime
import gzip
import itertools
import random
import re
import shutil
import signal
import subprocess

import places
import support
import wire
import world

STREAM = "aislib_stream_example.txt"
# Danish waters: some vessels lie in these, one runs into the first and one out of the second.
ZONES = {"southern-strait": places.rectangle(54.9, 9.70, 55.27028, 9.95),
         "bight": places.rectangle(55.9, 10.5, 56.1, 10.8905),
         "open-water": places.rectangle(54.0, 11.0, 55.0, 14.0)}


def without_run(alert):
    """What `--alerts` has of an alert: all but what a run adds."""
    said = wire.to_json(alert)
    return {key: value for key, value in said.items() if key not in ("sequence", "published_time", "durable")}


class Replay(support.TestCase):
    def setUp(self):
        super().setUp()
        places.write_geojson(self.folder / "area.geojson", [places.feature([places.rectangle(50, 5, 60, 20)])])
        places.write_geojson(self.folder / "zones.geojson",
                             [places.feature([ring], name) for name, ring in ZONES.items()])

    def config(self, feeds, name="mission.toml"):
        rules = [{"kind": "zone-entry", "zone": zone} for zone in ZONES]
        rules.append({"kind": "zone-entry", "zone": "bight", "name": "stays-in-bight", "hold_s": 5, "clear_s": 3})
        zones = [{"name": zone, "source": "zones.geojson", "where": f"name = '{zone}'"} for zone in ZONES]
        return support.write_config(self.folder / name, "area.geojson", feeds, zone=zones, rule=rules)

    def replay(self, *inputs, name="replay", config=None, **keys):
        """The bytes of --alerts and of --tracks, and what was said."""
        alerts, tracks = self.folder / f"{name}.jsonl", self.folder / f"{name}.csv"
        arguments = [] if config is None else ["--config", config]
        done = self.run_program("replay", *inputs, *arguments, "--alerts", alerts, "--tracks", tracks, **keys)
        return alerts.read_bytes(), tracks.read_bytes(), done

    def test_two_replays_give_the_same_bytes(self):
        config = self.config([support.feed("coast", "tcp://127.0.0.1:1", time="data")])
        source = support.recording(STREAM)
        first = self.replay(f"ais={source}", name="first", config=config)
        again = self.replay(f"ais={source}", name="again", config=config)
        self.assertEqual(first[0], again[0])
        self.assertEqual(first[1], again[1])
        self.assertEqual(first[2].stderr, again[2].stderr)
        alerts = support.json_lines(first[0].decode())
        states = [alert["state"] for alert in alerts]
        self.assertGreater(states.count("ALERT_STATE_RAISED"), 5)
        self.assertGreater(states.count("ALERT_STATE_CLEARED"), 0)
        self.assertTrue(all(not {"sequence", "published_time", "durable"} & set(alert) for alert in alerts))
        self.assertTrue(all(id_.startswith("coast/") for alert in alerts for id_ in alert["evidence"]["report_ids"]))
        self.check_tracks(first[1].decode())

    def check_tracks(self, text):
        lines = text.splitlines()
        self.assertEqual(lines[0], "time_s,track,latitude_deg,longitude_deg,east_mps,north_mps,std_m,status,sensors")
        rows = [line.split(",") for line in lines[1:]]
        self.assertGreater(len(rows), 1000)
        order = [(float(row[0]), int(row[1].rsplit("-", 1)[1])) for row in rows]
        self.assertEqual(order, sorted(order))
        for row in rows:
            self.assertRegex(row[2], r"^-?\d+\.\d{8}$")
            self.assertRegex(row[4], r"^-?\d+\.\d{3}$")
            self.assertIn(row[7], ("CONFIRMED", "COASTING"))
            self.assertTrue(49.9 < float(row[2]) < 60.1 and 4.9 < float(row[3]) < 20.1, row)

    def test_compressed_inputs_give_the_same_and_so_does_the_name_of_a_feed(self):
        source = support.recording(STREAM)
        config = self.config([support.feed("coast", "tcp://127.0.0.1:1", time="data")])
        plain = self.replay(f"ais={source}", config=config)
        packed = self.folder / "feed.gz"
        packed.write_bytes(gzip.compress(source.read_bytes()))
        self.assertEqual(self.replay(f"ais={packed}", config=config)[:2], plain[:2])
        self.assertEqual(self.replay(f"coast={source}", config=config)[:2], plain[:2])
        if shutil.which("zstd") is None:
            self.skipTest("zstd is not installed: its files were not tried")
        packed = self.folder / "feed.zst"
        subprocess.run(["zstd", "-q", str(source), "-o", str(packed)], check=True, timeout=60)
        self.assertEqual(self.replay(f"ais={packed}", config=config)[:2], plain[:2])

    def live(self, config, feeds, pieces):
        """Plays (feed, server, text) in pieces of the given sizes until all is taken; what the stream said of it."""
        daemon = self.start(support.Daemon(config, self.folder, f"live-{len(list(self.folder.glob('*.log')))}"))
        stream = self.start(wire.Stream(daemon.stream_endpoint))
        for _, server, data in feeds:
            server.send(data, itertools.cycle(pieces) if pieces else None)
        for _, server, _ in feeds:
            server.hang_up()
        for feed, _, data in feeds:
            stream.wait_for_received(feed, self.reports_in(data))
        sequences = [envelope.sequence for _, envelope in stream.having("alert")]
        self.assertEqual(sequences, list(range(1, len(sequences) + 1)))
        return stream

    def reports_in(self, data):
        done = support.run("watchpost", "decode", "ais", stdin=data)
        return done.stdout.count("\n")

    def test_the_same_feed_through_a_live_socket_gives_the_same_alerts_and_tracks(self):
        source = support.recording(STREAM)
        server = self.start(support.FeedServer())
        config = self.config([support.feed("coast", server.source, time="data")])
        alerts, tracks, _ = self.replay(f"ais={source}", config=config)
        stream = self.live(config, [("coast", server, source.read_bytes())], None)
        self.assertEqual([without_run(alert) for alert in stream.alerts()], support.json_lines(alerts.decode()))
        shown = {track.track_id for track in stream.tracks() if track.status == wire.track_pb2.TRACK_STATUS_CONFIRMED}
        # The stream also shows tracks that were confirmed, with an alert, after the last tick.
        self.assertLessEqual({line.split(",")[1] for line in tracks.decode().splitlines()[1:]}, shown)

    def test_it_does_not_matter_in_which_pieces_the_bytes_arrive(self):
        source = support.recording(STREAM)
        alerts = None
        for pieces in ([1, 2, 3, 700], [random.Random(7).randrange(1, 2000) for _ in range(97)]):
            server = self.start(support.FeedServer())
            config = self.config([support.feed("coast", server.source, time="data")])
            alerts = alerts or support.json_lines(self.replay(f"ais={source}", config=config)[0].decode())
            stream = self.live(config, [("coast", server, source.read_bytes())], pieces)
            self.assertEqual([without_run(alert) for alert in stream.alerts()], alerts)

    def split(self, source):
        """The recording as two receivers would have it: each stamp with its sentences goes to one of them."""
        blocks = re.split(rb"(?m)^(?=\$PGHP)", source.read_bytes())
        return b"".join(blocks[::2]), b"".join(blocks[1::2])

    def test_several_feeds_are_merged_alike_live_and_in_replay(self):
        first, second = self.split(support.recording(STREAM))
        (self.folder / "first.txt").write_bytes(first)
        (self.folder / "second.txt").write_bytes(second)
        servers = [self.start(support.FeedServer()), self.start(support.FeedServer())]
        config = self.config([support.feed("coast-1", servers[0].source, time="data"),
                              support.feed("coast-2", servers[1].source, time="data")])
        inputs = [f"coast-1={self.folder / 'first.txt'}", f"coast-2={self.folder / 'second.txt'}"]
        alerts, _, _ = self.replay(*inputs, config=config)
        self.assertEqual(self.replay(*inputs, name="again", config=config)[0], alerts)
        feeds = {id_.split("/")[0] for alert in support.json_lines(alerts.decode())
                 for id_ in alert["evidence"]["report_ids"]}
        self.assertEqual(feeds, {"coast-1", "coast-2"})
        stream = self.live(config, list(zip(("coast-1", "coast-2"), servers, (first, second))), [4096, 100])
        self.assertEqual([without_run(alert) for alert in stream.alerts()], support.json_lines(alerts.decode()))


class ReplayOfAMadeFeed(support.TestCase):
    """A vessel that visits the zone three times, in a file of its own."""

    def setUp(self):
        super().setUp()
        places.write_geojson(self.folder / "area.geojson", [places.feature([world.AREA])])
        places.write_geojson(self.folder / "zones.geojson", [places.feature([world.zone_ring()])])
        self.config = support.write_config(
            self.folder / "mission.toml", "area.geojson", [support.feed("coast", "tcp://127.0.0.1:1", time="data")],
            zone=[{"name": "landing-site", "source": "zones.geojson"}],
            rule=[{"kind": "zone-entry", "zone": "landing-site"}])
        visit = world.Visit(200000011).stay(100)
        for _ in range(3):
            visit.enter().leave().stay(20)
        self.lines, self.end_s = visit.lines, visit.second
        self.feed = self.folder / "visits.nmea"
        self.feed.write_text("".join(f"{line}\r\n" for line in self.lines), encoding="ascii")

    def alerts(self, *arguments, inputs=None):
        out = self.folder / "alerts.jsonl"
        inputs = inputs or [f"ais={self.feed}"]
        self.run_program("replay", *inputs, "--config", self.config, "--alerts", out, *arguments)
        return support.json_lines(out.read_text(encoding="utf-8"))

    def test_from_and_to_show_a_part_of_the_same_alerts(self):
        whole = self.alerts()
        self.assertEqual([alert["state"] for alert in whole], ["ALERT_STATE_RAISED", "ALERT_STATE_CLEARED"] * 3)
        begin = world.BEGIN_S
        self.assertEqual(self.alerts("--from", self.iso(begin + 155)), whole[2:])
        self.assertEqual(self.alerts("--to", self.iso(begin + 155)), whole[:2])
        self.assertEqual(self.alerts("--from", self.iso(begin + 155), "--to", self.iso(begin + 215)), whole[2:4])
        self.run_program("replay", f"ais={self.feed}", "--from", "yesterday", expect=2)

    @staticmethod
    def iso(unix_s):
        return datetime.datetime.fromtimestamp(unix_s, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def test_alerts_go_to_standard_output_too_and_speed_changes_nothing(self):
        whole = self.alerts()
        done = self.run_program("replay", f"ais={self.feed}", "--config", self.config, "--alerts", "-")
        self.assertEqual(support.json_lines(done.stdout), whole)
        self.assertEqual(self.alerts("--speed", "200"), whole)
        self.assertEqual(self.alerts("--speed", "max"), whole)

    def test_inputs_of_one_format_are_told_apart_by_their_feeds_names(self):
        second = self.folder / "second.nmea"
        visit = world.Visit(200000012, 300).stay(10).enter().stay(5)
        second.write_text("\n".join(visit.lines) + "\n", encoding="ascii")
        alerts = self.alerts(inputs=[f"ais={self.feed}", f"ais={second}"])
        ids = {alert["subject"]["identity"]["mmsi"]: alert["evidence"]["report_ids"][0].split("/")[0]
               for alert in alerts}
        self.assertEqual(ids, {200000011: "coast", 200000012: "coast-2"})

    def test_faults_are_counted_and_only_strict_minds_them(self):
        broken = self.folder / "broken.nmea"
        bad = [line[:-1] + ("0" if line[-1] != "0" else "1") for line in self.lines[:3]]
        broken.write_text("\n".join(bad + self.lines) + "\n", encoding="ascii")
        done = self.run_program("replay", f"ais={broken}", "--config", self.config)
        self.assertRegex(done.stderr, r"\b3 faults")
        self.run_program("replay", f"ais={broken}", "--config", self.config, "--strict", expect=1)
        self.run_program("replay", f"ais={self.feed}", "--config", self.config, "--strict", expect=0)
        self.run_program("replay", "ais=absent.nmea", "--config", self.config, expect=2)
        self.run_program("replay", "aiss=absent.nmea", "--config", self.config, expect=2)

    def start_replay(self, *arguments):
        command = [support.BIN / "watchpost", "replay", f"ais={self.feed}", *arguments]
        process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True)
        for clean_up in (process.stderr.close, process.wait, process.kill):  # the last one first
            self.addCleanup(clean_up)
        return process

    def test_a_published_replay_says_replay_in_every_message(self):
        stream_endpoint, query_endpoint = support.publish_of(self.config)
        process = self.start_replay("--config", self.config, "--speed", "25", "--publish",
                                    "--alerts", self.folder / "published.jsonl")
        with wire.Stream(stream_endpoint) as stream:
            with wire.Query(query_endpoint) as query:
                response = query.one("status")[0]
            self.assertEqual(response.mode, wire.envelope_pb2.MODE_REPLAY)
            self.assertEqual(process.wait(support.DEADLINE_S), 0, process.stderr.read())
            stream.wait_for(lambda _, e: e.sequence == 6, "the last alert")
        self.assertTrue(all(envelope.mode == wire.envelope_pb2.MODE_REPLAY for _, envelope in stream.now()))
        self.assertEqual([envelope.sequence for _, envelope in stream.having("alert")], [1, 2, 3, 4, 5, 6])
        self.assertEqual([without_run(alert) for alert in stream.alerts()],
                         support.json_lines((self.folder / "published.jsonl").read_text(encoding="utf-8")))
        self.assertEqual(len({envelope.stream for _, envelope in stream.now()}), 1)

    def test_a_published_replay_without_a_configuration_says_where_it_is(self):
        process = self.start_replay("--speed", "1", "--publish")
        endpoints = re.findall(r"tcp://127\.0\.0\.1:\d+", process.stderr.readline())
        self.assertEqual(len(endpoints), 2)
        with wire.Stream(endpoints[0]) as stream:
            _, envelope = stream.wait_for(lambda _, e: e.HasField("track"), "a track")
            self.assertEqual((envelope.origin, envelope.mode), ("local", wire.envelope_pb2.MODE_REPLAY))
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(support.DEADLINE_S), 0)

    def test_a_zone_is_the_same_from_every_kind_of_file(self):
        if shutil.which("ogr2ogr") is None:
            self.skipTest("ogr2ogr is not installed (gdal-bin): no other files can be made")
        wanted = self.alerts()
        source = self.folder / "zones.geojson"
        for name, arguments in {"zones.gpkg": ["-f", "GPKG"], "zones.kml": ["-f", "KML"],
                                "zones.shp": ["-f", "ESRI Shapefile"],
                                "mercator.gpkg": ["-f", "GPKG", "-t_srs", "EPSG:3857"],
                                "utm.shp": ["-f", "ESRI Shapefile", "-t_srs", "EPSG:32728"]}.items():
            subprocess.run(["ogr2ogr", *arguments, str(self.folder / name), str(source)], check=True, timeout=60)
            text = self.config.read_text(encoding="utf-8")
            self.config.write_text(text.replace('"zones.geojson"', f'"{name}"'), encoding="utf-8")
            alerts = self.alerts()
            self.config.write_text(text, encoding="utf-8")
            said = [(alert["state"], alert["event_time"], alert["alert_id"]) for alert in alerts]
            self.assertEqual(said, [(alert["state"], alert["event_time"], alert["alert_id"]) for alert in wanted], name)

    def test_without_a_configuration_there_is_no_area_and_no_rule(self):
        out = self.folder / "tracks.csv"
        self.run_program("replay", f"ais={self.feed}", "--tracks", out)
        rows = out.read_text(encoding="ascii").splitlines()[1:]
        self.assertEqual({row.split(",")[1] for row in rows}, {"local-1"})
        self.assertEqual({row.split(",")[7] for row in rows}, {"CONFIRMED"})
        # From the tick after the second report to the last whole second.
        self.assertEqual([float(row.split(",")[0]) for row in rows],
                         [float(world.BEGIN_S + second) for second in range(1, self.end_s)])


if __name__ == "__main__":
    support.main()
