#!/usr/bin/python3
"""Debian's dump1090-mutability as a live peer: radio samples of our own in, Beast, AVR and BaseStation out."""
import shutil
import socket
import subprocess
import unittest

import adsb
import places
import support
import wire

DUMP1090 = shutil.which("dump1090-mutability")
SAMPLES_HZ = 2_400_000
CLOCK_HZ = 12_000_000  # of the pulses: half a microsecond is six
BLOCK_SAMPLES = 131_072  # that dump1090 takes at once
AIRLINER, HELICOPTER, STRANGER = 0x39AB01, 0x39AB02, 0x39AB03


def modulated(frames, duration_s):
    """Radio samples (unsigned bytes, I and Q) of frames at their times: Annex 10 volume IV, 3.1.2.2."""
    samples = bytearray(b"\x7f" * (2 * round(duration_s * SAMPLES_HZ)))
    for time_s, frame in frames:
        begin = round(time_s * CLOCK_HZ)
        pulses = [0, 12, 42, 54]
        for number in range(8 * len(frame)):
            is_one = frame[number // 8] >> (7 - number % 8) & 1
            pulses.append(96 + 12 * number + (0 if is_one else 6))
        level = {}
        for pulse in pulses:
            for tick in range(begin + pulse, begin + pulse + 6):
                level[tick * SAMPLES_HZ // CLOCK_HZ] = level.get(tick * SAMPLES_HZ // CLOCK_HZ, 0) + 1
        for sample, ticks in level.items():
            samples[2 * sample] = 127 + round(90 * ticks * SAMPLES_HZ / CLOCK_HZ)
    return bytes(samples)


def flights():
    """(time, frame) of two aircraft for two seconds."""
    frames = []
    for begin_s, address, callsign, north_deg in ((0.01, AIRLINER, "TEST123", 12.5),
                                                  (0.035, HELICOPTER, "TEST7", 12.6)):
        frames += [(begin_s, adsb.identification(address, callsign)), (begin_s + 0.01, adsb.velocity(address, 0, 216)),
                   (begin_s + 0.02, adsb.operational_status(address))]
        frames += [(begin_s + 0.05 + 0.05 * turn,
                    adsb.airborne(address, north_deg + 0.00005 * turn, -3.25, turn % 2, 12000)) for turn in range(36)]
        # Who has no position yet is not let in (docs/interfaces.md, "Admission of what has no position").
        frames.append((begin_s + 1.85, adsb.identification(address, callsign)))
    frames += [(1.92, adsb.emergency(HELICOPTER, 1, "7700")), (1.94, adsb.reply(AIRLINER, 5, adsb.code13("2345")))]
    return sorted(frames)


class Dump1090:
    """dump1090 that listens and waits for samples on its standard input."""

    def __init__(self, folder):
        self.log = folder / "dump1090.log"
        self.beast, self.avr, self.sbs = (support.free_port() for _ in range(3))

    def __enter__(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [DUMP1090, "--net", "--ifile", "-", "--quiet", "--no-fix", "--net-bind-address", "127.0.0.1",
                 "--net-bo-port", str(self.beast), "--net-ro-port", str(self.avr), "--net-sbs-port", str(self.sbs),
                 "--net-bi-port", "0", "--net-ri-port", "0", "--net-http-port", "0"],
                stdin=subprocess.PIPE, stdout=log, stderr=log)
        return self

    def hear(self, frames, duration_s):
        # Silence after it, so that the last block of samples is full.
        self.process.stdin.write(modulated(frames, duration_s) + b"\x7f" * (4 * BLOCK_SAMPLES))
        self.process.stdin.flush()

    def knock_until(self, is_heard):
        """It serves who has connected from time to time only: a stranger is heard until all are served."""
        def knock():
            self.hear([(0.01, adsb.identification(STRANGER, "KNOCK"))], 0.02)
            return is_heard()

        support.wait_until(knock, "dump1090 serves its clients")

    def listen(self, port):
        def connect():
            if self.process.poll() is not None:
                raise unittest.SkipTest(f"dump1090 ended: {self.log.read_text(errors='replace')[-400:]}")
            try:
                return socket.create_connection(("127.0.0.1", port), 5)
            except OSError:
                return None

        return support.wait_until(connect, "dump1090 listens")

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.terminate()
        try:
            self.process.wait(support.DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Client:
    """What one of its ports says."""

    def __init__(self, connection):
        self.connection, self.data = connection, b""
        connection.settimeout(0.2)

    def is_served(self):
        self.read()
        return self.data != b""

    def read(self):
        """Until it is silent."""
        try:
            while piece := self.connection.recv(65536):
                self.data += piece
            raise AssertionError("dump1090 closed the connection")
        except TimeoutError:
            return self.data

    def read_until(self, text):
        support.wait_until(lambda: text in self.read(), "the last frame")
        return self.data


@unittest.skipIf(DUMP1090 is None, "dump1090-mutability is not installed: it was not tried as a live peer")
class Dump1090Test(support.TestCase):
    def decoded(self, kind, data):
        return support.json_lines(self.run_program("decode", kind, stdin=data).stdout)

    def test_its_three_outputs_decode_to_the_same_flights(self):
        frames = flights()
        last = frames[-1][1]
        peer = self.start(Dump1090(self.folder))
        clients = {name: Client(self.stack.enter_context(peer.listen(getattr(peer, name))))
                   for name in ("beast", "avr", "sbs")}
        peer.knock_until(lambda: all([client.is_served() for client in clients.values()]))
        peer.hear(frames, 2)
        beast = self.decoded("adsb", clients["beast"].read_until(last))
        avr = self.decoded("adsb", clients["avr"].read_until(last.hex().upper().encode()))
        sbs = self.decoded("sbs", clients["sbs"].read_until(b",2345,"))
        beast, avr, sbs = ([report for report in reports if report["identity"]["icao24"] != f"{STRANGER:06x}"]
                           for reports in (beast, avr, sbs))

        self.assertEqual(len(beast), len(frames))
        self.assertEqual(len(avr), len(frames))
        for name, reports in (("beast", beast), ("avr", avr), ("sbs", sbs)):
            for address, callsign, north_deg in (("39ab01", "TEST123", 12.5), ("39ab02", "TEST7", 12.6)):
                with self.subTest(output=name, address=address):
                    own = [report for report in reports if report["identity"].get("icao24") == address]
                    self.assertIn(callsign, [report["identity"].get("callsign") for report in own])
                    found = [report["position"] for report in own if "latitude_deg" in report.get("position", {})]
                    self.assertGreaterEqual(len(found), 34)
                    for position in found:
                        self.assertTrue(north_deg - 1e-4 <= position["latitude_deg"] <= north_deg + 36 * 5e-5 + 1e-4)
                        self.assertAlmostEqual(position["longitude_deg"], -3.25, delta=1e-4)
                        self.assertAlmostEqual(position["altitude_m"], 12000 * 0.3048, delta=0.01)

        def found_at(reports):
            found = [report["position"] for report in reports if "latitude_deg" in report.get("position", {})]
            return {(round(place["latitude_deg"], 5), round(place["longitude_deg"], 5)) for place in found}

        self.assertEqual(found_at(sbs), found_at(avr))
        emergencies = {report["identity"]["icao24"]: report["status"]["emergency"] for report in beast
                       if report.get("status", {}).get("emergency", "EMERGENCY_NONE") != "EMERGENCY_NONE"}
        self.assertEqual(emergencies, {"39ab02": "EMERGENCY_GENERAL"})

    def test_live_feeds_of_beast_and_basestation_make_one_track_for_each_aircraft(self):
        peer = self.start(Dump1090(self.folder))
        with peer.listen(peer.beast):
            pass
        places.write_geojson(self.folder / "area.geojson", [places.feature([places.rectangle(10, -6, 15, 0)])])
        feeds = [support.feed("beast", f"tcp://127.0.0.1:{peer.beast}", format="adsb"),
                 support.feed("basestation", f"tcp://127.0.0.1:{peer.sbs}", format="sbs")]
        config = support.write_config(self.folder / "live.toml", "area.geojson", feeds)
        daemon = self.start(support.Daemon(config, self.folder))
        support.wait_until(lambda: all(daemon.health(feed["name"]).connections == 1 for feed in feeds), "both are open")
        peer.knock_until(lambda: all(daemon.health(feed["name"]).received for feed in feeds))
        frames = flights()
        peer.hear(frames, 2)
        support.wait_until(lambda: daemon.health("beast").received > len(frames), "all frames")
        # It says nothing of operational status in its lines.
        support.wait_until(lambda: daemon.health("basestation").received > len(frames) - 3, "its lines")
        for feed in feeds:
            self.assertEqual(daemon.health(feed["name"]).faults, 0)

        def tracks():
            found = [wire.to_json(track) for track in daemon.snapshot().tracks]
            return found if len(found) == 2 else None

        by_address = {track["identity"]["icao24"]: track for track in support.wait_until(tracks, "two tracks")}
        self.assertEqual(set(by_address), {"39ab01", "39ab02"})
        for address, callsign, north_deg in (("39ab01", "TEST123", 12.5), ("39ab02", "TEST7", 12.6)):
            track = by_address[address]
            self.assertEqual(track["identity"]["callsign"], callsign)
            self.assertAlmostEqual(track["position"]["latitude_deg"], north_deg, delta=0.05)
            self.assertEqual(len(track["sensors"]), 2)


if __name__ == "__main__":
    support.main()
