#!/usr/bin/python3
"""Holds the tree to its own table of rooms, and shows of each check that it can fail."""
import sys
import tempfile
import unittest
from pathlib import Path

import structure

SOURCE = Path(__file__).resolve().parent.parent

TABLE = """
| room | folder | may include | and these libraries |
| --- | --- | --- | --- |
| `base` | `daemon/base/` | nothing of ours | Lockfree |
| `geo` | `geo/` | `base` | S2, GDAL in `ogr\\.cc` |
| `model` | `daemon/model/` | `base`, `geo/coordinates.h` | none |
| `adapters` | `adapters/` | `base`, `model`, in tests `rules` | none |
| `transport` | `adapters/transport/` | `base`, `model`, `adapters` | Boost |
| `rules` | `daemon/rules/` | `base`, `model` | none |
"""
ROOMS = """
room(base FOLDER daemon/base LINKS Boost::headers)
room(geo FOLDER geo LINKS base)
room(model FOLDER daemon/model LINKS base)
room(adapters FOLDER adapters SUBFOLDERS beacon LINKS model TEST_LINKS rules)
room(transport FOLDER adapters/transport LINKS adapters)
room(rules FOLDER daemon/rules
     LINKS model)
"""
RULE = "class ZoneEntry final : public Rule {};\n"
SOUND = {
    "ARCHITECTURE.md": TABLE, "CMakeLists.txt": ROOMS,
    "daemon/base/time.h": "#include <chrono>\n", "daemon/base/wall_clock.h": "",
    "geo/coordinates.h": "#pragma once\n", "geo/ogr.cc": '#include <gdal_priv.h>\n#include "daemon/base/time.h"\n',
    "daemon/model/report.h": '#include "geo/coordinates.h"\n// no thread, no now(): "unordered_" neither\n',
    "daemon/model/report_checks.h": "#include <gtest/gtest.h>\n",
    "daemon/model/report_test.cc": '#include "daemon/model/report_checks.h"\n#include <gtest/gtest.h>\n#include <random>\nstd::mt19937 random_numbers;\n',
    "adapters/formats.cc": '#include "adapters/beacon/decoder.h"\n{"beacon", "a text line", beacon_decoder},\n',
    "adapters/beacon/decoder.h": "", "adapters/beacon/decoder.cc": '#include "daemon/model/report.h"\n',
    "adapters/beacon/decoder_test.cc": '#include "daemon/rules/rule.h"\n', "adapters/beacon/fuzz.cc": "", "adapters/beacon/README.md": "",
    "adapters/beacon/sample.toml": "", "adapters/beacon/samples/one.bin": "",
    "adapters/transport/tcp.cc": '#include <boost/asio.hpp>\n#include "daemon/base/wall_clock.h"\n',
    "daemon/rules/rules.cc": '#include "daemon/rules/rule.h"\n{"zone-entry", make_zone_entry},\n',
    "daemon/rules/rule.h": "EventTime now() const { return now_; }\n",
    "daemon/rules/zone_entry.cc": RULE + "auto at = context.now();\n", "daemon/rules/zone_entry_test.cc": "",
}


