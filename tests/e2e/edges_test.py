#!/usr/bin/python3
"""Failure at the edges: peers that vanish, that never speak, that send garbage or far too much, and the feeds beside them.

EDGES_S lets the floods last longer than the few seconds of an ordinary run.
"""
import contextlib
import os
import random
import signal
import socket
import threading
import time

import ais
import places
import support
import wire
import world

FLOOD_S = float(os.environ.get("EDGES_S", "8"))
TCP_REPAIR = 19  # linux/tcp.h: a socket that is closed under it says nothing to its peer
IS_SANITIZED = any(name in (support.BIN / "watchpostd").read_bytes() for name in (b"__asan_init", b"__tsan_init"))
GROWTH_MAX_BYTES = (1024 if IS_SANITIZED else 80) * 1024 * 1024
# What is kept of real reports for a while is bounded by number: six million plots, a million contents.
FLOODED_MAX_BYTES = GROWTH_MAX_BYTES + 450 * 1024 * 1024
# The latest hundred thousand alerts are kept, to be asked for again.
ALERTS_KEPT = 100_000
ALERT_BYTES_MAX = 2500
states = wire.envelope_pb2


class Edges(support.TestCase):
    def run_daemon(self, *feeds):
        places.write_geojson(self.folder / "area.geojson", [places.feature([world.AREA])])
        places.write_geojson(self.folder / "zones.geojson", [places.feature([world.zone_ring()])])
        self.server = self.start(support.FeedServer())
        config = support.write_config(
            self.folder / "mission.toml", "area.geojson", [support.feed("coast", self.server.source), *feeds],
            zone=[{"name": "landing-site", "source": "zones.geojson"}],
            rule=[{"kind": "zone-entry", "zone": "landing-site"}])
        self.daemon = self.start(support.Daemon(config, self.folder))
        self.server.wait_for_client()
        self.stream = self.start(wire.Stream(self.daemon.stream_endpoint, "alert."))
        self.mmsi = 200000100
        self.alert_is_raised()
        self.baseline = self.daemon.rss_bytes()

    def alert_is_raised(self):
        """By the feed beside the one in trouble."""
        self.mmsi += 1

        def is_heard():
            self.assertTrue(self.daemon.is_alive(), self.daemon.said()[-3000:])
            self.server.send(ais.sentences(ais.position_b(self.mmsi, *world.CENTRE, 0.0)))
            return any(alert.subject.identity.mmsi == self.mmsi for alert in self.stream.alerts())

        support.wait_until(is_heard, f"an alert about {self.mmsi}")

    def withstands(self, growth_max_bytes=GROWTH_MAX_BYTES):
        self.alert_is_raised()
        growth = self.daemon.rss_bytes() - self.baseline
        growth_max_bytes += min(ALERTS_KEPT, len(self.stream.alerts())) * ALERT_BYTES_MAX
        self.assertLess(growth, growth_max_bytes, f"it grew by {growth / 1e6:.0f} MB")

    def wait_for_state(self, feed, state):
        number = states.ConnectionState.Value(f"CONNECTION_STATE_{state}")
        support.wait_until(lambda: self.daemon.health(feed).state == number, f"{feed} is {state}")

    def vanish(self, connection):
        """As a machine that loses its power would: no FIN, no RST."""
        try:
            connection.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
        except OSError as problem:
            self.skipTest(f"no right to let a peer vanish (CAP_NET_ADMIN): {problem}")
        connection.close()

    def test_a_server_that_vanishes_is_noticed_and_connected_to_again(self):
        peer = self.start(support.FeedServer())
        self.run_daemon(support.feed("pier", peer.source))
        peer.wait_for_client()
        self.wait_for_state("pier", "OPEN")
        self.vanish(peer.connections[0])
        peer.wait_for_client(2)  # after the keep-alive's time
        self.wait_for_state("pier", "OPEN")
        self.assertEqual(self.daemon.health("pier").connections, 1)
        self.withstands()

    def test_clients_that_vanish_do_not_stay_for_ever(self):
        port = support.free_port()
        self.run_daemon(support.feed("mast", f"tcp-listen://127.0.0.1:{port}"))
        clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
        support.wait_until(lambda: self.daemon.health("mast").connections == 20, "all are there")
        for client in clients:
            self.vanish(client)
        support.wait_until(lambda: self.daemon.health("mast").connections == 0, "all are known to be gone")
        self.wait_for_state("mast", "OPEN")
        self.withstands()

    def test_a_peer_that_accepts_and_never_sends_is_said_to_be_silent(self):
        peer = self.start(support.FeedServer())
        self.run_daemon(support.feed("pier", peer.source, idle_s=2))
        peer.wait_for_client()
        support.wait_until(lambda: "silent for" in self.daemon.health("pier").detail, "its silence is said")
        health = self.daemon.health("pier")
        self.assertEqual((health.state, health.received), (states.CONNECTION_STATE_OPEN, 0))
        self.assertFalse(health.HasField("last_received_time"))
        peer.send(ais.sentences(ais.position_b(200000500, *world.offset(5000, 0))))
        support.wait_until(lambda: "silent" not in self.daemon.health("pier").detail, "it has spoken")
        self.assertEqual(len(peer.connections), 1, "a quiet feed is not hung up on")
        self.withstands()

    @contextlib.contextmanager
    def flood(self, send):
        """Calls `send` as fast as it goes, on a thread of its own, for FLOOD_S at least."""
        is_over = threading.Event()
        counts = [0]

        def run():
            while not is_over.is_set():
                try:
                    counts[0] += send()
                except (TimeoutError, BlockingIOError):
                    continue
                except OSError:
                    return

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        end = time.monotonic() + FLOOD_S
        try:
            yield lambda: time.monotonic() < end
        finally:
            is_over.set()
            thread.join()
        self.sent = counts[0]

    def connection(self, port):
        connection = self.start(socket.create_connection(("127.0.0.1", port), support.DEADLINE_S))
        connection.settimeout(0.2)
        return connection

    def beside(self, goes_on):
        """Alerts of the other feed while it lasts; all of its reports are admitted."""
        self.stream.settle(3)  # its health is of each second
        before = self.daemon.health("coast").received
        sent, delays_ms = 0, []
        while goes_on():
            mmsi = self.mmsi = self.mmsi + 1
            begin = time.monotonic()
            for _ in range(2):
                self.server.send(ais.sentences(ais.position_b(mmsi, *world.CENTRE, float(sent % 7))))
                sent += 1
            self.stream.wait_for(lambda _, e, mmsi=mmsi: e.HasField("alert") and e.alert.subject.identity.mmsi == mmsi,
                                 f"an alert about {mmsi} beside the flood", after=max(0, len(self.stream.messages) - 50))
            delays_ms.append((time.monotonic() - begin) * 1000)
            time.sleep(0.02)
        support.wait_until(lambda: self.daemon.health("coast").received == before + sent, "nothing of it is lost")
        delays_ms.sort()
        print(f"beside: {len(delays_ms)} alerts, median {delays_ms[len(delays_ms) // 2]:.1f} ms, "
              f"99th percentile {delays_ms[len(delays_ms) * 99 // 100]:.1f} ms", flush=True)

    def test_garbage_at_full_speed(self):
        port = support.free_port()
        self.run_daemon(support.feed("mast", f"tcp-listen://127.0.0.1:{port}"))
        noise = random.Random(7)
        chunks = [noise.randbytes(65536) for _ in range(8)] + [
            b"".join(b"!AIVDM,1,1,,A,%s,0*00\r\n" % noise.randbytes(30).hex().encode() for _ in range(900))]
        connection = self.connection(port)
        with self.flood(lambda: connection.send(noise.choice(chunks))) as goes_on:
            self.beside(goes_on)
        health = self.daemon.health("mast")
        print(f"garbage: {health.bytes / 1e6:.0f} MB, {health.faults} faults", flush=True)
        self.assertGreater(health.faults, 1000)
        self.assertEqual(health.admitted, 0)
        self.assertIn("last fault", health.detail)
        self.assertEqual(sum(count.count for count in health.faults_by_kind), health.faults)
        self.withstands()

    def many_vessels(self):
        return ["".join(f"{ais.sentences(ais.position_b(300_000_000 + number, *world.offset(-5000 + number, 4000 + turn), 5.0))[0]}\r\n"
                        for number in range(500)).encode() for turn in range(20)]

    def test_a_flood_by_tcp_waits_and_holds_nobody_up(self):
        port = support.free_port()
        self.run_daemon(support.feed("mast", f"tcp-listen://127.0.0.1:{port}"))
        turns, connection = self.many_vessels(), self.connection(port)
        numbers = iter(range(10 ** 9))
        with self.flood(lambda: connection.send(turns[next(numbers) % len(turns)])) as goes_on:
            self.beside(goes_on)
        health = self.daemon.health("mast")
        print(f"flood by TCP: {health.received} reports", flush=True)
        self.assertEqual(health.shed, 0, "what can wait is not shed")
        self.withstands(FLOODED_MAX_BYTES)

    def test_a_flood_by_udp_is_shed_and_counted_and_holds_nobody_up(self):
        port = support.free_port()
        self.run_daemon(support.feed("mast", f"udp://127.0.0.1:{port}"))
        lines = [line for turn in self.many_vessels() for line in turn.splitlines()]
        sender = self.start(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        numbers = iter(range(10 ** 9))
        with self.flood(lambda: sender.sendto(lines[next(numbers) % len(lines)], ("127.0.0.1", port)) > 0) as goes_on:
            self.beside(goes_on)

        def is_settled():
            # The kernel's count comes with a datagram that had room again.
            sender.sendto(b"\r\n", ("127.0.0.1", port))
            health = self.daemon.health("mast")
            return health.frames + health.shed >= self.sent

        support.wait_until(is_settled, "each datagram is read or shed")
        health = self.daemon.health("mast")
        print(f"flood by UDP: {self.sent} sent, {health.frames} read, {health.shed} shed", flush=True)
        self.assertEqual(health.faults, 0)
        self.withstands(FLOODED_MAX_BYTES)

    def test_what_comes_while_the_daemon_stands_still_is_counted_as_shed(self):
        port = support.free_port()
        self.run_daemon(support.feed("mast", f"udp://127.0.0.1:{port}"))
        sender = self.start(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        self.wait_for_state("mast", "OPEN")
        self.daemon.process.send_signal(signal.SIGSTOP)
        count = 2000
        try:
            for _ in range(count):  # 120 MB: more than any kernel keeps for one socket
                sender.sendto(b"#" * 60_000, ("127.0.0.1", port))
        finally:
            self.daemon.process.send_signal(signal.SIGCONT)

        def shed():
            sender.sendto(b"\r\n", ("127.0.0.1", port))
            return self.daemon.health("mast").shed

        support.wait_until(shed, "what was lost is counted")
        support.wait_until(lambda: self.daemon.health("mast").frames + shed() >= count, "all of it")
        self.withstands()

    def test_thousands_of_senders_of_datagrams(self):
        port = support.free_port()
        self.run_daemon(support.feed("mast", f"udp://127.0.0.1:{port}"))
        self.wait_for_state("mast", "OPEN")
        for number in range(3000):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
                sentence, = ais.sentences(ais.position_b(300_000_000 + number % 50, *world.offset(5000, number % 50)))
                sender.sendto(sentence.encode(), ("127.0.0.1", port))
        support.wait_until(lambda: self.daemon.health("mast").frames + self.daemon.health("mast").shed >= 3000, "all came")
        self.assertLessEqual(self.daemon.health("mast").connections, 256)
        self.withstands()

    def test_connections_that_open_and_close_at_full_speed(self):
        port = support.free_port()
        self.run_daemon(support.feed("mast", f"tcp-listen://127.0.0.1:{port}"))

        def come_and_go():
            with socket.create_connection(("127.0.0.1", port), 1) as connection:
                connection.send(b"!AIVDM,1,1,,A,13\r\n")
            return 1

        with self.flood(come_and_go) as goes_on:
            self.beside(goes_on)
        print(f"connections: {self.sent}", flush=True)
        support.wait_until(lambda: self.daemon.health("mast").connections == 0, "all have gone")
        self.wait_for_state("mast", "OPEN")
        self.withstands()


if __name__ == "__main__":
    support.main()
