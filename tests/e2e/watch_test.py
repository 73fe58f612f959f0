#!/usr/bin/python3
"""The `watchpost` command beside a daemon: watch, status, rules, adapters, help, exit codes."""
import json
import signal
import subprocess
import threading

import ais
import places
import support
import wire
import world

INTRUDER = 200000011


class Watch:
    """A running `watchpost watch`, line by line."""

    def __init__(self, daemon_endpoint, *arguments):
        self.command = [str(support.BIN / "watchpost"), "watch", *arguments, "--connect", daemon_endpoint]
        self.lines = []

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()
        return self

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def wait_for(self, is_wanted, what):
        return support.wait_until(lambda: next((line for line in list(self.lines) if is_wanted(line)), None),
                                  f"{what} from {self.command[1:]}, had {self.lines[-5:]}")

    def json(self):
        return [json.loads(line) for line in list(self.lines)]

    def end(self, number):
        self.process.send_signal(number)
        code = self.process.wait(support.DEADLINE_S)
        self.thread.join()
        self.process.stdout.close()
        return code

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.thread.join()
        self.process.stdout.close()


class WatchTest(support.TestCase):
    def setUp(self):
        super().setUp()
        places.write_geojson(self.folder / "area.geojson", [places.feature([world.AREA])])
        places.write_geojson(self.folder / "zones.geojson", [places.feature([world.zone_ring()])])
        self.server = self.start(support.FeedServer())
        self.config = support.write_config(
            self.folder / "mission.toml", "area.geojson", [support.feed("coast", self.server.source)],
            zone=[{"name": "landing-site", "source": "zones.geojson"}],
            rule=[{"kind": "zone-entry", "zone": "landing-site"}])

    def run_daemon(self, name="watchpostd"):
        self.daemon = self.start(support.Daemon(self.config, self.folder, name))
        return self.daemon.query_endpoint

    def vessel_inside(self, mmsi):
        """Reports of the clock's time until it has a track: two are not of one moment."""
        def is_tracked():
            self.server.send(ais.sentences(ais.position_b(mmsi, *world.CENTRE, 0.0)))
            snapshot = self.daemon.snapshot()
            return (any(alert.subject.identity.mmsi == mmsi for alert in snapshot.alerts) and
                    any(track.identity.mmsi == mmsi for track in snapshot.tracks))

        support.wait_until(is_tracked, f"a track and an alert of {mmsi}")
        self.daemon.health("coast")

    def start_watch(self, endpoint, *arguments):
        return self.start(Watch(endpoint, *arguments))

    def test_alerts_as_json_lines_open_ones_first_and_then_what_comes(self):
        endpoint = self.run_daemon()
        self.server.wait_for_client()
        self.vessel_inside(INTRUDER)
        watch = self.start_watch(endpoint, "alerts", "--json")
        watch.wait_for(lambda line: str(INTRUDER) in line, "the open alert")
        self.vessel_inside(INTRUDER + 1)
        watch.wait_for(lambda line: str(INTRUDER + 1) in line, "the new alert")
        first, second = watch.json()[:2]
        self.assertEqual((first["state"], first["sequence"], first["release_label"]),
                         ("ALERT_STATE_RAISED", "1", "ALL"))
        self.assertEqual((second["sequence"], second["severity"]), ("2", "SEVERITY_WARNING"))
        self.assertEqual(first["subject"]["identity"], {"mmsi": INTRUDER})
        wire.json_format.Parse(watch.lines[0], wire.alert_pb2.Alert())
        self.assertEqual(watch.end(signal.SIGTERM), 0)

    def test_since_prints_what_is_kept_once_and_without_follow_it_ends(self):
        endpoint = self.run_daemon()
        self.server.wait_for_client()
        for mmsi in (INTRUDER, INTRUDER + 1, INTRUDER + 2):
            self.vessel_inside(mmsi)
        self.assertEqual(self.sequences(endpoint, "--since", "0"), ["1", "2", "3"])
        self.assertEqual(self.sequences(endpoint, "--since", "1"), ["2", "3"])
        self.assertEqual(self.sequences(endpoint, "--since", "ALL=2"), ["3"])
        self.assertEqual(self.sequences(endpoint, "--since", "3"), [])
        self.assertEqual(self.sequences(endpoint), ["1", "2", "3"])
        watch = self.start_watch(endpoint, "alerts", "--json", "--since", "0")
        watch.wait_for(lambda line: '"sequence":"3"' in line.replace(" ", ""), "the third")
        self.vessel_inside(INTRUDER + 3)
        watch.wait_for(lambda line: '"sequence":"4"' in line.replace(" ", ""), "the fourth")
        self.assertEqual([alert["sequence"] for alert in watch.json()], ["1", "2", "3", "4"])
        self.run_program("watch", "alerts", "--since", "soon", "--connect", endpoint, expect=2)

    def sequences(self, endpoint, *arguments):
        done = self.run_program("watch", "alerts", "--json", "--follow=false", *arguments, "--connect", endpoint)
        return [alert["sequence"] for alert in support.json_lines(done.stdout)]

    def test_tracks_and_health_as_json_and_as_tables(self):
        endpoint = self.run_daemon()
        self.server.wait_for_client()
        self.vessel_inside(INTRUDER)
        for what, word in (("tracks", "test-mission-1"), ("health", "coast"), ("alerts", "landing-site")):
            done = self.run_program("watch", what, "--json", "--follow=false", "--connect", endpoint)
            self.assertTrue(support.json_lines(done.stdout), what)
            self.assertIn(word, done.stdout)
            table = self.run_program("watch", what, "--follow=false", "--connect", endpoint).stdout
            heading, row = table.splitlines()[:2]
            self.assertNotIn(word, heading)
            self.assertIn(word, row)
            self.assertNotIn("{", table)
            self.assertNotIn("\x1b", table, "colours are for terminals")
        watch = self.start_watch(endpoint, "health", "--json")
        support.wait_until(lambda: len(watch.lines) >= 2, "two healths")
        self.assertTrue(all(health["feed"] == "coast" for health in watch.json()))
        self.assertEqual(watch.end(signal.SIGINT), 0)
        watch = self.start_watch(endpoint, "tracks", "--json")
        watch.wait_for(lambda line: "test-mission-1" in line, "the track")
        self.assertEqual(watch.end(signal.SIGTERM), 0)

    def test_a_watch_survives_the_daemons_death_and_hears_the_next_alert(self):
        endpoint = self.run_daemon("first")
        self.server.wait_for_client()
        self.vessel_inside(INTRUDER)
        watch = self.start_watch(endpoint, "alerts", "--json")
        watch.wait_for(lambda line: str(INTRUDER) in line, "the first alert")
        self.daemon.kill()
        self.run_daemon("second")
        self.server.wait_for_client(2)
        self.vessel_inside(INTRUDER + 5)
        watch.wait_for(lambda line: str(INTRUDER + 5) in line, "the alert after the restart")
        self.assertEqual(watch.json()[-1]["sequence"], "1")
        self.assertIsNone(watch.process.poll())
        self.assertEqual(watch.end(signal.SIGTERM), 0)

    def test_a_watch_that_begins_before_the_daemon_waits_for_it(self):
        _, endpoint = support.publish_of(self.config)
        watch = self.start_watch(endpoint, "alerts", "--json")
        self.run_daemon()
        self.server.wait_for_client()
        self.vessel_inside(INTRUDER)
        watch.wait_for(lambda line: str(INTRUDER) in line, "the alert")
        self.assertEqual(watch.end(signal.SIGTERM), 0)

    def test_status_for_people_and_for_programs(self):
        endpoint = self.run_daemon()
        self.server.wait_for_client()
        self.vessel_inside(INTRUDER)
        text = self.run_program("status", "--connect", endpoint).stdout
        for word in ("test-mission", "TEST", "coast", self.daemon.stream_endpoint):
            self.assertIn(word, text)
        said = json.loads(self.run_program("status", "--json", "--connect", endpoint).stdout)
        self.assertEqual((said["node"], said["mode"], said["open_alerts"]), ("test-mission", "MODE_TEST", "1"))
        self.assertEqual([feed["feed"] for feed in said["feeds"]], ["coast"])
        self.assertEqual(said["stream_endpoint"], self.daemon.stream_endpoint)

    def test_nobody_there_is_said_and_not_waited_for_for_ever(self):
        endpoint = f"tcp://127.0.0.1:{support.free_port()}"
        done = self.run_program("status", "--connect", endpoint, expect=2)
        self.assertIn(endpoint, done.stderr)
        self.run_program("status", "--connect", "nonsense", expect=2)
        done = self.run_program("watch", "alerts", "--follow=false", "--connect", endpoint, expect=2)
        self.assertIn(endpoint, done.stderr)
        self.run_program("watch", "alerts", "--connect", "nonsense", expect=2)

    def test_the_daemon_ends_with_0_on_either_signal(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with support.Daemon(self.config, self.folder, f"ends-{number}") as daemon:
                daemon.process.send_signal(number)
                self.assertEqual(daemon.process.wait(support.DEADLINE_S), 0)

    def test_two_daemons_do_not_share_an_address(self):
        self.run_daemon()
        done = support.run("watchpostd", "--config", self.config)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(self.daemon.stream_endpoint.rsplit(":", 1)[1], done.stderr)


class Lists(support.TestCase):
    def test_rules_with_parameters_and_defaults(self):
        text = self.run_program("rules").stdout
        for word in ("zone-entry", "zone", "hold_s", "clear_s", "cooldown_s", "confidence", "0.9", "severity",
                     "WARNING", "latch"):
            self.assertIn(word, text)
        kinds = support.json_lines(self.run_program("rules", "--json").stdout)
        self.assertIn("zone-entry", [kind["kind"] for kind in kinds])

    def test_adapters_with_options_and_defaults(self):
        text = self.run_program("adapters").stdout
        formats = [entry["format"] for entry in support.json_lines(self.run_program("adapters", "--json").stdout)]
        self.assertEqual(formats[:4], ["ais", "adsb", "plots", "sbs"])
        for name in formats:
            self.assertIn(name, text)

    def test_help_on_everything(self):
        for command in ([], ["decode"], ["replay"], ["watch"], ["status"], ["rules"], ["adapters"]):
            done = self.run_program(*command, "--help")
            self.assertIn("--help", done.stdout)
            self.assertIn("Usage", done.stdout)
        self.assertIn("--config", support.run("watchpostd", "--help").stdout)
        self.assertEqual(support.run("watchpostd", "--help").returncode, 0)
        self.assertEqual(support.run("watchpost", "--version").returncode, 0)

    def test_what_is_called_wrongly_ends_with_2_on_standard_error(self):
        for command in ([], ["watsh"], ["watch"], ["watch", "nothing"], ["watch", "alerts", "--jason"],
                        ["rules", "extra"], ["status", "--connect"], ["replay"], ["replay", "absent"],
                        ["decode", "ais", "a", "b"]):
            done = self.run_program(*command, expect=2)
            self.assertTrue(done.stderr.strip(), command)
            self.assertEqual(done.stdout, "", command)

    def test_a_word_that_is_nearly_right_is_put_right(self):
        for command, meant in ((["watsh"], "watch"), (["status", "--jsom"], "--json"), (["watch", "alert"], "alerts"),
                               (["replay", "aiss=x"], "ais")):
            said = self.run_program(*command, expect=2).stderr
            word = command[-1].split("=")[0]
            self.assertRegex(said, rf"found .*{word}.*, expected .*did you mean {meant}\?", command)
        self.assertRegex(support.run("watchpostd", "--confg", "x").stderr, "did you mean --config")


if __name__ == "__main__":
    support.main()
