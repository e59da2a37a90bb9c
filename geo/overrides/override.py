"""One correction: what it is about, what it changes, who made it, when and why.

Takes plain JSON values; gives an Override, checked. Does not know the reading that it will be replayed on.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from geo.errors import InputError
from geo.model import ClaimKind, Modality, Polarity, Stance

LONGEST = 500
"""Characters of a name or a reason."""

MOST_POINTS = 1_000
"""Of a shape that is drawn by hand."""


class Action(StrEnum):
    """What a correction does."""

    EDIT = "edit"
    REJECT = "reject"
    ADD = "add"
    PLACE = "place"
    MOVE = "move"
    DRAW = "draw"


@dataclass(frozen=True, slots=True)
class Override:
    """One correction.

    ``start, end, quote``  the span that it is about: of a claim, for ``place`` of a mention, for ``add`` of any words
    ``ordinal``            which of the claims of that span, from 0
    ``field``              for ``edit``: a key of FIELDS
    ``old, new``           JSON values: a field's; a place's id; a share of the way for ``move``; GeoJSON for ``draw``
    ``who, when, why``     a name, a moment (ISO 8601, UTC) and a reason, each as given
    ``sha256``             of the text that it was made on
    """

    action: Action
    start: int
    end: int
    quote: str
    sha256: str
    new: Any = None
    old: Any = None
    field: str | None = None
    ordinal: int = 0
    who: str = ""
    when: str = ""
    why: str = ""


def make_override(record: Mapping[str, Any]) -> Override:
    """An Override of plain values. Raises InputError that says what was given and what would be accepted."""
    try:
        override = Override(**{**record, "action": Action(record["action"])})
    except (KeyError, TypeError, ValueError) as error:
        actions = ", ".join(Action)
        raise InputError(f"not a correction: {error}; want action ({actions}), start, end, quote, sha256") from error
    _check(override)
    return override


def _check(override: Override) -> None:
    span = (override.start, override.end, override.ordinal)
    if not all(isinstance(one, int) and one >= 0 for one in span) or override.end < override.start:
        raise InputError(f"a correction of the span {override.start!r} to {override.end!r}; want offsets in order")
    texts = (override.quote, override.sha256, override.who, override.when, override.why)
    if not all(isinstance(one, str) for one in texts):
        raise InputError("a correction whose quote, sha256, who, when or why is no text")
    if len(override.who) > LONGEST or len(override.why) > LONGEST:
        raise InputError(f"a name or reason of more than {LONGEST} characters")
    _CHECKS[override.action](override)


def _check_edit(override: Override) -> None:
    if override.field not in FIELDS:
        raise InputError(f"no field {override.field!r} to correct; want one of: {', '.join(FIELDS)}")
    FIELDS[str(override.field)](override.new)


def _check_place(override: Override) -> None:
    if override.new is not None and not (isinstance(override.new, str) and 0 < len(override.new) <= LONGEST):
        raise InputError(f"{override.new!r} is no place id; want a text like town:616052, or null for none")


def _check_share(override: Override) -> None:
    if not _is_number(override.new) or not 0 <= override.new <= 1:
        raise InputError(f"{override.new!r} is no share of the way along a border; want a number from 0 to 1")


def _check_shape(override: Override) -> None:
    if override.new is not None:
        check_shape(override.new)


def _check_added(override: Override) -> None:
    new = override.new
    if not isinstance(new, Mapping) or not {"claimant", "kind", "stance"} <= set(new):
        raise InputError("a claim to add needs claimant, kind and stance")
    for name, value in new.items():
        if name not in FIELDS:
            raise InputError(f"no field {name!r} in a claim to add; want: {', '.join(FIELDS)}")
        FIELDS[name](value)


def check_shape(shape: Any) -> None:  # noqa: ANN401 - any JSON value
    """Raise InputError unless this is a GeoJSON Point or a Polygon of one ring, lon, lat, that is not too long."""
    wanted = "want a GeoJSON Point, or a Polygon of one closed ring, in degrees lon, lat"
    given: dict[str, Any] = dict(shape) if isinstance(shape, Mapping) else {}
    kind, numbers = given.get("type"), given.get("coordinates")
    if kind == "Point":
        points: list[Any] = [numbers]
    elif kind == "Polygon" and isinstance(numbers, list | tuple) and len(numbers) == 1:
        points = list(numbers[0]) if isinstance(numbers[0], list | tuple) else []
        if not 4 <= len(points) <= MOST_POINTS or list(points[0]) != list(points[-1]):
            raise InputError(f"a ring of {len(points)} points; {wanted}, 4 to {MOST_POINTS} points")
    else:
        raise InputError(f"a shape of type {kind!r}; {wanted}")
    for point in points:
        pair = isinstance(point, list | tuple) and len(point) == 2 and all(_is_number(one) for one in point)
        if not pair or abs(point[0]) > 180 or abs(point[1]) > 90:
            raise InputError(f"a point at {point!r}; {wanted}")


def _is_number(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _name(value: Any) -> str:  # noqa: ANN401 - any JSON value
    if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST:
        raise InputError(f"{value!r} is no name; want a text of 1 to {LONGEST} characters")
    return value.strip()


def _maybe_name(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    return None if value is None or value == "" else _name(value)


def _maybe_size(value: Any) -> float | None:  # noqa: ANN401 - any JSON value
    if value is None:
        return None
    if not _is_number(value) or not 0 < value < 5.2e8:
        raise InputError(f"{value!r} is no size; want a number above 0 that is less than the Earth's surface, or null")
    return float(value)


def _days(value: Any) -> tuple[dt.date, dt.date] | None:  # noqa: ANN401 - any JSON value
    if value is None:
        return None
    try:
        first, last = (dt.date.fromisoformat(one) for one in value)
    except (TypeError, ValueError) as error:
        raise InputError(f"{value!r} are no days; want two like 2022-09-13, or null") from error
    if last < first:
        raise InputError(f"{value!r} are no days; want the first before the last")
    return first, last


def _one_of(enum: type[StrEnum]) -> Callable[[Any], StrEnum]:
    def check(value: Any) -> StrEnum:  # noqa: ANN401 - any JSON value
        try:
            return enum(value)
        except ValueError as error:
            raise InputError(f"{value!r} is none of: {', '.join(enum)}") from error

    return check


FIELDS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "claimant": _name,
        "side": _maybe_name,
        "kind": _one_of(ClaimKind),
        "stance": _one_of(Stance),
        "polarity": _one_of(Polarity),
        "modality": _one_of(Modality),
        "actor": _maybe_name,
        "counterpart": _maybe_name,
        "area_km2": _maybe_size,
        "length_km": _maybe_size,
        "event": _days,
    }
)
"""The fields of a claim that can be corrected, each with what makes a plain value its value or raises InputError."""

_CHECKS: Mapping[Action, Callable[[Override], None]] = MappingProxyType(
    {
        Action.EDIT: _check_edit,
        Action.REJECT: lambda _override: None,
        Action.ADD: _check_added,
        Action.PLACE: _check_place,
        Action.MOVE: _check_share,
        Action.DRAW: _check_shape,
    }
)
