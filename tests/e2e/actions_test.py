#!/usr/bin/python3
"""What people do with alerts, over the wire and by `watchpost ack`, `clear` and `note`."""
import ais
import places
import support
import wire
import world

INTRUDER = 200000011
NOBODY = "0123456789abcdef"
pb = wire.query_pb2


class Actions(support.TestCase):
    def setUp(self):
        super().setUp()
        places.write_geojson(self.folder / "area.geojson", [places.feature([world.AREA])])
        places.write_geojson(self.folder / "zones.geojson", [places.feature([world.zone_ring()])])
        self.server = self.start(support.FeedServer())
        config = support.write_config(
            self.folder / "mission.toml", "area.geojson", [support.feed("coast", self.server.source)],
            mission={"mode": "EXERCISE"}, zone=[{"name": "landing-site", "source": "zones.geojson"}],
            rule=[{"kind": "zone-entry", "zone": "landing-site"},
                  {"kind": "zone-entry", "zone": "landing-site", "name": "latched", "latch": True}])
        self.daemon = self.start(support.Daemon(config, self.folder))
        self.server.wait_for_client()
        self.stream = self.start(wire.Stream(self.daemon.stream_endpoint, "alert."))
        self.other = self.start(wire.Stream(self.daemon.stream_endpoint, "alert."))
        self.query = self.start(wire.Query(self.daemon.query_endpoint))
        support.wait_until(lambda: self.send(*world.CENTRE) or len(self.stream.alerts()) >= 2, "two alerts")
        alerts = {alert.rule: alert for alert in self.stream.alerts()}
        self.plain, self.latched = alerts["zone-entry-landing-site"].alert_id, alerts["latched"].alert_id

    def send(self, latitude_deg, longitude_deg):
        self.server.send(ais.sentences(ais.position_b(INTRUDER, latitude_deg, longitude_deg, 0.0)))

    def ask(self, action, alert_id, mode=None, **values):
        request = pb.Request()
        asked = getattr(request, action)
        asked.alert_id = alert_id
        for key, value in values.items():
            setattr(asked, key, value)
        if mode is not None:
            request.mode = mode
        return self.query.ask(request)

    def refusal(self, *arguments, **values):
        response = self.ask(*arguments, **values)
        self.assertIsNone(response.WhichOneof("answer"), response)
        self.assertTrue(response.error.text)
        return pb.ErrorCode.Name(response.error.code)[len("ERROR_CODE_"):]

    def test_an_acknowledgement_is_answered_when_it_is_done_and_seen_by_every_subscriber(self):
        response = self.ask("acknowledge", self.plain, by="duty officer")
        self.assertEqual(response.WhichOneof("answer"), "acknowledge", response)
        alert = response.acknowledge
        self.assertEqual((alert.alert_id, alert.state), (self.plain, wire.alert_pb2.ALERT_STATE_ACKNOWLEDGED))
        self.assertEqual(alert.acknowledged_by, "duty officer")
        for stream in (self.stream, self.other):
            _, envelope = stream.wait_for_alert("ACKNOWLEDGED", alert_id=self.plain)
            self.assertEqual(envelope.alert.acknowledged_by, "duty officer")
            self.assertEqual(envelope.sequence, alert.sequence)
            self.assertEqual(envelope.alert.SerializeToString(), alert.SerializeToString())
        self.assertEqual([a.acknowledged_by for a in self.daemon.snapshot().alerts if a.alert_id == self.plain],
                         ["duty officer"])

        # Twice by the same person is done once; the first one answers for it.
        again = self.ask("acknowledge", self.plain, by="duty officer").acknowledge
        self.assertEqual(again.SerializeToString(), alert.SerializeToString())
        self.assertEqual(self.refusal("acknowledge", self.plain, by="somebody else"), "FORBIDDEN")
        self.assertIn("duty officer", self.ask("acknowledge", self.plain, by="somebody else").error.text)
        self.stream.settle()
        self.assertEqual(sum(a.state == wire.alert_pb2.ALERT_STATE_ACKNOWLEDGED for a in self.stream.alerts()), 1)

    def test_what_cannot_be_done_is_refused_with_a_reason(self):
        for action in ("acknowledge", "clear"):
            self.assertEqual(self.refusal(action, NOBODY, by="me"), "NOT_FOUND")
            self.assertEqual(self.refusal(action, "no such alert", by="me"), "NOT_FOUND")
            self.assertEqual(self.refusal(action, "", by="me"), "BAD_REQUEST")
            self.assertEqual(self.refusal(action, self.plain, by="two\nlines"), "BAD_REQUEST")
            self.assertEqual(self.refusal(action, self.plain, by="x" * 101), "BAD_REQUEST")
            self.assertEqual(self.refusal(action, self.plain, by=""), "BAD_REQUEST")
            self.assertEqual(self.refusal(action, self.plain, mode=wire.envelope_pb2.MODE_ACTUAL), "WRONG_MODE")
        self.assertEqual(self.refusal("note", NOBODY, text="x"), "NOT_FOUND")
        self.assertEqual(self.refusal("note", self.plain), "BAD_REQUEST")
        self.assertEqual(self.refusal("note", self.plain, text="é" * 501), "BAD_REQUEST")
        self.assertEqual(len(self.stream.alerts()), 2, "a refusal changes nothing")
        self.assertEqual(self.query.one("whoami")[0].whoami.role, pb.ROLE_OPERATE)

    def test_notes_are_kept_in_order_until_there_is_no_room_for_more(self):
        texts = ["x" * 1000] + [f"note {number} é\n" for number in range(1, 64)]
        with wire.Query(self.daemon.query_endpoint, wire.zmq.DEALER) as dealer:
            for text in texts:
                request = pb.Request()
                request.note.alert_id, request.note.text, request.note.by = self.plain, text, "me"
                dealer.send(request)
            counts = [len(dealer.receive().note.notes) for _ in texts]
        self.assertEqual(counts[-1], 64)
        self.assertEqual(counts, sorted(counts))
        self.assertEqual(self.refusal("note", self.plain, text="one too many"), "FORBIDDEN")
        alert = next(a for a in self.daemon.snapshot().alerts if a.alert_id == self.plain)
        self.assertEqual(list(alert.notes), texts)

    def test_a_latched_alert_is_cleared_by_a_person_only(self):
        far = world.offset(5000, 0)
        support.wait_until(lambda: self.send(*far) or any(
            a.alert_id == self.plain and a.state == wire.alert_pb2.ALERT_STATE_CLEARED for a in self.stream.alerts()),
            "the plain one clears when the vessel has left")
        self.stream.settle()
        self.assertEqual([a.alert_id for a in self.daemon.snapshot().alerts], [self.latched])
        alert = self.ask("clear", self.latched, by="duty officer").clear
        self.assertEqual(alert.state, wire.alert_pb2.ALERT_STATE_CLEARED)
        self.assertIn("duty officer", alert.evidence.remark)
        _, envelope = self.other.wait_for_alert("CLEARED", alert_id=self.latched)
        self.assertEqual(envelope.alert.SerializeToString(), alert.SerializeToString())
        self.assertEqual(len(self.daemon.snapshot().alerts), 0)
        self.assertEqual(self.refusal("clear", self.latched), "NOT_FOUND")

    def test_many_at_once_are_each_answered(self):
        with wire.Query(self.daemon.query_endpoint, wire.zmq.DEALER) as dealer:
            for number in range(50):
                request = pb.Request(request_id=str(number))
                if number % 2:
                    request.note.alert_id, request.note.text = self.plain, str(number)
                else:
                    request.status.SetInParent()
                dealer.send(request)
            answered = {response.request_id: response for response in (dealer.receive() for _ in range(50))}
        self.assertEqual(set(answered), {str(number) for number in range(50)})
        self.assertTrue(all(answered[str(number)].HasField("note") for number in range(1, 50, 2)))
        self.assertEqual(list(answered["49"].note.notes), [str(number) for number in range(1, 50, 2)])

    def command(self, *arguments, **keywords):
        return self.run_program(*arguments, "--connect", self.daemon.query_endpoint, **keywords)

    def test_the_commands(self):
        done = self.command("ack", self.plain, "--by", "duty officer")
        self.assertEqual(len(done.stdout.splitlines()), 1, done.stdout)
        self.assertIn("ACKNOWLEDGED", done.stdout)
        self.command("ack", self.plain, "--by", "duty officer")
        done = self.command("ack", self.plain, "--by", "another", expect=1)
        self.assertIn("duty officer", done.stderr)
        self.assertIn("FORBIDDEN", done.stderr)
        self.assertEqual(done.stdout, "")

        note, = support.json_lines(self.command("note", self.plain, "called them, no answer", "--json").stdout)
        self.assertEqual(note["notes"], ["called them, no answer"])
        self.assertEqual(note["acknowledged_by"], "duty officer")
        self.command("note", self.plain, "x" * 1001, expect=1)
        self.command("note", self.plain, "", expect=1)

        cleared, = support.json_lines(self.command("clear", self.plain, "--json").stdout)
        self.assertEqual(cleared["state"], "ALERT_STATE_CLEARED")
        self.assertRegex(cleared["evidence"]["remark"], r"^cleared by \S+")
        self.assertIn("NOT_FOUND", self.command("clear", NOBODY, expect=1).stderr)

        self.command("note", self.plain, expect=2)  # without its text
        self.command("ack", expect=2)
        self.command("ack", self.plain, "--bye", "x", expect=2)
        self.run_program("ack", self.plain, "--connect", f"tcp://127.0.0.1:{support.free_port()}", expect=2)
        for name in ("ack", "clear", "note"):
            self.assertIn("ALERT_ID", self.run_program(name, "--help").stdout)


