"""The matcher against the rules it speeds up: the same spans as words and gaps looked at one by one, on any text."""

import itertools
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import gazetteer
from geo.gazetteer import matching
from geo.gazetteer.names import find_joint, find_words

ROOT = Path(__file__).resolve().parents[1]
SCORER = ROOT.parent / "shared" / "bench" / "score_geoparsing.py"


@pytest.fixture(scope="module")
def known():
    return gazetteer.load()


def _find_slowly(known, text):
    """Today's rules, one word after another: slow, short and the definition of what is right."""
    words = find_words(text)
    spans = []
    for at, word in enumerate(words):
        if word.capital:
            for key, end in sorted(_list_candidates(text, words, at).values(), key=lambda one: -len(one[0])):
                if known._index.find(key) and known._fitting(key, text[word.start : end]):
                    spans.append((word.start, end))
                    break
    return tuple(spans)


def _list_candidates(text, words, at):
    """Every key that the words from one on may spell, by its length, with where it ends in the text."""
    found, joined = {}, ""
    for before, word in itertools.pairwise([None, *words[at : at + matching.MOST_WORDS]]):
        joint = "" if before is None else find_joint(text, before, word)
        if joint is None:
            break
        period = before is not None and joint == "" and text[word.end : word.end + 1] == "."
        bare, joined = joined + joint + word.bare_key, joined + joint + word.key
        found[len(bare)] = bare, word.bare_end
        found[len(joined)] = joined, word.end + period
    return found


TRICKY = [
    # text, why
    ("", "nothing"),
    ("Armenia", "a text that is one name"),
    ("armenia ARMENIA ArMeNiA", "case inside a word does not count, at its start it does"),
    ("New York, new York, New york, NEW YORK, new york", "every case of a second word"),
    ("New York City and New York Mills and New York", "two words that begin longer names"),
    ("Republic of the Congo; Democratic Republic of the Congo", "more words than a pattern has"),
    ("United Kingdom of Great Britain and Northern Ireland", "eight words"),
    ("Trinidad and Tobago, Rio de Janeiro, Rio De Janeiro", "small words inside"),
    ("York,Paris York;Paris York/Paris New.York New,York", "one break without a space ends a name"),
    ("New_York New—York New–York New‑York New--York New - York", "dashes: one may stand inside, two may not"),
    ("New  York New \n York New\r\nYork New\t York New\n\nYork New \n \nYork", "wide gaps with no or one line break"),
    ("New" + " " * 40 + "York New" + " " * 41 + "York", "a gap of 40 characters and of 41"),
    ("St." + " " * 39 + "Louis St." + " " * 40 + "Louis", "the same after a period"),
    ("St. Louis St Louis St.Louis St.\nLouis St.  Louis St.\n\nLouis", "a period after a short word"),
    ("Port St. Lucie, Mt. Vernon, Ft. Worth, Fort. Worth", "the same inside, and after a longer word"),
    ("in Mt. Then", "a name that ends before such a period"),
    ("the U.S. and U.S.A. and U.S, U.S.. U.S.\n\nU.S.Army U.S. Army", "initialisms and their last period"),
    ("U.S. Virgin Islands, U.S.V.I., Washington, D.C., Washington D.C", "initialisms inside names"),
    ("U.K.U.S. U.A.E. S.A. St. U.S", "names within initialisms"),
    ("A.B.C.D.E.F.G.H.I.J.K. and A.B.C.D.E.F.G.H.I", "initialisms of more letters than a name has words"),
    ("U.S.'s U.S’s U.K.'s. U.'S.", "possessive initialisms"),
    ("A.'.B A.'. U.'.S. '.U.S.", "apostrophes as words of one character"),
    ("Armenia's Armenia’s Armeniaʼs ARMENIA'S Armenia's.", "possessive endings"),
    ("Armenia`s Armenia‘s Armenia's' Armenia''s Armenia's's", "what is nearly one"),
    ("Armenia's Yerevan; New York's Paris", "a possessive word ends a name"),
    ("People's Republic of China, Peoples Republic of China", "unless the apostrophe is part of the name"),
    ("St. John's, St. Johns, St. John, Prince George's County, King's Lynn", "or may be"),
    ("Athen's Athens Athens' Athens’ Wale's", "a name in s, with an apostrophe before it or after"),
    ("States' United States' United State's", "the same with two words"),
    ("Pueblo S Juan, Pueblo's Juan, Pueblo 's Juan, People S Republic", "an s that is a word"),
    ("'Armenia' ‘Armenia’ “Armenia” \"Armenia\" ''Armenia'' ``Armenia'' '''Armenia '`Armenia", "quotes"),
    ("Nagorno'Karabakh Nagorno' Karabakh 'New York' 'New 'York", "apostrophes between words"),
    ("New ' York New ’ York New \u00ad York", "words of nothing"),
    ("Ma'alot Maalot O'Brien Step’anakert D'Iberville Cote d'Ivoire Côte d’Ivoire", "apostrophes that names leave out"),
    ("EU US Us us IST OSH Osh UN UK uk U.s. u.S.", "short names and their case"),
    ("YEREVAN OSH Yerevan", "capitals of a dateline"),
    ("Xankəndi Əli Qubadlı İstanbul ıstanbul Łódź Øresund Đakovo Ħamrun", "letters that fold to one"),
    ("Ærø Straße Giessen Gießen Œuilly ŉgara ﬁne", "letters that fold to two"),
    ("Ma\u0308nner E\u0301vora Évora Ye\u0301re\u0301van \u0301Yerevan", "combining marks"),
    ("Yere\u00advan Yere\u200bvan \u200bYerevan Yerevan\u200b \ufeffYerevan New\u200b York", "signs without width"),
    ("New\u00a0York New\u2009York New\u3000York New\u2028York New\u202fYork New \u3000York", "spaces of all kinds"),
    ("New\x00York \x85New\x85York\x97Paris Paris\x1fParis Par\x01is", "control characters, of which some are spaces"),
    ("foo\u3000St. Louis, foo\u3000U.S. Army", "a word that only an unusual space makes short"),
    ("Sot´k New´York ´Armenia Armenia´ Armenia¸", "accents that fold to a space"),
    ("Ａｒｍｅｎｉａ Armenia'ｓ Armenia’ſ Armenia'ˢ", "wide letters; a long s is one, a raised one none"),
    ("ªArmenia ºParis Armeniaª", "letters of no case"),
    ("у Ереване и в Ереван, в Нью-Йорк. Ереван’s", "Cyrillic"),
    ("Գորիս և Երևան, ԵՐԵՎԱՆ", "Armenian"),
    ("في يريفان وباريس", "Arabic"),
    ("東京と北京、Tokyo東京", "no spaces"),
    ("Ереван Yerevan Ереван, New York и New Ереван York", "scripts beside each other in a clause"),
    ("1 New York 2Paris Paris2 4X4 Route 66 Paris 2e", "digits"),
    ("A" * 80 + " " + "A" * 81 + " New " + "x" * 81 + " York", "words of 80 letters and of 81"),
    ("New " + "’" * 90 + "York New " + "’" * 70 + "York", "long words of hardly a letter"),
    ("Y. Paris Y Paris Y's", "names of one letter"),
    ("Paris?! Paris… Paris... Paris· Paris™ Paris€ (Paris)[Paris]{Paris}", "punctuation"),
    ("\ud800 Paris Par\udfffis \ud800Paris Ереван\ud800 Paris", "half characters, which a file may hold"),
    ("\n", "a text of one break"),
]


