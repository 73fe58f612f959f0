"""What the house promises of itself, read off its files: each check returns its findings, a line each.

The table of rooms in ARCHITECTURE.md is the one list of who may include whom: this file reads it from there.
"""
import os
import re
import subprocess
from pathlib import Path

TOP_LEVEL = {
    "CMakeLists.txt", "CMakePresets.json", "proto", "geo", "adapters", "daemon", "display", "tests", "deploy",
    "docs", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md", "LICENSE",
    ".clang-format", ".clang-tidy", ".ci", ".gitignore"}
ADAPTER_PARTS = ("decoder.cc", "decoder_test.cc", "fuzz.cc", "README.md", "sample.toml")
LINES_AIMED_AT = 400

# An include of somebody else's, by how it begins, and the name its library has in ARCHITECTURE.md.
LIBRARIES = (
    (r"(gdal|ogr|cpl_|ogrsf)\w*\.h$", "GDAL"), (r"s2/", "S2"), (r"GeographicLib/", "GeographicLib"),
    (r"absl/", "Abseil"), (r"Eigen/", "Eigen"), (r"boost/lockfree/", "Lockfree"), (r"boost/", "Boost"),
    (r"(spdlog|fmt)/", "spdlog"), (r"google/protobuf/", "protobuf"), (r"zmq(_addon)?\.h(pp)?$", "ZeroMQ"),
    (r"toml\+\+/", "toml++"), (r"CLI/", "CLI11"), (r"sodium(\.h$|/)", "sodium"), (r"z(std|std_errors)\.h$", "zstd"),
    (r"zlib\.h$", "zlib"), (r"(sys|netinet|arpa|linux|net)/|(unistd|fcntl|poll|pwd|signal|netdb|termios|pthread|dirent)\.h$", "POSIX"),
    (r"malloc\.h$|sanitizer/", "allocator"))
TEST_LIBRARIES = r"(gtest|gmock|rapidcheck|benchmark)(/|\.h$)"

# Words that a room between the feed and the alert may not speak (comments and strings taken out).
CLOCKS_AND_CHANCE = (
    r"system_clock|steady_clock|high_resolution_clock|clock_gettime|gettimeofday|\btime\s*\(\s*(nullptr|NULL|0|&)",
    r"(?<![\w.])now\s*\(|[.>]now\s*\(", r"random|\brand\s*\(|mt19937", r"thread|std::(async|future|promise|atomic)", r"mutex",
    r"getenv", r"setlocale|std::locale")
ORDER = (r"unordered_|flat_hash_",)
FORBIDDEN_WORDS = {
    **{room: CLOCKS_AND_CHANCE + ORDER for room in ("geo", "model", "admission", "fusion", "rules", "core")},
    "adapters": CLOCKS_AND_CHANCE}
# The time of the last tick is handed out under that name; it is no clock.
TICK_TIME = re.compile(r"\bcontext_?(\.|->)now\(\)|\bEventTime (\w+::)?now\(\) const")
WALL_CLOCK_ROOMS = {"base", "transport", "publish", "query", "consumer", "app"}

# Written so that they do not find themselves.
NOT_OURS_TO_SAY = (
    (r"/wor[k]/|/tm[p]/\w|/roo[t]/|/hom[e]/\w|/User[s]/", "a path of one machine"),
    (r"(deb|security|snapshot)\.debia[n]\.org|py[p]i\.org|registry\.np[m]js|crate[s]\.io|proxy\.golan[g]", "a registry's host"),
    (r"\bTOD[O]\b|\bFIXM[E]\b|\bXX[X]\b|\bHAC[K]\b", "a mark of unfinished work"))


class Tree:
    """The files that belong to the project, and what they say."""

    def __init__(self, root):
        self.root = Path(root)
        self.files = sorted(self._list())
        self._tests = None

    def _list(self):
        if (self.root / ".git").exists():
            listed = subprocess.run(
                ["git", "-C", str(self.root), "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard"],
                capture_output=True, text=True)
            if listed.returncode == 0:
                return [name for name in listed.stdout.splitlines() if (self.root / name).is_file()]
        found = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = [f for f in folders if f not in ("build", ".git", "__pycache__", "node_modules")]
            found += [str((Path(folder) / name).relative_to(self.root)) for name in names]
        return found

    def text(self, name):
        return (self.root / name).read_text(encoding="utf-8", errors="replace")

    def sources(self):
        return [name for name in self.files if name.endswith((".cc", ".h"))]

    def is_test(self, name):
        """A test, a benchmark, a fuzz driver, or a header that these alone include."""
        if self._tests is None:
            includers = {}
            for source in self.sources():
                for _, included in includes(self.text(source)):
                    includers.setdefault(included, set()).add(source)
            self._tests = {source for source in self.sources() if is_test(source)}
            headers = [name for name in includers if name.endswith(".h") and name not in self._tests]
            for _ in range(3):  # a header of a header of a header
                self._tests.update(name for name in headers if includers[name] <= self._tests)
        return name in self._tests


