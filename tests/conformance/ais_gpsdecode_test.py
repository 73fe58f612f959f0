#!/usr/bin/python3
"""Every report of `watchpost decode ais` has its counterpart in gpsdecode's output, and the reverse.

Each AIS recording of the shared data is decoded; the reports and the lines of the independent decoder
beside it are brought to one form and compared as multisets. Where they differ, DIFFERENCES says for which
sentences, how many, and why; each entry must hold exactly, and nothing else may differ. The table in
adapters/ais/README.md has the same entries with the paragraph of the standard.

Usage: ais_gpsdecode_test.py [PROGRAM]   (default: $WATCHPOST_BIN/watchpost)
"""

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("WATCHPOST_SHARED", SOURCE.parent / "shared"))
SKIPPED = 77
GPSDECODE = shutil.which("gpsdecode")

# Of both sides, in the units that are transmitted, so that they compare exactly.
Report = collections.namedtuple(
    "Report",
    "mmsi lat lon speed course heading status altitude name callsign imo kind length beam text",
    defaults=(None,) * 15)

NAVIGATION = ["UNDER_WAY_ENGINE", "AT_ANCHOR", "NOT_UNDER_COMMAND", "RESTRICTED", "CONSTRAINED_BY_DRAUGHT",
              "MOORED", "AGROUND", "FISHING", "SAILING"]
STATUS_TEXTS = ["Under way using engine", "At anchor", "Not under command", "Restricted manoeuverability",
                "Constrained by her draught", "Moored", "Aground", "Engaged in fishing", "Under way sailing"]
USED_TYPES = {1, 2, 3, 4, 5, 9, 11, 12, 14, 17, 18, 19, 21, 24, 27}
COARSE_TYPES = {17, 27}  # 1/10 minute
COARSE_STD_M = 60

# Sentences whose reports gpsdecode lacks: file, their pattern, how many reports, why.
DIFFERENCES = [
    ("aislib_small_cb.txt", r"!..VD.,1,1,\d*,C,", 2, "channel C"),
    ("aislib_stream_example.txt", r"!BYVD.,", 8, "talker BY"),
    ("aislib_stream_example.txt", r"!SSVD.,", 5, "talker SS"),
]

PART_SENTENCE = r"!..VD.,1,1,\d*,.?,H"

# Type 24: we report each part by its number; gpsdecode a vessel once, when both have come together.
# File, parts of ours, vessels of gpsdecode.
TYPE_24 = {
    "aislib_stream_example.txt": (74, 7),
    "gpsd_ais-18-27.log": (69, 0),
    "gpsd_ais-nmea.log": (9, 4),
    "libais_typeexamples.nmea": (1, 0),
}


