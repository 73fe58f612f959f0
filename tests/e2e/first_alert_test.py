#!/usr/bin/python3
"""One real alert: a vessel runs into a zone, and a consumer on ZeroMQ hears of it."""
import json
import re

import ais
import places
import support
import wire
import world

INTRUDER = 200000011
PATROL = 200000001


class FirstAlert(support.TestCase):
    def config(self, rule=None, feed=None, units=(), zone_source=None, **keys):
        places.write_geojson(self.folder / "area.geojson", [places.feature([world.AREA])])
        if zone_source is None:
            zone_source = {"source": "zones.geojson"}
            places.write_geojson(self.folder / "zones.geojson", [places.feature([world.zone_ring()], "landing-site")])
        self.server = self.start(support.FeedServer())
        tables = {"zone": [{"name": "landing-site", **zone_source}],
                  "rule": [{"kind": "zone-entry", "zone": "landing-site", **(rule or {})}]}
        if units:
            tables["unit"] = units
        return support.write_config(self.folder / "mission.toml", "area.geojson",
                                    [support.feed("harbour-ais", self.server.source,
                                                  **({"time": "data"} if feed is None else feed))],
                                    **tables, **keys)

    def listen(self, config, *topics):
        self.daemon = self.start(support.Daemon(config, self.folder))
        self.server.wait_for_client()
        return self.start(wire.Stream(self.daemon.stream_endpoint, *topics))

    def alerts_of(self, lines, **keys):
        """All alerts of a whole feed, as (state, event second after the beginning)."""
        stream = self.listen(self.config(**keys))
        # A last report of another vessel, far away, makes the ticks up to it.
        end_s = 1 + max(int(re.search(r"c:(\d+)", line)[1]) for line in lines) - world.BEGIN_S
        far = world.Vessel(200000099, 15_000, 5_000, 0.0)
        self.server.send(lines + far.run(end_s, end_s + 2))
        stream.wait_for_received("harbour-ais", len(lines) + 3)
        self.assertEqual([envelope.sequence for _, envelope in stream.having("alert")],
                         list(range(1, len(stream.alerts()) + 1)))
        return [(wire.alert_pb2.AlertState.Name(alert.state)[len("ALERT_STATE_"):],
                 alert.event_time.seconds - world.BEGIN_S) for alert in stream.alerts()]

    def test_a_vessel_that_enters_a_zone_of_a_geopackage_raises_one_alert_and_clears_it_when_it_leaves(self):
        package = places.write_geopackage(self.folder / "zones.gpkg", [
            places.feature([world.zone_ring()], "landing-site"),
            places.feature([places.rectangle(-31.19, -15.19, -31.18, -15.18)], "elsewhere")], "zones")
        if package is None:
            self.skipTest("ogr2ogr is not installed (gdal-bin): no GeoPackage can be made")
        config = self.config(zone_source={"source": "zones.gpkg", "layer": "zones", "where": "name = 'landing-site'"},
                             mission={"mode": "EXERCISE", "node": "camp-north"}, rule={"instruction": "Call them."})
        stream = self.listen(config)
        visit = world.Visit(INTRUDER).stay(5).enter()
        self.server.send(visit.lines)
        topic, envelope = stream.wait_for_alert("RAISED")
        self.assertEqual(topic, "alert.ALL.WARNING.zone-entry-landing-site")
        self.assertRegex(envelope.stream, r"^\S+$")
        self.assertEqual(envelope.origin, "camp-north")
        self.assertEqual(envelope.mode, wire.envelope_pb2.MODE_EXERCISE)
        self.assertEqual(envelope.label, "ALL")
        self.assertEqual(envelope.sequence, 1)
        self.assertGreater(envelope.sent_time.seconds, 1_700_000_000)
        self.check_fields(envelope.alert)

        so_far = len(visit.lines)
        visit.stay(30)
        self.server.send(visit.lines[so_far:])
        stream.wait_for_received("harbour-ais", len(visit.lines))
        self.assertEqual(len(stream.alerts()), 1, "it was told again although nothing is new")

        so_far = len(visit.lines)
        visit.leave().stay(5)
        self.server.send(visit.lines[so_far:])
        topic, envelope = stream.wait_for_alert("CLEARED")
        self.assertEqual(topic, "alert.ALL.WARNING.zone-entry-landing-site")
        self.assertEqual(envelope.sequence, 2)
        raised, cleared = stream.alerts()
        self.assertEqual(cleared.alert_id, raised.alert_id)
        self.assertEqual(cleared.revision, raised.revision + 1)
        self.assertEqual(cleared.raised_time, raised.raised_time)
        self.assertEqual(cleared.cleared_time, cleared.event_time)
        self.assertGreater(cleared.event_time.seconds, raised.event_time.seconds)
        self.assertTrue(cleared.evidence.remark)

        stream.wait_for(lambda _, e: e.HasField("heartbeat") and e.heartbeat.last_sequence == 2,
                        "a heartbeat that says 2")
        self.assertTrue(all(e.stream == envelope.stream and e.origin == "camp-north" and e.mode == envelope.mode
                            for _, e in stream.now()))

    def check_fields(self, alert):
        """Everything that docs/interfaces.md says is always there."""
        self.assertRegex(alert.alert_id, r"^[0-9a-f]{16}$")
        self.assertEqual(alert.revision, 1)
        self.assertEqual(alert.sequence, 1)
        self.assertEqual((alert.rule, alert.kind), ("zone-entry-landing-site", "zone-entry"))
        self.assertEqual(alert.severity, wire.alert_pb2.SEVERITY_WARNING)
        self.assertNotEqual(alert.urgency, wire.alert_pb2.URGENCY_UNSPECIFIED)
        self.assertNotEqual(alert.certainty, wire.alert_pb2.CERTAINTY_UNSPECIFIED)
        self.assertEqual(alert.subject.WhichOneof("about"), "track_id")
        self.assertRegex(alert.subject.track_id, r"^camp-north-\d+$")
        self.assertEqual(alert.subject.identity.mmsi, INTRUDER)
        self.assertFalse(alert.HasField("other"))
        self.assertEqual(alert.place, "landing-site")
        self.assertEqual(list(alert.track_ids), [alert.subject.track_id])
        self.assertEqual(alert.raised_time, alert.event_time)
        self.assertFalse(alert.HasField("cleared_time"))
        self.assertTrue(alert.HasField("published_time"))
        self.assertTrue(alert.HasField("durable"))
        self.assertEqual(alert.release_label, "ALL")
        self.assertEqual(alert.instruction, "Call them.")
        self.assertAlmostEqual(alert.position.longitude_deg, world.CENTRE[1], 3)
        self.assertRegex(alert.mgrs, r"^28[A-Z]{3}\d{10}$")
        self.assertIn(alert.mgrs, alert.headline.replace(" ", ""))
        self.assertNotIn("\n", alert.headline)
        # The edge is crossed at second 15; at 5 m of uncertainty it is surely inside within a second or two.
        self.assertIn(alert.event_time.seconds - world.BEGIN_S, range(15, 19))
        edge_deg = world.zone_ring()[0][1]
        self.assertGreater(alert.position.latitude_deg, edge_deg)
        self.assertTrue(alert.evidence.report_ids)
        for report_id in alert.evidence.report_ids:
            self.assertRegex(report_id, r"^harbour-ais/\d+$")
        self.assertTrue(any(value.HasField("value") and value.HasField("threshold") and value.value >= value.threshold
                            for value in alert.evidence.values))

    def test_our_own_unit_is_named_as_the_unit(self):
        stream = self.listen(self.config(units=[{"name": "patrol-1", "identity": {"mmsi": PATROL}}]))
        self.server.send(world.Visit(PATROL).enter().stay(3).lines)
        _, envelope = stream.wait_for_alert("RAISED")
        self.assertEqual(envelope.alert.subject.WhichOneof("about"), "unit")
        self.assertEqual(envelope.alert.subject.unit, "patrol-1")
        self.assertEqual(envelope.alert.subject.identity.mmsi, PATROL)
        self.assertIn("patrol-1", envelope.alert.headline)
        _, envelope = stream.wait_for(lambda _, e: e.HasField("track"), "a track")
        self.assertEqual(envelope.track.unit, "patrol-1")
        self.assertEqual(envelope.track.affiliation, wire.report_pb2.AFFILIATION_OWN)

    def test_a_name_learnt_later_updates_the_alert(self):
        stream = self.listen(self.config())
        visit = world.Visit(INTRUDER).enter().stay(3)
        self.server.send(visit.lines)
        _, raised = stream.wait_for_alert("RAISED")
        self.assertNotIn("GREEN HERON", raised.alert.headline)
        static = ais.static_a(INTRUDER, "GREEN HERON", "ABC12", 30, 9074729, 30, 10, 4, 5)
        so_far = len(visit.lines)
        self.server.send(ais.heard(static, world.BEGIN_S + visit.second) + visit.stay(3).lines[so_far:])
        _, updated = stream.wait_for_alert("UPDATED")
        self.assertEqual(updated.sequence, 2)
        self.assertEqual(updated.alert.alert_id, raised.alert.alert_id)
        self.assertEqual(updated.alert.subject.identity.name, "GREEN HERON")
        self.assertEqual(updated.alert.subject.identity.imo, 9074729)
        self.assertIn("GREEN HERON", updated.alert.headline)
        self.assertEqual(updated.alert.raised_time, raised.alert.raised_time)

    def test_subjects_leave_out_whoever_they_do_not_name(self):
        lines = world.Visit(INTRUDER).enter().stay(3).lines
        self.assertEqual(self.alerts_of(lines, rule={"subjects": ["aircraft", "mmsi:200000012"]}), [])

    def test_a_hold_raises_when_it_is_over_and_a_shorter_visit_never(self):
        short = world.Visit(INTRUDER).enter().leave().lines
        long = world.Visit(INTRUDER + 1, 300).stay(60).enter().stay(60).lines
        alerts = self.alerts_of(sorted(short + long, key=lambda line: re.search(r"c:(\d+)", line)[1]),
                                rule={"hold_s": 30})
        self.assertEqual([state for state, _ in alerts], ["RAISED"])
        self.assertIn(alerts[0][1], range(60 + 10 + 30, 60 + 10 + 30 + 4))

    def test_clear_s_bridges_a_short_absence(self):
        lines = world.Visit(INTRUDER).enter().leave().enter().stay(5).leave().stay(60).lines
        alerts = self.alerts_of(lines, rule={"clear_s": 30})
        self.assertEqual([state for state, _ in alerts], ["RAISED", "CLEARED"])
        # It left for good 10 s after the last way back began.
        self.assertIn(alerts[1][1], range(65 + 10 + 30, 65 + 10 + 30 + 4))

    def test_a_cooldown_keeps_the_next_alert_back_until_it_is_over(self):
        lines = world.Visit(INTRUDER).enter().leave().enter().stay(80).lines
        alerts = self.alerts_of(lines, rule={"cooldown_s": 60})
        self.assertEqual([state for state, _ in alerts], ["RAISED", "CLEARED", "RAISED"])
        self.assertIn(alerts[2][1], range(alerts[1][1] + 60, alerts[1][1] + 62))

    def test_a_latched_alert_stays_until_a_person_clears_it(self):
        lines = world.Visit(INTRUDER).enter().leave().stay(5).lines
        self.assertEqual([state for state, _ in self.alerts_of(lines, rule={"latch": True})], ["RAISED"])

    def test_a_critical_rule_is_lowered_where_only_a_transponder_says_so(self):
        stream = self.listen(self.config(rule={"severity": "CRITICAL"}))
        self.server.send(world.Visit(INTRUDER).enter().stay(3).lines)
        topic, envelope = stream.wait_for_alert("RAISED")
        self.assertEqual(topic, "alert.ALL.WARNING.zone-entry-landing-site")
        self.assertEqual(envelope.alert.severity, wire.alert_pb2.SEVERITY_WARNING)
        self.assertTrue(envelope.alert.evidence.remark)

    def test_tracks_go_to_the_topic_of_their_cell_and_once_to_the_one_they_left(self):
        stream = self.listen(self.config())
        self.server.send(world.Vessel(INTRUDER, -3000).run(0, 120))
        stream.wait_for_received("harbour-ais", 121)
        seen = stream.having("track")
        cells, left = [], []
        for topic, envelope in seen:
            self.assertRegex(topic, r"^track\.ALL\.[0-5]/[0-3]+$")
            self.assertFalse(envelope.HasField("sequence"))
            if envelope.left:
                left.append(topic)
                self.assertEqual(topic, f"track.ALL.{cells[-1]}")
                self.assertNotEqual(topic, f"track.ALL.{envelope.track.cell}")
            else:
                self.assertEqual(topic, f"track.ALL.{envelope.track.cell}")
                if not cells or cells[-1] != envelope.track.cell:
                    cells.append(envelope.track.cell)
        self.assertGreater(len(cells), 5)
        self.assertEqual(len(left), len(cells) - 1, "once for each change of cell")
        self.assertEqual(left, [f"track.ALL.{cell}" for cell in cells[:-1]])
        tracks = [envelope.track for _, envelope in seen if not envelope.left]
        self.assertEqual({track.track_id for track in tracks}, {tracks[0].track_id})
        self.assertTrue(all(a.revision < b.revision for a, b in zip(tracks, tracks[1:])), "revisions grow")
        self.check_track(tracks[-1])

    def check_track(self, track):
        self.assertRegex(track.track_id, r"^test-mission-\d+$")
        self.assertEqual(track.status, wire.track_pb2.TRACK_STATUS_CONFIRMED)
        self.assertEqual(len(track.position.covariance_en_m2), 3)
        self.assertAlmostEqual(track.velocity.north_mps, 20, 0)
        self.assertAlmostEqual(track.velocity.east_mps, 0, 0)
        self.assertAlmostEqual(track.velocity.speed_mps, 20, 0)
        self.assertAlmostEqual(track.heading_deg, 0, 3)
        self.assertEqual(track.identity.mmsi, INTRUDER)
        self.assertEqual([c.type for c in track.classification], ["vessel"])
        self.assertEqual(track.created_time.seconds, world.BEGIN_S)
        self.assertGreater(track.existence, 0.5)
        self.assertEqual([(sensor.feed) for sensor in track.sensors], ["harbour-ais"])
        self.assertEqual(track.release_label, "ALL")
        self.assertFalse(track.outside_area)

    def test_health_and_heartbeats_come_each_second_and_say_where_the_alerts_stand(self):
        stream = self.listen(self.config(feed={}), "health.", "heartbeat.")  # receive times by the clock
        stream.settle(2)
        beats = stream.having("heartbeat")
        for topic, envelope in beats:
            self.assertEqual(topic, "heartbeat.ALL")
            self.assertEqual(envelope.label, "ALL")
            self.assertTrue(envelope.heartbeat.HasField("first_sequence"))
            self.assertTrue(envelope.heartbeat.HasField("last_sequence"))
            self.assertEqual((envelope.heartbeat.first_sequence, envelope.heartbeat.last_sequence), (1, 0))
        support.wait_until(lambda: len(stream.having("health")) >= 3, "three healths")
        times = []
        for topic, envelope in stream.having("health"):
            self.assertEqual(topic, "health.ALL.harbour-ais")
            self.assertEqual(envelope.health.feed, "harbour-ais")
            self.assertTrue(envelope.health.HasField("received"))
            times.append(envelope.health.time.seconds)
        self.assertEqual(len(set(times)), len(times), "one for each second")
        self.assertEqual(envelope.health.state, wire.envelope_pb2.CONNECTION_STATE_OPEN)

    def test_live_reports_without_a_time_of_their_own_get_the_clock(self):
        stream = self.listen(self.config(feed={}))
        inside = world.offset(0, 0)
        for _ in range(3):
            self.server.send(ais.sentences(ais.position_b(INTRUDER, *inside, 0.0)))
            stream.settle(1)
        _, envelope = stream.wait_for_alert("RAISED")
        self.assertLess(abs(envelope.alert.event_time.seconds - envelope.sent_time.seconds), support.DEADLINE_S)
        self.assertEqual(envelope.mode, wire.envelope_pb2.MODE_TEST)

    def test_the_same_is_told_to_whoever_asks(self):
        config = self.config()
        stream = self.listen(config, "alert.")
        self.server.send(world.Visit(INTRUDER).enter().stay(10).lines)
        _, envelope = stream.wait_for_alert("RAISED")
        for kind in (wire.zmq.REQ, wire.zmq.DEALER):
            with wire.Query(self.daemon.query_endpoint, kind) as query:
                snapshot = query.snapshot()
                self.assertEqual([alert.alert_id for alert in snapshot.alerts], [envelope.alert.alert_id])
                self.assertEqual([(s.label, s.last_sequence) for s in snapshot.sequences], [("ALL", 1)])
                self.assertEqual([track.identity.mmsi for track in snapshot.tracks], [INTRUDER])
                self.assertEqual([alert.sequence for alert in query.alerts_since({"ALL": 0})], [1])
                self.assertEqual(query.alerts_since({"ALL": 1}), [])
                self.check_geometry(query.one("geometry")[0].geometry)
                self.check_refusals(query)
        with wire.Query(self.daemon.query_endpoint) as query:
            response = query.one("status")[0]
            self.assertEqual((response.origin, response.stream, response.mode),
                             ("test-mission", envelope.stream, envelope.mode))
            self.assertEqual(response.status.stream_endpoint, self.daemon.stream_endpoint)
            self.assertEqual((response.status.confirmed_tracks, response.status.open_alerts), (1, 1))

    def test_a_dealer_may_have_several_questions_open(self):
        self.listen(self.config())
        questions = [("status", "snapshot", "geometry", "alerts")[number % 4] for number in range(12)]
        with wire.Query(self.daemon.query_endpoint, wire.zmq.DEALER) as query:
            for number, question in enumerate(questions):
                request = wire.query_pb2.Request(request_id=str(number))
                getattr(request, question).SetInParent()
                query.send(request)
            answers = [query.receive() for _ in questions]
        self.assertEqual({response.request_id: response.WhichOneof("answer") for response in answers},
                         {str(number): question for number, question in enumerate(questions)})

    def check_geometry(self, geometry):
        self.assertEqual([zone.name for zone in geometry.zones], ["landing-site"])
        ring = [[p.longitude_deg, p.latitude_deg] for p in geometry.zones[0].area[0].rings[0].points]
        self.assertEqual(sorted(map(json.dumps, ring[1:])), sorted(map(json.dumps, world.zone_ring()[1:])))
        self.assertEqual(ring[0], ring[-1])
        self.assertEqual(len(geometry.area), 1)
        self.assertEqual(geometry.buffer_m, 0)

    def check_refusals(self, query):
        request = wire.query_pb2.Request(mode=wire.envelope_pb2.MODE_ACTUAL)
        request.snapshot.SetInParent()
        self.assertEqual(query.ask(request).error.code, wire.query_pb2.ERROR_CODE_WRONG_MODE)
        request = wire.query_pb2.Request()
        self.assertEqual(query.ask(request).error.code, wire.query_pb2.ERROR_CODE_BAD_REQUEST)
        request.whoami.SetInParent()
        response = query.ask(request)
        self.assertTrue(response.HasField("whoami") or response.error.code == wire.query_pb2.ERROR_CODE_UNSUPPORTED)

    def test_a_snapshot_of_a_rectangle_has_only_the_tracks_inside_and_all_alerts(self):
        stream = self.listen(self.config())
        far = world.Vessel(200000098, 10_000, 0, 1.0)
        lines = world.Visit(INTRUDER).enter().stay(10).lines + far.run(30, 34)
        self.server.send(lines)
        stream.wait_for(lambda _, e: e.HasField("track") and e.track.identity.mmsi == far.mmsi, "the far track")
        north, south = world.offset(12_000, 0)[0], world.offset(8_000, 0)[0]
        request = wire.query_pb2.Request()
        for key, value in dict(south_deg=south, north_deg=north, west_deg=-15.1, east_deg=-14.9).items():
            setattr(request.snapshot.bounds, key, value)
        with wire.Query(self.daemon.query_endpoint) as query:
            pages = [page.snapshot for page in query.pages(request)]
        self.assertEqual([track.identity.mmsi for page in pages for track in page.tracks], [far.mmsi])
        self.assertEqual([alert.rule for page in pages for alert in page.alerts], ["zone-entry-landing-site"])


if __name__ == "__main__":
    support.main()
