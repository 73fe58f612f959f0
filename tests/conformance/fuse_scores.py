#!/usr/bin/python3
"""Runs `watchpost fuse` over scenarios with truth and prints how near it comes, as a Markdown table.

    fuse_scores.py [--seeds 1,101] [--only NAME,…] [--scale]

The scenarios and their scorer are those of the folder `scenarios` under WATCHPOST_SHARED; the program is that of
WATCHPOST_BIN. The scores say nothing about one run on a chaotic recording: compare several seeds.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SCENARIOS = pathlib.Path(os.environ.get("WATCHPOST_SHARED", SOURCE.parent / "shared")) / "scenarios"
PROGRAM = pathlib.Path(os.environ.get("WATCHPOST_BIN", SOURCE / "build/release/bin")) / "watchpost"

MADE = ("manoeuvre", "crossing", "vehicles", "bearings", "late", "biased", "mixed")
SCALE = ("scale1k", "scale10k", "scale100k")
RECORDED = ("autoferry-2", "autoferry-3", "autoferry-13", "autoferry-16")
RECORDED_SCORING = ("--cutoff-m", "20", "--skip-s", "10")
SHORT_SCORING = {"scale100k": ("--skip-s", "8")}  # it lasts 20 s, all of which would be left out
TIME_LIMIT_S = 3600

Scene = collections.namedtuple("Scene", "name seed folder")  # seed None: recorded


def why_not():
    """What is missing to run anything; empty where nothing is."""
    if not (SCENARIOS / "scenario.py").exists():
        return f"no scenarios at {SCENARIOS}: set WATCHPOST_SHARED"
    if not PROGRAM.exists():
        return f"no program {PROGRAM}: set WATCHPOST_BIN"
    needs = subprocess.run(["/usr/bin/python3", "-c", "import numpy, scipy"], capture_output=True, check=False)
    return "" if needs.returncode == 0 else "no numpy and scipy for /usr/bin/python3"


def run(*arguments):
    done = subprocess.run([str(argument) for argument in arguments], capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL, timeout=TIME_LIMIT_S)
    if done.returncode != 0:
        raise RuntimeError(f"{arguments} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done


def scenes(folder, names, seeds):
    """Makes them one after the other, in `folder`."""
    for name in names:
        if name in RECORDED:
            yield Scene(name, None, SCENARIOS / name)
            continue
        for seed in seeds:
            made = folder / f"{name}-{seed}"
            run("/usr/bin/python3", "-B", SCENARIOS / "scenario.py", name, "--seed", seed, "--out", made)
            yield Scene(name, seed, made)


def fuse(scene, tracks):
    """Plots a second of CPU, as the program says it."""
    said = run(PROGRAM, "fuse", "--plots", scene.folder / "plots.csv", "--tracks", tracks).stderr
    return int(re.search(r"(\d+) plots a second$", said, re.MULTILINE).group(1))


def score(scene, tracks):
    how = RECORDED_SCORING if scene.seed is None else SHORT_SCORING.get(scene.name, ())
    return json.loads(run("/usr/bin/python3", "-B", SCENARIOS / "score.py", scene.folder, tracks, *how, "--json").stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", default="1", help="of the made scenarios, with commas between them")
    parser.add_argument("--only", default="", help="these scenarios alone")
    parser.add_argument("--scale", action="store_true", help="those with up to 100,000 targets too")
    chosen = parser.parse_args()
    known = MADE + SCALE + RECORDED
    names = [name for name in chosen.only.split(",") if name] or MADE + (SCALE if chosen.scale else ()) + RECORDED
    unknown = [name for name in names if name not in known]
    seeds = [seed for seed in chosen.seeds.split(",") if seed]
    if unknown or not all(seed.isdigit() for seed in seeds):
        parser.error(f"found {unknown or chosen.seeds}, expected scenarios of {', '.join(known)} and seeds as 1,101")
    if why_not():
        sys.exit(why_not())
    print("| scenario | seed | GOSPA m | complete | spurious | switches | plots/s of CPU |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="watchpost-scores-") as folder:
        tracks = pathlib.Path(folder) / "tracks.csv"
        for scene in scenes(pathlib.Path(folder), names, seeds):
            speed = fuse(scene, tracks)
            got = score(scene, tracks)
            print(f"| {scene.name} | {'recorded' if scene.seed is None else scene.seed} | {got['gospa_m']:.1f} | "
                  f"{got['complete']:.3f} | {got['spurious']:.3f} | {got['switches']} | {speed:,} |", flush=True)


if __name__ == "__main__":
    main()
