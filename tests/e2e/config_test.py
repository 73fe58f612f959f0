#!/usr/bin/python3
"""A broken configuration is refused with all its errors at once, each with its place and a hint."""
import re

import places
import support
import world

GOOD = """[mission]
name = "exercise"
area = "area.geojson"

[[feed]]
name = "coast"
source = "tcp://127.0.0.1:10110"
format = "ais"

[[zone]]
name = "landing-site"
source = "zones.geojson"

[[rule]]
kind = "zone-entry"
zone = "landing-site"
"""


class Config(support.TestCase):
    def setUp(self):
        super().setUp()
        ring = world.zone_ring()
        places.write_geojson(self.folder / "area.geojson", [places.feature([world.AREA])])
        places.write_geojson(self.folder / "zones.geojson", [places.feature([ring], "landing-site")])
        places.write_geojson(self.folder / "point.geojson", [
            {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [-15, -31]}}])
        bow = [ring[0], ring[2], ring[1], ring[3], ring[0]]
        places.write_geojson(self.folder / "bow.geojson", [places.feature([bow])])
        (self.folder / "text.geojson").write_text("this is no GeoJSON", encoding="utf-8")

    def check(self, text, expect=2):
        """The lines of `watchpostd --check` on this text; they name the file as it was named."""
        (self.folder / "mission.toml").write_text(text, encoding="utf-8")
        done = support.run("watchpostd", "--config", "mission.toml", "--check", cwd=self.folder)
        self.assertEqual(done.returncode, expect, f"{text}\n{done.stdout}\n{done.stderr}")
        return done.stderr.strip().splitlines()

    def refused(self, text, *errors):
        """`errors`: (what the marked line contains, a pattern for its error); as many lines, each in its place."""
        lines = self.check(text)
        self.assertEqual(len(lines), len(errors), "\n".join(lines))
        source = text.splitlines()
        for marked, pattern in errors:
            number = next(at for at, line in enumerate(source, 1) if marked in line)
            of_line = [line for line in lines if line.startswith(f"mission.toml:{number}:")]
            self.assertTrue(of_line, f"no error on line {number} ({marked}):\n" + "\n".join(lines))
            self.assertTrue(any(re.search(pattern, line) for line in of_line), f"{pattern}\n" + "\n".join(of_line))
        for line in lines:
            self.assertRegex(line, r"^mission\.toml:\d+:\d+: found .+, expected .+")
            column = int(line.split(":")[2])
            self.assertLessEqual(column, 1 + len(source[int(line.split(":")[1]) - 1]), line)

    def test_a_good_one_is_good_and_so_are_those_that_are_shipped(self):
        self.assertEqual(self.check(GOOD, expect=0), [])
        deploy = support.SOURCE / "deploy"
        shipped = [deploy / "watchpost.toml", *sorted((deploy / "examples").glob("*.toml"))]
        self.assertGreater(len(shipped), 1)
        for path in shipped:
            done = support.run("watchpostd", "--config", path, "--check")
            self.assertEqual(done.returncode, 0, f"{path}\n{done.stderr}")
            self.assertIn(path.name, done.stdout)

    def test_every_option_that_is_shown_can_be_set(self):
        text = (support.SOURCE / "deploy/watchpost.toml").read_text(encoding="utf-8")
        set_all = re.sub(r"(?m)^# ?(?!#)", "", re.sub(r"(?m)^##.*$", "", text))
        path = support.SOURCE / "deploy/watchpost.toml"
        for name in re.findall(r'"(examples/[^"]+)"', text):
            self.assertTrue((path.parent / name).exists(), name)
        self.assertIn("[[rule]]", set_all)
        set_all = set_all.replace('"examples/', f'"{path.parent}/examples/')
        (self.folder / "all.toml").write_text(set_all, encoding="utf-8")
        done = support.run("watchpostd", "--config", self.folder / "all.toml", "--check")
        self.assertIn("all.toml", done.stdout + done.stderr)
        errors = [line for line in done.stderr.splitlines() if "found" in line and "format.so" not in line]
        for line in errors:  # the values contradict each other here and there; no option is unknown
            self.assertNotRegex(line, r"unknown|did you mean")

    def test_an_unknown_key_is_named_with_the_one_that_was_meant(self):
        self.refused(GOOD.replace('zone = "landing-site"\n', 'zone = "landing-site"\nseverty = "WARNING"\n'),
                     ("severty", r"found .*severty.*did you mean .?severity"))
        self.refused(GOOD.replace("[mission]\n", "[mission]\nbuffer = 5\n"), ("buffer = 5", r"did you mean .?buffer_m"))

    def test_an_unknown_table(self):
        self.refused(GOOD + "\n[[zones]]\nname = 'x'\n", ("[[zones]]", r"found .*zones.*did you mean .*zone"))

    def test_a_missing_file(self):
        self.refused(GOOD.replace('"zones.geojson"', '"zone.geojson"'), ("zone.geojson", r"zone\.geojson"))

    def test_a_file_that_is_not_what_it_says(self):
        self.refused(GOOD.replace('"zones.geojson"', '"text.geojson"'), ("text.geojson", r"text\.geojson|GeoJSON"))

    def test_the_wrong_kind_of_geometry(self):
        self.refused(GOOD.replace('"zones.geojson"', '"point.geojson"'), ("point.geojson", r"(?i)point.*polygon"))

    def test_a_polygon_that_crosses_itself(self):
        self.refused(GOOD.replace('"zones.geojson"', '"bow.geojson"'), ("bow.geojson", r"(?i)cross|self-intersect"))

    def test_an_unknown_rule(self):
        self.refused(GOOD.replace('"zone-entry"', '"zone-entri"'),
                     ("zone-entri", r"zone-entri.*did you mean .?zone-entry"))

    def test_an_unknown_format_zone_layer_and_condition(self):
        self.refused(GOOD.replace('"ais"', '"aix"'), ('"aix"', r"aix.*did you mean .?ais"))
        self.refused(GOOD.replace('zone = "landing-site"', 'zone = "landing-sight"'),
                     ("landing-sight", r"landing-sight.*did you mean .?landing-site"))
        self.refused(GOOD.replace('source = "zones.geojson"', 'source = "zones.geojson"\nlayer = "camps"'),
                     ("zones.geojson", r"camps.*zones"))
        self.refused(GOOD.replace('source = "zones.geojson"', 'source = "zones.geojson"\nwhere = "nam = \'x\'"'),
                     ("zones.geojson", r"nam = 'x'"))

    def test_a_condition_that_chooses_nothing(self):
        self.refused(GOOD.replace('source = "zones.geojson"', 'source = "zones.geojson"\nwhere = "name = \'x\'"'),
                     ("zones.geojson", r"name = 'x'"))

    def test_impossible_values_and_wrong_types(self):
        for line, pattern in {"hold_s = -1": r"-1", "hold_s = 'long'": r"(?i)text|string|long",
                              "confidence = 1.5": r"1\.5",
                              "severity = 'GRAVE'": r"GRAVE.*WARNING", "subjects = 'vessel'": r"(?i)vessel|text|string",
                              "active = ['some-day 22:00-06:00']": r"some-day", "latch = 1": r"1",
                              "subjects = ['unit:patrol-9']": r"patrol-9", "hold_s = nan": r"nan"}.items():
            self.refused(GOOD + line + "\n", (line, pattern))

    def test_names_that_are_none(self):
        for name in ("Landing Site", "", "ALL", "a.b"):
            text = GOOD.replace('"landing-site"', f'"{name}"')
            lines = self.check(text)
            self.assertTrue(any(line.startswith("mission.toml:11:") for line in lines), "\n".join(lines))

    def test_two_of_one_name(self):
        lines = self.check(GOOD + '\n[[rule]]\nkind = "zone-entry"\nzone = "landing-site"\n')
        self.assertEqual(len(lines), 1, lines)
        self.assertRegex(lines[0], r"^mission\.toml:1[89]:\d+: found .*zone-entry-landing-site|^mission\.toml:20:")

    def test_what_is_missing(self):
        lines = self.check("[mission]\n[[feed]]\nname = 'coast'\n[[rule]]\nkind = 'zone-entry'\n")
        said = "\n".join(lines)
        for missing in ("name", "area", "source", "format", "zone"):
            self.assertRegex(said, rf"expected .*\b{missing}\b")
        self.assertTrue(all(re.match(r"^mission\.toml:\d+:\d+: ", line) for line in lines), said)

    def test_all_errors_at_once(self):
        text = (GOOD.replace("[mission]\n", "[mission]\nmode = 'WAR'\n").replace('"ais"', '"aix"')
                .replace('"zones.geojson"', '"absent.geojson"\nlable = "x"')
                .replace('"zone-entry"', '"zone-entri"') + "hold_s = -1\n")
        self.refused(text, ("WAR", "WAR.*EXERCISE"), ("aix", "aix"), ("absent", "absent"), ("zone-entri", "zone-entry"),
                     ("hold_s", "-1"), ("lable", "did you mean .?label"))

    def test_text_that_is_no_toml(self):
        lines = self.check("[mission]\nname = exercise\n")
        self.assertRegex(lines[0], r"^mission\.toml:2:\d+: found .+, expected .+")
        self.check("\x00\xff")
        self.check("[" * 100000)

    def test_an_address_that_is_not_loopback_is_refused_without_keys(self):
        self.refused(GOOD + '\n[publish]\nstream = "tcp://0.0.0.0:5556"\n', ("0.0.0.0", r"(?i)loopback|127\.0\.0\.1"))
        self.refused(GOOD + '\n[publish]\nquery = "tcp://*:5557"\n', ("tcp://*", r"(?i)loopback|127\.0\.0\.1"))

    def test_mode_actual_asks_for_purpose_owner_and_expiry(self):
        text = GOOD.replace("[mission]\n", '[mission]\nmode = "ACTUAL"\n')
        said = "\n".join(self.check(text))
        for key in ("purpose", "owner", "expires"):
            self.assertIn(key, said)
        text = text.replace('format = "ais"', 'format = "ais"\npurpose = "safety"\nowner = "centre"\n'
                            'expires = 2099-01-01T00:00:00Z')
        self.assertEqual(self.check(text, expect=0), [])
        self.refused(text.replace('format = "ais"', 'format = "ais"\ntime = "data"'), ('time = "data"', "data"))

    def test_the_daemon_itself_does_not_start_with_one_and_called_wrongly_ends_with_2(self):
        (self.folder / "mission.toml").write_text(GOOD.replace('"ais"', '"aix"'), encoding="utf-8")
        done = support.run("watchpostd", "--config", "mission.toml", cwd=self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("mission.toml:8:", done.stderr)
        self.assertEqual(support.run("watchpostd", "--config", "absent.toml", cwd=self.folder).returncode, 2)
        self.assertEqual(support.run("watchpostd").returncode, 2)
        self.assertEqual(support.run("watchpostd", "--conf", "x").returncode, 2)
        done = support.run("watchpost", "replay", "ais=/dev/null", "--config", self.folder / "mission.toml")
        self.assertEqual(done.returncode, 2)
        self.assertIn("mission.toml:8:", done.stderr)


if __name__ == "__main__":
    support.main()
