#!/usr/bin/python3
"""`watchpost fuse`: a plots file becomes a tracks file, as `replay` would make it, in recorded time alone."""
import gzip
import shutil
import subprocess

import places
import support
import world

HEADER = ("receive_time_s,time_s,sensor,kind,latitude_deg,longitude_deg,std_m,range_m,azimuth_deg,std_range_m,"
          "std_azimuth_deg,sensor_latitude_deg,sensor_longitude_deg,identity")
TRACKS_HEADER = "time_s,track,latitude_deg,longitude_deg,east_mps,north_mps,std_m,status,sensors"


def position(time_s, name, latitude_deg, longitude_deg, sensor="mast", delay_s=0.25):
    return (f"{time_s + delay_s:.3f},{time_s:.3f},{sensor},position,{latitude_deg:.8f},{longitude_deg:.8f},5,"
            f",,,,,,{name}")


def boats(seconds=60):
    """One that goes north past two sensors, and one that lies still half a degree away; the rows in order."""
    rows = []
    for second in range(seconds):
        time_s = world.BEGIN_S + second
        rows.append(position(time_s, "north-going", 10 + second * 1e-4, 20))
        if second % 5 == 0:
            rows.append(position(time_s, "at-rest", 10.5, 20.5, "shore", 0.5))
            # At another time than the mast: what says the same of the same time is a duplicate.
            rows.append(position(time_s + 0.125, "north-going", 10 + second * 1e-4, 20, "shore", 0.5))
    return rows


def text(rows):
    return "\n".join([HEADER, *sorted(rows, key=lambda row: float(row.split(",")[0]))]) + "\n"


