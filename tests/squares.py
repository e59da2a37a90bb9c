"""A hand-drawn world of squares, small enough to work out by hand.

Lon, lat in degrees, near the equator, where a square degree is 12,300 km2:

    2 +-------+---+---+---+      AAA  0..2 x 0..2, and its exclave 3..4 x 0..1
      |       | BBB   |   |      BBB  2..3 x 0..2 with 3..4 x 1..2, and an enclave inside CCC
    1 |  AAA  |   +---+CCC|      CCC  4..5 x 0..2
      |       |   |AAA|   |      EEE  an island far off; FFF lies across the antimeridian
    0 +-------+---+---+---+      NNN, OOO  two neighbours beyond 70 degrees north
      0       2   3   4   5
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely
from shapely import box

ENCLAVE = box(4.4, 0.4, 4.6, 0.6)

COUNTRIES = {
    "AAA": box(0, 0, 2, 2) | box(3, 0, 4, 1),
    "BBB": box(2, 0, 3, 2) | box(3, 1, 4, 2) | ENCLAVE,
    "CCC": box(4, 0, 5, 2) - ENCLAVE,
    "EEE": box(20, 0, 21, 1),
    "FFF": box(179, -1, 180, 0) | box(-180, -1, -179, 0),
    "NNN": box(10, 70, 14, 72),
    "OOO": box(14, 70, 18, 72),
}
PROVINCES = {"BBB-1": box(2, 0, 3, 1), "BBB-2": box(2, 1, 4, 2)}
TOWNS = {"town:1": (2.1, 0.9), "town:2": (2.9, 1.5), "town:3": (1.0, 1.0)}

SOURCES = """
[[source]]
id = "{id}"
file = "{id}.parquet"
what = "{id}, drawn by hand"
count = {count}
columns = {columns}
licence = "none needed"
attribution = "Drawn by hand"
as_of = "2022-01-31"
"""

REGIONS = """
[[region]]
id = "region:both-provinces"
name = "Both Provinces"
variants = []
footprint = "union(admin1:BBB-1,admin1:BBB-2)"
approx = false

[[region]]
id = "region:middle"
name = "the Middle"
variants = []
footprint = "part(centre,country:BBB)"
approx = true
note = "Nobody agrees where it begins."
"""


def build_layers() -> dict[str, gpd.GeoDataFrame]:
    def frame(rows: list[dict[str, object]]) -> gpd.GeoDataFrame:
        return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")

    area = {"place_id": "area:corner", "name": "the Corner", "kind": "disputed", "administered_by": "BBB"}
    area |= {"claimed_by": "AAA", "valid_from": "1994-05-12", "valid_to": None, "source": "drawn", "caveat": None}
    line = shapely.LineString([(0.5, 0), (0.5, 2)])
    return {
        "countries": frame(
            [
                {"place_id": f"country:{code}", "name": f"{code}land", "country": code, "geometry": shape}
                for code, shape in COUNTRIES.items()
            ]
        ),
        "admin1": frame(
            [
                {"place_id": f"admin1:{code}", "name": code, "country": code[:3], "geometry": shape}
                for code, shape in PROVINCES.items()
            ]
        ),
        "areas": frame([area | {"geometry": box(2, 0, 2.5, 0.5)}]),
        "lines": frame([{"place_id": "line:ceasefire", "name": "the ceasefire line", "geometry": line}]),
        "towns": frame(
            [
                {"place_id": "town:9", "name": "Nine", "country": "AAA", "geometry": shapely.Point(1.5, 1.5)},
            ]
        ),
    }


def write_world(folder: Path, layers: dict[str, gpd.GeoDataFrame]) -> Path:
    """Write layers, their sources and the regions as a boundary folder."""
    for name, layer in layers.items():
        layer.to_parquet(folder / f"{name}.parquet")
    rows = [
        SOURCES.format(id=name, count=len(layer), columns=[*map(str, layer.columns)]) for name, layer in layers.items()
    ]
    (folder / "sources.toml").write_text("".join(rows), encoding="utf-8")
    (folder / "regions.toml").write_text(REGIONS, encoding="utf-8")
    return folder
