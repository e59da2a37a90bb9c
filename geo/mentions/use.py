"""Whether a name means the place itself, or who acts, speaks or belongs.

Takes a parsed token; gives a Use. The rules are ordered; the first that fits decides. Only literal mentions are drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from spacy.tokens import Token

from geo.lexicon import Lexicon
from geo.mentions.spans import NameSpan
from geo.model import Stance, Use

# What may be hit, held or lost, besides land: "the shelling of X".
_ACTS_OF_GROUND = frozenset({
    "invasion", "seizure", "capture", "occupation", "annexation", "control", "siege", "shelling", "bombing", "battle",
    "fall", "liberation", "recapture", "loss", "encirclement", "blockade", "defence", "defense", "bombardment", "out",
})  # fmt: skip
_BEHIND_DATELINE, _SHORT = 2, 3
_LAND = frozenset({"City", "County", "State", "District", "Region", "Province", "Town", "Municipality", "Regional"})
_AIMING = frozenset({"point", "direct", "aim", "level", "finger", "anger"})
_MOVED = frozenset({
    "troop", "force", "soldier", "peacekeeper", "gas", "weapon", "supply", "oil", "aid", "convoy",
})  # fmt: skip


def find_use(token: Token | None, name: NameSpan, lexicon: Lexicon) -> Use:
    """The use of the name or demonym at ``token``; associative where it was not parsed."""
    if token is None:
        return Use.ASSOCIATIVE
    if name.is_demonym:
        return _demonym_use(token, lexicon)
    if _is_dateline(token):
        return Use.SOURCE
    if _is_body_modifier(token, lexicon):
        return Use.ORGANISATION
    use = _name_use(token, lexicon)
    return use if name.political or _is_seat(token, name) else _of_plain_place(token, use, lexicon)


def _is_seat(token: Token, name: NameSpan) -> bool:
    """Whether a capital may stand for its government there: not behind "to", "from", "over"."""
    governed = _preposition(token)
    return name.capital and (governed is None or governed.lower_ not in {"to", "from", "of", "on", "over"})


def _of_plain_place(token: Token, use: Use, lexicon: Lexicon) -> Use:
    """A place that is no government is meant literally, but where it speaks, or only names somebody or something."""
    kept = token.dep_ == "poss" or _names_other(token) or _speaks(token, lexicon) or _acts_with(token, lexicon)
    return use if kept else Use.LITERAL


def _acts_with(token: Token, lexicon: Lexicon) -> bool:
    """Whether it is listed behind who acts: "Santiago and La Paz will talk"."""
    first = _first_conjunct(token)
    acts = lexicon.verbs["will"] | lexicon.cues.keys() | {"talk", "name", "meet", "negotiate"}
    return first.i != token.i and first.dep_ == "nsubj" and first.head.lemma_.lower() in acts


def _names_other(token: Token) -> bool:
    """Whether it only names what follows, which is no place itself."""
    place_name = token.head.pos_ == "PROPN" and token.head.ent_type_ in {"GPE", "LOC", "FAC"}
    return token.dep_ in {"compound", "nmod", "amod"} and not place_name


def _speaks(token: Token, lexicon: Lexicon) -> bool:
    """Whether it stands for those who speak, act or sit there: "by X", "the mayor of X", "X said", "urged on X"."""
    if token.dep_ == "nsubj" and token.head.lemma_.lower() in lexicon.cues:
        return True
    governed = _preposition(token)
    if governed is None:
        return False
    of_office = governed.lower_ == "of" and governed.head.lemma_.lower() in lexicon.nouns["offices"]
    return of_office or governed.lower_ in {"by", "against"} or governed.head.lemma_.lower() in lexicon.cues


def is_speech_place(token: Token | None, lexicon: Lexicon) -> bool:
    """Whether the place is where somebody spoke or sits: "told a briefing in Vienna", "the agency in Baku"."""
    if token is None:
        return False
    preposition = _preposition(token)
    if preposition is None or preposition.lower_ not in {"in", "at", "from", "near"}:
        return False
    head = preposition.head
    if head.pos_ in {"NOUN", "PROPN"}:
        words = {head.lemma_.lower(), *(child.lemma_.lower() for child in head.children if child.dep_ == "compound")}
        return bool(words & (lexicon.speech["occasions"] | lexicon.speech["titles"])) or head.ent_type_ == "PERSON"
    return head.lemma_.lower() in lexicon.cues and head.pos_ == "VERB" and preposition.i > head.i


def _demonym_use(token: Token, lexicon: Lexicon) -> Use:
    """Literal before land, associative before people, troops and all else."""
    head = token.head if token.dep_ in {"amod", "compound", "nmod", "poss"} else None
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    for noun in (head, following):
        if noun is not None and noun.lemma_.lower() in lexicon.nouns["land"] and 0 < noun.i - token.i <= 4:
            return Use.LITERAL
    return Use.ASSOCIATIVE


def _name_use(token: Token, lexicon: Lexicon) -> Use:
    if token.dep_ in {"conj", "appos"} and token.head.pos_ in {"PROPN", "NOUN"} and token.head.i < token.i:
        first = _first_conjunct(token)
        if token.dep_ == "conj" or first.ent_type_ in {"GPE", "LOC"}:
            return _of_list(first, token, lexicon)
    return rule(token, lexicon) if (rule := _BY_ROLE.get(token.dep_)) else Use.ASSOCIATIVE


def _object_use(token: Token, lexicon: Lexicon) -> Use:
    return Use.LITERAL if token.head.lemma_.lower() in lexicon.verbs["ground_object"] else Use.ACTOR


def _of_list(first: Token, token: Token, lexicon: Lexicon) -> Use:
    """A member of a list is used as its first member; after an ordinary noun ("member states, A and B") as an actor."""
    if first.pos_ == "NOUN" and first.lemma_.lower() not in lexicon.nouns["land"]:
        return Use.ACTOR
    if first.i == token.i:
        return Use.ASSOCIATIVE
    return _name_use(first, lexicon)


def _first_conjunct(token: Token) -> Token:
    while token.dep_ in {"conj", "appos"} and token.head.i != token.i and token.head.pos_ in {"PROPN", "NOUN"}:
        token = token.head
    return token


def _modifier_use(token: Token, lexicon: Lexicon) -> Use:
    """Literal before land, as in "Kherson region", "Kyiv suburbs"; not in "Kyiv government", "Russia-led"."""
    following = token.nbor(1) if token.i + 1 < len(token.doc) else token.head
    if following.text == "-" or following.lemma_.lower() in {"led", "backed"}:
        return Use.ASSOCIATIVE
    head = token.head
    if head.lemma_.lower() in lexicon.nouns["land"] and head.i > token.i:
        return Use.LITERAL
    if token.dep_ == "compound" and head.ent_type_ in {"GPE", "LOC"} and head.pos_ == "PROPN":
        return _name_use(head, lexicon) if head.dep_ not in {"compound", "nmod"} else Use.ASSOCIATIVE
    return Use.ASSOCIATIVE


def _possessive_use(token: Token, lexicon: Lexicon) -> Use:
    owned = token.head
    lemma = owned.lemma_.lower()
    if lemma in lexicon.nouns["land"] or lemma in lexicon.directions or owned.ent_type_ in {"GPE", "LOC"}:
        return Use.LITERAL
    return Use.SOURCE if lemma in lexicon.speech["bodies"] else Use.ASSOCIATIVE


def _subject_use(token: Token, lexicon: Lexicon) -> Use:
    verb = token.head
    lemma = verb.lemma_.lower()
    if lemma in lexicon.cues and token.dep_ == "nsubj":
        return (
            Use.ACTOR
            if lexicon.cues[lemma] in {Stance.DEMANDS, Stance.PROPOSES} or lemma in {"agree", "claim"}
            else Use.SOURCE
        )
    if token.dep_ == "nsubjpass" and lemma in lexicon.verbs["ground_object"]:
        return Use.LITERAL
    if lemma in {"fall", "lie", "border", "see", "witness", "experience"}:
        return Use.LITERAL
    if lemma in {"be", "remain", "become"} and _is_location_predicate(verb, lexicon):
        return Use.LITERAL
    return Use.ACTOR


def _is_location_predicate(verb: Token, lexicon: Lexicon) -> bool:
    """Whether it says what or where X is: "X is a town in ...", "X is in ruins", "X remains under ... control"."""
    for child in verb.children:
        if child.dep_ == "attr" and child.lemma_.lower() in lexicon.nouns["ground"] | lexicon.nouns["land"]:
            return True
        if child.dep_ == "prep" and child.lower_ in {"in", "under", "near", "within", "on"}:
            return True
    return False


def _preposition(token: Token) -> Token | None:
    """The preposition that governs the name, also through a list: "in Kherson and Zaporizhzhia"."""
    first = _first_conjunct(token)
    if first.dep_ in {"compound", "nmod"} and first.head.dep_ == "pobj":
        first = first.head
    return first.head if first.dep_ in {"pobj", "pcomp"} and first.head.dep_ in {"prep", "agent", "dative"} else None


def _after_preposition(token: Token, lexicon: Lexicon) -> Use:
    preposition = token.head
    word, head = preposition.lower_, preposition.head
    if word == "of":
        return _after_of(head, lexicon)
    if word in lexicon.prepositions["motion"]:
        return _after_motion(head, lexicon)
    if word == "on":
        return Use.LITERAL if _attack(head, lexicon) else Use.ACTOR
    if word == "over":
        return Use.LITERAL if _above(head, lexicon) else Use.ASSOCIATIVE
    return _in_place(word, head, lexicon)


def _in_place(word: str, head: Token, lexicon: Lexicon) -> Use:
    """After "in", "at", "near" and the like: the place, unless somebody aims words at it."""
    lemma = head.lemma_.lower()
    if word == "at" and (lemma in lexicon.cues or lemma in _AIMING):
        return Use.ACTOR
    if word in lexicon.prepositions["literal"]:
        return Use.LITERAL
    if word == "between" and lemma in lexicon.nouns["land"] | {"road", "highway", "area", "land"}:
        return Use.LITERAL
    if word == "for" and lemma in {"leave", "depart", "sail", "head", "bind", "bound"}:
        return Use.LITERAL
    return Use.ACTOR if word in lexicon.prepositions["actor"] else Use.ASSOCIATIVE


def _above(head: Token, lexicon: Lexicon) -> bool:
    """Whether "over X" is where: "the war over X", "flew over X"."""
    return head.lemma_.lower() in lexicon.nouns["events"] | {"control", "fly", "airspace", "hover"}


def _attack(head: Token, lexicon: Lexicon) -> bool:
    """Whether "on X" is where it strikes ("attacks on X", "advance on X"), not who is meant ("calls on X")."""
    attacks = {lemma for row in lexicon.predicates if row.kind == "attack" for lemma in row.lemmas}
    return head.lemma_.lower() in attacks | {"advance", "march", "rain", "close", "assault", "siege"}


def _after_of(head: Token, lexicon: Lexicon) -> Use:
    """Literal in "invasion of X", "the town of X", "part of X"; not in "the president of X"."""
    lemma = head.lemma_.lower()
    if lemma in lexicon.nouns["offices"] and lemma != "state":
        return Use.ACTOR if lemma == "republic" else Use.ASSOCIATIVE
    places = lexicon.nouns["land"] | lexicon.nouns["ground"] | lexicon.verbs["ground_object"] | set(lexicon.directions)
    if lemma in places | _ACTS_OF_GROUND | lexicon.nouns["fractions"]:
        return Use.LITERAL
    return Use.ASSOCIATIVE


def _after_motion(head: Token, lexicon: Lexicon) -> Use:
    lemma = head.lemma_.lower()
    if lemma in lexicon.verbs["motion"] | lexicon.nouns["land"] | {"fall", "corridor", "close"}:
        return Use.LITERAL
    if any(child.dep_ == "prt" and child.lower_ in {"back", "out"} for child in head.children):
        return Use.LITERAL
    if lemma in {"belong", "lose", "cede", "give", "tell", "sell", "hand"} or lemma in lexicon.cues:
        return Use.ACTOR
    if any(child.dep_ == "dobj" and child.lemma_.lower() in lexicon.nouns["forces"] for child in head.children):
        return Use.LITERAL
    moved = lemma in _MOVED or (head.pos_ == "NOUN" and lemma in lexicon.nouns["forces"])
    return Use.LITERAL if moved else Use.ASSOCIATIVE


def _is_dateline(token: Token) -> bool:
    """A name alone at the start of a paragraph in capitals, and what holds it: "GOMA, Congo - "."""
    first = token.doc[0]
    follows = token.i == _BEHIND_DATELINE and token.nbor(-1).text == ","
    return (token.idx == 0 or follows) and first.text.isupper() and len(first.text) > _SHORT


def _is_body_modifier(token: Token, lexicon: Lexicon) -> bool:
    """Within the name of a public body: "Dublin City Council", "the University of Juba"."""
    civic = lexicon.mentions["civic"]
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.text in civic | {"Bank"}:
        return True
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    joined = token.dep_ in {"compound", "nmod", "amod"} and token.head.text[:1].isupper()
    return following is not None and joined and following.text in civic - _LAND


_BY_ROLE: Mapping[str, Callable[[Token, Lexicon], Use]] = MappingProxyType({
    **dict.fromkeys(("compound", "nmod", "amod", "npadvmod"), _modifier_use),
    "poss": _possessive_use,
    **dict.fromkeys(("nsubj", "nsubjpass", "csubj"), _subject_use),
    **dict.fromkeys(("dobj", "obj", "dative", "oprd"), _object_use),
    "pobj": _after_preposition,
})  # fmt: skip