def kind_of_ship(ship_type):
    named = {30: "vessel.fishing", 35: "vessel.military"}
    tens = {6: "vessel.passenger", 7: "vessel.cargo", 8: "vessel.tanker"}
    return named.get(ship_type) or tens.get(ship_type // 10, "vessel")


def kind_of(line):
    if line["mmsi"] // 10_000_000 == 97:
        return "beacon"
    if line["type"] in (12, 14):
        return None
    fixed = {4: "station", 11: "station", 17: "station", 9: "aircraft.sar", 21: "aid"}
    return fixed.get(line["type"]) or kind_of_ship(line.get("shiptype", 0))


def place(latitude_deg, longitude_deg, is_coarse):
    """Whole steps of 1/10,000 minute; tenths of a degree, as gpsdecode prints them, for the coarse types."""
    if latitude_deg is None or abs(latitude_deg) > 90 or abs(longitude_deg) > 180:
        return None, None
    if is_coarse:
        return "%.1f" % latitude_deg, "%.1f" % longitude_deg
    return round(latitude_deg * 600_000), round(longitude_deg * 600_000)


def text(value):
    return (value or "").rstrip(" ") or None


def in_range(value, limit):
    return value if value is not None and value < limit else None


def from_gpsdecode(line):
    """What the standard calls 'not available' is left out here (README, the same words)."""
    kind, scaled = line["type"], line["scaled"]
    is_coarse = kind in COARSE_TYPES
    lat, lon = line.get("lat"), line.get("lon")
    if lat is not None and not scaled:
        lat, lon = (value / (600 if is_coarse else 600_000) for value in (lat, lon))
    lat, lon = place(lat, lon, is_coarse)

    speed, course, status = line.get("speed"), line.get("course"), line.get("status")
    is_whole_knots = kind in (9, 27)
    if speed == "nan":
        speed = None
    if speed == "fast":
        speed = 1022 if is_whole_knots else 102.2
    if speed is not None:
        tenths = round(speed * 10) if scaled or is_whole_knots else speed
        speed = in_range(tenths, {9: 10230, 27: 630}.get(kind, 1023))
    if course is not None:
        course = in_range(round(course * 10) if scaled or kind == 27 else course, 3600)
    if isinstance(status, str):  # of type 27
        status = STATUS_TEXTS.index(status) if status in STATUS_TEXTS else 15
    if status is not None:
        status = NAVIGATION[status] if status < 9 else "DISTRESS_BEACON" if status == 14 else None
    altitude = {"nan": None, "high": 4094}.get(line.get("alt"), line.get("alt"))
    imo = line.get("imo")
    length = beam = None
    if "to_bow" in line:
        length = line["to_bow"] + line["to_stern"] or None
        beam = line["to_port"] + line["to_starboard"] or None
    return Report(
        mmsi=line["mmsi"], lat=lat, lon=lon, speed=speed, course=course,
        heading=in_range(line.get("heading"), 360), status=status,
        altitude=in_range(altitude, 4095) if lat is not None else None,
        name=text(line.get("shipname") or line.get("name")), callsign=text(line.get("callsign")),
        imo=imo if imo and 1_000_000 <= imo <= 9_999_999 else None,
        kind=kind_of(line), length=length, beam=beam, text=text(line.get("text")))


def from_watchpost(report):
    position, velocity = report.get("position", {}), report.get("velocity", {})
    is_coarse = position.get("std_m") == COARSE_STD_M
    lat, lon = place(position.get("latitude_deg"), position.get("longitude_deg"), is_coarse)
    kinds = [entry["type"] for entry in report.get("classification", [])]
    speed, course = velocity.get("speed_mps"), velocity.get("course_deg")
    if speed is not None:
        knots = speed * 3600 / 1852
        assert abs(knots * 10 - round(knots * 10)) < 1e-3, report
        speed = round(knots * 10)
    if course is not None:
        course = round(course * 10)
    identity, dimensions = report["identity"], report.get("dimensions", {})
    status = report.get("status", {}).get("navigation")
    return Report(
        mmsi=identity["mmsi"], lat=lat, lon=lon, speed=speed, course=course,
        heading=report.get("heading_deg"), status=status and status.removeprefix("NAVIGATION_"),
        altitude=position.get("altitude_m"), name=identity.get("name"), callsign=identity.get("callsign"),
        imo=identity.get("imo"), kind=kinds[0] if kinds else None, length=dimensions.get("length_m"),
        beam=dimensions.get("beam_m"), text=report.get("event", {}).get("text"))


def json_lines(lines):
    return [json.loads(line, strict=False) for line in lines if line.startswith("{")]


def reference_lines(path):
    """gpsdecode's AIS lines. A .chk has each after its sentence, and some again later: those are skipped."""
    jsonl = path.with_name(path.name + ".gpsdecode.jsonl")
    if jsonl.exists():
        lines = jsonl.read_text().splitlines()
    else:
        checked = path.with_name(path.name + ".chk").read_text().splitlines()
        lines = [line for before, line in zip(checked, checked[1:]) if re.match(r"!..VD[MO],", before)]
    return [line for line in json_lines(lines) if line.get("class") == "AIS" and line["type"] in USED_TYPES]


def decoded_by_us(program, path):
    done = subprocess.run([program, "decode", "ais", str(path)], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{program} decode ais {path}: exit code {done.returncode}\n{done.stderr}")
    return collections.Counter(from_watchpost(report) for report in json_lines(done.stdout.splitlines()))


def decoded_alone(program, path, pattern):
    """The reports of those lines alone that match."""
    with tempfile.NamedTemporaryFile("w", suffix=".nmea") as some:
        some.writelines(line + "\n" for line in path.read_text().splitlines() if re.search(pattern, line))
        some.flush()
        return decoded_by_us(program, some.name)


def short(report):
    return {name: value for name, value in report._asdict().items() if value is not None}


def decoded_by_gpsdecode(path, pattern):
    """The same lines under a talker and a channel that gpsdecode knows: is it only those that it skips?"""
    sentences = []
    for line in path.read_text().splitlines():
        if re.search(pattern, line):
            fields = re.sub(r"^.*!..(VD.,\d,\d,\d*,)C?([^*]*).*", r"AI\1\2", line)
            checksum = 0
            for character in fields:
                checksum ^= ord(character)
            sentences.append(f"!{fields}*{checksum:02X}\n")
    done = subprocess.run([GPSDECODE], input="".join(sentences), capture_output=True, text=True, check=True)
    return collections.Counter(from_gpsdecode(line) for line in json_lines(done.stdout.splitlines())
                               if line["type"] in USED_TYPES - {24})


def is_union_of_parts(vessel, parts):
    """A vessel of gpsdecode's type 24 says what one part A and one part B of ours say together."""
    part_a = Report(mmsi=vessel.mmsi, name=vessel.name, kind="vessel")
    part_b = vessel._replace(name=None)
    return parts[part_a] > 0 and parts[part_b] > 0


def account_for(program, path, ours, theirs):
    """Takes what the entries explain from both sides; gives what is wrong with the entries, and what is left."""
    problems = []
    for name, pattern, wanted_count, why in DIFFERENCES:
        if name != path.name:
            continue
        reports = decoded_alone(program, path, pattern)
        if sum(reports.values()) != wanted_count:
            problems.append(f"{why}: {sum(reports.values())} reports, {wanted_count} listed")
        if reports - ours:
            problems.append(f"{why}: not in the whole: {reports - ours}")
        if GPSDECODE and reports != decoded_by_gpsdecode(path, pattern):
            problems.append(f"{why}: gpsdecode reads other values when it is not skipped")
        ours = ours - reports

    vessels = collections.Counter(from_gpsdecode(line) for line in theirs if line["type"] == 24)
    parts = decoded_alone(program, path, PART_SENTENCE) & ours
    counts = (sum(parts.values()), sum(vessels.values()))
    if counts != TYPE_24.get(path.name, (0, 0)):
        problems.append(f"type 24: {counts} parts and vessels, {TYPE_24.get(path.name)} listed")
    problems += [f"type 24: not our two parts: {short(vessel)}" for vessel in vessels
                 if not is_union_of_parts(vessel, parts)]
    ours = ours - parts

    others = collections.Counter(from_gpsdecode(line) for line in theirs if line["type"] != 24)
    for side, left in (("ours", ours - others), ("theirs", others - ours)):
        for report, count in sorted(left.items(), key=str):
            problems += [f"only {side}: {short(report)}"] * count
    return sum((ours & others).values()), problems


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.environ.get("WATCHPOST_BIN", ""), "watchpost")
    folder = SHARED / "ais" if (SHARED / "ais").is_dir() else SHARED / "data" / "ais"
    if not folder.is_dir() or not os.path.exists(program):
        print(f"skipped: no {folder if not folder.is_dir() else program}")
        return SKIPPED
    failed = False
    for path in sorted(folder.iterdir()):
        if path.suffix in (".jsonl", ".chk"):
            continue
        ours, theirs = decoded_by_us(program, path), reference_lines(path)
        agreed, problems = account_for(program, path, ours, theirs)
        print(f"{path.name}: {sum(ours.values())} reports, {len(theirs)} of gpsdecode, {agreed} equal, "
              f"{sum(ours.values()) - agreed} explained, {len(problems)} problems")
        for problem in problems:
            print("  " + problem)
        failed = failed or bool(problems) or agreed == 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
