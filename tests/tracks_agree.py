#!/usr/bin/python3
"""Whether two tracks files say the same: the same rows, with the same names, statuses and counts of sensors, and
positions, velocities and deviations that differ by no more than rounding may.

Positions stand in the file with 8 decimals, a millimetre: the distance is taken between the nearest two places that
are written so. Velocities (m/s) and deviations (m) may differ by 0.001, their last decimal. The first differences are
printed; the exit code is 1 if there are any.
"""
import argparse
import csv
import itertools
import math
import sys

COLUMNS = ["time_s", "track", "latitude_deg", "longitude_deg", "east_mps", "north_mps", "std_m", "status", "sensors"]
EXACT = ("time_s", "track", "status", "sensors")
METRES_A_DEGREE = 111_320.0  # a little more than of the ellipsoid: distances come out too long, if at all
WRITTEN_DEG = 1e-8
WITHIN = 0.001 + 1e-9
SHOWN = 10


def rows_of(path):
    with open(path, newline="", encoding="ascii") as file:
        reader = csv.DictReader(file, strict=True)
        if reader.fieldnames != COLUMNS:
            sys.exit(f"{path}: found the columns {reader.fieldnames}, expected {COLUMNS}")
        yield from reader


def off_m(one, other):
    """How far apart the places are at least; no number where one is none."""
    latitude, longitude = (float(one[name]) - float(other[name]) for name in ("latitude_deg", "longitude_deg"))
    longitude = math.remainder(longitude, 360)
    shrunk = [max(abs(difference) - WRITTEN_DEG, 0.0) for difference in (latitude, longitude)]
    return METRES_A_DEGREE * math.hypot(shrunk[0], shrunk[1] * math.cos(math.radians(float(one["latitude_deg"]))))


def differences(one, other, within_m):
    """What is wrong with a pair of rows, as texts."""
    if one is None or other is None:
        yield f"found {'no row' if one is None else one['track']}, and {'no row' if other is None else other['track']}"
        return
    for name in EXACT:
        if one[name] != other[name]:
            yield f"{name}: found {one[name]} and {other[name]}"
    if not (distance_m := off_m(one, other)) <= within_m:
        yield f"places: {distance_m:.4f} m apart"
    for name in ("east_mps", "north_mps", "std_m"):
        if not abs(float(one[name]) - float(other[name])) <= WITHIN:
            yield f"{name}: found {one[name]} and {other[name]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs=2, metavar="TRACKS.csv")
    parser.add_argument("--within-m", type=float, default=0.001, help="how far apart positions may be (0.001)")
    arguments = parser.parse_args()
    count = row_count = 0
    for row_count, (one, other) in enumerate(itertools.zip_longest(*map(rows_of, arguments.files)), 1):
        found = list(differences(one, other, arguments.within_m))
        for text in found if count < SHOWN else []:
            print(f"row {row_count}: {text}")
        count += len(found)
        if one is None or other is None:
            break
    print(f"{row_count} rows, {count} differences")
    # Two files without a track agree on nothing.
    sys.exit(1 if count or not row_count else 0)


if __name__ == "__main__":
    main()