class ActionsInAReplay(support.TestCase):
    def test_nobody_acts_in_a_daemon_of_recorded_time_before_its_end_and_everybody_after_it(self):
        places.write_geojson(self.folder / "area.geojson", [places.feature([world.AREA])])
        places.write_geojson(self.folder / "zones.geojson", [places.feature([world.zone_ring()])])
        path = self.folder / "visit.nmea"
        path.write_text("".join(f"{line}\r\n" for line in world.Visit(INTRUDER).enter().stay(5).lines), encoding="ascii")
        config = support.write_config(
            self.folder / "mission.toml", "area.geojson", [support.feed("coast", f"file:{path}", time="data")],
            zone=[{"name": "landing-site", "source": "zones.geojson"}],
            rule=[{"kind": "zone-entry", "zone": "landing-site"}])
        daemon = self.start(support.Daemon(config, self.folder))
        alert = support.wait_until(lambda: list(daemon.snapshot().alerts), "an alert")[0]
        support.wait_until(lambda: daemon.health("coast").state == wire.envelope_pb2.CONNECTION_STATE_CLOSED, "its end")
        done = self.run_program("ack", alert.alert_id, "--connect", daemon.query_endpoint, "--by", "reviewer", "--json")
        self.assertEqual(support.json_lines(done.stdout)[0]["acknowledged_by"], "reviewer")


if __name__ == "__main__":
    support.main()
