#!/usr/bin/python3
"""gpsd's recorded AIS over TCP, and Debian's gpsd as a live relay of it."""
import json
import pathlib
import shutil
import socket
import subprocess
import unittest

import ais
import places
import support
import wire
import world

GPSD = shutil.which("gpsd") or ("/usr/sbin/gpsd" if pathlib.Path("/usr/sbin/gpsd").exists() else None)
LOG = "gpsd_ais-nmea.log"


def sentences(data):
    """The AIS sentences of a log, as they stand in it."""
    lines = (line.strip() for line in data.decode("utf-8", "replace").splitlines())
    return [line for line in lines if line.startswith("!") and "VD" in line[:7]]


class Gpsd:
    """gpsd in the foreground, reading a TCP server of ours, and a client that has asked it for raw NMEA."""

    def __init__(self, source_port, folder):
        self.port, self.source_port, self.folder = support.free_port(), source_port, folder
        self.data = b""

    def __enter__(self):
        with open(self.folder / "gpsd.log", "wb") as log:
            self.process = subprocess.Popen([GPSD, "-N", "-n", "-S", str(self.port),
                                             f"tcp://127.0.0.1:{self.source_port}"],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            self.client = support.wait_until(self._connect, "gpsd listens")
        except BaseException:
            self._end()
            raise
        return self

    def _connect(self):
        if self.process.poll() is not None:
            raise unittest.SkipTest(f"gpsd ended: {(self.folder / 'gpsd.log').read_text(errors='replace')[-400:]}")
        try:
            client = socket.create_connection(("127.0.0.1", self.port), 5)
        except OSError:
            return None
        client.settimeout(0.2)
        client.sendall(b'?WATCH={"enable":true,"nmea":true}\n')
        return client

    def heard(self):
        """Every sentence that it has passed on so far."""
        try:
            piece = self.client.recv(65536)
            if not piece:
                raise AssertionError("gpsd closed the connection")
            self.data += piece
        except TimeoutError:
            pass
        return sentences(self.data)

    def _end(self):
        self.process.terminate()
        try:
            self.process.wait(support.DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __exit__(self, *_):
        self.client.close()
        self._end()


class GpsdTest(support.TestCase):
    def live(self, lines, name, **feed):
        """The lines through a daemon of their own: its health, its tracks and its alerts."""
        for area, ring in {"world": (-89, -179.9, 89, 179.9), "north": (0, -179, 89, 179)}.items():
            places.write_geojson(self.folder / f"{area}.geojson", [places.feature([places.rectangle(*ring)])])
        server = self.start(support.FeedServer())
        config = support.write_config(self.folder / f"{name}.toml", "world.geojson",
                                      [support.feed("receiver", server.source, **feed)],
                                      zone=[{"name": "north", "source": "north.geojson"}],
                                      rule=[{"kind": "zone-entry", "zone": "north"}])
        daemon = self.start(support.Daemon(config, self.folder, name))
        stream = self.start(wire.Stream(daemon.stream_endpoint))
        server.send(lines)
        reports = self.decode("\r\n".join(lines) + "\r\n")
        stream.wait_for_received("receiver", len(reports))
        support.wait_until(lambda: daemon.health("receiver").received == len(reports), "no more than these")
        alerts = [wire.to_json(alert) for alert in stream.alerts()]
        for alert in alerts:
            del alert["published_time"]
        tracks = {json.dumps(wire.to_json(track), sort_keys=True) for track in daemon.snapshot().tracks}
        return daemon.health("receiver"), tracks, alerts, reports

    def decode(self, text):
        return support.json_lines(support.run("watchpost", "decode", "ais", stdin=text).stdout)

    def test_gpsds_recorded_ais_over_tcp_gives_the_reports_of_the_file(self):
        data = support.recording(LOG).read_bytes()
        lines = data.decode("utf-8", "replace").splitlines()
        lines = [line.encode("ascii", "replace").decode() for line in lines]
        health, tracks, alerts, reports = self.live(lines, "recorded")
        self.assertGreater(len(reports), 100)
        refused = sum(count.count for count in health.refused)
        self.assertEqual(health.received, health.admitted + refused)
        self.assertGreater(health.admitted, 100)
        heard = {report["identity"]["mmsi"] for report in reports}
        self.assertTrue({json.loads(track)["identity"]["mmsi"] for track in tracks} <= heard)
        self.assertTrue(tracks)
        self.assertTrue(alerts)

    def test_the_file_itself_agrees_with_gpsds_own_decoding_of_its_positions(self):
        source = support.recording(LOG)
        ours = {(report["identity"]["mmsi"], round(report["position"]["latitude_deg"], 5),
                 round(report["position"]["longitude_deg"], 5))
                for report in self.decode(source.read_bytes()) if "latitude_deg" in report.get("position", {})}
        theirs = set()
        for line in source.with_name(LOG + ".chk").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("{"):
                said = json.loads(line)
                if said["class"] != "AIS" or said["type"] not in (1, 2, 3, 4, 9, 11, 18, 19, 21):
                    continue
                latitude_deg, longitude_deg = said["lat"] / 600_000, said["lon"] / 600_000  # as they were sent
                if abs(latitude_deg) <= 90 and abs(longitude_deg) <= 180:
                    theirs.add((said["mmsi"], round(latitude_deg, 5), round(longitude_deg, 5)))
        self.assertGreater(len(theirs), 50)
        self.assertEqual(theirs - ours, set())

    def test_through_a_running_gpsd_come_the_same_tracks_and_alerts(self):
        if GPSD is None:
            self.skipTest("gpsd is not installed: it was not tried as a live relay")
        wanted = sentences(support.recording(LOG).read_bytes())
        source = self.start(support.FeedServer())
        gpsd = self.start(Gpsd(source.port, self.folder))
        # gpsd passes nothing on until it knows what kind of device this is: it hears a sentence of ours until then.
        knock, = ais.sentences(ais.position_b(200000010, 0.0, 0.0))

        def is_awake():
            source.send([knock])
            return knock in gpsd.heard()

        support.wait_until(is_awake, "gpsd recognises AIS")
        source.send(wanted)
        support.wait_until(lambda: gpsd.heard()[-1] == wanted[-1], "the last sentence")
        passed = [line for line in gpsd.heard() if line != knock]
        self.assertEqual(passed, wanted)
        # As a shore station would: each sentence gets its time of reception, the same on both ways.
        straight = [ais.tagged(line, world.BEGIN_S + at) for at, line in enumerate(wanted)]
        relayed = [ais.tagged(line, world.BEGIN_S + at) for at, line in enumerate(passed)]
        direct, through = self.live(straight, "direct", time="data"), self.live(relayed, "relayed", time="data")
        self.assertEqual((through[0].received, through[0].admitted), (direct[0].received, direct[0].admitted))
        self.assertEqual(through[1], direct[1])
        self.assertEqual(through[2], direct[2])
        self.assertTrue(direct[2])


if __name__ == "__main__":
    support.main()
