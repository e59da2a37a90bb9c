"""Place ids: what is written is read back, and what is malformed says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import place_ids

LEAVES = st.sampled_from(
    ["country:ARM", "town:616052", "area:nagorno-karabakh", "admin1:WEB+00", "line:line-of-control"]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda operation, arguments: place_ids.describe(operation, *arguments),
        st.sampled_from(["some", "near", "union", "border", "exclave"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@given(TREES)
def test_what_is_written_is_read_back(place_id: str) -> None:
    assert str(place_ids.parse(place_id)) == place_id


MALFORMED = [
    ("", "nothing"),
    ("part(south,country:ARM", "an open bracket"),
    ("part(south,country:ARM))", "one bracket too many"),
    ("part(south country:ARM)", "a blank"),
    ("part(,country:ARM)", "no first argument"),
    ("Part(south,country:ARM)", "a capital in an operation"),
    ("../../etc/passwd", "a path"),
]


@pytest.mark.parametrize("place_id", [row[0] for row in MALFORMED], ids=[row[1] for row in MALFORMED])
def test_malformed_ids_are_refused(place_id: str) -> None:
    with pytest.raises(ValueError, match="place id"):
        place_ids.parse(place_id)


def test_a_border_is_one_id_whichever_side_is_named_first() -> None:
    assert place_ids.border("country:B", "country:A") == place_ids.border("country:A", "country:B")
