"""Who utters a reporting word, whom it accuses or addresses, and whom it cites.

Takes a reporting word and the Parties of the dispatch; gives the nouns of the speakers, and Parties. Does not look
outside the sentence but through the Parties.
"""

from __future__ import annotations

from spacy.tokens import Token

from geo.attribution.parties import Parties
from geo.lexicon import Lexicon
from geo.model import Party

RELATIVE = frozenset({"who", "which", "that", "whom"})


def find_voices(token: Token, frame: str, lexicon: Lexicon) -> list[tuple[Token, tuple[Token, ...]]]:
    """Each noun that speaks and whom it accuses or addresses; two where each blames the other or claims the ground."""
    outer = find_outer_cue(token, lexicon) if is_own_act(token, lexicon) else None
    speakers = find_speakers(outer if outer is not None else token)
    other = any(one.dep_ == "dobj" and one.lower_ in {"other", "another"} for one in token.children)
    mutual = len(speakers) > 1 and (other or trades(token))
    if mutual:
        return [(speaker, tuple(one for one in speakers if one.i != speaker.i)) for speaker in speakers]
    accused = find_accused(token, frame)
    each = token.lemma_.lower() in lexicon.cue_frames["ground_only"]
    return [(speaker, accused) for speaker in (speakers if each else speakers[:1])]


def trades(cue: Token) -> bool:
    """As in "The two sides traded blame"."""
    return cue.lemma_.lower() in {"trade", "swap", "exchange"}


def find_party(speaker: Token, parties: Parties, cue: Token) -> tuple[Party | None, tuple[str, ...]]:
    """The party that a speaker's noun means, and the doubts about it; "who" stands for what it is about."""
    if speaker.lower_ in RELATIVE and cue.dep_ == "relcl":
        speaker = cue.head
    return parties.named(speaker)


def find_speakers(token: Token) -> list[Token]:
    """Subjects of the cue; its agent in the passive; those of the clause that it hangs on where it has none."""
    children = list(token.children)
    agents = [
        one
        for child in children
        if child.dep_ == "agent"
        for one in child.children
        if one.dep_ == "pobj" and one.ent_type_ not in {"DATE", "TIME"}
    ]
    subjects = [child for child in children if child.dep_ == "nsubj"]
    if len(subjects) > 1:  # "Sudan's paramilitary Rapid Support Forces said"
        subjects = [one for one in subjects if one.i < token.i][-1:] or subjects[:1]
    relative = [child for child in children if child.dep_ == "nsubjpass" and child.lower_ in RELATIVE]
    found = agents or subjects or relative
    if not found and any(child.dep_ == "nsubjpass" for child in children):
        return []
    if found:
        return [one for first in found for one in (first, *first.conjuncts)]
    return _speakers_above(token) or _named_before(token)


def find_outer_cue(token: Token, lexicon: Lexicon) -> Token | None:
    """The reporting word that the cue is coordinated with over what that one reports; None where there is none.

    The parser hangs "accused" on "holding" in "said that troops were holding the hill, and accused X of ...".
    """
    inner = (
        token.dep_ == "conj" and token.head.dep_ in {"ccomp", "relcl"} and token.head.lemma_.lower() not in lexicon.cues
    )
    return next((one for one in token.head.ancestors if one.lemma_.lower() in lexicon.cues), None) if inner else None


def is_own_act(token: Token, lexicon: Lexicon) -> bool:
    """Whether such a cue is told of the outer speaker: behind a comma, a passive, or another tense."""
    outer = find_outer_cue(token, lexicon) if token.lemma_.lower() in lexicon.cues else None
    if (
        outer is None
        or token.tag_ != outer.tag_
        or any(child.dep_ in {"nsubj", "mark", "aux"} for child in token.children)
    ):
        return False
    first = next((child for child in token.head.children if child.dep_ == "cc" and child.i < token.i), token)
    comma = any(child.text == "," and child.i in {first.i - 1, token.i - 1} for child in token.head.children)
    # "demanded that X hand back the hill and proposed a zone": past, as the outer word is, where the inner one is not.
    tenses = token.tag_ == "VBD" and token.head.tag_ in {"VB", "VBP", "VBZ"}
    return comma or tenses or any(child.dep_ == "nsubjpass" for child in token.head.children)


