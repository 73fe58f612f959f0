#!/usr/bin/python3
"""AIS beside gpsdecode, in one run: user CPU of one core for the same recorded sentences.

    tests/bench/ais_peer.py [ROUNDS]

Reads $WATCHPOST_SHARED/data/ais; programs from $WATCHPOST_BIN (default build/release/bin).
Prints sentences a second and the ratios; asserts nothing, since machines differ.
"""

import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("WATCHPOST_BIN", SOURCE / "build/release/bin"))
SHARED = pathlib.Path(os.environ.get("WATCHPOST_SHARED", SOURCE / "../shared"))
REPEATS = 20


def user_cpu_s(command, stdin):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with open(stdin, "rb") as source:
        subprocess.run(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def median(values):
    return sorted(values)[len(values) // 2]


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    recording = SHARED / "data/ais/aislib_stream_example.txt"
    if not recording.exists():
        print(f"skipped: {recording} is absent")
        return 77
    lines = recording.read_bytes()
    sentences = REPEATS * sum(line.startswith(b"!") for line in lines.splitlines())
    with tempfile.TemporaryDirectory() as folder:
        repeated = pathlib.Path(folder) / "repeated.nmea"
        repeated.write_bytes(lines * REPEATS)
        peer, ours = [], []
        for _ in range(rounds):
            peer.append(user_cpu_s(["gpsdecode"], repeated))
            ours.append(user_cpu_s([str(BIN / "watchpost"), "decode", "ais"], repeated))
    bench = subprocess.run([str(BIN / "watchpost_bench"), "--benchmark_filter=ais/bytes to batches",
                            "--benchmark_format=json"], capture_output=True, check=True,
                           env={**os.environ, "WATCHPOST_SHARED": str(SHARED)})
    to_reports = json.loads(bench.stdout)["benchmarks"][0]["sentences/s"]
    peer_rate, json_rate = sentences / median(peer), sentences / median(ours)
    print(f"gpsdecode, with its JSON          {peer_rate:12,.0f} sentences/s")
    print(f"decode ais, with its JSON         {json_rate:12,.0f} sentences/s   {json_rate / peer_rate:5.1f} times")
    print(f"bytes to Reports, in batches      {to_reports:12,.0f} sentences/s   {to_reports / peer_rate:5.1f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
