#!/usr/bin/python3
"""`watchpost decode`: the same from a pipe and from a file, with stable times, and exit codes that programs can use."""
import base64
import csv
import io
import pathlib
import signal
import subprocess

import ais
import support
import world

PLOTS = """receive_time_s,time_s,sensor,kind,latitude_deg,longitude_deg,std_m,range_m,azimuth_deg,std_range_m,\
std_azimuth_deg,sensor_latitude_deg,sensor_longitude_deg,identity
1900000000.5,1900000000.25,mast,position,-31.0,-15.0,12.5,,,,,,,PATROL 1
1900000001.5,1900000001,mast,polar,,,,1500,45.5,15,0.8,-31.0,-15.0,
1900000002.5,1900000002,ear,bearing,,,,,359.5,,2,-31.0,-15.0,
"""


def text(lines):
    return "".join(f"{line}\r\n" for line in lines)


class Decode(support.TestCase):
    def decode(self, feed, *arguments, expect=0, name="ais"):
        """The reports of a feed: from a file, from `-` and without an argument the same bytes."""
        path = self.folder / "feed"
        path.write_bytes(feed.encode() if isinstance(feed, str) else feed)
        from_file = self.run_program("decode", name, path, *arguments, expect=expect)
        for pipe in (["-"], []):
            piped = self.run_program("decode", name, *pipe, *arguments, stdin=feed, expect=expect)
            self.assertEqual(piped.stdout, from_file.stdout)
        self.said = from_file.stderr
        return support.json_lines(from_file.stdout)

    def test_a_recording_gives_the_same_from_a_pipe_and_from_a_file_each_time(self):
        source = support.recording("aislib_stream_example.txt")
        done = support.run("watchpost", "decode", "ais", source)
        self.assertIn(done.returncode, (0, 1))
        piped = support.run("watchpost", "decode", "ais", "-", stdin=source.read_bytes())
        self.assertEqual(piped.stdout, done.stdout)
        self.assertEqual(support.run("watchpost", "decode", "ais", source).stdout, done.stdout)
        reports = support.json_lines(done.stdout)
        self.assertGreater(len(reports), 3000)
        self.assertEqual([report["report_id"] for report in reports], [f"ais/{n}" for n in range(1, len(reports) + 1)])
        # Whole seconds are written without a fraction: "…:19Z" is before "…:19.003Z".
        times = [report["receive_time"].rstrip("Z") for report in reports]
        self.assertEqual(times, sorted(times))
        self.assertTrue(all(time.startswith("2010-06-11T11:46:") for time in times))

    def test_a_position_says_what_was_sent(self):
        payload = ais.position_a(232001234, -31.25, 179.5, 12.3, 45.6, 50, 22, status=5, accurate=False)
        report, = self.decode(text(ais.heard(payload, world.BEGIN_S + 3)))
        self.assertEqual(report["identity"], {"mmsi": 232001234})
        self.assertAlmostEqual(report["position"]["latitude_deg"], -31.25, 6)
        self.assertAlmostEqual(report["position"]["longitude_deg"], 179.5, 6)
        self.assertEqual(report["position"]["std_m"], 15)
        self.assertAlmostEqual(report["velocity"]["speed_mps"], 12.3 * 1852 / 3600, 5)
        self.assertAlmostEqual(report["velocity"]["course_deg"], 45.6, 4)
        self.assertAlmostEqual(report["velocity"]["east_mps"], 4.5210, 3)
        self.assertAlmostEqual(report["velocity"]["north_mps"], 4.4272, 3)
        self.assertEqual(report["heading_deg"], 50)
        self.assertEqual(report["status"]["navigation"], "NAVIGATION_MOORED")
        self.assertEqual((report["feed"], report["format"]), ("ais", "ais"))
        self.assertEqual([c["type"] for c in report["classification"]], ["vessel"])
        self.assertEqual(report["receive_time"], "2030-03-17T17:47:03Z")
        self.assertEqual(report["event_time"], "2030-03-17T17:47:03Z")  # its second 22 was 41 s ago

    def test_what_is_not_available_is_absent(self):
        payload = ais.position_a(232001234, ais.NO_LATITUDE, ais.NO_LONGITUDE)
        report, = self.decode(text(ais.heard(payload, world.BEGIN_S)))
        for key in ("position", "velocity", "heading_deg"):
            self.assertNotIn(key, report)
        self.assertNotIn("navigation", report.get("status", {}))

    def test_static_messages_of_both_classes(self):
        lines = ais.heard(ais.static_a(232001234, "GREEN HERON", "ABC12", 70, 9074729, 100, 20, 5, 6), world.BEGIN_S, 3)
        self.assertEqual(len(lines), 2)
        lines += ais.heard(ais.static_b_name(232001235, "SMALL ONE"), world.BEGIN_S + 1)
        lines += ais.heard(ais.static_b_rest(232001235, "CALL", 36, 6, 2, 1, 2), world.BEGIN_S + 2)
        first, second, third = self.decode(text(lines))
        self.assertEqual(first["identity"], {"mmsi": 232001234, "imo": 9074729, "callsign": "ABC12",
                                             "name": "GREEN HERON"})
        self.assertEqual(first["dimensions"], {"length_m": 120, "beam_m": 11})
        self.assertEqual([c["type"] for c in first["classification"]], ["vessel.cargo"])
        self.assertEqual(second["identity"], {"mmsi": 232001235, "name": "SMALL ONE"})
        self.assertEqual(third["identity"], {"mmsi": 232001235, "callsign": "CALL"})
        self.assertEqual(third["dimensions"], {"length_m": 8, "beam_m": 3})

    def test_fragments_of_several_messages_interleave(self):
        one = ais.sentences(ais.static_a(232001234, "GREEN HERON"), 1)
        two = ais.sentences(ais.static_a(232001235, "MORNING TIDE"), 2)
        reports = self.decode(text([one[0], two[0], one[1], two[1]]))
        self.assertEqual([report["identity"]["name"] for report in reports], ["GREEN HERON", "MORNING TIDE"])

    def test_the_time_is_the_tag_blocks_else_the_stamps_else_counted(self):
        sentence, = ais.sentences(ais.position_a(232001234, 1.0, 2.0))
        stamp = ais.stamp(2030, 3, 17, 17, 47, 5)
        reports = self.decode(text([stamp, sentence, ais.tagged(sentence, world.BEGIN_S + 10)]))
        self.assertEqual([report["receive_time"] for report in reports],
                         ["2030-03-17T17:47:05Z", "2030-03-17T17:47:10Z"])
        # The first time holds before it, the last one after it; one that goes back counts as the one before.
        reports = self.decode(text([sentence, ais.tagged(sentence, world.BEGIN_S + 10), sentence,
                                    ais.tagged(sentence, world.BEGIN_S + 4), ais.tagged(sentence, world.BEGIN_S + 11)]))
        self.assertEqual([report["receive_time"][-3:-1] for report in reports], ["10", "10", "10", "10", "11"])

    def test_without_any_time_frame_k_is_at_start_plus_k_by_rate(self):
        lines = text(ais.sentences(ais.position_a(232001234, 1.0, 2.0, second=30)) * 3)
        times = [(r["receive_time"], r["event_time"]) for r in self.decode(lines)]
        self.assertEqual(times, [("1970-01-01T00:00:00Z",) * 2, ("1970-01-01T00:00:00.010Z",) * 2,
                                 ("1970-01-01T00:00:00.020Z",) * 2])
        reports = self.decode(lines, "--start", "2030-01-02T03:04:05Z", "--rate", "0.5")
        self.assertEqual([report["receive_time"] for report in reports],
                         ["2030-01-02T03:04:05Z", "2030-01-02T03:04:07Z", "2030-01-02T03:04:09Z"])

    def test_the_messages_own_second_is_the_event_time_where_it_is_near(self):
        def event_time(second, received_s):
            report, = self.decode(text(ais.heard(ais.position_a(1, 1.0, 2.0, second=second), received_s)))
            return report["event_time"]

        received_s = world.BEGIN_S + 2  # 17:47:02
        self.assertEqual(event_time(1, received_s), "2030-03-17T17:47:01Z")
        self.assertEqual(event_time(2, received_s), "2030-03-17T17:47:02Z")
        self.assertEqual(event_time(55, received_s), "2030-03-17T17:46:55Z")
        self.assertEqual(event_time(52, received_s), "2030-03-17T17:46:52Z")  # 10 s, just so
        self.assertEqual(event_time(51, received_s), "2030-03-17T17:47:02Z")  # 11 s: too far
        self.assertEqual(event_time(3, received_s), "2030-03-17T17:47:02Z")   # 59 s ago: too far
        self.assertEqual(event_time(60, received_s), "2030-03-17T17:47:02Z")

    def test_faults_are_said_and_end_with_1_and_what_is_good_is_decoded(self):
        good, = ais.sentences(ais.position_a(232001234, 1.0, 2.0))
        bad = good[:-2] + ("00" if good[-2:] != "00" else "01")
        reports = self.decode(text([good, bad, "!AIVDM,1,1,,A,13", good]), expect=1)
        self.assertEqual(len(reports), 2)
        self.assertTrue(self.said.strip())
        # Noise between sentences, and types that are not used, are no faults.
        self.decode(text([good, "# a comment", "$GPGGA,,,,,,0,,,,,,,,*66", good]), expect=0)

    def test_bytes_are_kept_on_demand(self):
        lines = ais.sentences(ais.position_a(232001234, 1.0, 2.0))
        report, = self.decode(text(lines), "--raw")
        self.assertIn(lines[0], base64.b64decode(report["raw"]).decode())

    def test_plots(self):
        position, polar, bearing = self.decode(PLOTS, name="plots")
        self.assertEqual((position["event_time"], position["receive_time"]),
                         ("2030-03-17T17:46:40.250Z", "2030-03-17T17:46:40.500Z"))
        self.assertEqual(position["position"], {"latitude_deg": -31, "longitude_deg": -15, "std_m": 12.5})
        self.assertEqual((position["sensor"], position["identity"]), ("mast", {"name": "PATROL 1"}))
        self.assertEqual({key: round(value, 5) for key, value in polar["polar"].items()},
                         {"range_m": 1500, "azimuth_deg": 45.5, "std_range_m": 15, "std_azimuth_deg": 0.8})
        self.assertEqual(polar["sensor_position"], {"latitude_deg": -31, "longitude_deg": -15})
        self.assertNotIn("range_m", bearing["polar"])
        self.assertNotIn("position", bearing)
        self.assertEqual([report["report_id"] for report in (position, polar, bearing)],
                         ["plots/1", "plots/2", "plots/3"])

    def test_plots_of_one_receive_time_come_out_in_one_order(self):
        header, *rows = PLOTS.strip().splitlines()
        same = [row.replace(row.split(",")[0], "1900000005", 1) for row in rows]
        orders = (same, same[::-1], same[1:] + same[:1])
        outputs = [self.decode("\n".join([header, *order]) + "\n", name="plots") for order in orders]
        self.assertEqual(len(outputs[0]), 3)
        self.assertEqual(outputs[0], outputs[1])
        self.assertEqual(outputs[0], outputs[2])

    def test_a_bad_row_of_plots_is_a_fault(self):
        bad = "1900000003,1900000003,mast,position,95,0,,,,,,,,\nnonsense\n"
        reports = self.decode(PLOTS + bad, name="plots", expect=1)
        self.assertEqual(len(reports), 3)
        self.assertEqual(next(csv.reader(io.StringIO(PLOTS)))[0], "receive_time_s")

    def test_what_is_called_wrongly_ends_with_2_and_says_what_was_meant(self):
        done = self.run_program("decode", "aix", "-", stdin="x", expect=2)
        self.assertIn("ais", done.stderr)
        self.assertIn("did you mean", done.stderr)
        self.assertNotIn("\n", done.stderr.strip())
        done = self.run_program("decode", "ais", self.folder / "absent.nmea", expect=2)
        self.assertIn("absent.nmea", done.stderr)
        self.run_program("decode", "ais", self.folder, expect=2)
        for wrong in (["--start", "soon"], ["--rate", "0"], ["--rate", "-1"], ["--option", "colour=red"],
                      ["--option", "x"], ["--unheard-of"]):
            done = self.run_program("decode", "ais", "-", *wrong, stdin="x", expect=2)
            self.assertTrue(done.stderr.strip(), wrong)
            self.assertEqual(done.stdout, "", wrong)
        self.run_program("decode", expect=2)

    def test_a_reader_that_goes_away_ends_it(self):
        line = text(ais.heard(ais.position_a(232001234, 1.0, 2.0), world.BEGIN_S))
        # A piece of 64 KiB ends in the middle of a TAG block.
        first = "#".ljust((65536 - 8) % len(line) - 2, "x") + "\r\n"
        path = self.folder / "long.nmea"
        path.write_text(first + line * 20000, encoding="ascii")
        with subprocess.Popen([str(support.BIN / "watchpost"), "decode", "ais", str(path)], stdout=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            self.assertIn("ais/1", process.stdout.readline())
            process.stdout.close()
            said = process.stderr.read()
            process.wait(support.DEADLINE_S)
        self.assertNotIn("fault", said, "the feed is good: that it was not read to its end is no fault of it")

    def test_a_signal_ends_it_while_it_waits_for_more(self):
        line = text(ais.heard(ais.position_a(232001234, 1.0, 2.0), world.BEGIN_S))
        for number in (signal.SIGINT, signal.SIGTERM):
            with subprocess.Popen([str(support.BIN / "watchpost"), "decode", "ais", "-"], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
                self.addCleanup(process.kill)
                process.stdin.write(line)
                process.stdin.flush()
                self.assertIn("ais/1", process.stdout.readline())  # what is piped in live is wanted live
                status = pathlib.Path(f"/proc/{process.pid}/status")
                support.wait_until(lambda status=status: "S (sleeping)" in status.read_text(encoding="ascii"),
                                   "it waits for more")
                process.send_signal(number)
                try:
                    process.wait(support.DEADLINE_S / 6)
                except subprocess.TimeoutExpired:
                    process.kill()
                    self.fail(f"signal {number} does not end it")

    def test_what_cannot_be_written_is_said(self):
        path = self.folder / "long.nmea"
        path.write_text(text(ais.heard(ais.position_a(232001234, 1.0, 2.0), world.BEGIN_S) * 20000), encoding="ascii")
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([str(support.BIN / "watchpost"), "decode", "ais", str(path)], stdout=full, text=True,
                                  stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=support.DEADLINE_S,
                                  check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("written", done.stderr)
        self.assertNotIn("fault", done.stderr)


if __name__ == "__main__":
    support.main()
