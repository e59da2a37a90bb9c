"""Border lines with their status: Natural Earth 5.1's land boundaries and 4.1's disputed lines, the known ones named.

Takes both line layers and lines.toml; gives one row a line (place_id, name, names, status, left, right, caveat,
source). Does not judge a line: the status is Natural Earth's own class, translated, unless lines.toml states another.
"""

from __future__ import annotations

import tomllib
from collections import Counter

import geopandas as gpd
import pandas as pd
import shapely
from downloads import RECIPE, RecipeError
from recognition import find_statuses
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry
from shapes import GRID_DEG

STATUS = {
    "International boundary (verify)": "international",
    "Disputed (please verify)": "disputed",
    "Line of control (please verify)": "control",
    "Unrecognized": "control",
    "Lease limit": "control",
    "Indefinite (please verify)": "indefinite",
    "Indeterminant frontier": "indefinite",
    "Overlay limit": "ceasefire",
}
"""Natural Earth's class of a land boundary -> status here; its "overlay limits" are the edges of ceasefire zones."""

HISTORIC, CEASEFIRE = "Former USSR oblast in 1991", "Ceasefire Line 1994"
NEAR_DEG = 1.0


def build_lines(
    land: gpd.GeoDataFrame, disputed: gpd.GeoDataFrame, codes: dict[str, str], names: dict[str, str]
) -> gpd.GeoDataFrame:
    """One row a named line of lines.toml, then one a remaining segment; ``names`` is country code -> English name."""
    segments = pd.concat([_from_land(land, codes), _from_disputed(disputed, codes)], ignore_index=True)
    rows, used = [], set()
    for line in tomllib.loads((RECIPE / "lines.toml").read_text(encoding="utf-8"))["line"]:
        matching = segments[segments.apply(_matches, axis=1, line=line)]
        if matching.empty:
            raise RecipeError(f"lines.toml: nothing matches {line['id']}")
        used.update(matching.index)
        rows.append(_named_row(line, matching))
    counts: Counter[str] = Counter()
    rows.extend(_plain_row(one, counts, names) for one in segments.drop(index=list(used)).to_dict("records"))
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=4326)


def _from_land(land: gpd.GeoDataFrame, codes: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "edition": "5.1",
            "left": land["ADM0_A3_L"].map(lambda code: codes.get(code, code)),
            "right": land["ADM0_A3_R"].map(lambda code: codes.get(code, code)),
            "label": land["NAME"],
            "status": land["FEATURECLA"].map(STATUS),
            "views": [find_statuses(line) for line in land.to_dict("records")],
            "geometry": land.geometry.to_numpy(),
        }
    )


def _from_disputed(disputed: gpd.GeoDataFrame, codes: dict[str, str]) -> pd.DataFrame:
    status = {HISTORIC: "historic", CEASEFIRE: "ceasefire"}
    return pd.DataFrame(
        {
            "edition": "4.1",
            "left": disputed["adm0_a3_l"].map(lambda code: codes.get(code, code)),
            "right": disputed["adm0_a3_r"].map(lambda code: codes.get(code, code)),
            "label": disputed["name"],
            "status": disputed["name"].map(lambda name: status.get(name, "claimed")),
            "views": "",
            "geometry": disputed.geometry.to_numpy(),
        }
    )


def _matches(segment: pd.Series, line: dict[str, object]) -> bool:
    """Whether a segment belongs to a named line: every stated property agrees."""
    if line["edition"] != segment["edition"] or {segment["left"], segment["right"]} != set(line["between"]):
        return False
    if "label" in line and line["label"] != segment["label"]:
        return False
    if "only" in line and segment["status"] not in line["only"]:
        return False
    return "near" not in line or segment["geometry"].distance(Point(line["near"])) <= NEAR_DEG


def _named_row(line: dict[str, object], matching: pd.DataFrame) -> dict[str, object]:
    between = list(line["between"])
    return {
        "place_id": f"line:{line['id']}",
        "name": line["name"],
        "names": "|".join(line.get("names", [])),
        "status": line["status"],
        "views": _longest(matching),
        "left": between[0],
        "right": between[-1],
        "caveat": line.get("caveat"),
        "source": f"Natural Earth {line['edition']}",
        "geometry": _merged(list(matching["geometry"])),
    }


def _longest(segments: pd.DataFrame) -> str:
    """What the views make of most of a line's length: a few see single segments otherwise."""
    lengths = gpd.GeoSeries(segments["geometry"]).length.groupby(segments["views"]).sum()
    return str(lengths.idxmax())


def _plain_row(segment: dict[str, object], counts: Counter[str], names: dict[str, str]) -> dict[str, object]:
    pair = sorted({str(segment[side]) for side in ("left", "right") if isinstance(segment[side], str)}) or ["unnamed"]
    slug = "-".join([*pair, "claim"] if segment["edition"] == "4.1" else pair).lower()
    counts[slug] += 1
    sides = "–".join(names.get(code, code) for code in pair)
    label = segment["label"] if isinstance(segment["label"], str) else None
    return {
        "place_id": f"line:{slug}-{counts[slug]}",
        "name": f"{sides}: {label}" if label else f"{sides} boundary".removeprefix("unnamed "),
        "names": "",
        "status": segment["status"],
        "views": segment["views"],
        "left": segment["left"],
        "right": segment["right"],
        "caveat": None,
        "source": f"Natural Earth {segment['edition']}",
        "geometry": _merged([segment["geometry"]]),
    }


def _merged(shapes: list[BaseGeometry]) -> BaseGeometry:
    snapped = shapely.set_precision(shapely.union_all(shapes), GRID_DEG, mode="pointwise")
    return shapely.line_merge(snapped) if snapped.geom_type == "MultiLineString" else snapped
