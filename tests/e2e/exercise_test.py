#!/usr/bin/python3
"""The exercise, from the simulator's wire formats to alerts: each that the truth demands, once, and no other."""
import collections
import datetime
import filecmp
import json
import math
import re
import subprocess
import sys

import support

FEEDS = {"harbour-ais": "ais.nmea", "air-adsb": "adsb.csv", "harbour-radar": "radar.csv", "unit-radio": "units.csv"}
WHERE_IT_IS = ("zone-entry", "zone-exit", "zone-dwell", "line-crossing", "proximity")  # the alert stands at the object
METRES_A_DEGREE = 111_195.0


def time_of(text):
    """Unix seconds of a protobuf or simulator time."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    moment = datetime.datetime.fromisoformat(whole).replace(tzinfo=datetime.timezone.utc)
    return moment.timestamp() + (float(f"0.{fraction}") if fraction else 0.0)


class Truth:
    """Where each object was, each few seconds."""

    def __init__(self, path):
        self.rows = collections.defaultdict(list)
        with open(path, encoding="ascii") as file:
            next(file)
            for line in file:
                time_s, name, _, latitude, longitude, _, _ = line.split(",")
                self.rows[name].append((float(time_s), float(latitude), float(longitude)))

    def distance_m(self, name, time_s, position):
        """From the nearest row in time."""
        _, latitude, longitude = min(self.rows[name], key=lambda row: abs(row[0] - time_s))
        north_m = (position["latitude_deg"] - latitude) * METRES_A_DEGREE
        east_m = (position["longitude_deg"] - longitude) * METRES_A_DEGREE * math.cos(math.radians(latitude))
        return math.hypot(east_m, north_m)


class Raised:
    """One alert, from all its transitions."""

    def __init__(self, transitions):
        self.first, self.last = transitions[0], transitions[-1]
        self.rule = self.first["rule"]
        self.raised_s = time_of(self.first["raised_time"])
        self.state = self.last["state"]
        self.cleared_s = time_of(self.last["cleared_time"]) if "cleared_time" in self.last else None

    def __str__(self):
        cleared = f", {self.state} at {self.last['cleared_time']}" if self.cleared_s else ""
        return f"{self.rule} raised at {self.first['raised_time']}{cleared}: {self.first['headline']}"


def raised_alerts(transitions):
    stories = collections.OrderedDict()
    for alert in transitions:
        stories.setdefault(alert["alert_id"], []).append(alert)
    return [Raised(story) for story in stories.values()]


def is_party(expected, subject):
    """Whether an alert's subject is the one that the truth means. What has no identity is known by its place alone."""
    if "sensor" in expected:
        return subject.get("sensor") == expected["sensor"]
    if "unit" in expected:
        return subject.get("unit") == expected["unit"]
    identity = subject.get("identity", {})
    if not expected["identity"]:
        return not set(identity) & {"mmsi", "icao24", "name"}
    return all(identity.get(key) == value for key, value in expected["identity"].items())


def is_meant(expected, raised):
    return (raised.rule == expected["rule"] and raised.first["kind"] == expected["kind"]
            and raised.first.get("place", "") == expected.get("place", "")
            and is_party(expected["subject"], raised.first["subject"])
            and ("other" not in expected or is_party(expected["other"], raised.first.get("other", {})))
            and within(expected["raise"], raised.raised_s))


def within(window, time_s):
    return time_of(window["from"]) - 0.001 <= time_s <= time_of(window["to"]) + 0.001


def describe(expected):
    return f"{expected['rule']} between {expected['raise']['from']} and {expected['raise']['to']}: {expected['why']}"


def compare(expected_alerts, raised, truth):
    """Both ways; a table of (rule: expected, found) and every difference as a line.

    What was cancelled has been taken back, visibly: it is no alert that stands.
    """
    table = collections.OrderedDict()
    differences, left = [], [alert for alert in raised if alert.state != "ALERT_STATE_CANCELLED"]
    for expected in expected_alerts:
        row = table.setdefault(expected["rule"], [0, 0])
        row[0] += 1
        found = next((alert for alert in left if is_meant(expected, alert)), None)
        if found is None:
            differences.append(f"missing: {describe(expected)}")
            continue
        left.remove(found)
        row[1] += 1
        differences += wrong_end(expected, found) + wrong_place(expected, found, truth)
    differences += [f"not in the truth: {alert}" for alert in left]
    for alert in left:
        table.setdefault(alert.rule, [0, 0])
    return table, differences


