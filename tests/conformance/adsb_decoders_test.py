#!/usr/bin/python3
"""Every report of `watchpost decode adsb` against pyModeS', jet1090's and readsb's decodes of the same frames.

One report of ours stands for one frame, and they are compared frame by frame: identity, call sign, altitude, squawk,
velocity, and positions to 1e-5 degrees. Where they differ, the tables below say where, how often and why; each entry
must hold exactly, and nothing else may differ. adapters/adsb/README.md has the same entries in words.

Usage: adsb_decoders_test.py [PROGRAM]   (default: $WATCHPOST_BIN/watchpost)
"""

import collections
import datetime
import gzip
import json
import os
import pathlib
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("WATCHPOST_SHARED", SOURCE.parent / "shared"))
SKIPPED = 77
NEAR_DEG = 1e-5

# The recording's own start, and the airport at which it was made (its receiver's place is not known).
START = "2024-06-06T08:58:39Z"
AIRPORT = "43.63, 1.37"

# Of pymodes_adsb.csv: frames that one of the two alone resolves.
PYMODES_ONLY = 4   # before the first even message: stamped back by pyModeS
PYMODES_LACKS = 4  # without a message of the other kind within 10 s: near the last position

# Of traffic_tutorial.beast, by what differs: how many frames.
JET1090_DIFFERENCES = {
    "no report: address of no squitter": 24,
    "no report: garbled reply": 6,
    "call sign of characters that are not assigned": 1,
}


def unix_s(time):
    whole, _, fraction = time.removesuffix("Z").partition(".")
    return datetime.datetime.fromisoformat(whole + "+00:00").timestamp() + float("0." + (fraction or "0"))