class Room:
    def __init__(self, name, folder, rooms, test_rooms, libraries):
        self.name, self.folder, self.rooms, self.test_rooms, self.libraries = name, folder, rooms, test_rooms, libraries


def rooms(tree):
    """The rows of ARCHITECTURE.md that begin with a room and its folder, both in backticks."""
    table = {}
    for line in tree.text("ARCHITECTURE.md").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| `") and len(cells) >= 4 and re.fullmatch(r"`[\w/]+/`", cells[1]):
            libraries = {}
            for item in (item.strip() for item in cells[3].split(",")):
                library, _, only_in = item.partition(" in ")
                libraries[library] = only_in.strip("`") or ".*"
            table[cells[0].strip("`")] = Room(
                cells[0].strip("`"), cells[1].strip("`"), *named_rooms(cells[2]), libraries)
    return table


def named_rooms(cell):
    """`a`, `b`, in tests `c`: what the room may include, and what its tests may besides."""
    always, _, in_tests = cell.partition("in tests")
    return re.findall(r"`([\w/.]+)`", always), re.findall(r"`([\w/.]+)`", in_tests)


def room_of(name, table):
    inside = [room for room in table.values() if name.startswith(room.folder)]
    return max(inside, key=lambda room: len(room.folder), default=None)


def is_test(name):
    return bool(re.search(r"_(test|bench)\.(cc|h)$|(^|_|/)(fuzz|testing)\.(cc|h)$|_fuzz\.cc$", name))


