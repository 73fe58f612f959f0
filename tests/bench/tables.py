#!/usr/bin/python3
"""Writes the tables of docs/performance.md from what a run of the benchmarks printed.

    tests/bench/tables.py --into docs/performance.md [--quick] [--compiler TEXT] RESULTS.json …

A results file is Google Benchmark's JSON, or has the same `benchmarks` list (the Python peers). What stands between the
two markers of the document is replaced; nothing else is touched. `ROWS` says which figure is divided by which.
"""
import argparse
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path

BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}


@dataclass(frozen=True)
class Figure:
    """One number of a benchmark: a counter of its, or how often a second it ran."""

    bench: str
    counter: str = ""


@dataclass(frozen=True)
class Row:
    what: str
    ours: Figure
    unit: str = "/s"
    peer_name: str = ""  # empty: there is none in the same run
    peer: Figure | None = None
    asked: str = ""
    is_time: bool = False  # less is better: the ratio is the peer's over ours


class Results:
    def __init__(self, documents):
        self.contexts = [document["context"] for document in documents if "context" in document]
        self.by_name = {}
        for document in documents:
            for entry in document.get("benchmarks", []):
                name = entry.get("run_name", entry["name"])
                is_median = entry.get("aggregate_name") == "median"
                if is_median or (entry.get("run_type", "iteration") == "iteration" and name not in self.by_name):
                    self.by_name[name] = entry

    def value(self, figure):
        """The figure, or None where it was not measured."""
        entry = self.by_name.get(figure.bench)
        if entry is None or entry.get("error_occurred"):
            return None
        if figure.counter:
            return entry.get(figure.counter)
        seconds = entry["cpu_time"] * SECONDS[entry.get("time_unit", "ns")]
        return 1 / seconds if seconds > 0 else None

    def why_not(self, figure):
        entry = self.by_name.get(figure.bench)
        return entry["error_message"] if entry and entry.get("error_message") else "not run"


def in_words(value):
    """Three figures, and no more than were measured: 1.23 million, 45,600, 0.0312."""
    if value == 0:
        return "0"
    digits = 2 - math.floor(math.log10(abs(value)))
    rounded = round(value, digits)
    for size, word in ((1e9, " thousand million"), (1e6, " million")):
        if abs(rounded) >= size:
            return f"{rounded / size:.{max(2 - math.floor(math.log10(abs(rounded / size))), 0)}f}{word}"
    return f"{rounded:,.{max(digits, 0)}f}"


def row_of(row, results):
    ours = results.value(row.ours)
    if ours is None:
        return f"| {row.what} | {results.why_not(row.ours)} | | | {row.asked} |"
    shown = f"{in_words(ours)}{row.unit}"
    if row.peer is None:
        return f"| {row.what} | {shown} | none | – | {row.asked} |"
    peer = results.value(row.peer)
    if not peer:
        return f"| {row.what} | {shown} | {row.peer_name}: {results.why_not(row.peer)} | – | {row.asked} |"
    ratio = peer / ours if row.is_time else ours / peer
    return f"| {row.what} | {shown} | {row.peer_name}: {in_words(peer)}{row.unit} | {in_words(ratio)} | {row.asked} |"


def head_of(results, machine, is_quick):
    context = results.contexts[0] if results.contexts else {}
    load = (context.get("load_avg") or [None])[0]
    parts = [f"{machine['cores']} cores", machine["cpu"], machine["compiler"], str(context.get("date", ""))[:7]]
    if load is not None:
        parts.append(f"load {load:.1f} at its start")
    lines = ["Measured on: " + "; ".join(part for part in parts if part) + "."]
    if is_quick:
        lines.append("**A short run, only to see that everything works: its figures say little.**")
    return lines


def tables(sections, results, machine, is_quick):
    lines = head_of(results, machine, is_quick)
    for heading, rows in sections:
        lines += ["", f"### {heading}", "", "| what | ours | measured beside it | ratio | asked for |",
                  "| --- | --- | --- | --- | --- |"]
        lines += [row_of(row, results) for row in rows]
    return "\n".join(lines)


def with_tables(document, text):
    """The document with the text between its markers."""
    if document.count(BEGIN) != 1 or document.count(END) != 1 or document.index(BEGIN) > document.index(END):
        raise ValueError(f"expected one '{BEGIN}' and one '{END}' after it")
    return document[:document.index(BEGIN)] + f"{BEGIN}\n{text}\n" + document[document.index(END):]


def cpu_of(cpuinfo):
    names = [line.partition(":")[2].strip() for line in cpuinfo.splitlines() if line.startswith("model name")]
    return (names[0] if names else "an unnamed processor", max(len(names), 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", nargs="+", type=Path)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--compiler", default="")
    parser.add_argument("--quick", action="store_true", help="say that the run was a short one")
    arguments = parser.parse_args()
    from figures import SECTIONS
    cpu, cores = cpu_of(Path("/proc/cpuinfo").read_text())
    results = Results([json.loads(path.read_text()) for path in arguments.results])
    text = tables(SECTIONS, results, {"cpu": cpu, "cores": cores, "compiler": arguments.compiler}, arguments.quick)
    arguments.into.write_text(with_tables(arguments.into.read_text(), text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
