#!/usr/bin/python3
"""A scene that is nowhere, as a plots file: what does not name itself, and all that makes it hard at once.

Fourteen boats that turn, seen by two radars (one of them late with a third of its plots), three cameras that
measure directions alone, and for a few of them a transponder. Both radars see what is not there.

The same arguments give the same bytes. The columns are those of docs/interfaces.md, "Plots file (CSV)".
"""
import argparse
import math
import random

CENTRE_DEG = (-31.0, -15.0)  # open ocean, latitude and longitude
METRES_A_DEGREE = 111_195.0
START_S = 1_700_000_000.0
SIZE_M = 9_000.0  # of the square
BOATS = 14
TRANSPONDERS = 4  # the first boats
HEADER = ("receive_time_s,time_s,sensor,kind,latitude_deg,longitude_deg,std_m,range_m,azimuth_deg,std_range_m,"
          "std_azimuth_deg,sensor_latitude_deg,sensor_longitude_deg,identity")

# name, metres east and north, seconds a turn, chance of detection, false alarms a turn, share of late plots
RADARS = (("north-radar", -1_500.0, 4_600.0, 2.5, 0.9, 6.0, 0.0),
          ("south-radar", 2_500.0, -4_700.0, 4.0, 0.85, 9.0, 0.33))
RADAR_STD_M, RADAR_STD_DEG = 12.0, 0.25
# name, metres east and north, the direction it looks in and half its field of view in degrees
CAMERAS = (("mast-camera", -1_500.0, 4_600.0, 170.0, 25.0),
           ("pier-camera", -4_600.0, 0.0, 90.0, 25.0),
           ("buoy-camera", 0.0, -300.0, 320.0, 30.0))
CAMERA_STD_DEG = 0.6
CAMERA_REACH_M = 5_000.0


def degrees(east_m, north_m):
    latitude = CENTRE_DEG[0] + north_m / METRES_A_DEGREE
    return latitude, CENTRE_DEG[1] + east_m / (METRES_A_DEGREE * math.cos(math.radians(CENTRE_DEG[0])))


class Boat:
    """Goes straight and round by turns, a quarter of a second at a time."""

    def __init__(self, chance):
        self.chance = chance
        self.east_m, self.north_m = (chance.uniform(-0.4, 0.4) * SIZE_M for _ in range(2))
        self.course, self.speed_mps = chance.uniform(0, 2 * math.pi), chance.uniform(3, 14)
        self.turn, self.steps_left = 0.0, 0

    def step(self):
        if self.steps_left == 0:
            self.steps_left = self.chance.randrange(60, 200)
            self.turn = math.radians(self.chance.choice((0.0, 0.0, -2.0, 2.0, 4.0))) / 4
        self.steps_left -= 1
        if max(abs(self.east_m), abs(self.north_m)) > SIZE_M / 2:
            home = math.atan2(-self.east_m, -self.north_m)
            off = math.remainder(home - self.course, 2 * math.pi)
            self.course += max(-0.02, min(0.02, off))
        else:
            self.course += self.turn
        self.east_m += self.speed_mps * math.sin(self.course) / 4
        self.north_m += self.speed_mps * math.cos(self.course) / 4


def seen_from(east_m, north_m, boat):
    """Range and azimuth."""
    east_m, north_m = boat.east_m - east_m, boat.north_m - north_m
    return math.hypot(east_m, north_m), math.degrees(math.atan2(east_m, north_m)) % 360


def polar(sensor, east_m, north_m, range_m, azimuth_deg):
    place = degrees(east_m, north_m)
    return (f"{sensor},polar,,,,{range_m:.2f},{azimuth_deg % 360:.4f},{RADAR_STD_M},{RADAR_STD_DEG},"
            f"{place[0]:.7f},{place[1]:.7f},")


def look_of_radar(radar, boats, chance):
    """What one turn sees, each with its delay, in an order that says nothing."""
    name, east_m, north_m, _, detection, clutter, late = radar
    seen = []
    for boat in boats:
        if chance.random() < detection:
            range_m, azimuth_deg = seen_from(east_m, north_m, boat)
            seen.append((max(1.0, range_m + chance.gauss(0, RADAR_STD_M)), azimuth_deg + chance.gauss(0, RADAR_STD_DEG)))
    for _ in range(chance.randrange(int(2 * clutter) + 1)):
        seen.append((chance.uniform(100, SIZE_M), chance.uniform(0, 360)))
    chance.shuffle(seen)
    for range_m, azimuth_deg in seen:
        delay_s = chance.uniform(1, 8) if chance.random() < late else 0.05
        yield delay_s, polar(name, east_m, north_m, range_m, azimuth_deg)


def look_of_camera(camera, boats, chance):
    name, east_m, north_m, middle_deg, half_deg = camera
    place = degrees(east_m, north_m)
    for boat in boats:
        range_m, azimuth_deg = seen_from(east_m, north_m, boat)
        if range_m > CAMERA_REACH_M or abs(math.remainder(azimuth_deg - middle_deg, 360)) > half_deg:
            continue
        if chance.random() < 0.8:
            azimuth_deg = (azimuth_deg + chance.gauss(0, CAMERA_STD_DEG)) % 360
            yield 0.1, f"{name},bearing,,,,,{azimuth_deg:.4f},,{CAMERA_STD_DEG},{place[0]:.7f},{place[1]:.7f},"


def calls(boats, chance):
    for number, boat in enumerate(boats[:TRANSPONDERS]):
        place = degrees(boat.east_m + chance.gauss(0, 5), boat.north_m + chance.gauss(0, 5))
        yield 0.3 + 0.1 * number, f"mast,position,{place[0]:.7f},{place[1]:.7f},5,,,,,,,boat-{number}"


def rows(seconds, seed):
    """(receive time, event time, the rest of the row), in order of arrival."""
    chance = random.Random(seed)
    boats = [Boat(chance) for _ in range(BOATS)]
    made = []
    for quarter in range(int(seconds * 4)):
        now_s = START_S + quarter / 4
        looks = [look_of_radar(radar, boats, chance) for radar in RADARS if quarter % int(radar[3] * 4) == 0]
        if quarter % 4 == 1:
            looks += [look_of_camera(camera, boats, chance) for camera in CAMERAS]
        if quarter % 24 == 3 and seconds / 5 < quarter / 4 < seconds * 4 / 5:
            looks.append(calls(boats, chance))
        made += [(now_s + delay_s, now_s, row) for look in looks for delay_s, row in look]
        for boat in boats:
            boat.step()
    return sorted(made, key=lambda row: row[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", required=True, metavar="FILE", help="the plots file to be made")
    parser.add_argument("--seconds", type=float, default=300, help="how long (300)")
    parser.add_argument("--seed", type=int, default=1, help="another number, another scene (1)")
    arguments = parser.parse_args()
    with open(arguments.write, "w", encoding="ascii") as file:
        print(HEADER, file=file)
        for received_s, time_s, row in rows(arguments.seconds, arguments.seed):
            print(f"{received_s:.3f},{time_s:.3f},{row}", file=file)


if __name__ == "__main__":
    main()
