"""A reading as a GeoPackage: claims and places as layers, all claims and the sources as tables.

Takes a Reading and a path; writes the file whole or not at all. Does not append: GDAL's rows appended to a live file
were lost or unreadable after a kill in measurements.

    claims        one feature a drawn claim part, EPSG:4326
    places        one feature a drawn place mention, EPSG:4326
    claims_table  one row a claim, the unplaced too
    about         key and value: the dispatch, the ground's sources, the disclaimer
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.atomic import replace_file
from geo.exports.rows import COLUMNS, build_rows, describe_source
from geo.features import PLACE_COLUMNS, from_collection
from geo.model import Reading
from geo.reading import EMPTY_COLLECTION


def write_gpkg(reading: Reading, path: Path, credit: str = "") -> None:
    """Write the four layers. Raises OSError where the folder cannot be written."""
    about = pd.DataFrame(describe_source(reading, credit).items(), columns=["key", "value"])
    layers = {
        "claims": from_collection(reading.features or EMPTY_COLLECTION),
        "places": _build_places(reading),
        "claims_table": pd.DataFrame(build_rows(reading, credit), columns=list(COLUMNS)),
        "about": about,
    }
    with replace_file(path) as waiting:
        # GDAL takes the empty file that holds the name for a broken database.
        waiting.unlink()
        for name, frame in layers.items():
            _write_layer(frame, waiting, name)


def _write_layer(frame: pd.DataFrame, path: Path, name: str) -> None:
    kind = {"geometry_type": "Unknown"} if isinstance(frame, gpd.GeoDataFrame) else {}
    pyogrio.write_dataframe(frame, path, layer=name, driver="GPKG", **kind)


def _build_places(reading: Reading) -> gpd.GeoDataFrame:
    places = reading.places or EMPTY_COLLECTION
    if places["features"]:
        return gpd.GeoDataFrame.from_features(places["features"], crs="EPSG:4326", columns=list(PLACE_COLUMNS))
    return gpd.GeoDataFrame(columns=list(PLACE_COLUMNS), geometry="geometry", crs="EPSG:4326")
