"""Resolution: which place a name means, why, and when to say that it is not known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import documents
from geo.model import Candidate, Mention, Place
from geo.pipeline import Engine
from geo.resolution.confidence import find_confidence


def find(engine: Engine, text: str, toponym: str) -> Mention:
    mentions = engine.read_mentions(documents.from_text(text))
    return next(one for one in mentions if one.toponym == toponym)


NAMES = [
    ("They met in Yerevan.", "Yerevan", "ARM", "a capital"),
    ("Three were shot in Paris, Texas.", "Paris", "USA", "the container behind the comma"),
    ("Three were shot in Paris.", "Paris", "FRA", "no container"),
    ("Armenian troops left Jermuk in Armenia.", "Jermuk", "ARM", "a preferred name beats a larger town's alternate"),
    ("Shells fell on Martuni, Armenia.", "Martuni", "ARM", "a homonym placed by its container"),
    ("Niger state lies in Nigeria, south of Niger.", "Niger", "NGA", "what the text calls it comes first"),
    ("It was banned in Georgia, Ohio, Texas and Idaho.", "Georgia", "USA", "a list of units of one country"),
    ("Envoys came from Georgia, Turkey, Ukraine and Jordan.", "Georgia", "GEO", "a list of states"),
    ("Rockets landed in Sloviansk.", "Sloviansk", "UKR", "a spelling of the preferred name"),
    ("A clinic in Dnipro burned.", "Dnipro", "UKR", "a river has an article, a city has none"),
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


def test_other_names_of_a_county_point_to_their_state(engine: Engine) -> None:
    text = "Fire crews from Paris, Bonham and Sherman met in Lamar County. Paris is dry."
    place = find(engine, text, "Paris").place
    assert place is not None
    assert place.country == "USA"


def test_an_outlet_is_at_home_where_its_name_says(engine: Engine) -> None:
    text = "Roads in Cordoba are shut."
    countries = [
        engine.read_mentions(documents.from_text(text, documents.Source(outlet=outlet)))[0].place
        for outlet in ("Buenos Aires Times", "Madrid Wire")
    ]
    assert [place and place.country for place in countries] == ["ARG", "ESP"]


def test_a_place_that_is_described_by_itself_stays_unknown(engine: Engine) -> None:
    text = "Xalavo, a town 20 km north of Xalavo, was shelled in Mali. Troops took Xalavo."
    assert all(one.place is None for one in engine.read_mentions(documents.from_text(text)) if one.toponym == "Xalavo")


def test_a_tie_is_left_unresolved(engine: Engine) -> None:
    mention = find(engine, "A shop in San Antonio burned.", "San Antonio")
    assert 0.0 <= mention.score <= 1.0
    if mention.place is None:
        assert "unresolved" in mention.reasons[-1]


@given(first=st.floats(0, 1), second=st.floats(0, 1), third=st.floats(0, 1))
def test_confidence_is_a_probability_that_grows_with_score_and_lead(first: float, second: float, third: float) -> None:
    low, high = sorted((first, second))

    def confidence(score: float, rival: float) -> float:
        places = [Place(f"town:{n}", "X", "ARM", "PPL", lon, 40.0) for n, lon in enumerate((0.0, 90.0))]
        return find_confidence([Candidate(places[0], score, ()), Candidate(places[1], min(rival, score), ())])

    assert 0.0 <= confidence(low, third) <= 1.0
    assert confidence(low, 0.0) <= confidence(high, 0.0), "by score"
    assert confidence(high, high) <= confidence(high, low), "by lead"


def test_a_city_and_its_county_are_no_rivals() -> None:
    near = [Place("town:1", "X", "USA", "PPL", 10.0, 40.0), Place("admin2:2", "X", "USA", "ADM2", 10.4, 40.2)]
    alone = find_confidence([Candidate(near[0], 0.5, ())])
    assert find_confidence([Candidate(near[0], 0.5, ()), Candidate(near[1], 0.49, ())]) == alone
