"""The rows of docs/performance.md: each figure, what it is divided by in the same run, and what is asked for."""
from tables import Figure, Row


def grid_rows(what, name, counts=(("10,000", 10_000), ("100,000", 100_000), ("1,000,000", 1_000_000))):
    cell = Figure("grid/S2 cell of a position")
    return tuple(Row(f"{what}, {shown} tracks", Figure(f"grid/{name}/{count}"), peer_name="an S2 cell of a position", peer=cell)
                 for shown, count in counts)


def core_rows(bench, what, runs):
    step = Figure("kalman_step")
    return tuple(Row(f"{what}, {shown}", Figure(f"{bench}/tracks:{count}/lag_s:{lag}/manual_time", "reports/s"), " reports/s",
                     "a Kalman step, predict and update", step, asked) for shown, count, lag, asked in runs)


DECODERS = (
    Row("AIS, sentences to reports in batches", Figure("ais/bytes to batches", "sentences/s"), " sentences/s",
        "`gpsdecode`, with its JSON", Figure("ais_peer/gpsdecode", "sentences/s"), "at least 4"),
    Row("`watchpost decode ais`, with its JSON", Figure("ais_peer/decode", "sentences/s"), " sentences/s",
        "`gpsdecode`, with its JSON", Figure("ais_peer/gpsdecode", "sentences/s")),
    Row("Mode S, frames to reports in batches", Figure("adsb/frames to batches", "frames/s"), " frames/s",
        "the frames' parity alone", Figure("adsb/parity alone", "frames/s")),
    Row("Mode S, Beast bytes to reports in batches", Figure("adsb/bytes to batches", "frames/s"), " frames/s",
        "the frames' parity alone", Figure("adsb/parity alone", "frames/s")))

AREAS = (
    Row("inside or not, scattered", Figure("contains_scattered"), peer_name="S2's indexed polygon", peer=Figure("s2_contains_scattered")),
    Row("inside or not, 20 m beside the edge", Figure("contains_beside_the_edge"), peer_name="S2's indexed polygon, scattered",
        peer=Figure("s2_contains_scattered")),
    Row("inside or not, far off", Figure("contains_far_off")),
    Row("within 2 km, scattered", Figure("is_within_two_kilometres_scattered"), peer_name="S2's distance query, 2 km",
        peer=Figure("s2_is_within_two_kilometres_scattered")),
    Row("distance to the edge, scattered", Figure("margin_scattered"), peer_name="S2's distance query", peer=Figure("s2_distance_scattered")),
    Row("probability, 15 m, beside the edge", Figure("probability_beside_the_edge/15")),
    Row("probability, 2 km, beside the edge", Figure("probability_beside_the_edge/2000")),
    Row("probability, 15 m, scattered", Figure("probability_scattered")),
    Row("compiling a coast of 2000 vertices", Figure("compile_coast"), peer_name="S2's polygon and index", peer=Figure("s2_compile_coast")),
    Row("degrees to a local plane and back", Figure("local_frame_there_and_back")))

GRID = (
    *grid_rows("who is within 45 m", "at 45 m"),
    *grid_rows("who is within 600 m", "at 600 m"),
    *grid_rows("who is within 20 km: 250", "near 20 km"),
    *grid_rows("along a bearing, 50 km", "along 50 km, 2 degrees to a side"),
    *grid_rows("a track that has moved", "place"))

CORE = (
    *core_rows("core_position_reports", "positions without a name", (
        ("10,000 tracks", 10_000, 10, "200,000 reports/s"), ("100,000 tracks", 100_000, 10, "0.7 of the rate at 10,000"),
        ("1,000,000 tracks", 1_000_000, 10, "2 GB"), ("1,000,000 tracks, `lag_s = 8`", 1_000_000, 8, ""))),
    *core_rows("core_named_reports", "positions of transponders", (
        ("10,000 tracks", 10_000, 10, ""), ("100,000 tracks", 100_000, 10, ""))),
    Row("100,000 tracks beside 10,000", Figure("core_position_reports/tracks:100000/lag_s:10/manual_time", "reports/s"), " reports/s",
        "10,000 tracks", Figure("core_position_reports/tracks:10000/lag_s:10/manual_time", "reports/s"), "at least 0.7"),
    Row("memory of 1,000,000 tracks", Figure("core_position_reports/tracks:1000000/lag_s:10/manual_time", "MB"), " MB", asked="2,000 MB"))

WIRE = (
    Row("tracks on the stream, at a consumer", Figure("stream_beside_bare_zeromq/iterations:5", "stream_messages_a_second"),
        " messages/s", "bare ZeroMQ, the same sizes", Figure("stream_beside_bare_zeromq/iterations:5", "bare_messages_a_second"),
        "at least 0.7"),
    Row("messages made of tracks", Figure("publisher_makes_messages"), " messages/s"),
    Row("reports to JSON", Figure("append_json"), " reports/s", "protobuf's own JSON", Figure("protobufs_own_json")),
    Row("reports to protobuf bytes", Figure("to_proto_and_serialize"), " reports/s"),
    Row("reports from protobuf bytes", Figure("parse_and_from_proto"), " reports/s"),
    Row("from a byte at the socket to the alert at 10,000 reports/s, 99th percentile", Figure("byte_to_alert/iterations:1/real_time", "p99_us"), " µs",
        asked="less than 1,000 µs", is_time=True),
    Row("the same at 1,000 reports/s, beside a flood of 20,000/s and a feed that is 5 s late",
        Figure("byte_to_alert_beside_a_flood/iterations:1/real_time", "p99_us"), " µs", asked="less than 5,000 µs", is_time=True),
    Row("from a byte at the socket to the alert, median", Figure("byte_to_alert/iterations:1/real_time", "median_us"), " µs", is_time=True))

SECTIONS = (
    ("Decoders", DECODERS), ("Areas: a coast of 2000 vertices", AREAS), ("The grid: one track in five square kilometres", GRID),
    ("The core, on one thread", CORE), ("Out to consumers", WIRE))
