#!/usr/bin/python3
"""Feeds of every transport and both formats into one daemon, labels, and answers in pages."""
import signal
import socket
import subprocess

import ais
import places
import support
import wire
import world

PLOTS_HEADER = ("receive_time_s,time_s,sensor,kind,latitude_deg,longitude_deg,std_m,range_m,azimuth_deg,std_range_m,"
                "std_azimuth_deg,sensor_latitude_deg,sensor_longitude_deg,identity")


class Feeds(support.TestCase):
    def config(self, feeds, **tables):
        places.write_geojson(self.folder / "area.geojson", [places.feature([world.AREA])])
        places.write_geojson(self.folder / "zones.geojson", [places.feature([world.zone_ring()])])
        tables.setdefault("zone", [{"name": "landing-site", "source": "zones.geojson"}])
        return support.write_config(self.folder / "mission.toml", "area.geojson", feeds,
                                    rule=[{"kind": "zone-entry", "zone": "landing-site"}], **tables)

    def run_daemon(self, config, *topics):
        self.daemon = self.start(support.Daemon(config, self.folder))
        return self.start(wire.Stream(self.daemon.stream_endpoint, *topics))

    def wait_for_state(self, state):
        number = wire.envelope_pb2.ConnectionState.Value(f"CONNECTION_STATE_{state}")
        support.wait_until(lambda: self.daemon.health("coast").state == number, f"the feed is {state}")

    def visit_file(self, seconds=5):
        path = self.folder / "visit.nmea"
        lines = world.Visit(200000011).stay(seconds).enter().leave().lines
        path.write_text("".join(f"{line}\r\n" for line in lines), encoding="ascii")
        return path

    def test_a_feed_that_hangs_up_is_connected_to_again(self):
        first = support.FeedServer()
        with first:
            stream = self.run_daemon(self.config([support.feed("coast", first.source)]))
            first.wait_for_client()
            self.wait_for_state("OPEN")
        support.wait_until(lambda: self.daemon.health("coast").state != wire.envelope_pb2.CONNECTION_STATE_OPEN, "lost")
        self.assertEqual(self.daemon.health("coast").connections, 0)
        again = self.start(support.FeedServer(first.port))
        again.wait_for_client()

        def is_raised():
            again.send(ais.sentences(ais.position_b(200000011, *world.CENTRE, 0.0)))
            return stream.alerts()

        support.wait_until(is_raised, "an alert by the second connection")
        self.wait_for_state("OPEN")

    def test_a_feed_that_is_not_there_is_said_and_keeps_no_other_back(self):
        server = self.start(support.FeedServer())
        absent = f"tcp://127.0.0.1:{support.free_port()}"
        stream = self.run_daemon(self.config([support.feed("absent", absent), support.feed("coast", server.source)]))
        server.wait_for_client()

        def is_raised():
            server.send(ais.sentences(ais.position_b(200000011, *world.CENTRE, 0.0)))
            return stream.alerts()

        support.wait_until(is_raised, "an alert by the feed that is there")
        support.wait_until(lambda: self.daemon.health("absent").detail, "why it is not there is said")
        health = self.daemon.health("absent")
        self.assertIn(health.state, (wire.envelope_pb2.CONNECTION_STATE_CONNECTING,
                                     wire.envelope_pb2.CONNECTION_STATE_FAILED))

    def test_a_file_as_a_live_feed_raises_the_alerts_of_its_replay(self):
        path = self.visit_file(100)
        config = self.config([support.feed("coast", f"file:{path}", time="data", pace="20")])
        alerts = self.folder / "alerts.jsonl"
        self.run_program("replay", f"coast={path}", "--config", config, "--alerts", alerts)
        stream = self.run_daemon(config)
        stream.wait_for_alert("CLEARED")
        self.wait_for_state("CLOSED")
        said = [wire.to_json(alert) for alert in stream.alerts()]
        for alert in said:
            for key in ("sequence", "published_time", "durable"):
                alert.pop(key)
        self.assertEqual(said, support.json_lines(alerts.read_text(encoding="utf-8")))

    def test_standard_input_as_a_live_feed(self):
        config = self.config([support.feed("coast", "-", time="data")])
        stream_endpoint, _ = support.publish_of(config)
        with subprocess.Popen([str(support.BIN / "watchpostd"), "--config", str(config)], stdin=subprocess.PIPE,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                stream = self.start(wire.Stream(stream_endpoint))
                process.stdin.write(self.visit_file().read_bytes())
                process.stdin.flush()
                stream.wait_for_alert("RAISED")
                process.stdin.close()
                stream.wait_for_alert("CLEARED")
                process.send_signal(signal.SIGTERM)
                self.assertEqual(process.wait(support.DEADLINE_S), 0)
            finally:
                process.kill()

    def test_connections_to_a_listening_feed_have_each_its_own_framing_and_one_set_of_counters(self):
        port = support.free_port()
        stream = self.run_daemon(self.config([support.feed("mast", f"tcp-listen://127.0.0.1:{port}")]))
        one, two = (socket.create_connection(("127.0.0.1", port)) for _ in range(2))
        first = [f"{line}\r\n".encode() for line in ais.sentences(ais.static_a(200000011, "GREEN HERON"), 1)]
        second = [f"{line}\r\n".encode() for line in ais.sentences(ais.static_a(200000012, "MORNING TIDE"), 1)]
        here, = ais.sentences(ais.position_b(200000011, *world.offset(5000, 0), 0.0))
        there, = ais.sentences(ais.position_b(200000012, *world.offset(6000, 0), 0.0))
        with one, two:
            # Half a line here, half a line there; the same sequence number and channel on both.
            for _ in range(2):
                one.sendall(here[:20].encode())
                two.sendall(there[:30].encode())
                one.sendall(f"{here[20:]}\r\n".encode())
                two.sendall(f"{there[30:]}\r\n".encode())
                stream.settle(1)
            one.sendall(first[0])
            two.sendall(second[0])
            one.sendall(first[1])
            two.sendall(second[1])
            support.wait_until(lambda: self.daemon.health("mast").received == 6, "six reports")
            self.assertEqual(self.daemon.health("mast").connections, 2)
            stream.settle()
            names = {track.identity.mmsi: track.identity.name for track in self.daemon.snapshot().tracks}
            self.assertEqual(names, {200000011: "GREEN HERON", 200000012: "MORNING TIDE"})
            self.assertEqual(self.daemon.health("mast").faults, 0)

    def test_plots_with_a_name_are_tracks_and_units(self):
        server = self.start(support.FeedServer())
        stream = self.run_daemon(self.config(
            [{"name": "radios", "source": server.source, "format": "plots", "time": "data"}],
            unit=[{"name": "patrol-1", "identity": {"name": "PATROL 1"}}]))
        place = f"position,{world.CENTRE[0]},{world.CENTRE[1]},10,,,,,,,PATROL 1"
        rows = [f"{world.BEGIN_S + second},{world.BEGIN_S + second},,{place}" for second in range(4)]
        server.send([PLOTS_HEADER] + rows)
        _, envelope = stream.wait_for_alert("RAISED")
        self.assertEqual(envelope.alert.subject.unit, "patrol-1")
        self.assertEqual(envelope.alert.subject.identity.name, "PATROL 1")

    def test_labels_are_counted_each_on_its_own(self):
        servers = [self.start(support.FeedServer()), self.start(support.FeedServer())]
        feeds = [support.feed("coast", servers[0].source), support.feed("police", servers[1].source, label="closed")]
        stream = self.run_daemon(self.config(feeds))
        for server in servers:
            server.wait_for_client()

        def is_raised():
            servers[0].send(ais.sentences(ais.position_b(200000011, *world.CENTRE, 0.0)))
            servers[1].send(ais.sentences(ais.position_b(200000012, *world.CENTRE, 0.0)))
            return len(stream.alerts()) == 2

        support.wait_until(is_raised, "an alert by each feed")
        said = {topic: envelope for topic, envelope in stream.having("alert")}
        self.assertEqual(set(said), {"alert.ALL.WARNING.zone-entry-landing-site",
                                     "alert.closed.WARNING.zone-entry-landing-site"})
        for topic, envelope in said.items():
            self.assertEqual(envelope.sequence, 1)
            self.assertEqual(envelope.label, topic.split(".")[1])
            self.assertEqual(envelope.alert.release_label, envelope.label)
        stream.settle()
        self.assertEqual({topic for topic, _ in stream.having("heartbeat")}, {"heartbeat.ALL", "heartbeat.closed"})
        self.assertEqual({topic for topic, _ in stream.having("health")}, {"health.ALL.coast", "health.closed.police"})
        labels = {topic.split(".")[1] for topic, envelope in stream.having("track")
                  if envelope.track.identity.mmsi == 200000012}
        self.assertEqual(labels, {"closed"})
        with wire.Query(self.daemon.query_endpoint) as query:
            self.assertEqual({(alert.release_label, alert.sequence) for alert in query.alerts_since({"closed": 0})},
                             {("closed", 1)})

    def test_a_large_snapshot_comes_in_pages_that_hold_each_track_once(self):
        server = self.start(support.FeedServer())
        stream = self.run_daemon(self.config([support.feed("coast", server.source, time="data")]), "heartbeat.")
        count = 3000
        points = [world.offset(5000 + 10 * (number % 100), 10 * (number // 100)) for number in range(count)]
        lines = [line for second in range(2) for number, point in enumerate(points)
                 for line in ais.heard(ais.position_a(200_000_000 + number, *point, 0.0), world.BEGIN_S + second)]
        lines += ais.heard(ais.position_a(200_000_000, *points[0], 0.0), world.BEGIN_S + 2)
        server.send(lines)
        stream.wait_for_received("coast", len(lines))
        support.wait_until(lambda: self.daemon.health("coast").received == len(lines), "no more than these")
        request = wire.query_pb2.Request()
        request.snapshot.SetInParent()
        with wire.Query(self.daemon.query_endpoint) as query:
            pages = list(query.pages(request))
        self.assertGreater(len(pages), 1)
        mmsi = [track.identity.mmsi for page in pages for track in page.snapshot.tracks]
        self.assertEqual(len(mmsi), count)
        self.assertEqual(set(mmsi), set(range(200_000_000, 200_000_000 + count)))
        self.assertEqual(len({page.snapshot.time.ToNanoseconds() for page in pages}), 1)
        self.assertTrue(all(page.snapshot.sequences for page in pages))


if __name__ == "__main__":
    support.main()
