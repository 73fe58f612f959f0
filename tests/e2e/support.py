"""What every end-to-end test needs: the programs, a configuration, feeds to listen to, a clean end.

The programs are those of the folder WATCHPOST_BIN. Everything is on loopback, on free ports, in a temporary folder;
every process ends with its `with`. Waiting has deadlines, generous ones; nothing asserts how long a thing took.
"""
import contextlib
import datetime
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import wire

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("WATCHPOST_BIN", SOURCE / "build/release/bin")).resolve()
SHARED = pathlib.Path(os.environ.get("WATCHPOST_SHARED", SOURCE.parent / "shared"))
DEADLINE_S = 60
SKIPPED = 77


def main():
    """Runs the tests of the calling file; ends with 77 where all of them were skipped."""
    program = unittest.main(verbosity=2, exit=False)
    result = program.result
    for test, reason in result.skipped:
        print(f"SKIPPED {test}: {reason}", flush=True)
    if not result.wasSuccessful() or result.testsRun == 0:
        sys.exit(1)
    sys.exit(SKIPPED if len(result.skipped) >= result.testsRun else 0)


def recording(name):
    """A recorded feed of the shared data; skips the test where it is not there."""
    path = SHARED / "data" / "ais" / name
    if not path.exists():
        raise unittest.SkipTest(f"no recording {name}: set WATCHPOST_SHARED to the folder that has data/ais")
    return path


class TestCase(unittest.TestCase):
    """A test with a folder of its own, and what it starts in `self.stack`."""

    maxDiff = 4000

    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.folder = pathlib.Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="watchpost-e2e-")))

    def start(self, thing):
        return self.stack.enter_context(thing)

    def run_program(self, *arguments, expect=0, **keywords):
        """One run of `watchpost` to its end, and what it said."""
        done = run("watchpost", *arguments, **keywords)
        said = f"watchpost {arguments}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        self.assertEqual(done.returncode, expect, said)
        return done


def run(program, *arguments, stdin=None, cwd=None):
    """Text in and out; `stdin` may be bytes."""
    if isinstance(stdin, str):
        stdin = stdin.encode()
    done = subprocess.run([str(BIN / program), *map(str, arguments)], input=stdin or b"", capture_output=True,
                          timeout=4 * DEADLINE_S, cwd=cwd, check=False)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode("utf-8", "replace"),
                                       done.stderr.decode("utf-8", "replace"))


def json_lines(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]


_ports_given = set()


def free_port():
    while True:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        if port not in _ports_given:
            _ports_given.add(port)
            return port


def wait_until(condition, what, deadline_s=DEADLINE_S):
    """The first true value of `condition()`."""
    end = time.monotonic() + deadline_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {deadline_s} s in vain: {what}")
        time.sleep(0.02)


def toml(tables):
    """{"mission": {…}, "feed": [{…}, …]} as TOML; a table within a table goes on one line."""
    text = []
    for name, content in tables.items():
        for table in content if isinstance(content, list) else [content]:
            text.append(f"[[{name}]]" if isinstance(content, list) else f"[{name}]")
            text += [f"{key} = {_value(value)}" for key, value in table.items()]
            text.append("")
    return "\n".join(text)


def _value(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(part)}" for key, part in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, pathlib.Path):
        value = str(value)
    return json.dumps(value, ensure_ascii=False)


def write_config(path, area, feeds=(), publish=True, mission=None, **tables):
    """A configuration around a mission area; with `publish` two free ports for its sockets."""
    content = {"mission": {"name": "test-mission", "mode": "TEST", "area": area, **(mission or {})}}
    if feeds:
        content["feed"] = list(feeds)
    content.update(tables)
    if publish:
        content["publish"] = {"stream": f"tcp://127.0.0.1:{free_port()}", "query": f"tcp://127.0.0.1:{free_port()}"}
        if isinstance(publish, dict):
            content["publish"].update(publish)
    path.write_text(toml(content), encoding="utf-8")
    return path


def publish_of(config):
    """The two endpoints of a configuration that write_config wrote."""
    pairs = [line.split(" = ") for line in config.read_text(encoding="utf-8").splitlines() if " = " in line]
    value = {pair[0]: json.loads(pair[1]) for pair in pairs if pair[0] in ("stream", "query")}
    return value["stream"], value["query"]


class Daemon:
    """A running watchpostd that has answered its first question."""

    def __init__(self, config, folder, name="watchpostd"):
        self.config, self.folder, self.name = config, folder, name
        self.stream_endpoint, self.query_endpoint = publish_of(config)
        self.process = None

    def __enter__(self):
        self.log = self.folder / f"{self.name}.log"
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([str(BIN / "watchpostd"), "--config", str(self.config)], cwd=self.folder,
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until(self._answers, f"{self.name} answers\n{self.said()}")
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, kind, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(DEADLINE_S)
            except subprocess.TimeoutExpired:
                self.kill()
        if self.process.returncode not in (0, -signal.SIGKILL) and kind is None:
            raise AssertionError(f"{self.name} ended with {self.process.returncode}:\n{self.said()[-3000:]}")

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"{self.name} ended with {self.process.returncode}:\n{self.said()}")
        with wire.Query(self.query_endpoint) as query:
            return query.ask_status(timeout_s=1)

    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def is_alive(self):
        return self.process.poll() is None

    def rss_bytes(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) * 1024

    def kill(self):
        """As a power cut would."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(DEADLINE_S)

    def status(self):
        with wire.Query(self.query_endpoint) as query:
            return query.status()

    def health(self, feed):
        """A feed's latest; the first is said a second after the start."""
        return wait_until(lambda: next((health for health in self.status().feeds if health.feed == feed), None),
                          f"health of feed {feed}")

    def snapshot(self):
        with wire.Query(self.query_endpoint) as query:
            return query.snapshot()


class FeedServer:
    """A TCP server as a receiver would be: the daemon connects, the test sends.

    `once` serves one connection only: who comes back is not let in, so that nothing is said twice.
    """

    def __init__(self, port=None):
        self.port = port or free_port()
        self.connections = []
        self.accepted = threading.Condition()
        self.is_over = False

    @property
    def source(self):
        return f"tcp://127.0.0.1:{self.port}"

    def __enter__(self):
        self.server = socket.create_server(("127.0.0.1", self.port))
        self.server.settimeout(0.1)
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()
        return self

    def _accept(self):
        while not self.is_over:
            try:
                connection = self.server.accept()[0]
            except TimeoutError:
                continue
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.settimeout(DEADLINE_S)
            with self.accepted:
                self.connections.append(connection)
                self.accepted.notify_all()

    def wait_for_client(self, count=1):
        with self.accepted:
            if not self.accepted.wait_for(lambda: len(self.connections) >= count, DEADLINE_S):
                raise AssertionError(f"nobody connected to port {self.port}")

    def send(self, data, chunks=None):
        """Lines or bytes to the latest client; `chunks` gives the sizes of the pieces."""
        self.wait_for_client()
        if not isinstance(data, bytes):
            data = "".join(f"{line}\r\n" for line in data).encode("ascii")
        client = self.connections[-1]
        if chunks is None:
            client.sendall(data)
            return
        at = 0
        while at < len(data):
            size = next(chunks)
            client.sendall(data[at:at + size])
            at += size

    def hang_up(self):
        """The end of this feed: nobody is served any more."""
        self.is_over = True
        self.thread.join()
        self.server.close()
        for connection in self.connections:
            connection.close()

    def __exit__(self, *_):
        self.hang_up()


def feed(name, source, **keys):
    return {"name": name, "source": source, "format": "ais", **keys}
