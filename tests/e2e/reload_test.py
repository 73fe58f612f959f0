#!/usr/bin/python3
"""The configuration read again by SIGHUP: what changes, what goes on untouched, and what an invalid file does: nothing."""
import signal

import ais
import places
import support
import wire
import world

FIRST, SECOND = 200000011, 200000012
CLEARED = wire.alert_pb2.ALERT_STATE_CLEARED
EAST_M = 6000


class Reload(support.TestCase):
    def setUp(self):
        super().setUp()
        places.write_geojson(self.folder / "area.geojson", [places.feature([world.AREA])])
        north, east = world.offset(0, EAST_M), world.offset(0, EAST_M + 3000)
        half_deg = 0.01
        places.write_geojson(self.folder / "west.geojson", [places.feature([world.zone_ring()])])
        places.write_geojson(self.folder / "east.geojson", [places.feature([places.rectangle(
            north[0] - half_deg, north[1] - half_deg, north[0] + half_deg, north[1] + half_deg)])])
        # West of it are the centre and what is moored there; EAST_M lies outside.
        places.write_geojson(self.folder / "small.geojson", [places.feature([places.rectangle(
            world.AREA[0][1], world.AREA[0][0], -30.8, (world.CENTRE[1] + north[1]) / 2)])])
        self.servers = [self.start(support.FeedServer()) for _ in range(2)]
        self.zones = [{"name": "west", "source": "west.geojson"}]
        self.rules = [{"kind": "zone-entry", "zone": "west"}]
        self.feeds = [support.feed("coast", self.servers[0].source)]
        self.tables = {"area": "area.geojson"}
        self.path = self.folder / "mission.toml"
        self.publish = True
        self.write()
        self.publish = dict(zip(("stream", "query"), support.publish_of(self.path)))

    def write(self, **tables):
        support.write_config(self.path, self.tables["area"], self.feeds, publish=self.publish,
                             zone=self.zones, rule=self.rules, **tables)

    def run_daemon(self):
        self.write()
        self.daemon = self.start(support.Daemon(self.path, self.folder))
        self.servers[0].wait_for_client()
        self.stream = self.start(wire.Stream(self.daemon.stream_endpoint))

    def hang_up(self, said="a new configuration"):
        """SIGHUP, until the log says what has become of it; gives what was logged since."""
        before = len(self.daemon.said())
        self.daemon.process.send_signal(signal.SIGHUP)
        support.wait_until(lambda: said in self.daemon.said()[before:], f"the log says '{said}'")
        return self.daemon.said()[before:]

    def report(self, mmsi, east_m=0, server=0, north_m=0):
        self.servers[server].send(ais.sentences(ais.position_b(mmsi, *world.offset(north_m, east_m), 0.0)))

    def wait_for(self, condition, what, *reports):
        """While the vessels go on reporting."""

        def holds():
            for report in reports:
                self.report(*report)
            return condition()

        return support.wait_until(holds, what)

    def alerts(self, rule):
        return [alert for alert in self.stream.alerts() if alert.rule == rule]

    def tracks(self):
        return {track.identity.mmsi: track for track in self.daemon.snapshot().tracks}

    def test_a_zone_added_around_a_track_raises_and_taken_away_clears_and_the_others_go_on(self):
        self.run_daemon()
        both = (FIRST,), (SECOND, EAST_M)
        self.wait_for(lambda: self.alerts("zone-entry-west") and SECOND in self.tracks(), "the first alert", *both)
        self.zones.append({"name": "east", "source": "east.geojson"})
        self.rules.append({"kind": "zone-entry", "zone": "east"})
        self.write()
        said = self.hang_up()
        self.assertIn("+east", said)
        self.assertIn("+zone-entry-east", said)
        # Without a report: the track is there.
        support.wait_until(lambda: self.alerts("zone-entry-east"), "the zone raises around the track")
        raised, = self.alerts("zone-entry-east")
        self.assertEqual(raised.subject.identity.mmsi, SECOND)
        with wire.Query(self.daemon.query_endpoint) as query:
            self.assertEqual({zone.name for page in query.one("geometry") for zone in page.geometry.zones}, {"west", "east"})

        del self.zones[1], self.rules[1]
        self.write()
        self.assertIn("-zone-entry-east", self.hang_up())
        support.wait_until(lambda: len(self.alerts("zone-entry-east")) == 2, "it clears")
        cleared = self.alerts("zone-entry-east")[-1]
        self.assertEqual((cleared.alert_id, cleared.state), (raised.alert_id, CLEARED))
        self.assertIn("configuration", cleared.evidence.remark)
        with wire.Query(self.daemon.query_endpoint) as query:
            self.assertEqual([zone.name for page in query.one("geometry") for zone in page.geometry.zones], ["west"])
        self.stream.settle()
        self.assertEqual(len(self.alerts("zone-entry-west")), 1, "the other has not been told again")
        self.assertEqual([alert.rule for alert in self.daemon.snapshot().alerts], ["zone-entry-west"])
        sequences = [envelope.sequence for _, envelope in self.stream.having("alert")]
        self.assertEqual(sequences, list(range(1, len(sequences) + 1)))

    def test_a_zone_that_changes_under_a_track_and_an_alert_of_a_changed_rule(self):
        self.run_daemon()
        self.wait_for(lambda: self.alerts("zone-entry-west"), "an alert", (FIRST,))
        self.rules[0]["severity"] = "ADVISORY"
        self.write()
        self.hang_up()
        self.wait_for(lambda: self.tracks(), "it goes on", (FIRST,))
        self.assertEqual(len({alert.alert_id for alert in self.alerts("zone-entry-west")}), 1)
        self.zones[0]["source"] = "east.geojson"  # the zone is elsewhere now
        self.write()
        self.hang_up()
        self.wait_for(lambda: self.alerts("zone-entry-west")[-1].state == CLEARED, "it clears", (FIRST,))

    def test_a_hold_goes_on_through_a_reload(self):
        self.rules[0]["hold_s"] = 10
        self.run_daemon()
        self.wait_for(lambda: FIRST in self.tracks(), "a track", (FIRST,))
        created_s = self.tracks()[FIRST].created_time.seconds
        for _ in range(2):
            self.zones.append({"name": f"other-{len(self.zones)}", "source": "east.geojson"})
            self.write()
            self.report(FIRST)
            self.hang_up()
        self.wait_for(lambda: self.alerts("zone-entry-west"), "the hold is over", (FIRST,))
        raised, = self.alerts("zone-entry-west")
        self.assertLessEqual(raised.raised_time.seconds - created_s, 12)
        self.assertGreaterEqual(raised.raised_time.seconds - created_s, 9)

    def test_an_invalid_file_changes_nothing_and_is_logged_with_its_place(self):
        self.run_daemon()
        self.wait_for(lambda: self.alerts("zone-entry-west"), "an alert", (FIRST,))
        good = self.path.read_text(encoding="utf-8")
        self.path.write_text(good.replace('kind = "zone-entry"', 'kind = "zone-enter"') + "\n[missoin]\n", encoding="utf-8")
        said = self.hang_up("stays as it was")
        lines = good.splitlines()
        line = next(number for number, text in enumerate(lines, 1) if text.startswith("kind = "))
        self.assertRegex(said, rf"mission\.toml:{line}:8: found .*zone-enter.*did you mean zone-entry\?")
        self.assertRegex(said, r"mission\.toml:\d+:2: .*missoin.*did you mean mission\?")
        self.path.unlink()
        self.assertIn("no such file", self.hang_up("stays as it was"))
        self.stream.settle()
        self.wait_for(lambda: self.tracks(), "it goes on", (FIRST,))
        self.assertEqual(len(self.alerts("zone-entry-west")), 1)
        self.path.write_text(good, encoding="utf-8")
        self.assertIn("the same names", self.hang_up())
        self.stream.settle()
        self.assertEqual(len(self.alerts("zone-entry-west")), 1)

    def test_what_needs_a_restart_is_said_and_the_rest_applies(self):
        self.run_daemon()
        self.zones.append({"name": "east", "source": "east.geojson"})
        endpoint = self.publish
        self.publish = {"stream": f"tcp://127.0.0.1:{support.free_port()}"}
        self.write(mission={"name": "another", "node": "another-node", "mode": "EXERCISE"})
        said = self.hang_up()
        self.publish = endpoint
        for what in ('name "another"', 'node "another-node"', "another mode", r"another [publish]"):
            self.assertIn(f"{what}", said)
        self.assertIn("needs a restart", said)
        status = self.daemon.status()
        self.assertEqual((status.mission, status.node, status.mode),
                         ("test-mission", "test-mission", wire.envelope_pb2.MODE_TEST))
        with wire.Query(self.daemon.query_endpoint) as query:
            self.assertEqual({zone.name for page in query.one("geometry") for zone in page.geometry.zones}, {"west", "east"})
        self.feeds[0]["time"] = "data"
        self.write()
        self.assertIn("needs a restart", self.hang_up("stays as it was"))

    def test_feeds_come_and_go_and_their_reports_are_numbered_on(self):
        self.run_daemon()
        self.wait_for(lambda: FIRST in self.tracks(), "a track of the first feed", (FIRST,))
        self.feeds.append(support.feed("pier", self.servers[1].source))
        self.zones.append({"name": "east", "source": "east.geojson"})
        self.rules.append({"kind": "zone-entry", "zone": "east"})
        self.write()
        self.assertIn("feeds +pier", self.hang_up())
        self.servers[1].wait_for_client()
        self.wait_for(lambda: self.alerts("zone-entry-east"), "an alert by the new feed", (SECOND, EAST_M, 1))
        number = int(self.alerts("zone-entry-east")[0].evidence.report_ids[0].split("/")[1])
        self.assertTrue(self.alerts("zone-entry-east")[0].evidence.report_ids[0].startswith("pier/"))
        support.wait_until(lambda: self.daemon.health("pier").admitted >= 2, "it is counted")

        pier = self.feeds.pop()
        self.write()
        self.assertIn("feeds -pier", self.hang_up())
        self.assertEqual(self.servers[1].connections[-1].recv(10), b"", "it has hung up")
        self.stream.settle()
        self.assertEqual([health.feed for health in self.daemon.status().feeds], ["coast"])
        self.assertIn(SECOND, self.tracks(), "what it delivered stays")
        self.assertEqual(len(self.servers[0].connections), 1, "the other was left alone")

        self.feeds.append(pier)
        self.rules[1]["name"] = "again"  # another rule: it raises anew, with a report of now
        self.write()
        self.hang_up()
        self.servers[1].wait_for_client(2)
        support.wait_until(lambda: self.daemon.health("pier").admitted >= 2, "its counts go on")
        self.report(SECOND, EAST_M, 1)
        self.wait_for(lambda: max(self.numbers("again"), default=0) > number or self.rename(),
                      "reports are numbered on", (SECOND, EAST_M, 1))
        self.assertEqual(self.numbers("again"), sorted(self.numbers("again")))

    def numbers(self, rule):
        """Of the last report behind each transition."""
        return [int(identity.split("/")[1]) for alert in self.alerts(rule) for identity in alert.evidence.report_ids[-1:]]

    def rename(self):
        """A static report gives the alert something new to say, with the report behind it."""
        self.named = getattr(self, "named", 0) + 1
        self.servers[1].send(ais.sentences(ais.static_b_name(SECOND, f"NAME {self.named}")))
        return False

    def test_a_feed_whose_source_changes_is_opened_anew_and_no_other(self):
        self.feeds.append(support.feed("pier", self.servers[1].source))
        self.run_daemon()
        self.servers[1].wait_for_client()
        third = self.start(support.FeedServer())
        self.feeds[1]["source"] = third.source
        self.feeds[1]["label"] = "closed"
        self.write()
        self.assertIn("feeds ~pier", self.hang_up())
        third.wait_for_client()
        self.assertEqual(self.servers[1].connections[0].recv(10), b"")
        self.servers[1].hang_up()
        self.stream.wait_for(lambda topic, _: topic == "health.closed.pier", "its health under its new label")
        self.assertEqual(len(self.servers[0].connections), 1)
        support.wait_until(lambda: self.daemon.health("pier").state == wire.envelope_pb2.CONNECTION_STATE_OPEN, "it is open")

    def test_a_smaller_area_drops_what_is_outside_and_lets_no_more_of_it_in(self):
        self.run_daemon()
        both = (FIRST,), (SECOND, EAST_M)
        self.wait_for(lambda: {FIRST, SECOND} <= set(self.tracks()), "two tracks", *both)
        self.tables["area"] = "small.geojson"
        self.write()
        self.hang_up()
        self.stream.wait_for(lambda _, e: e.HasField("track") and e.track.identity.mmsi == SECOND and
                             e.track.status == wire.track_pb2.TRACK_STATUS_DROPPED, "the one outside is dropped")
        for report in both * 3:
            self.report(*report)
        self.stream.settle()
        self.assertEqual(set(self.tracks()), {FIRST})
        refused = {count.reason: count.count for count in self.daemon.health("coast").refused}
        support.wait_until(lambda: {c.reason: c.count for c in self.daemon.health("coast").refused}.get(
            wire.envelope_pb2.REFUSAL_OUTSIDE_AREA, 0) >= 3, f"they are refused and counted {refused}")
        with wire.Query(self.daemon.query_endpoint) as query:
            vertices = str(query.one("geometry")[0].geometry.area)
        self.assertNotIn("-14.8", vertices)

    def test_a_unit_added_is_known_by_its_track_and_taken_away_it_is_nobodys(self):
        self.run_daemon()
        self.wait_for(lambda: FIRST in self.tracks(), "a track", (FIRST,))
        self.write(unit=[{"name": "patrol-1", "identity": {"mmsi": FIRST}}])
        self.assertIn("units +patrol-1", self.hang_up())
        self.wait_for(lambda: self.tracks()[FIRST].unit == "patrol-1", "it is the unit", (FIRST,))
        self.write()
        self.assertIn("units -patrol-1", self.hang_up())
        self.wait_for(lambda: not self.tracks()[FIRST].unit, "it is no unit any more", (FIRST,))


if __name__ == "__main__":
    support.main()
