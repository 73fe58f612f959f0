"""Points, polygons and their files: geodesics on WGS 84 (Vincenty's direct formula), GeoJSON, GeoPackage."""
import json
import math
import shutil
import subprocess

AXIS_M = 6378137.0
FLATTENING = 1 / 298.257223563


def moved(point, azimuth_deg, distance_m):
    """The point (latitude, longitude in degrees) that lies `distance_m` away along a geodesic."""
    minor_m = AXIS_M * (1 - FLATTENING)
    azimuth = math.radians(azimuth_deg)
    reduced = math.atan((1 - FLATTENING) * math.tan(math.radians(point[0])))
    sin_u, cos_u = math.sin(reduced), math.cos(reduced)
    sigma_1 = math.atan2(math.tan(reduced), math.cos(azimuth))
    sin_alpha = cos_u * math.sin(azimuth)
    cos_sq_alpha = 1 - sin_alpha ** 2
    u_sq = cos_sq_alpha * (AXIS_M ** 2 - minor_m ** 2) / minor_m ** 2
    a = 1 + u_sq / 16384 * (4096 + u_sq * (-768 + u_sq * (320 - 175 * u_sq)))
    b = u_sq / 1024 * (256 + u_sq * (-128 + u_sq * (74 - 47 * u_sq)))
    sigma = distance_m / (minor_m * a)
    for _ in range(20):
        cos_2m = math.cos(2 * sigma_1 + sigma)
        sigma = distance_m / (minor_m * a) + b * math.sin(sigma) * (
            cos_2m + b / 4 * (math.cos(sigma) * (2 * cos_2m ** 2 - 1)
                              - b / 6 * cos_2m * (4 * math.sin(sigma) ** 2 - 3) * (4 * cos_2m ** 2 - 3)))
    cos_2m = math.cos(2 * sigma_1 + sigma)
    across = sin_u * math.sin(sigma) - cos_u * math.cos(sigma) * math.cos(azimuth)
    latitude = math.atan2(sin_u * math.cos(sigma) + cos_u * math.sin(sigma) * math.cos(azimuth),
                          (1 - FLATTENING) * math.hypot(sin_alpha, across))
    on_sphere = math.atan2(math.sin(sigma) * math.sin(azimuth),
                           cos_u * math.cos(sigma) - sin_u * math.sin(sigma) * math.cos(azimuth))
    c = FLATTENING / 16 * cos_sq_alpha * (4 + FLATTENING * (4 - 3 * cos_sq_alpha))
    longitude = on_sphere - (1 - c) * FLATTENING * sin_alpha * (
        sigma + c * math.sin(sigma) * (cos_2m + c * math.cos(sigma) * (2 * cos_2m ** 2 - 1)))
    longitude_deg = point[1] + math.degrees(longitude)
    return math.degrees(latitude), (longitude_deg + 180) % 360 - 180


def azimuth_of_edge_deg(at_latitude_deg, north_deg, east_deg):
    """Where an edge that is straight in degrees points to at a latitude, by the radii of curvature there."""
    eccentricity_sq = FLATTENING * (2 - FLATTENING)
    latitude = math.radians(at_latitude_deg)
    w_sq = 1 - eccentricity_sq * math.sin(latitude) ** 2
    meridian_m, normal_m = AXIS_M * (1 - eccentricity_sq) / w_sq ** 1.5, AXIS_M / w_sq ** 0.5
    return math.degrees(math.atan2(east_deg * normal_m * math.cos(latitude), north_deg * meridian_m))


def rectangle(south_deg, west_deg, north_deg, east_deg):
    """A closed ring in GeoJSON's order (longitude first)."""
    return [[west_deg, south_deg], [east_deg, south_deg], [east_deg, north_deg], [west_deg, north_deg],
            [west_deg, south_deg]]


def feature(rings, name="", kind="Polygon"):
    return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": kind, "coordinates": rings}}


def write_geojson(path, features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def write_geopackage(path, features, layer):
    """Through GDAL's own program. None where the machine does not have it."""
    if shutil.which("ogr2ogr") is None:
        return None
    source = write_geojson(path.with_suffix(".geojson"), features)
    subprocess.run(["ogr2ogr", "-f", "GPKG", str(path), str(source), "-nln", layer], check=True, timeout=120)
    source.unlink()
    return path