def wrong_end(expected, found):
    if expected["clear"] is None:
        return [] if found.cleared_s is None else [f"cleared, and should stay: {found}"]
    if found.state != "ALERT_STATE_CLEARED" or not within(expected["clear"], found.cleared_s):
        return [f"not cleared between {expected['clear']['from']} and {expected['clear']['to']}: {found}"]
    return []


def wrong_place(expected, found, truth):
    if expected["kind"] not in WHERE_IT_IS:
        return []
    off_m = truth.distance_m(expected["subject"]["object"], time_of(found.first["event_time"]), found.first["position"])
    return [] if off_m < 300 else [f"{off_m:.0f} m from where {expected['subject']['object']} was: {found}"]


def built_in(what, key):
    """Names of the kinds of rule, or of the formats."""
    return {json.loads(line)[key] for line in support.run("watchpost", what, "--json").stdout.splitlines()}


class Exercise(support.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kinds, cls.formats = built_in("rules", "kind"), built_in("adapters", "format")

    def simulate(self, name, *arguments):
        folder = self.folder / name
        self.run_program("simulate", "exercise", "--out", folder, *arguments)
        return folder

    def configuration(self, folder):
        """The simulator's, but for kinds and formats that are not built in; and what these are."""
        text = (folder / "watchpost.toml").read_text(encoding="utf-8")
        left_out = set()
        kept = []
        for table in re.split(r"(?m)^(?=\[)", text):
            kind = re.search(r'^kind = "(.+)"', table, re.M)
            form = re.search(r'^format = "(.+)"', table, re.M)
            if kind and kind.group(1) not in self.kinds:
                left_out.add(kind.group(1))
            elif form and form.group(1) not in self.formats:
                left_out.add(form.group(1))
            else:
                kept.append(table)
        path = folder / "kept.toml"
        path.write_text("".join(kept), encoding="utf-8")
        return path, left_out

    def replay(self, folder, config, name="alerts.jsonl"):
        configured = config.read_text(encoding="utf-8")
        inputs = [f"{feed}={folder / file}" for feed, file in FEEDS.items() if f'"{feed}"' in configured]
        self.run_program("replay", *inputs, "--config", config, "--alerts", folder / name, "--strict")
        return support.json_lines((folder / name).read_text(encoding="utf-8"))

    def expected(self, folder, left_out):
        lines = support.json_lines((folder / "expected.jsonl").read_text(encoding="utf-8"))
        return [alert for alert in lines if alert["kind"] not in left_out
                and not ("adsb" in left_out and "icao24" in alert["subject"].get("identity", {}))]

    def check(self, seed, hours):
        folder = self.simulate(f"seed-{seed}", "--seed", seed, "--hours", hours)
        config, left_out = self.configuration(folder)
        expected = self.expected(folder, left_out)
        raised = raised_alerts(self.replay(folder, config))
        table, differences = compare(expected, raised, Truth(folder / "truth.csv"))
        taken_back = sum(alert.state == "ALERT_STATE_CANCELLED" for alert in raised)
        print(f"\nseed {seed}, {hours} h: {len(expected)} expected, {len(raised)} raised, {taken_back} of them cancelled: "
              f"{len(raised) / hours:.1f} an hour")
        for rule, (wanted, found) in table.items():
            print(f"  {rule:<26} expected {wanted:>3}  found {found:>3}")
        for name in sorted(left_out):
            print(f"  {name:<26} not built in")
        sys.stdout.flush()
        self.assertEqual(differences, [])
        self.assertGreater(len(expected), 0)
        self.assertLess(len(raised) / hours, 6.0)

    def test_two_hours_raise_what_the_truth_demands_and_nothing_else(self):
        for seed in (1, 2, 3):
            with self.subTest(seed=seed):
                self.check(seed, 2)

    def test_a_day_stays_below_six_alerts_an_hour_and_each_is_in_the_truth(self):
        self.check(4, 24)

    def test_every_rule_and_format_of_the_exercise_is_built_in(self):
        left_out = self.configuration(self.simulate("short", "--hours", 0.1))[1]
        if left_out:
            self.skipTest(f"not built in: {', '.join(sorted(left_out))}")

    def test_a_comparison_fails_where_an_alert_is_missing_too_many_or_late(self):
        folder = self.simulate("half", "--hours", 0.5)
        config, left_out = self.configuration(folder)
        transitions = self.replay(folder, config)
        expected, truth = self.expected(folder, left_out), Truth(folder / "truth.csv")
        self.assertEqual(compare(expected, raised_alerts(transitions), truth)[1], [])
        self.assertRegex(compare(expected, [], truth)[1][0], "^missing: zone-entry-landing-site")
        self.assertRegex(compare([], raised_alerts(transitions), truth)[1][0], "^not in the truth: zone-entry")
        late = json.loads(json.dumps(transitions).replace("T06:08", "T06:58"))
        self.assertEqual(len(compare(expected, raised_alerts(late), truth)[1]), 2)

    def test_the_same_seed_gives_the_same_bytes_and_another_one_others(self):
        first, again = (self.simulate(name, "--hours", 0.3, "--seed", 7) for name in ("first", "again"))
        other = self.simulate("other", "--hours", 0.3, "--seed", 8)
        names = sorted(path.name for path in first.iterdir())
        self.assertEqual(filecmp.cmpfiles(first, again, names, shallow=False)[0], names)
        moved = filecmp.cmpfiles(first, other, names, shallow=False)[1]
        self.assertTrue(set(FEEDS.values()) <= set(moved), moved)

    def test_every_feed_is_decoded_without_a_fault(self):
        folder = self.simulate("feeds", "--hours", 0.1)
        for file, form in (("ais.nmea", "ais"), ("adsb.csv", "adsb"), ("adsb.beast", "adsb"), ("radar.csv", "plots"),
                           ("units.csv", "plots")):
            if form not in self.formats:
                continue
            with self.subTest(file=file):
                reports = support.json_lines(self.run_program("decode", form, folder / file).stdout)
                self.assertGreater(len(reports), 50)

    def test_live_through_sockets_it_raises_the_same_as_replayed(self):
        folder = self.simulate("live", "--hours", 0.5)
        config, _ = self.configuration(folder)
        replayed = self.replay(folder, config)
        text = config.read_text(encoding="utf-8")
        for port in re.findall(r"tcp://127\.0\.0\.1:(\d+)", text):
            text = text.replace(f"127.0.0.1:{port}", f"127.0.0.1:{support.free_port()}")
        text += (f'[publish]\nstream = "tcp://127.0.0.1:{support.free_port()}"\n'
                 f'query = "tcp://127.0.0.1:{support.free_port()}"\n')
        live = folder / "live.toml"
        live.write_text(text, encoding="utf-8")
        feeder = [str(support.SOURCE / "deploy/demo-feed"), "--play", str(folder), "--config", str(live), "--speed", "400"]
        with subprocess.Popen(["/usr/bin/python3", *feeder], stderr=subprocess.PIPE, text=True) as playing:
            try:
                self.assertIn("listening", playing.stderr.readline())
                daemon = self.start(support.Daemon(live, self.folder))  # the feeds begin when all of them are heard
                self.assertEqual(playing.wait(support.DEADLINE_S), 0)
                wanted = [(alert["alert_id"], alert["revision"]) for alert in replayed]
                self.assertGreater(len(wanted), 1)
                heard = support.wait_until(lambda: self.heard(daemon, len(wanted)), "the alerts of the replay")
            finally:
                playing.kill()
        # The node's name is the mission's in both; live has a sequence, and mode EXERCISE, besides.
        self.assertEqual([(alert["alert_id"], alert["revision"]) for alert in heard], wanted)

    def heard(self, daemon, count):
        done = support.run("watchpost", "watch", "alerts", "--json", "--since", "0", "--follow=false", "--connect",
                           daemon.query_endpoint)
        alerts = support.json_lines(done.stdout)
        return alerts if len(alerts) >= count else None

    def test_wrong_calls_say_what_was_expected(self):
        for arguments, said in (((), "found no scenario, expected exercise; --list"),
                                (("exercize", "--out", "x"), r"found scenario .exercize., .*did you mean exercise\?"),
                                (("exercise",), "found no --out"),
                                (("exercise", "--out", "x", "--hours", "0"), "found --hours 0"),
                                (("exercise", "--out", "x", "--start", "noon"), "--start: ")):
            with self.subTest(arguments=arguments):
                done = self.run_program("simulate", *arguments, expect=2, cwd=self.folder)
                self.assertRegex(done.stderr, said)
        self.assertRegex(self.run_program("simulate", "--list").stdout, r"^exercise +\w")


if __name__ == "__main__":
    support.main()
