#!/usr/bin/python3
"""AIS in datagrams, to an address of this machine and to a multicast group, by real sockets."""
import socket

import ais
import places
import support
import wire
import world

GROUP = "239.255.31.9"


class Datagrams(support.TestCase):
    def config(self, feeds):
        places.write_geojson(self.folder / "area.geojson", [places.feature([world.AREA])])
        places.write_geojson(self.folder / "zones.geojson", [places.feature([world.zone_ring()])])
        return support.write_config(self.folder / "mission.toml", "area.geojson", feeds,
                                    zone=[{"name": "landing-site", "source": "zones.geojson"}],
                                    rule=[{"kind": "zone-entry", "zone": "landing-site"}])

    def run_daemon(self, feeds):
        self.daemon = self.start(support.Daemon(self.config(feeds), self.folder))
        return self.start(wire.Stream(self.daemon.stream_endpoint))

    def sender(self, family=socket.AF_INET):
        return self.start(socket.socket(family, socket.SOCK_DGRAM))

    def wait_for_open(self, feed):
        number = wire.envelope_pb2.CONNECTION_STATE_OPEN
        support.wait_until(lambda: self.daemon.health(feed).state == number, f"{feed} is open")

    def raises(self, stream, send, mmsi=200000011):
        sentence, = ais.sentences(ais.position_b(mmsi, *world.CENTRE, 0.0))

        def is_raised():
            send(f"{sentence}\r\n".encode())
            return any(alert.subject.identity.mmsi == mmsi for alert in stream.alerts())

        support.wait_until(is_raised, "an alert by datagrams")

    def test_ais_over_udp_raises_an_alert_and_senders_have_each_their_own_decoder(self):
        port = support.free_port()
        stream = self.run_daemon([support.feed("mast", f"udp://127.0.0.1:{port}")])
        self.wait_for_open("mast")
        to = ("127.0.0.1", port)
        self.raises(stream, lambda data: self.sender().sendto(data, to))
        one, two = self.sender(), self.sender()
        for number, (here, there) in enumerate(zip(
                ais.sentences(ais.static_a(200000011, "GREEN HERON"), 1),
                ais.sentences(ais.static_a(200000012, "MORNING TIDE"), 1))):
            # Without a line end, and with one: a datagram is a line's end either way.
            one.sendto(here.encode() + b"\r\n" * number, to)
            two.sendto(there.encode() + b"\r\n" * number, to)
        two.sendto("\r\n".join(ais.sentences(ais.position_b(200000012, *world.offset(6000, 0)))).encode(), to)
        two.sendto("\r\n".join(ais.sentences(ais.static_a(200000012, "MORNING TIDE"), 1)).encode(), to)

        def names():
            return {track.identity.name for track in self.daemon.snapshot().tracks}

        support.wait_until(lambda: names() == {"GREEN HERON", "MORNING TIDE"}, "both names")
        health = self.daemon.health("mast")
        self.assertEqual((health.faults, health.shed), (0, 0))
        self.assertGreaterEqual(health.connections, 2)
        self.assertIn(f"127.0.0.1:{port}", health.detail)

    def test_half_a_sentence_at_a_datagrams_end_is_a_fault_and_no_more(self):
        port = support.free_port()
        stream = self.run_daemon([support.feed("mast", f"udp://127.0.0.1:{port}")])
        self.wait_for_open("mast")
        sentence, = ais.sentences(ais.position_b(200000012, *world.offset(6000, 0)))
        sender = self.sender()
        for part in (sentence[:20], sentence[20:]):
            sender.sendto(part.encode(), ("127.0.0.1", port))
        support.wait_until(lambda: self.daemon.health("mast").frames == 2, "two frames")
        self.assertEqual(self.daemon.health("mast").received, 0)
        self.assertGreaterEqual(self.daemon.health("mast").faults, 1)
        self.raises(stream, lambda data: sender.sendto(data, ("127.0.0.1", port)))

    def test_ipv6(self):
        try:
            sender = self.sender(socket.AF_INET6)
            sender.bind(("::1", 0))
        except OSError as problem:
            self.skipTest(f"no IPv6 on loopback here: {problem}")
        port = support.free_port()
        stream = self.run_daemon([support.feed("mast", f"udp://[::1]:{port}")])
        self.wait_for_open("mast")
        self.raises(stream, lambda data: sender.sendto(data, ("::1", port)))

    def test_a_multicast_group_on_loopback(self):
        port = support.free_port()
        sender = self.sender()
        try:
            sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
            sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 1)
            sender.sendto(b"\r\n", (GROUP, port))
        except OSError as problem:
            self.skipTest(f"no multicast on loopback here: {problem}")
        stream = self.run_daemon([support.feed("mast", f"udp://{GROUP}:{port}", interface="lo"),
                                  support.feed("nowhere", f"udp://{GROUP}:{port + 1}", interface="none-such")])
        self.wait_for_open("mast")
        self.assertIn(f"{GROUP}:{port} on lo", self.daemon.health("mast").detail)
        self.raises(stream, lambda data: sender.sendto(data, (GROUP, port)))
        support.wait_until(lambda: "none-such" in self.daemon.health("nowhere").detail, "why it cannot be heard is said")
        stream.settle(2)
        before = self.daemon.health("mast").frames
        self.sender().sendto(b"to the machine, not the group\r\n", ("127.0.0.1", port))
        stream.settle(2)
        self.assertEqual(self.daemon.health("mast").frames, before)


if __name__ == "__main__":
    support.main()
