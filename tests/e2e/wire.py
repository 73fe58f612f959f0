"""A consumer as a display's author would write it: from proto/*.proto and proto/README.md alone."""
import atexit
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

os.environ.pop("PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION", None)
import zmq  # noqa: E402
from google.protobuf import json_format  # noqa: E402

_made = tempfile.TemporaryDirectory(prefix="watchpost-proto-")
atexit.register(_made.cleanup)


def _compile():
    proto = pathlib.Path(__file__).resolve().parents[2] / "proto"
    files = sorted(str(path) for path in (proto / "watchpost" / "v1").glob("*.proto"))
    subprocess.run(["protoc", f"--proto_path={proto}", f"--python_out={_made.name}", *files], check=True, timeout=120)
    sys.path.insert(0, _made.name)


_compile()
from watchpost.v1 import alert_pb2, envelope_pb2, query_pb2, report_pb2, track_pb2  # noqa: E402

DEADLINE_S = 60


def to_json(message):
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


class Unanswered(Exception):
    pass


class Query:
    """One consumer of the query socket: REQ by default, or a DEALER."""

    def __init__(self, endpoint, kind=zmq.REQ):
        self.context = zmq.Context()
        self.kind = kind
        self.socket = self.context.socket(kind)
        self.socket.setsockopt(zmq.LINGER, 0)
        self.socket.connect(endpoint)
        self.asked = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close(0)
        self.context.destroy(0)

    def send(self, request):
        frames = [request.SerializeToString()]
        self.socket.send_multipart(([b""] if self.kind == zmq.DEALER else []) + frames)

    def receive(self, timeout_s=DEADLINE_S):
        if not self.socket.poll(timeout_s * 1000):
            raise Unanswered()
        return query_pb2.Response.FromString(self.socket.recv_multipart()[-1])

    def ask(self, request, timeout_s=DEADLINE_S):
        """One page. The answer is the member that is named like the question."""
        self.asked += 1
        request.request_id = f"question-{self.asked}"
        self.send(request)
        response = self.receive(timeout_s)
        if response.request_id != request.request_id:
            raise AssertionError(f"asked {request.request_id}, was answered {response.request_id}")
        return response

    def pages(self, request):
        while True:
            response = self.ask(request)
            if response.HasField("error"):
                raise AssertionError(f"{request}: {response.error}")
            assert response.WhichOneof("answer") == request.WhichOneof("query"), response
            assert response.ByteSize() <= 256 * 1024, response.ByteSize()
            yield response
            if not response.HasField("continue"):
                return
            setattr(request, "continue", getattr(response, "continue"))

    def ask_status(self, timeout_s):
        """None where nobody answers in time."""
        request = query_pb2.Request()
        request.status.SetInParent()
        try:
            return self.ask(request, timeout_s).status
        except Unanswered:
            return None

    def one(self, question):
        request = query_pb2.Request()
        getattr(request, question).SetInParent()
        return list(self.pages(request))

    def status(self):
        return self.one("status")[0].status

    def snapshot(self):
        """All pages as one Snapshot."""
        whole = query_pb2.Snapshot()
        for page in self.one("snapshot"):
            if whole.sequences:
                del page.snapshot.sequences[:]  # they stand in every page
            whole.MergeFrom(page.snapshot)
        return whole

    def alerts_since(self, since=()):
        request = query_pb2.Request()
        request.alerts.SetInParent()
        for label, sequence in dict(since).items():
            request.alerts.since.add(label=label, sequence=sequence)
        return [alert for page in self.pages(request) for alert in page.alerts.alerts]


class Stream:
    """One subscriber: collects (topic, envelope) on a thread of its own, and is joined when `with` begins."""

    def __init__(self, endpoint, *topics):
        self.endpoint, self.topics = endpoint, topics or ("",)
        self.messages, self.raw = [], []
        self.arrived = threading.Condition()
        self.is_over = False
        self.beats = 0

    def __enter__(self):
        self.context = zmq.Context()
        self.thread = threading.Thread(target=self._receive, daemon=True)
        self.thread.start()
        # The stream keeps nothing for those who are not yet there: the first heartbeat says that we are.
        self.wait_for(lambda topic, envelope: envelope.HasField("heartbeat"), "a first heartbeat")
        return self

    def __exit__(self, *_):
        self.is_over = True
        self.thread.join()
        self.context.destroy(0)

    def _receive(self):
        socket = self.context.socket(zmq.SUB)
        socket.setsockopt(zmq.LINGER, 0)
        socket.setsockopt(zmq.RCVHWM, 0)
        for topic in (*self.topics, "heartbeat.", "health."):
            socket.subscribe(topic)
        socket.connect(self.endpoint)
        while not self.is_over:
            if not socket.poll(100):
                continue
            frames = socket.recv_multipart()
            with self.arrived:
                self.raw.append(frames)
                topic, content = frames
                envelope = envelope_pb2.Envelope.FromString(content)
                self.messages.append((topic.decode(), envelope))
                self.beats += envelope.HasField("heartbeat")
                self.arrived.notify_all()
        socket.close(0)

    def now(self):
        with self.arrived:
            return list(self.messages)

    def having(self, payload):
        return [(topic, envelope) for topic, envelope in self.now() if envelope.WhichOneof("payload") == payload]

    def alerts(self):
        return [envelope.alert for _, envelope in self.having("alert")]

    def tracks(self):
        return [envelope.track for _, envelope in self.having("track")]

    def wait_for(self, is_wanted, what, deadline_s=DEADLINE_S, after=0):
        """The first message from number `after` on for which is_wanted(topic, envelope)."""
        end = time.monotonic() + deadline_s
        at = after
        with self.arrived:
            while True:
                while at < len(self.messages):
                    if is_wanted(*self.messages[at]):
                        return self.messages[at]
                    at += 1
                left = end - time.monotonic()
                if left <= 0:
                    seen = "\n".join(f"{topic} {to_json(envelope)}"[:400] for topic, envelope in self.messages[-8:])
                    raise AssertionError(f"waited {deadline_s} s in vain for {what}; the last of the stream:\n{seen}")
                self.arrived.wait(left)

    def wait_for_received(self, feed, count):
        """Once a feed's health says so, all that its reports gave rise to has been published before it."""
        self.wait_for(lambda _, envelope: envelope.HasField("health") and envelope.health.feed == feed and
                      envelope.health.received >= count, f"{count} reports of {feed}")

    def wait_for_alert(self, state, what="", **wanted):
        """The first alert in this state (bare word) with these values."""
        number = alert_pb2.AlertState.Value(f"ALERT_STATE_{state}")

        def is_wanted(_, envelope):
            return envelope.HasField("alert") and envelope.alert.state == number and all(
                getattr(envelope.alert, key) == value for key, value in wanted.items())

        return self.wait_for(is_wanted, f"an alert {state} {wanted} {what}")

    def settle(self, beats=2):
        """What was under way has arrived once so many further heartbeats have."""
        with self.arrived:
            wanted = self.beats + beats
            if not self.arrived.wait_for(lambda: self.beats >= wanted, DEADLINE_S):
                raise AssertionError("the heartbeats have stopped")
