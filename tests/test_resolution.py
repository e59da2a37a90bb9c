"""Resolution: which place a name means, why, and when to say that it is not known."""

from __future__ import annotations

import pytest

from geo import documents
from geo.model import Mention
from geo.pipeline import Engine


def find(engine: Engine, text: str, toponym: str) -> Mention:
    mentions = engine.read_mentions(documents.from_text(text))
    return next(one for one in mentions if one.toponym == toponym)


NAMES = [
    ("They met in Yerevan.", "Yerevan", "ARM", "a capital"),
    ("Three were shot in Paris, Texas.", "Paris", "USA", "the container behind the comma"),
    ("Three were shot in Paris.", "Paris", "FRA", "no container"),
    ("Armenian troops left Jermuk in Armenia.", "Jermuk", "ARM", "a preferred name beats a larger town's alternate"),
    ("Shells fell on Martuni, Armenia.", "Martuni", "ARM", "a homonym placed by its container"),
]


@pytest.mark.parametrize(("text", "toponym", "country", "why"), NAMES)
def test_names(engine: Engine, text: str, toponym: str, country: str, why: str) -> None:
    place = find(engine, text, toponym).place
    assert place is not None, why
    assert place.country == country, why


def test_endonym_and_exonym_are_one_place(engine: Engine) -> None:
    ids = {name: engine.gazetteer.lookup(name)[0].place.place_id for name in ("Stepanakert", "Xankəndi", "Khankendi")}
    assert len(set(ids.values())) == 1, ids


DESCRIBED = [
    ("Armenia wants a road to southern Armenia.", "southern Armenia", "part(south,country:ARM)", "a direction"),
    (
        "Azerbaijan wants a road to an Azerbaijani exclave bordering Turkey.",
        "an Azerbaijani exclave bordering Turkey",
        "exclave(country:AZE,country:TUR)",
        "by topology",
    ),
    (
        "Chile and Bolivia will mark their common border.",
        "their common border",
        "border(country:BOL,country:CHL)",
        "both parties are named",
    ),
    (
        "Ghana shut its border with Togo.",
        "its border with Togo",
        "border(country:GHA,country:TGO)",
        "one party is stated, the other speaks",
    ),
    (
        "A camp stands 20 km north of Goma.",
        "20 km north of Goma",
        "offset(20,north,town:216281)",
        "a distance and a direction",
    ),
    ("Rebels hold part of Kashmir.", "part of Kashmir", None, "an unstated part"),
]


@pytest.mark.parametrize(("text", "toponym", "place_id", "why"), DESCRIBED)
def test_described(engine: Engine, text: str, toponym: str, place_id: str | None, why: str) -> None:
    place = find(engine, text, toponym).place
    assert place is not None, why
    if place_id:
        assert place.place_id == place_id, why
    else:
        assert place.place_id.startswith("some("), why


def test_a_name_that_nothing_knows_stays_unresolved(engine: Engine) -> None:
    mention = find(engine, "Russian troops captured Qwertyuiopovka on Monday.", "Qwertyuiopovka")
    assert mention.place is None
    assert mention.score == 0.0
    assert mention.reasons == ("no place in the gazetteer fits",)


def test_a_border_of_states_that_share_none_stays_unresolved(engine: Engine) -> None:
    mention = find(
        engine, "France and Fiji closed the border between France and Fiji.", "the border between France and Fiji"
    )
    assert mention.place is None


def test_a_town_of_a_country_that_the_dispatch_never_speaks_of_is_not_meant(engine: Engine) -> None:
    """Blida is a city of Algeria, and a village of Lebanon of which only the province is known: that beats the city."""
    text = (
        "Israeli troops pulled out of southern Lebanon on Tuesday, the Lebanese army said. "
        "Lebanese units entered Blida. Israel says its soldiers hold five hills in Lebanon."
    )
    mention = find(engine, text, "Blida")
    assert mention.place is not None
    assert mention.place.place_id.startswith("village:LBN-")
    assert (mention.place.lon, mention.place.country) == (None, "LBN"), "no point is made up"


def test_a_village_needs_a_dispatch_about_its_country(engine: Engine) -> None:
    """Of 39,000 villages many share their name with somebody: without a word of Lebanon this one is not meant."""
    assert find(engine, "The two met in Yaroun on Tuesday.", "Yaroun").place is None


def test_a_neighbour_of_the_countries_spoken_of_is_near_enough(engine: Engine) -> None:
    text = (
        "Rwanda and Uganda blamed each other. Rwandan and Ugandan troops clashed, Kenya and Burundi said. "
        "Shells fell on Goma."
    )
    place = find(engine, text, "Goma").place
    assert place is not None
    assert place.country == "COD"


def test_the_larger_of_two_states_of_a_name_counts(engine: Engine) -> None:
    text = "Congo accused Kenya, Chad and Chile of nothing. Congo said rebels had left Rutshuru. Congo and Chile met."
    place = find(engine, text, "Rutshuru").place
    assert place is not None
    assert place.country == "COD"


def test_every_score_has_reasons(engine: Engine) -> None:
    for mention in engine.read_mentions(documents.read_samples()[0]):
        assert mention.reasons
        assert 0 <= mention.score <= 1
