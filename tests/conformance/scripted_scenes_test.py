#!/usr/bin/python3
"""Scripted scenes with exact truth: every alert that it demands, once, in its time, and no other.

`scripted/` draws scenes from a seed and says what they demand; it shares nothing with the rules. Each scene goes through
`watchpost replay` twice: in order, and with every report up to 6 s late, after which the alerts that were not cancelled
are the same.

    tests/conformance/scripted_scenes_test.py [--seeds FIRST-LAST] [--keep FOLDER]
"""
import argparse
import collections
import concurrent.futures
import datetime
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "scripted"), str(HERE.parent / "e2e")]

import scene  # pylint: disable=wrong-import-position
import support  # pylint: disable=wrong-import-position

SEEDS = range(1, 201)


def milliseconds(stamp):
    """Of an RFC 3339 time, since the scene began."""
    whole, _, part = stamp.rstrip("Z").partition(".")
    seconds = datetime.datetime.fromisoformat(whole + "+00:00").timestamp() - scene.BEGIN_S
    return int(seconds) * 1000 + int((part + "000")[:3])


def who(alert):
    names = [alert["subject"].get("unit") or alert["subject"]["identity"]["name"]]
    if "other" in alert:
        names.append(alert["other"].get("unit") or alert["other"]["identity"]["name"])
    return " ".join(sorted(names))


class Told:
    """What became of each alert: its first and its last word."""

    def __init__(self, path):
        self.alerts = collections.defaultdict(list)
        self.cancelled, first = 0, {}
        transitions = support.json_lines(path.read_text(encoding="utf-8"))
        last = {alert["alert_id"]: alert for alert in transitions}
        for alert in transitions:
            first.setdefault(alert["alert_id"], alert)
        for key, begin in first.items():
            end = last[key]
            if end["state"] == "ALERT_STATE_CANCELLED":
                self.cancelled += 1
                continue
            cleared = milliseconds(end["cleared_time"]) if end["state"] == "ALERT_STATE_CLEARED" else None
            self.alerts[begin["rule"], who(begin)].append((milliseconds(begin["raised_time"]), cleared))
        for alerts in self.alerts.values():
            alerts.sort()


def differences(demands, told, patience_ms):
    """What was demanded and not told, told and not demanded, or told at the wrong time."""
    wrong = []
    for key in sorted(set(demands) | set(told.alerts)):
        wanted, got = demands.get(key, []), told.alerts.get(key, [])
        is_right, late_ms = len(wanted) == len(got), 0
        for demand, (raised, cleared) in zip(wanted, got):
            is_right &= demand.raised_ms[0] <= raised <= demand.raised_ms[1] + late_ms
            is_right &= (demand.cleared_ms is None) == (cleared is None)
            # Who is lost is so by the ticks, after the last report has come; a cooldown counts from then.
            late_ms = patience_ms if demand.reason == "lost" else 0
            if demand.cleared_ms is not None and cleared is not None:
                is_right &= demand.cleared_ms[0] <= cleared <= demand.cleared_ms[1] + late_ms
        if not is_right:
            asked = [(demand.raised_ms, demand.cleared_ms, demand.reason) for demand in wanted]
            wrong.append(f"{key}: demanded {asked}, told {got}")
    return wrong


def play(seed, folder):
    """Both ways of one scene: what is wrong, and how many alerts it had."""
    folder.mkdir(parents=True, exist_ok=True)
    script = scene.random_scene(seed)
    scene.write(script, folder)
    wrong = []
    for feed, patience_ms in [("script", 1_000), ("late", 1_000 + scene.LATE_MS)]:
        output = folder / f"{feed}.jsonl"
        done = support.run("watchpost", "replay", f"script={folder / feed}.csv", "--config", folder / "mission.toml",
                           "--alerts", output)
        if done.returncode != 0:
            return [f"seed {seed}: {done.stderr}"], collections.Counter()
        told = Told(output)
        if feed == "script" and told.cancelled:
            wrong.append(f"seed {seed}, in order: {told.cancelled} alerts were cancelled")
        wrong += [f"seed {seed}, {feed}: {line}" for line in differences(script.demands, told, patience_ms)]
    counts = collections.Counter()
    for (rule, _), demands in script.demands.items():
        counts[rule] += len(demands)
    return wrong, counts


class ScriptedScenes(unittest.TestCase):
    seeds, keep = SEEDS, None

    def test_every_alert_that_the_truth_demands_and_no_other(self):
        with tempfile.TemporaryDirectory(prefix="watchpost-scripted-") as temporary:
            root = pathlib.Path(self.keep or temporary)
            with concurrent.futures.ProcessPoolExecutor(max_workers=2) as pool:
                results = list(pool.map(play, self.seeds, [root / str(seed) for seed in self.seeds]))
        wrong = [line for lines, _ in results for line in lines]
        counts = sum((count for _, count in results), collections.Counter())
        print(f"{len(results)} scenes, {sum(counts.values())} alerts demanded: {dict(sorted(counts.items()))}")
        self.assertEqual(wrong, [], f"{len(wrong)} differences")
        for rule in ("zone-entry", "entry-again", "zone-exit", "zone-dwell", "line-crossing", "proximity", "contact-lost"):
            self.assertGreater(counts[rule], len(results) // 4, f"the scenes hardly try {rule}")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", help="FIRST-LAST")
    options.add_argument("--keep", help="a folder for the scenes' files")
    arguments, rest = options.parse_known_args()
    if arguments.seeds:
        begin, _, end = arguments.seeds.partition("-")
        ScriptedScenes.seeds = range(int(begin), int(end or begin) + 1)
    ScriptedScenes.keep = arguments.keep
    sys.argv[1:] = rest
    support.main()