def _named_before(token: Token) -> list[Token]:
    """The last person named before a main verb that the parser left without a subject."""
    people = [one.root for one in token.sent.ents if one.label_ == "PERSON" and one.end <= token.i]
    return people[-1:] if token.dep_ == "ROOT" else []


def _speakers_above(token: Token) -> list[Token]:
    """Those who speak where the cue has no subject: the noun or the clause that it hangs on."""
    head = token.head
    if token.dep_ == "acl":
        return [head] if _can_speak(head) else _speakers_of_clause(head)
    if token.dep_ not in {"pcomp", "advcl", "xcomp", "conj"} or head.i == token.i:
        return []
    while head.dep_ in {"prep", "mark"} and head.head.i != head.i:
        head = head.head
    if head.pos_ in {"VERB", "AUX"}:
        return find_speakers(head)
    return [head] if head.pos_ == "PROPN" else []


def _can_speak(noun: Token) -> bool:
    return (
        noun.pos_ == "PROPN"
        or noun.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
        or noun.lemma_.lower() in {"statement", "letter", "report"}
    )


def _speakers_of_clause(noun: Token) -> list[Token]:
    """The subject of the verb that the noun belongs to: "invoked a pact calling on X"."""
    while noun.pos_ not in {"VERB", "AUX"} and noun.head.i != noun.i:
        noun = noun.head
    return [child for child in noun.children if child.dep_ == "nsubj"]


def find_accused(token: Token, frame: str) -> tuple[Token, ...]:
    """Whom the cue blames or addresses: after "at" or "on", else its object."""
    if frame not in {"accuse", "address"}:
        return ()
    if token.dep_ == "acl" and token.tag_ == "VBN":
        return (token.head,)  # "troops, accused by X of ..."
    direct = [
        child
        for child in token.children
        if child.dep_ == "dobj" and (child.pos_ in {"PROPN", "NOUN", "PRON"} or child.lower_ in {"other", "another"})
    ]
    governors = [token, *(child for child in token.children if child.dep_ == "dobj")]
    indirect = [
        one
        for governor in governors
        for child in governor.children
        if child.dep_ == "prep" and child.lower_ in {"at", "on"}
        for one in child.children
        if one.dep_ == "pobj" and one.ent_type_ not in {"DATE", "TIME"}
    ]
    return tuple(indirect or direct)


def find_cited(token: Token, parties: Parties) -> tuple[Party, ...]:
    """Whom the cue cites, to become the speaker: Y in "X reported, citing Y" and "X, quoting Y, reported"."""
    subjects = [child for child in token.children if child.dep_ == "nsubj"]
    for child in (*token.children, *(one for first in subjects for one in first.children)):
        if child.dep_ in {"advcl", "acl", "prep"} and child.lower_ in {"citing", "quoting"}:
            named = [parties.named(one)[0] for one in child.children if one.dep_ in {"dobj", "pobj"}]
            return tuple(one for one in named if one)
    return ()


def find_told(token: Token, parties: Parties) -> tuple[Party, ...]:
    """The outlet that was told, which passes it on: Y in "X told the newspaper Y"; not whoever else listened."""
    if token.lemma_.lower() not in {"tell", "inform"}:
        return ()
    told = [child for child in token.children if child.dep_ in {"dobj", "dative"}]
    return tuple(party for one in told if parties.is_outlet(one) and (party := parties.named(one)[0]))


def find_quoted(token: Token) -> tuple[Token, Token] | None:
    """Whom "X quoted Y as saying" quotes, and the "saying"; None where nothing is quoted so."""
    if token.lemma_.lower() not in {"quote", "cite"}:
        return None
    said = next((one for one in token.subtree if one.lower_ == "saying" and one.nbor(-1).lower_ == "as"), None)
    quoted = next((child for child in token.children if child.dep_ in {"dobj", "nsubjpass"}), None)
    return (quoted, said) if said is not None and quoted is not None else None