@pytest.mark.parametrize(("text", "why"), TRICKY, ids=range(len(TRICKY)))
def test_tricky_texts(known, text, why):
    found = known.find_names(text)
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        assert found == _find_slowly(known, text), why
    assert list(found) == sorted(set(found)), why


_NAMES = [
    "Armenia",
    "New York",
    "New York City",
    "St. Louis",
    "St. John's",
    "U.S.",
    "U.S.A.",
    "US",
    "Us",
    "us",
    "Osh",
    "OSH",
]
_NAMES += ["D.C.", "Nagorno-Karabakh", "People's Republic of China", "Côte d'Ivoire", "Xankəndi", "İstanbul", "Łódź"]
_NAMES += ["Republic of the Congo", "Los Angeles", "Santa Cruz de la Sierra", "Gießen", "Ереван", "Нью-Йорк", "Երևան"]
_NAMES += ["يريفان", "東京", "Port Said", "San", "The", "new", "york", "of", "Y", "S", "A.B", "W.Va."]
_SIGNS = [*" \n\t.,-'’ʼ`‘\"()?!;/_–—1aAsSé\u00ad\u0301\u200b\u00a0\u3000\x85\x97´ﬁßжԱم"]
_SIGNS += ["'s", "’s", "'S", ". ", "  ", "\r\n", "\n\n", " - ", " \n", "\n ", ".\n"]
_MIXED = st.lists(st.one_of(st.sampled_from(_NAMES), st.sampled_from(_SIGNS), st.just(" "), st.characters())).map(
    "".join
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_MIXED)
def test_any_text_of_names_and_signs(text):
    text = text.encode(errors="replace").decode()
    assert _shared().find_names(text) == _find_slowly(_shared(), text)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="AaSsUu.' -’\n,é?", max_size=40))
