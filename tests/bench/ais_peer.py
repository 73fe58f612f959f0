#!/usr/bin/python3
"""AIS beside gpsdecode, in one run: user CPU of one core for the same recorded sentences.

    tests/bench/ais_peer.py [--rounds N] [--repeats N] [--json FILE]

Reads $WATCHPOST_SHARED/data/ais; programs from $WATCHPOST_BIN (default build/release/bin).
Prints sentences a second and the ratios; asserts nothing, since machines differ. FILE gets the rates as Google Benchmark
writes them, for tests/bench/tables.py.
"""

import argparse
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("WATCHPOST_BIN", SOURCE / "build/release/bin"))
SHARED = pathlib.Path(os.environ.get("WATCHPOST_SHARED", SOURCE / "../shared"))


def user_cpu_s(command, stdin):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with open(stdin, "rb") as source:
        subprocess.run(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def median(values):
    return sorted(values)[len(values) // 2]


def measure(lines, sentences, rounds):
    """Sentences a second, JSON and all, by program; rounds alternate, so that both have the same neighbours."""
    taken_s = {"ais_peer/gpsdecode": [], "ais_peer/decode": []}
    with tempfile.TemporaryDirectory() as folder:
        repeated = pathlib.Path(folder) / "repeated.nmea"
        repeated.write_bytes(lines)
        for _ in range(rounds):
            taken_s["ais_peer/gpsdecode"].append(user_cpu_s(["gpsdecode"], repeated))
            taken_s["ais_peer/decode"].append(user_cpu_s([str(BIN / "watchpost"), "decode", "ais"], repeated))
    return {name: sentences / median(values) for name, values in taken_s.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=20, help="of the recording in one round")
    parser.add_argument("--json", type=pathlib.Path)
    arguments = parser.parse_args()
    recording = SHARED / "data/ais/aislib_stream_example.txt"
    if not recording.exists():
        print(f"skipped: {recording} is absent")
        return 77
    if shutil.which("gpsdecode") is None:
        print("skipped: gpsdecode is not installed (deploy/install-deps)")
        return 77
    lines = recording.read_bytes()
    sentences = sum(line.startswith(b"!") for line in lines.splitlines())
    rates = measure(lines * arguments.repeats, sentences * arguments.repeats, arguments.rounds)
    peer_rate = rates["ais_peer/gpsdecode"]
    if arguments.json:
        entries = [{"name": name, "sentences/s": rate} for name, rate in rates.items()]
        arguments.json.write_text(json.dumps({"benchmarks": entries}))
    for name, rate in rates.items():
        print(f"{name:20} {rate:12,.0f} sentences/s   {rate / peer_rate:5.1f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