def findings(check, **changed):
    """What the check says of the sound little tree with some files changed, added, or (None) taken away."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**SOUND, **changed.pop("files", {})}.items():
            if text is None:
                continue
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return check(structure.Tree(folder))


class TheHouse(unittest.TestCase):
    tree = structure.Tree(SOURCE)

    def holds(self, check):
        found = check(self.tree)
        if found:
            self.fail("\n" + "\n".join(found))

    def test_includes_only_what_the_table_allows(self):
        self.assertGreater(len(structure.rooms(self.tree)), 10)
        self.holds(structure.wrong_arrows)

    def test_links_only_what_the_table_allows(self):
        self.holds(structure.wrong_links)

    def test_has_no_clock_chance_or_thread_between_feed_and_alert(self):
        self.holds(structure.forbidden_words)

    def test_has_every_part_of_each_adapter_and_rule(self):
        self.holds(structure.missing_parts)

    def test_has_nothing_strange_at_the_top(self):
        self.holds(structure.strangers_at_the_top)

    def test_speaks_only_of_itself_and_is_finished(self):
        self.holds(structure.unwelcome_words)


class EachCheckCanFail(unittest.TestCase):
    def fails(self, check, files, words):
        found = findings(check, files=files)
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])

    def test_the_sound_tree_is_found_sound(self):
        for check in (structure.wrong_arrows, structure.wrong_links, structure.forbidden_words,
                      structure.missing_parts, structure.strangers_at_the_top, structure.unwelcome_words):
            self.assertEqual(findings(check), [], check.__name__)

    def test_wrong_arrows(self):
        for name, text in (
                ("daemon/rules/zone_entry.cc", '#include "adapters/decoder.h"\n'),
                ("adapters/beacon/decoder.cc", '#include "daemon/rules/rule.h"\n'),
                ("daemon/base/time.h", '#include "daemon/model/report.h"\n'),
                ("daemon/model/report.h", '#include "geo/area.h"\n'),
                ("adapters/beacon/decoder.cc", '#include "adapters/other/decoder.h"\n'),
                ("geo/area.cc", "#include <gdal_priv.h>\n"),
                ("geo/area.cc", "#include <boost/asio.hpp>\n"),
                ("geo/area.cc", "#include <unknown/library.h>\n"),
                ("geo/area.cc", "#include <gtest/gtest.h>\n"),
                ("daemon/rules/zone_entry.cc", "#include <sys/socket.h>\n")):
            with self.subTest(name, text=text):
                self.fails(structure.wrong_arrows, {name: text}, f"{name}:1: ")
        self.fails(structure.wrong_arrows, {"daemon/cellar/x.cc": ""}, "no room")
        self.fails(structure.wrong_arrows, {"daemon/model/report.cc": '#include "daemon/model/report_checks.h"\n'}, "in tests")

    def test_wrong_links(self):
        self.fails(structure.wrong_links, {"CMakeLists.txt": ROOMS.replace("LINKS base)", "LINKS rules)", 1)}, "linked to")
        self.fails(structure.wrong_links, {"CMakeLists.txt": ROOMS.replace("TEST_LINKS rules", "TEST_LINKS geo")}, "linked to")
        self.fails(structure.wrong_links, {"CMakeLists.txt": ROOMS + "room(cellar FOLDER daemon/cellar)\n"}, "cellar")
        self.fails(structure.wrong_links, {"CMakeLists.txt": ROOMS.replace("room(geo", "# ")}, "room geo")

    def test_forbidden_words(self):
        for line in ("auto t = Clock::now();", "auto t = now();", "auto t = clock->now();", "std::thread worker;",
                     "std::mutex m;", "std::random_device device;", 'getenv("HOME");', "std::unordered_map<int, int> m;",
                     "std::chrono::system_clock c;", "time(nullptr);", "rand();", "#include <mutex>"):
            with self.subTest(line):
                self.fails(structure.forbidden_words, {"daemon/rules/silence.cc": f"\n{line}\n"}, "silence.cc:2:")
        self.fails(structure.forbidden_words, {"adapters/beacon/decoder.cc": "getenv(name);"}, "getenv")
        self.fails(structure.forbidden_words, {"adapters/beacon/decoder.cc": '#include "daemon/base/wall_clock.h"'}, "wall")

    def test_missing_parts(self):
        for part in structure.ADAPTER_PARTS + ("samples/one.bin",):
            with self.subTest(part):
                self.fails(structure.missing_parts, {f"adapters/beacon/{part}": None}, "six parts")
        self.fails(structure.missing_parts, {"adapters/formats.cc": '// beacon\n{"beacons"},\n'}, "no line for beacon")
        self.fails(structure.missing_parts, {"daemon/rules/zone_entry_test.cc": None}, "zone_entry_test.cc")
        self.fails(structure.missing_parts, {"daemon/rules/rules.cc": '#include "zone_entry.h"\n'}, "no line for zone_entry")

    def test_strangers_at_the_top(self):
        self.fails(structure.strangers_at_the_top, {"cellar/wine.cc": ""}, "cellar")

    def test_unwelcome_words(self):
        for words in ("TO" "DO: later", "FIX" "ME", "cd /wo" "rk/main", "open('/tm" "p/x')", "https://py" "pi.org/simple"):
            with self.subTest(words):
                self.fails(structure.unwelcome_words, {"docs/notes.md": f"\n{words}\n"}, "docs/notes.md:2:")

    def test_long_files_are_listed(self):
        self.assertEqual(findings(structure.long_files, files={"geo/area.cc": "\n" * 401}), ["geo/area.cc: 401 lines"])


if __name__ == "__main__":
    for finding in structure.long_files(TheHouse.tree):
        print(f"longer than {structure.LINES_AIMED_AT} lines: {finding}", file=sys.stderr)
    unittest.main()
