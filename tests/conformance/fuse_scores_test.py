#!/usr/bin/python3
"""`watchpost fuse` on every small scenario with truth: a sound tracks file, the same each time, that can be scored."""
import pathlib
import re
import sys
import tempfile
import unittest

import fuse_scores

SKIPPED = 77
HEADER = "time_s,track,latitude_deg,longitude_deg,east_mps,north_mps,std_m,status,sensors"
ROW = re.compile(r"(?P<time>\d+)\.000,local-(?P<track>\d+),-?\d+\.\d{8},-?\d+\.\d{8}(,-?\d+\.\d{3}){3},"
                 r"(CONFIRMED|COASTING),(?P<sensors>\d+)")


def problem_of(text, times):
    """The first thing that is wrong with a tracks file; empty where nothing is. `times`: of its first and last plot."""
    lines = text.splitlines()
    if not text.endswith("\n") or lines[0] != HEADER:
        return f"found {lines[:1]}, expected the header"
    last = (0, 0)
    for number, line in enumerate(lines[1:], 2):
        row = ROW.fullmatch(line)
        if row is None:
            return f"line {number}: found {line}, expected a row"
        key = (int(row["time"]), int(row["track"]))
        if key <= last:
            return f"line {number}: found {key} after {last}, expected rows by time and track, each once"
        if not times[0] <= key[0] <= times[1]:
            return f"line {number}: found {key[0]}, expected a tick between {times[0]} and {times[1]}"
        last = key
    return ""


class Scores(unittest.TestCase):
    def test_each_small_scenario_gives_a_sound_file_twice_and_is_scored(self):
        with tempfile.TemporaryDirectory(prefix="watchpost-scores-") as name:
            folder = pathlib.Path(name)
            for scene in fuse_scores.scenes(folder, fuse_scores.MADE + fuse_scores.RECORDED, [1]):
                with self.subTest(scene.name):
                    self.check(scene, folder)

    def check(self, scene, folder):
        first, again = folder / "first.csv", folder / "again.csv"
        fuse_scores.fuse(scene, first)
        fuse_scores.fuse(scene, again)
        self.assertEqual(first.read_bytes(), again.read_bytes())
        with open(scene.folder / "plots.csv", encoding="ascii") as plots:
            received = [float(row.split(",", 1)[0]) for row in list(plots)[1:]]
        self.assertEqual(problem_of(first.read_text(encoding="ascii"), (received[0], received[-1])), "")
        got = fuse_scores.score(scene, first)
        self.assertGreater(got["gospa_m"], 0)
        for share in ("complete", "spurious"):
            self.assertTrue(0 <= got[share] <= 1, got)
        self.assertGreaterEqual(got["switches"], 0)

    def test_what_is_wrong_with_a_tracks_file_is_found(self):
        row = "100.000,local-{},1.00000000,-2.00000000,0.000,-1.000,5.000,CONFIRMED,1\n"
        good = HEADER + "\n" + row.format(2) + row.format(10) + row.format(1).replace("100.", "101.")
        self.assertEqual(problem_of(good, (99.5, 101)), "")
        for wrong in (good.replace(HEADER, "time"), good + row.format(11), good.replace("local-10", "local-2"),
                      good.replace("-2.00000000", "-2.0000000"), good.replace("CONFIRMED", "TENTATIVE"),
                      good.replace("101.000", "102.000"), good.replace("100.000", "99.000"), good[:-1]):
            self.assertNotEqual(problem_of(wrong, (99.5, 101)), "", wrong)


if __name__ == "__main__":
    reason = fuse_scores.why_not()
    if reason:
        print(f"SKIPPED: {reason}")
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