class Fuse(support.TestCase):
    def setUp(self):
        super().setUp()
        self.plots = self.folder / "plots.csv"
        self.plots.write_text(text(boats()), encoding="ascii")

    def fuse(self, *arguments, plots=None, name="tracks.csv", **keywords):
        """The bytes of the tracks file; what was said is in self.said."""
        tracks = self.folder / name
        done = self.run_program("fuse", "--plots", plots or self.plots, "--tracks", tracks, *arguments, **keywords)
        self.said = done.stderr
        return tracks.read_bytes()

    def config(self, feeds=(), **keywords):
        places.write_geojson(self.folder / "area.geojson", [places.feature([places.rectangle(9.9, 19.9, 10.2, 20.1)])])
        return support.write_config(self.folder / "mission.toml", "area.geojson", feeds, **keywords)

    def refused(self, *arguments):
        """The one line that says why."""
        done = support.run("watchpost", "fuse", *arguments)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(done.stdout, "")
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), 1, done.stderr)
        return lines[0]

    def test_a_row_stands_for_each_track_at_each_second(self):
        lines = self.fuse().decode("ascii").splitlines()
        self.assertEqual(lines[0], TRACKS_HEADER)
        rows = [line.split(",") for line in lines[1:]]
        self.assertTrue(all(len(row) == 9 for row in rows))
        keys = [(float(row[0]), int(row[1].removeprefix("local-"))) for row in rows]
        self.assertEqual(keys, sorted(set(keys)))
        for row in rows:
            self.assertRegex(row[0], r"^\d+\.000$")
            for cell in row[2:4]:
                self.assertRegex(cell, r"^-?\d+\.\d{8}$")
            for cell in row[4:7]:
                self.assertRegex(cell, r"^-?\d+\.\d{3}$")
            self.assertIn(row[7], ("CONFIRMED", "COASTING"))
        # The last tick is the last whole second at or before the last receive time.
        self.assertEqual(keys[-1][0], world.BEGIN_S + 59)
        last = {row[1]: row for row in rows if float(row[0]) == world.BEGIN_S + 59}
        self.assertEqual(len(last), 2)
        moving, = (row for row in last.values() if float(row[2]) < 10.2)
        resting, = (row for row in last.values() if float(row[2]) > 10.2)
        # 1e-4 degrees a second are 11.06 m/s there. What was received after the second is not in its row.
        self.assertAlmostEqual(float(moving[5]), 11.06, delta=0.5)
        self.assertAlmostEqual(float(moving[2]), 10 + 59e-4, delta=1e-4)
        self.assertEqual(moving[8], "2")
        self.assertAlmostEqual(float(resting[2]), 10.5, delta=1e-4)
        self.assertLess(abs(float(resting[5])), 1)
        self.assertEqual(resting[8], "1")

    def test_it_is_the_replay_of_that_one_feed_and_each_run_gives_the_same_bytes(self):
        tracks = self.fuse(name="first.csv")
        self.assertEqual(self.fuse(name="again.csv"), tracks)
        self.run_program("replay", f"plots={self.plots}", "--tracks", self.folder / "replayed.csv")
        self.assertEqual((self.folder / "replayed.csv").read_bytes(), tracks)
        self.assertGreater(tracks.count(b"\n"), 100)

    def test_pipes_and_compressed_files_give_the_same(self):
        tracks = self.fuse()
        done = self.run_program("fuse", "--plots", "-", "--tracks", "-", stdin=self.plots.read_bytes())
        self.assertEqual(done.stdout.encode(), tracks)
        packed = self.folder / "plots.gz"
        packed.write_bytes(gzip.compress(self.plots.read_bytes()))
        self.assertEqual(self.fuse(plots=packed), tracks)
        if shutil.which("zstd") is None:
            self.skipTest("zstd is not installed: its files were not tried")
        packed = self.folder / "plots.zst"
        subprocess.run(["zstd", "-q", str(self.plots), "-o", str(packed)], check=True, timeout=60)
        self.assertEqual(self.fuse(plots=packed), tracks)

    def test_a_configuration_brings_its_area_and_its_node(self):
        tracks = self.fuse("--config", self.config(mission={"node": "outpost"})).decode("ascii").splitlines()[1:]
        self.assertGreater(len(tracks), 40)
        self.assertTrue(all(row.split(",")[1].startswith("outpost-") for row in tracks))
        self.assertTrue(all(float(row.split(",")[2]) < 10.2 for row in tracks), "the one at rest is outside")
        self.assertIn("12 outside_area", self.said)

    def test_a_configured_feed_of_another_format_is_not_taken_for_it(self):
        feeds = [support.feed("plots", "tcp://127.0.0.1:1", format="ais"),
                 support.feed("coast-radar", "tcp://127.0.0.1:2", format="plots")]
        self.assertGreater(self.fuse("--config", self.config(feeds)).count(b"\n"), 40)
        self.assertIn("coast-radar: 84 reports", self.said)

    def test_faults_are_counted_and_said_and_are_no_failure(self):
        rows = boats()
        tracks = self.fuse()
        self.assertIn(" 0 faults", self.said)
        damaged = self.folder / "damaged.csv"
        damaged.write_text(text(rows).replace(rows[30] + "\n", rows[30] + "\nnot a row\n" + rows[30][:30] + "\n"),
                           encoding="ascii")
        self.assertEqual(self.fuse(plots=damaged), tracks)
        self.assertIn(" 2 faults", self.said)

    def test_it_says_how_many_plots_it_fused_and_in_what_time(self):
        self.fuse()
        self.assertRegex(self.said.splitlines()[-1], r"^fused 84 plots, \d+\.\d{3} s of CPU, \d+ plots a second$")

    def test_an_empty_file_gives_a_file_without_tracks(self):
        self.plots.write_text(HEADER + "\n", encoding="ascii")
        self.assertEqual(self.fuse().decode("ascii"), TRACKS_HEADER + "\n")

    def test_what_cannot_be_read_or_written_is_said_in_one_line(self):
        missing = self.folder / "missing.csv"
        tracks = self.folder / "tracks.csv"
        self.assertIn(str(missing), self.refused("--plots", missing, "--tracks", tracks))
        self.assertIn("no-such-folder", self.refused("--plots", self.plots, "--tracks",
                                                     self.folder / "no-such-folder" / "tracks.csv"))
        self.assertIn("missing.toml", self.refused("--plots", self.plots, "--tracks", tracks, "--config",
                                                   self.folder / "missing.toml"))

    def test_a_wrong_command_line_is_said_in_one_line(self):
        tracks = self.folder / "tracks.csv"
        self.assertIn("--plots", self.refused("--tracks", tracks))
        self.assertIn("--tracks", self.refused("--plots", self.plots))
        self.assertIn("did you mean --tracks?",
                      self.refused("--plots", self.plots, "--tracks", tracks, "--track"))
        self.assertIn("extra", self.refused("--plots", self.plots, "--tracks", tracks, "extra"))
        self.assertFalse(tracks.exists(), "nothing is written where the command was not understood")

    def test_help_names_the_options(self):
        said = self.run_program("fuse", "--help").stdout
        for option in ("--plots", "--tracks", "--config"):
            self.assertIn(option, said)
        self.assertIn("fuse", self.run_program("--help").stdout)


if __name__ == "__main__":
    support.main()
