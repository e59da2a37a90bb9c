"""Credits: every layer that is drawn is named with its date, each provider once."""

from __future__ import annotations

from geo.boundaries import Boundaries
from geo.credits import DISCLAIMER, describe_ground


def test_each_provider_stands_once_with_all_its_dates(real: Boundaries) -> None:
    text = describe_ground(real, ("countries", "admin1", "lines", "towns"))
    assert text.count("Made with Natural Earth") == 1
    assert text.count("GeoNames, CC BY 4.0") == 1
    for layer_id in ("countries", "lines", "towns"):
        assert real.source(layer_id).as_of in text


def test_nothing_drawn_needs_no_credit(real: Boundaries) -> None:
    assert describe_ground(real, ()) == ""


def test_the_disclaimer_is_the_agreed_one() -> None:
    assert DISCLAIMER == (
        "The boundaries, names and claims shown do not imply endorsement or acceptance by its makers."
    )