def test_any_text_of_few_signs(text):
    assert _shared().find_names(text) == _find_slowly(_shared(), text)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_names_in_any_case(data):
    pick = st.integers(0, len(_shared()._index._id_rows) - 1)
    names = [data.draw(st.sampled_from(_list_names(data.draw(pick)))) for _ in range(3)]
    cases = [data.draw(st.sampled_from([str, str.upper, str.title, str.capitalize, str.lower])) for _ in names]
    text = data.draw(st.sampled_from([" ", ", ", "'s ", ". ", "-", "\n"])).join(
        case(name) for case, name in zip(cases, names, strict=True)
    )
    assert _shared().find_names(text) == _find_slowly(_shared(), text)


def _list_names(number):
    row = _shared()._index.row(number)
    return [row.name, *row.common, *row.names]


@pytest.mark.shared
@pytest.mark.parametrize("corpus", ["lgl", "geovirus"])
def test_public_news(known, corpus):
    if not SCORER.exists():
        pytest.skip("no ../shared with public corpora here")
    command = [sys.executable, str(SCORER), "--texts", corpus]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert lines
    for line in lines:
        text = json.loads(line)["text"]
        # The identifier only: the texts are not ours to print.
        assert known.find_names(text) == _find_slowly(known, text), json.loads(line)["doc_id"]


def test_every_mark_is_what_the_rules_do():
    for sign, alike in matching._ALIKE.items():
        assert matching._to_mark(sign) == matching._to_mark(alike), sign
    expected = {
        "é": "e",
        "É": "E",
        "Ə": "A",
        "'": "'",
        "’": "'",
        "ʻ": "`",
        "\u0301": "`",
        "\u00ad": "`",
        "‘": ",",
        "?": ",",
    }
    expected |= {
        "\u00a0": " ",
        "\t": " ",
        "—": "-",
        ".": ".",
        "\n": "\n",
        "´": "?",
        "æ": "?",
        "ж": "?",
        "ｓ": "?",
        "ſ": "s",
    }
    assert {sign: chr(matching._to_mark(sign)) for sign in expected} == expected


_HOSTILE = [
    "a",
    "A",
    "1,",
    "A,",
    "ж",
    "Ж ",
    "A. ",
    "A.",
    "A.'",
    "'",
    "' ",
    "  ",
    " \n",
    ". ",
    "'s",
    "A's ",
    "New York ",
    "?",
    "(",
    "Armenia ",
    "New ",
    "\u0301",
    "-",
    "É",
]


@pytest.mark.parametrize("unit", _HOSTILE)
def test_time_is_linear_on_hostile_text(known, unit):
    def measure(size):
        text, times = unit * (size // len(unit)), []
        for _ in range(3):
            started = time.process_time()
            known.find_names(text)
            times.append(time.process_time() - started)
        return min(times)

    # Eight times the text may take eight times as long; 24 leaves room for a busy machine, quadratic would be 64.
    small, large = measure(10_000), measure(80_000)
    assert large < max(24 * small, 0.05)


def test_an_automaton_is_read_as_it_was_written(tmp_path):
    keys = {
        "armenia": (True, True),
        "us": (True, True),
        "osh": (True, False),
        "uae": (False, True),
        "new york": (True, True),
    }
    matching.write_automaton(tmp_path / "a", keys)
    automaton = matching.read_automaton(tmp_path / "a")
    prefixes = lambda text: sorted((key for key in keys if text.startswith(key)), key=len)  # noqa: E731
    matcher = matching.Matcher(automaton, prefixes, lambda key, written: keys[key][written.isupper()])
    text = "Armenia, New York, the US, Osh, OSH, UAE, Uae"
    assert [text[start:end] for start, end in matcher.find(text)] == ["Armenia", "New York", "US", "Osh", "UAE"]


def test_a_gazetteer_without_names_finds_none(tmp_path):
    matching.write_automaton(tmp_path / "a", {"": (True, True), "ереван": (True, True)})
    matcher = matching.Matcher(matching.read_automaton(tmp_path / "a"), lambda _: [], lambda *_: True)
    assert matcher.find("Armenia, Ереван") == ()


_LOADED: list = []


def _shared():
    """Hypothesis runs many examples: one gazetteer for all of them."""
    if not _LOADED:
        _LOADED.append(gazetteer.load())
    return _LOADED[0]
