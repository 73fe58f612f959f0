#!/usr/bin/python3
"""The tables of docs/performance.md, made of a small sample of what the benchmarks print."""
import re
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from figures import SECTIONS
from tables import BEGIN, END, Figure, Results, Row, cpu_of, in_words, row_of, tables, with_tables

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = {
    "context": {"date": "2030-01-31T12:00:00+00:00", "host_name": "some-host", "load_avg": [0.25, 0.5, 0.5]},
    "benchmarks": [
        {"name": "walk", "run_name": "walk", "run_type": "iteration", "cpu_time": 999.0, "time_unit": "ns"},
        {"name": "walk_mean", "run_name": "walk", "run_type": "aggregate", "aggregate_name": "mean",
         "cpu_time": 500.0, "time_unit": "ns"},
        {"name": "walk_median", "run_name": "walk", "run_type": "aggregate", "aggregate_name": "median",
         "cpu_time": 200.0, "time_unit": "ns", "steps/s": 3e6},
        {"name": "once", "run_name": "once", "run_type": "iteration", "cpu_time": 4.0, "time_unit": "ms", "p99_us": 250.0},
        {"name": "away", "run_name": "away", "run_type": "iteration", "error_occurred": True,
         "error_message": "the recording is not there"}]}
PEER = {"benchmarks": [{"name": "peer/walk", "steps/s": 1.5e6}]}
MACHINE = {"cores": 2, "cpu": "Some Processor", "compiler": "g++ 12.2.0"}


class TablesTest(unittest.TestCase):
    def setUp(self):
        self.results = Results([SAMPLE, PEER])

    def test_the_median_counts_where_there_is_one(self):
        self.assertEqual(self.results.value(Figure("walk")), 5e6)
        self.assertEqual(self.results.value(Figure("once")), 250)
        self.assertEqual(self.results.value(Figure("once", "p99_us")), 250.0)

    def test_a_row_divides_by_its_peer(self):
        row = Row("walking", Figure("walk", "steps/s"), " steps/s", "a peer", Figure("peer/walk", "steps/s"), "at least 1.5")
        self.assertEqual(row_of(row, self.results),
                         "| walking | 3.00 million steps/s | a peer: 1.50 million steps/s | 2.00 | at least 1.5 |")

    def test_of_times_less_is_better(self):
        row = Row("waiting", Figure("once", "p99_us"), " µs", "once more", Figure("once", "p99_us"), is_time=True)
        self.assertIn("| 1.00 |", row_of(row, self.results))

    def test_what_was_not_measured_says_why(self):
        self.assertEqual(row_of(Row("away", Figure("away")), self.results), "| away | the recording is not there | | |  |")
        beside = Row("walking", Figure("walk"), "/s", "a peer", Figure("nobody"))
        self.assertEqual(row_of(beside, self.results), "| walking | 5.00 million/s | a peer: not run | – |  |")
        self.assertEqual(row_of(Row("alone", Figure("walk")), self.results), "| alone | 5.00 million/s | none | – |  |")

    def test_three_figures_are_shown(self):
        for value, words in ((0, "0"), (0.03117, "0.0312"), (1.5, "1.50"), (999.6, "1,000"), (45_678, "45,700"),
                             (12_345_678, "12.3 million"), (2.5e9, "2.50 thousand million")):
            self.assertEqual(in_words(value), words)

    def test_the_head_names_the_kind_of_machine_and_no_host(self):
        text = tables([("Walks", [Row("walking", Figure("walk"))])], self.results, MACHINE, True)
        self.assertIn("2 cores; Some Processor; g++ 12.2.0; 2030-01; load 0.2 at its start.", text)
        self.assertIn("A short run", text)
        self.assertNotIn("some-host", text)

    def test_only_what_stands_between_the_markers_is_replaced(self):
        document = f"before\n{BEGIN}\nold\n{END}\nafter\n"
        self.assertEqual(with_tables(document, "new"), f"before\n{BEGIN}\nnew\n{END}\nafter\n")
        self.assertEqual(with_tables(with_tables(document, "new"), "new"), with_tables(document, "new"))
        with self.assertRaises(ValueError):
            with_tables("no markers", "new")

    def test_the_processor_is_named_and_counted(self):
        self.assertEqual(cpu_of("processor: 0\nmodel name\t: Some Processor\nmodel name\t: Some Processor\n"),
                         ("Some Processor", 2))
        self.assertEqual(cpu_of(""), ("an unnamed processor", 1))

    def test_the_document_has_its_markers_and_every_figure_a_benchmark(self):
        with_tables((ROOT / "docs/performance.md").read_text(), "")
        files = [*(ROOT / "tests/bench").glob("*_bench.cc"), *(ROOT / "tests/bench").glob("*_peer.py")]
        sources = "".join(path.read_text() for path in files)
        for _, rows in SECTIONS:
            for figure in (figure for row in rows for figure in (row.ours, row.peer) if figure is not None):
                parts = [part for part in figure.bench.split("/") if not re.fullmatch(r"\d+|\w+:\d+|manual_time|real_time", part)]
                for name in ("/".join(parts), figure.counter):
                    self.assertTrue(name in sources, f"no benchmark has {name}")


if __name__ == "__main__":
    unittest.main()