def decode(program, path, *options):
    done = subprocess.run([program, "decode", "adsb", str(path), *options], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{program} decode adsb {path}: exit code {done.returncode}\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def place(report):
    position = report.get("position", {})
    return (position["latitude_deg"], position["longitude_deg"]) if "latitude_deg" in position else None


def their_place(row):
    return (row["latitude"], row["longitude"]) if row.get("latitude") is not None else None


def is_near(a, b):
    return abs(a[0] - b[0]) <= NEAR_DEG and abs(a[1] - b[1]) <= NEAR_DEG


def altitude_ft(report):
    metres = report.get("position", {}).get("altitude_m")
    return None if metres is None else round(metres / 0.3048)


def velocity_differs(report, row, tolerance_kn=0.6):
    """jet1090 and pyModeS round speeds to whole knots or cut them."""
    velocity = report.get("velocity", {})
    speed, track, rate = row.get("groundspeed"), row.get("track"), row.get("vertical_rate")
    ours = velocity.get("speed_mps"), velocity.get("course_deg"), velocity.get("up_mps")
    if (speed is None) != (ours[0] is None) or (rate is None) != (ours[2] is None):
        return True
    if speed is not None and abs(ours[0] * 3600 / 1852 - speed) > tolerance_kn:
        return True
    if ours[1] is not None and abs(ours[1] - track) > 0.01:
        return True
    return rate is not None and abs(ours[2] / 0.00508 - rate) > 0.1


def check_pymodes(program, folder):
    """pyModeS stamps the position of a pair on the messages before it too: its last stamp is the message's own."""
    rows = [json.loads(line) for line in (folder / "pymodes_adsb.pymodes.jsonl").read_text().splitlines()]
    reports = decode(program, folder / "pymodes_adsb.csv")
    problems = [] if len(rows) == len(reports) else [f"{len(reports)} reports of {len(rows)} frames"]
    count = collections.Counter()
    for index, (row, report) in enumerate(zip(rows, reports)):
        where = f"frame {index + 1}: "
        if report["identity"]["icao24"] != row["icao"].lower() or unix_s(report["receive_time"]) != row["time"]:
            problems.append(where + "another sender or time")
        if report["identity"].get("callsign") != row.get("callsign"):
            problems.append(where + "another call sign")
        if altitude_ft(report) != row.get("altitude"):
            problems.append(where + "another altitude")
        if "groundspeed" in row and velocity_differs(report, row, 1):
            problems.append(where + "another velocity")
        ours, theirs = place(report), their_place(row)
        count["ours"] += ours is not None
        count["theirs"] += theirs is not None
        count["theirs alone"] += ours is None and theirs is not None
        count["ours alone"] += ours is not None and theirs is None
        if ours is None or theirs is None:
            continue
        if is_near(ours, theirs):
            count["equal"] += 1
            continue
        # The messages up to the one that the stamp belongs to: within the 10 s of a pair, and that one is equal.
        later = [place(other) for other, stamp in zip(reports[index:index + 200], rows[index:index + 200])
                 if their_place(stamp) == theirs and stamp["time"] <= row["time"] + 10]
        if any(other is not None and is_near(other, theirs) for other in later):
            count["stamped back"] += 1
        else:
            problems.append(where + f"position {ours}, theirs {theirs}")
    if (count["theirs alone"], count["ours alone"]) != (PYMODES_ONLY, PYMODES_LACKS):
        problems.append(f"{count['theirs alone']} and {count['ours alone']} positions of one alone")
    if count["ours"] < count["theirs"]:
        problems.append("fewer positions")
    print(f"pymodes_adsb.csv: {len(reports)} reports, {count['ours']} positions ({count['theirs']} of pyModeS): "
          f"{count['equal']} equal, {count['stamped back']} equal to a later stamp, {count['ours alone']} more, "
          f"{count['theirs alone']} less, {len(problems)} problems")
    return problems


def pairs_of(rows, reports):
    """Each frame of theirs with our report of it, or None: both are in order of the recording."""
    index = 0
    for row in rows:
        report = reports[index] if index < len(reports) else None
        if (report is not None and report["identity"]["icao24"] == row["icao24"]
                and abs(unix_s(report["receive_time"]) - row["timestamp"]) < 2e-6):
            index += 1
            yield row, report
        else:
            yield row, None
    if index != len(reports):
        yield None, reports[index]


def is_unassigned_request(row):
    first, second = bytes.fromhex(row["frame"])[:2]
    return first & 7 > 5 or second >> 3 > 7


def differences(rows, reports):
    heard = {}  # when an extended squitter gave the address
    for row, report in pairs_of(rows, reports):
        if row is None:
            yield "a report of no frame", report
            continue
        if report is None:
            garbled = row["df"] in ("20", "21") and is_unassigned_request(row)
            if row["df"] in ("20", "21") and row["timestamp"] - heard.get(row["icao24"], 0) > 3600:
                yield "no report: address of no squitter", row
            else:
                yield ("no report: garbled reply" if garbled else "no report"), row
            continue
        if row["df"] in ("17", "18"):
            heard[row["icao24"]] = row["timestamp"]
        callsign = row.get("callsign") or row.get("bds20", {}).get("callsign")
        if report["identity"].get("callsign") != callsign:
            yield ("call sign of characters that are not assigned" if "#" in (callsign or "") else "call sign"), row
        # jet1090 has 0 or nothing at and below 0 ft, and where there is no altitude.
        ours = altitude_ft(report)
        if (ours if ours is not None and ours > 0 else 0) != (row.get("altitude") or 0):
            yield "altitude", row
        if report["identity"].get("squawk") != row.get("squawk"):
            yield "squawk", row
        if row.get("bds") == "09" and velocity_differs(report, row):
            yield "velocity", row


def compare_positions(rows, reports):
    count = collections.Counter()
    for row, report in pairs_of(rows, reports):
        if row is None or report is None:
            continue
        ours, theirs = place(report), their_place(row)
        if ours is not None and theirs is not None:
            count["equal" if is_near(ours, theirs) else "different"] += 1
        elif ours is not None or theirs is not None:
            count["more" if ours is not None else "less"] += 1
    return count


def check_surface(folder, rows, reports):
    """Speeds on the surface: jet1090 halves some steps, so they are held against readsb's, in order of frames.

    readsb gives the middle of a step, in whole knots; steps here are of two knots at most."""
    with gzip.open(folder / "traffic_tutorial.readsb.sbs.gz", "rt") as lines:
        theirs = [line.split(",")[12] for line in lines if line.startswith("MSG,2,")]
    ours = [report.get("velocity", {}) for row, report in pairs_of(rows, reports) if row and row.get("bds") == "06"]
    if len(ours) != len(theirs):
        return [f"{len(ours)} reports from the surface, {len(theirs)} of readsb"]
    return [f"surface report {index + 1}: {mine}, {other} kn of readsb"
            for index, (mine, other) in enumerate(zip(ours, theirs))
            if (other == "") != ("speed_mps" not in mine)
            or (other and abs(mine["speed_mps"] * 3600 / 1852 - float(other)) > 1.01)]


def check_traffic(program, folder):
    with gzip.open(folder / "traffic_tutorial.jet1090.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    with gzip.open(folder / "traffic_tutorial.readsb.sbs.gz", "rt") as lines:
        readsb_positions = sum(bool(line.split(",")[14]) for line in lines)
    recording = folder / "traffic_tutorial.beast"
    reports = decode(program, recording, "--start", START, "--option", f"receiver_position={AIRPORT}")
    problems = []
    found = collections.Counter()
    for kind, row in differences(rows, reports):
        found[kind] += 1
        if kind not in JET1090_DIFFERENCES:
            problems.append(f"{kind}: {row}")
    if found != collections.Counter(JET1090_DIFFERENCES):
        problems.append(f"differences: {dict(found)}, listed: {JET1090_DIFFERENCES}")
    problems += check_surface(folder, rows, reports)
    # At another airport than the receiver's: one message before a pair, and one without.
    wanted = {"equal": 13463, "less": 2}
    count = compare_positions(rows, reports)
    if count != collections.Counter(wanted):
        problems.append(f"positions: {dict(count)}, listed: {wanted}")
    # Without the option: no surface position before one in the air, and none that jet1090 has not.
    alone = compare_positions(rows, decode(program, recording, "--start", START))
    if alone["different"] or alone["more"] or alone["equal"] < readsb_positions:
        problems.append(f"positions without receiver_position: {dict(alone)}, {readsb_positions} of readsb")
    print(f"traffic_tutorial.beast: {len(reports)} reports of {len(rows)} frames; positions equal to jet1090's: "
          f"{count['equal']} ({count['less']} less, {count['more']} more, {count['different']} different), without "
          f"receiver_position {alone['equal']} ({alone['less']} less); readsb resolves {readsb_positions}; "
          f"{len(problems)} problems")
    return problems


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.environ.get("WATCHPOST_BIN", ""), "watchpost")
    folder = SHARED / "data" / "adsb"
    if not folder.is_dir() or not os.path.exists(program):
        print(f"skipped: no {folder if not folder.is_dir() else program}")
        return SKIPPED
    problems = check_pymodes(program, folder) + check_traffic(program, folder)
    for problem in problems[:40]:
        print("  " + problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
