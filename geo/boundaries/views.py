"""A date and a point of view: which disputed areas stand, whose ground they are counted to, which lines are borders.

Takes the country, area and line frames as the files have them, de facto; gives them as the view has them. Does not
judge a view, nor invent one: what a party recognises is Natural Earth's column for it, and whose an area is by law
or by a party's claim is the area's own row.

    de facto     who controls the ground, as the files draw it
    de jure      the membership of the United Nations and its resolutions; open where these leave it open
    alpha-3      as that state sees it: its own claims are its ground, and what it does not recognise is no country
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import geopandas as gpd
import shapely

from geo.boundaries.frames import Geometry
from geo.boundaries.tables import Gap

DE_FACTO, DE_JURE = "de facto", "de jure"

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class View:
    """From which side (``de facto``, ``de jure``, or an alpha-3 code) and as of which day; None: as the files are."""

    side: str = DE_FACTO
    date: dt.date | None = None

    @property
    def key(self) -> str:
        """What the files call this side in their ``views`` columns: UN stands for de jure."""
        return "UN" if self.side == DE_JURE else self.side


def is_valid_on(row: Row, date: dt.date | None) -> bool:
    """Whether a disputed area's state of affairs held on that day; without a day, whether it still does."""
    start, end = _text(row, "valid_from"), _text(row, "valid_to")
    day = date.isoformat() if date else ""
    return (not end or (bool(day) and day <= end)) and (not day or start <= day)


def find_holder(row: Row, view: View) -> str | None:
    """The country (alpha-3) that a view counts a disputed area to; None where it leaves that open or as drawn.

    Before its dispute began, an area is counted to its country by law from every side: Crimea until March 2014.
    """
    if view.date is not None and view.date.isoformat() < _text(row, "valid_from"):
        return _text(row, "de_jure") or None
    if view.side == DE_FACTO or not is_valid_on(row, view.date):
        return None
    if view.side == DE_JURE:
        return _text(row, "de_jure") or None
    claimants = {one.strip() for column in ("claimed_by", "administered_by") for one in _codes(row.get(column))}
    return view.side if view.side in claimants else None


def see_lines(frame: gpd.GeoDataFrame, view: View) -> gpd.GeoDataFrame:
    """The border lines with the status that the view gives them; lines that it does not know are left out."""
    if view.side == DE_FACTO or "views" not in frame:
        return frame
    own = [_read_views(value).get(view.key) for value in frame["views"]]
    status = [mine or as_drawn for mine, as_drawn in zip(own, frame["status"], strict=True)]
    return frame.assign(status=status)[[one not in {"unrecognised", "internal"} for one in status]]


def see_areas(frame: gpd.GeoDataFrame, view: View, gaps: tuple[Gap, ...]) -> gpd.GeoDataFrame:
    """The disputed areas of the view's day, and those that a gap of that day shows instead, with their years.

    Without a day, those that still stand.
    """
    day = view.date.isoformat() if view.date else ""
    shown = {gap.shown for gap in gaps if gap.shown and gap.start <= day and (gap.end is None or day <= gap.end)}
    rows = frame.to_dict("records")
    valid = [is_valid_on(row, view.date) for row in rows]
    names = [row["name"] if now else _with_years(row) for row, now in zip(rows, valid, strict=True)]
    kept = [now or row["place_id"] in shown for row, now in zip(rows, valid, strict=True)]
    return frame.assign(name=names)[kept]


def see_countries(frame: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, view: View) -> gpd.GeoDataFrame:
    """The countries as the view has them: unrecognised ones joined, areas moved to whom it counts them to."""
    moved = [(row["geometry"], holder) for row in areas.to_dict("records") if (holder := find_holder(row, view))]
    if view.side == DE_FACTO and not moved:
        return frame
    shapes: dict[str, Geometry] = dict(zip(frame["country"], frame.geometry, strict=True))
    if view.side != DE_FACTO and "part_of" in frame:
        _join_unrecognised(frame, shapes, view)
    for ground, holder in moved:
        if holder in shapes:
            _move(ground, holder, shapes)
    kept = frame[frame["country"].isin([code for code, shape in shapes.items() if not shape.is_empty])]
    return kept.assign(geometry=gpd.GeoSeries([shapes[code] for code in kept["country"]], kept.index, crs=frame.crs))


def _join_unrecognised(frame: gpd.GeoDataFrame, shapes: dict[str, Geometry], view: View) -> None:
    for code, unrecognised, whole in zip(frame["country"], frame["not_by"], frame["part_of"], strict=True):
        if whole in shapes and view.key in str(unrecognised or "").split("|"):
            shapes[whole] = shapely.union(shapes[whole], shapes[code])
            shapes[code] = shapely.Polygon()


def _move(ground: Geometry, holder: str, shapes: dict[str, Geometry]) -> None:
    for code, shape in shapes.items():
        if code != holder and shape.intersects(ground):
            shapes[code] = _polygons(shapely.difference(shape, ground))
    shapes[holder] = shapely.union(shapes[holder], ground)


def _polygons(shape: Geometry) -> Geometry:
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def _with_years(row: Row) -> str:
    start, end = _text(row, "valid_from")[:4], _text(row, "valid_to")[:4]
    return f"{row['name']} ({start}–{end})"


def _text(row: Row, column: str) -> str:
    """A cell as text; a missing value, which pandas gives as NaN or None, is empty."""
    value = row.get(column)
    return value if isinstance(value, str) else ""


def _codes(value: object) -> list[str]:
    return value.split(",") if isinstance(value, str) else []


def _read_views(value: object) -> Mapping[str, str]:
    """``IND=unrecognised|CHN=international`` as a mapping; nothing for a missing value."""
    if not isinstance(value, str) or not value:
        return MappingProxyType({})
    return dict(one.split("=", 1) for one in value.split("|"))