def blanked(text):
    """The source without its comments and without what stands in quotes; the lines stay where they were."""
    pattern = (r'R"(?P<d>\w*)\((?:.|\n)*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\''
               r"|//[^\n]*|/\*(?:.|\n)*?\*/")
    return re.sub(pattern, lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def includes(text):
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
        if match:
            yield number, match.group(2)


def wrong_arrows(tree):
    """Includes of a room, or of a library, that the includer's row does not name."""
    table, findings = rooms(tree), []
    for name in tree.sources():
        room = room_of(name, table)
        if room is None:
            if not name.startswith("tests/"):
                findings.append(f"{name}:1: found a folder that is no room, expected a row in ARCHITECTURE.md")
            continue
        for line, included in includes(tree.text(name)):
            finding = wrong_arrow(name, room, included, table, tree.is_test(name))
            if finding:
                findings.append(f"{name}:{line}: found {included}, expected {finding}")
    return findings


def wrong_arrow(name, room, included, table, in_test):
    other = room_of(included, table) or ("proto" in table and included.startswith("watchpost/v1/") and table["proto"])
    if other:
        return wrong_room(name, room, included, other, in_test)
    if included.startswith(("tests/", "deploy/", "display/")):
        return "" if in_test and included.startswith("tests/") else "nothing from there"
    if re.fullmatch(r"[a-z_0-9]+", included):
        return ""  # the standard library
    if re.match(TEST_LIBRARIES, included):
        return "" if in_test else "it in tests alone"
    library = next((library for pattern, library in LIBRARIES if re.match(pattern, included)), None)
    if library is None:
        return "a library that tests/structure.py knows"
    if in_test:  # what the test program is linked with anyway
        near = [table[other] for other in room.rooms + room.test_rooms if other in table] + [room]
        allowed = library in ("POSIX", "allocator") or any(library in other.libraries for other in near)
    else:
        allowed = re.fullmatch(room.libraries.get(library, ""), Path(name).name)
    return "" if allowed else f"{library} only where the row of a room allows it"


def wrong_room(name, room, included, other, in_test):
    if other is room:
        mine, theirs = (re.match(r"adapters/(\w+)/", path) for path in (name, included))
        if room.name == "adapters" and mine and theirs and mine.group(1) != theirs.group(1):
            return "no adapter to know another"
        return ""
    rooms_allowed = room.rooms + (room.test_rooms if in_test else [])
    if other.name in rooms_allowed or "all" in room.rooms or included in room.rooms:
        return ""
    return f"only {', '.join(room.rooms) or 'itself'} in {room.name}"


def wrong_links(tree):
    """Links in CMakeLists.txt that the table lacks, rooms that stand in only one of the two."""
    table, findings = rooms(tree), []
    built = re.findall(r"^room\((\w+)\s+FOLDER\s+(\S+?)(?:\s+SUBFOLDERS\s+([^)]*?))?(?:\s+LINKS\s+([^)]*))?\)",
                       tree.text("CMakeLists.txt"), re.M)
    for name, folder, _, links in built:
        row = table.get(name)
        if row is None or row.folder != folder + "/":
            findings.append(f"CMakeLists.txt: found room {name} in {folder}, expected its row in ARCHITECTURE.md")
            continue
        always, _, in_tests = links.partition("TEST_LINKS")
        for linked, allowed in ((always, row.rooms), (in_tests, row.rooms + row.test_rooms)):
            findings += [f"CMakeLists.txt: found {name} linked to {link}, expected one of {', '.join(allowed)}"
                         for link in linked.split() if link in table and "all" not in allowed and link not in allowed]
    for name in table.keys() - {room[0] for room in built}:
        findings.append(f"ARCHITECTURE.md: found room {name}, expected it in CMakeLists.txt")
    return findings


def forbidden_words(tree):
    table, findings = rooms(tree), []
    for name in tree.sources():
        room = room_of(name, table)
        if room is None or tree.is_test(name):
            continue
        text = blanked(tree.text(name))
        for number, line in enumerate(text.splitlines(), 1):
            for pattern in FORBIDDEN_WORDS.get(room.name, ()):
                match = re.search(pattern, TICK_TIME.sub("", line))
                if match and not re.match(r"\s*#\s*include\s*\"", line):
                    findings.append(f"{name}:{number}: found '{match.group().strip()}', expected none of it in {room.name}")
        if room.name not in WALL_CLOCK_ROOMS:
            findings += [f"{name}:{number}: found {included}, expected no wall clock in {room.name}"
                         for number, included in includes(tree.text(name)) if "wall_clock" in included]
    return findings


def missing_parts(tree):
    """Adapters and rules that lack a part, or their line in the table of formats or of rules."""
    findings, files = [], set(tree.files)
    folders = {name.split("/")[1] for name in files if re.match(r"adapters/\w+/", name)} - {"transport"}
    for folder in sorted(folders):
        for part in ADAPTER_PARTS:
            if f"adapters/{folder}/{part}" not in files:
                findings.append(f"adapters/{folder}/: found no {part}, expected each of an adapter's six parts")
        if not any(name.startswith(f"adapters/{folder}/samples/") for name in files):
            findings.append(f"adapters/{folder}/: found no samples/, expected each of an adapter's six parts")
        findings += unlisted(tree, "adapters/formats.cc", folder)
    for name in sorted(files):
        stem = re.fullmatch(r"daemon/rules/(\w+)\.cc", name)
        if not stem or is_test(name) or not re.search(r"\bclass \w+ (final )?: public Rule\b", blanked(tree.text(name))):
            continue
        if f"daemon/rules/{stem.group(1)}_test.cc" not in files:
            findings.append(f"{name}: found no {stem.group(1)}_test.cc, expected a test beside each rule")
        findings += unlisted(tree, "daemon/rules/rules.cc", stem.group(1))
    return findings


def unlisted(tree, list_file, stem):
    if list_file not in tree.files:
        return [f"{list_file}: found no such file, expected the list that names {stem}"]
    lines = [line for line in tree.text(list_file).splitlines() if not re.match(r"\s*(//|#)", line)]
    if any(re.search(rf"(?<![a-z]){stem.replace('_', '[_-]?')}(?![a-z])", line, re.I) for line in lines):
        return []
    return [f"{list_file}: found no line for {stem}, expected one"]


def strangers_at_the_top(tree):
    top = {name.split("/")[0] for name in tree.files}
    return [f"{name}: found at the top of the tree, expected one of the folders" for name in sorted(top - TOP_LEVEL)]


def unwelcome_words(tree):
    findings = []
    for name in tree.files:
        if "/samples/" in name or name == "LICENSE":
            continue
        for number, line in enumerate(tree.text(name).splitlines(), 1):
            findings += [f"{name}:{number}: found {what} ({match.group()}), expected none"
                         for pattern, what in NOT_OURS_TO_SAY for match in re.finditer(pattern, line)]
    return findings


def long_files(tree):
    counted = [(len(tree.text(name).splitlines()), name) for name in tree.files
               if name.endswith((".cc", ".h", ".py", ".proto")) and "/samples/" not in name]
    return [f"{name}: {lines} lines" for lines, name in sorted(counted, reverse=True) if lines > LINES_AIMED_AT]
