"""A flat plane that is laid over the map, shapes in it, and their files.

Metres east and north of a centre become degrees by one factor each, so that what is straight in the plane is
straight in degrees, which is what the edges of a zone are (docs/interfaces.md, "Edges"): whether a place is inside
is decided in the plane, without a geodesic. Lengths near the centre are true to about one in a thousand.
"""
import json
import math
import subprocess

AXIS_M = 6378137.0
ECCENTRICITY_SQ = 0.00669437999014


def radii_m(latitude_deg):
    """The radii of curvature in the meridian and across it."""
    w_sq = 1 - ECCENTRICITY_SQ * math.sin(math.radians(latitude_deg)) ** 2
    return AXIS_M * (1 - ECCENTRICITY_SQ) / w_sq ** 1.5, AXIS_M / w_sq ** 0.5


class Plane:
    def __init__(self, latitude_deg, longitude_deg):
        meridian_m, normal_m = radii_m(latitude_deg)
        self.centre = (latitude_deg, longitude_deg)
        self.north_deg = math.degrees(1 / meridian_m)
        self.east_deg = math.degrees(1 / (normal_m * math.cos(math.radians(latitude_deg))))

    def degrees(self, point, wrap=True):
        """Latitude and longitude of (east, north)."""
        longitude_deg = self.centre[1] + point[0] * self.east_deg
        if wrap:
            longitude_deg = (longitude_deg + 180) % 360 - 180
        return self.centre[0] + point[1] * self.north_deg, longitude_deg

    def space_m(self, point):
        """The place in space, for distances between places that are near each other."""
        latitude_deg, longitude_deg = self.degrees(point)
        _, normal_m = radii_m(latitude_deg)
        latitude, longitude = math.radians(latitude_deg), math.radians(longitude_deg)
        return (normal_m * math.cos(latitude) * math.cos(longitude), normal_m * math.cos(latitude) * math.sin(longitude),
                normal_m * (1 - ECCENTRICITY_SQ) * math.sin(latitude))

    def apart_m(self, one, other):
        return math.dist(self.space_m(one), self.space_m(other))

    def _coordinates(self, ring):
        return [list(reversed(self.degrees(point, wrap=False))) for point in ring]

    def write_zone(self, path, zone):
        rings = [self._coordinates(ring + ring[:1]) for ring in zone.rings]
        self._write(path, {"type": "Polygon", "coordinates": rings})

    def write_line(self, path, vertices):
        self._write(path, {"type": "LineString", "coordinates": self._coordinates(vertices)})

    def _write(self, path, geometry):
        """What crosses the antimeridian is cut there, as RFC 7946 (3.1.9) wants it, by GDAL."""
        feature = {"type": "Feature", "properties": {}, "geometry": geometry}
        whole = path.with_suffix(".whole.json")
        whole.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="ascii")
        if abs(self.centre[1]) < 179:
            whole.rename(path)
            return
        subprocess.run(["ogr2ogr", "-f", "GeoJSON", "-wrapdateline", "-lco", "COORDINATE_PRECISION=12", str(path),
                        str(whole)], check=True, timeout=60, capture_output=True)


class Zone:
    """A polygon: its first ring is the outer one, the others are holes."""

    def __init__(self, rings):
        self.rings = rings
        self.edges = [(ring[k - 1], ring[k]) for ring in rings for k in range(len(ring))]

    def contains(self, point):
        """By the parity of the edges that a ray to the east crosses."""
        is_inside = False
        for (x1, y1), (x2, y2) in self.edges:
            if (y1 > point[1]) != (y2 > point[1]) and point[0] < x1 + (point[1] - y1) * (x2 - x1) / (y2 - y1):
                is_inside = not is_inside
        return is_inside

    def depth_m(self, point):
        """How far inside; below 0 outside."""
        distance_m = min(distance_to_edge_m(point, edge) for edge in self.edges)
        return distance_m if self.contains(point) else -distance_m


def distance_to_edge_m(point, edge):
    (x1, y1), (x2, y2) = edge
    dx, dy = x2 - x1, y2 - y1
    share = ((point[0] - x1) * dx + (point[1] - y1) * dy) / (dx * dx + dy * dy)
    share = min(1.0, max(0.0, share))
    return math.hypot(point[0] - x1 - share * dx, point[1] - y1 - share * dy)


def turned(points, angle_deg):
    angle = math.radians(angle_deg)
    return [(x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)) for x, y in points]


def left_of_m(line, point):
    """How far to the left of the line through a straight line's two ends; below 0 to the right."""
    (x1, y1), (x2, y2) = line
    return ((x2 - x1) * (point[1] - y1) - (y2 - y1) * (point[0] - x1)) / math.dist(*line)


def leads_through(line, start, end):
    """Whether the way from start to end leads through the line, between its ends."""
    return (left_of_m(line, start) > 0) != (left_of_m(line, end) > 0) and \
        (left_of_m((start, end), line[0]) > 0) != (left_of_m((start, end), line[1]) > 0)


def square(half_m):
    return [(-half_m, -half_m), (half_m, -half_m), (half_m, half_m), (-half_m, half_m)]


def random_zone(chance):
    """Convex, with a notch, with a hole, star-shaped with or without a hole: turned at random, 300 to 1,200 m wide."""
    half_m = chance.uniform(150, 600)
    kind = chance.choice(["square", "notch", "hole", "star", "star with a hole"])
    rings = [square(half_m)]
    if kind == "notch":
        width_m, deep_m = half_m * chance.uniform(0.3, 0.6), half_m * chance.uniform(0.2, 1.5)
        rings = [[(-half_m, -half_m), (half_m, -half_m), (half_m, half_m), (width_m, half_m), (width_m, half_m - deep_m),
                  (-width_m, half_m - deep_m), (-width_m, half_m), (-half_m, half_m)]]
    elif kind == "hole":
        rings.append(turned(square(half_m * chance.uniform(0.3, 0.6)), chance.uniform(0, 90)))
    elif kind.startswith("star"):
        corners = chance.randint(6, 14)
        rings = [[(length_m * math.cos(2 * math.pi * k / corners), length_m * math.sin(2 * math.pi * k / corners))
                  for k in range(corners) for length_m in [half_m * chance.uniform(0.6, 1.3)]]]
        if kind == "star with a hole":
            rings.append(turned(square(half_m * 0.3), chance.uniform(0, 90)))
    angle_deg = chance.uniform(0, 360)
    return Zone([turned(ring, angle_deg) for ring in rings])
