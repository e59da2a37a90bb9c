"""The stages in order, nothing else; the only module that holds both halves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geo import (
    attribution,
    boundaries,
    documents,
    features,
    gazetteer,
    lexicon,
    mentions,
    overrides,
    resolution,
    second_reader,
    syntax,
)
from geo.claims import ClaimReader, find_relations
from geo.collection import Repeat, join_readings
from geo.model import GROUND_KINDS, Claim, Document, Mention, Place, Reading
from geo.own_sources import OwnSources


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrected reading, drawn.

    ``rejected`` are the claims that were taken out, ``warnings`` say what could not be replayed, ``anchors`` how a
    further correction names a claim; they are empty for several dispatches as one.
    """

    reading: Reading
    rejected: tuple[Claim, ...]
    warnings: tuple[str, ...]
    anchors: Mapping[str, overrides.Anchor] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Engine:
    """What is loaded once and reads many dispatches."""

    gazetteer: gazetteer.Gazetteer
    lexicon: lexicon.Lexicon
    world: boundaries.Boundaries

    @classmethod
    def load(cls, folder: Path | None = None) -> Engine:
        """Load words, names and boundaries; ``folder`` replaces data/boundaries."""
        return cls(gazetteer.load(folder), lexicon.load("en"), boundaries.read_boundaries(folder))

    @property
    def parser(self) -> str:
        """The language model that parses, with its version."""
        return syntax.describe_pipeline()

    def under(self, side: str, date: dt.date | None) -> Engine:
        """The same engine drawing on another side's boundaries or another day's: see ``Boundaries.under``."""
        return replace(self, world=self.world.under(side, date))

    def with_own(self, own: OwnSources) -> Engine:
        """The same engine that knows a user's own boundaries besides."""
        world = self.world.with_own(own.sources, own.frames)
        return replace(self, world=world, gazetteer=self.gazetteer.with_own(own.rows))

    def read_text(
        self, text: str, *, title: str | None = None, outlet: str | None = None, published: dt.date | None = None
    ) -> Reading:
        """Read a dispatch's text; see ``read``."""
        return self.read(documents.from_text(text, documents.Source(title, outlet, published)))

    def read(self, document: Document) -> Reading:
        """The whole Reading of a document, features and places drawn."""
        return self.draw(self.read_words(document)).reading

    def draw(self, words: Reading, corrections: Sequence[overrides.Override] = ()) -> Corrected:
        """What ``read_words`` gave, with corrections replayed on it, drawn."""
        done = overrides.Replayed(words, anchors=overrides.find_anchors(words))
        if corrections:
            done = overrides.replay(words, corrections, self._find_place)
        reading = self._draw(done.reading, features.ByHand(done.moved, done.drawn))
        return Corrected(reading, done.rejected, done.warnings, done.anchors)

    def _draw(self, words: Reading, by_hand: features.ByHand) -> Reading:
        drawn = features.build_drawn(words, self.world_of(words.document), self.locate, by_hand)
        claims = tuple(replace(one, certainty=drawn.certainty[one.id]) for one in words.claims)
        claims = tuple(replace(one, doubts=(*one.doubts, *self._why_unplaced(one, drawn.notes))) for one in claims)
        return replace(
            words,
            claims=claims,
            features=features.to_collection(drawn.features),
            places=features.to_collection(drawn.places),
        )

    def collect(
        self, words: Sequence[Reading], corrections: Mapping[str, Sequence[overrides.Override]] = MappingProxyType({})
    ) -> tuple[Corrected, tuple[Repeat, ...]]:
        """Several dispatches, as ``read_words`` gave them, drawn as one reading; see ``collection.join_readings``.

        ``corrections`` are those of each text, by its sha256.
        """
        done = [overrides.replay(one, corrections.get(one.document.sha256, ()), self._find_place) for one in words]
        joined = join_readings([one.reading for one in done])
        moved: dict[str, float] = {}
        drawn: dict[str, Mapping[str, Any]] = {}
        for one in done:
            prefix = joined.prefixes.get(one.reading.document.sha256)
            if prefix is not None:
                moved |= {prefix + name: share for name, share in one.moved.items()}
                drawn |= {prefix + name: shape for name, shape in one.drawn.items()}
        rejected = tuple(claim for one in done for claim in one.rejected)
        warnings = tuple(warning for one in done for warning in one.warnings)
        reading = self._draw(joined.reading, features.ByHand(moved, drawn))
        return Corrected(reading, rejected, warnings), joined.repeats

    def _find_place(self, place_id: str) -> Place | None:
        """The place of a leaf's id, None where the gazetteer has none."""
        try:
            return self.gazetteer.place(place_id)
        except ValueError:
            return None

    def consult(self, reading: Reading, reader: second_reader.SecondReader) -> Reading:
        """The same reading with a second reader's opinion beside it; its claims and shapes stay as they are.

        Raises SecondReaderError where the second reader gives no usable answer.
        """
        return replace(reading, second=second_reader.consult(reader, reading, self.lexicon))

    @staticmethod
    def _why_unplaced(claim: Claim, notes: Mapping[str, str]) -> tuple[str, ...]:
        """Why a claim about ground is not drawn; that a statement is not needs no reason."""
        return (notes[claim.id],) if claim.id in notes and claim.kind in GROUND_KINDS else ()

    def world_of(self, document: Document) -> boundaries.Boundaries:
        """The boundaries that a document is drawn on: as of its own day, unless a day was chosen."""
        view = self.world.view
        return self.world if view.date else self.world.under(view.side, document.published)

    def read_words(self, document: Document) -> Reading:
        """The text half alone: mentions, claims and relations, nothing drawn."""
        parsed, found = self._mentions(document)
        parties = attribution.Parties(parsed, found, self.lexicon)
        said = attribution.find_attributions(parsed.sentences, parties, self.lexicon)
        reader = ClaimReader(document, parsed.syntax, found, parties, self.lexicon, self.gazetteer)
        claims, completed = reader.read(said)
        relations = find_relations(claims, completed, document.clean)
        drawn = reader.drawn_mentions(claims)
        marked = tuple(replace(one, drawn=one.id in drawn) for one in completed)
        return Reading(document, marked, claims, relations)

    def read_mentions(self, document: Document) -> tuple[Mention, ...]:
        """Only the place mentions, described ones too, resolved."""
        return self._mentions(document)[1]

    def read_toponyms(
        self, document: Document, spans: Sequence[tuple[int, int]] | None = None, *, light: bool = False
    ) -> tuple[Mention, ...]:
        """Only names and demonyms, resolved; with ``spans`` exactly these, taken as names of places.

        ``light``: by the letters alone, without the parser; see ``mentions.find_lightly``.
        """
        if spans is not None:
            found = mentions.find_given(document.text, spans, self.lexicon)
        elif light:
            found = mentions.find_lightly(document, self.gazetteer, self.lexicon)
        else:
            found = mentions.find_named(self._parse(document), self.gazetteer, self.lexicon)
        return self._resolve(document, found, ())

    def locate(self, place_id: str) -> tuple[float, float] | None:
        """Lon, lat of a gazetteer entry; None where it has none."""
        place = self.gazetteer.place(place_id)
        return (place.lon, place.lat) if place and place.lon is not None and place.lat is not None else None

    def _parse(self, document: Document) -> mentions.Parsed:
        names = mentions.find_name_spans(document.clean, self.gazetteer, self.lexicon)
        people = mentions.find_persons(document.clean, self.lexicon)
        closing = attribution.find_closing(document.clean, self.lexicon)
        sentences = syntax.parse_sentences(
            document.clean,
            documents.find_paragraphs(document.clean),
            [(one.start, one.end) for one in names],
            syntax.Hints(
                places=[(one.start, one.end) for one in names if one.sure],
                bodies=[(one.start, one.end) for one in names if one.is_body],
                people=people,
                lowered=attribution.find_title_case(document.clean, [(one.start, one.end) for one in names]),
                stand_ins=self.lexicon.stand_ins,
                read_as={
                    **{cue: "said" for _, cue in closing},
                    **dict.fromkeys(attribution.find_denials(document.clean, self.lexicon), "denies"),
                },
                starts={
                    *(start for start, _ in closing),
                    *attribution.find_next_speakers(document.clean, self.lexicon),
                },
            ),
        )
        return mentions.Parsed(document, sentences, syntax.Syntax(sentences), names, people)

    def _mentions(self, document: Document) -> tuple[mentions.Parsed, tuple[Mention, ...]]:
        parsed = self._parse(document)
        findings = mentions.find_mentions(parsed, self.gazetteer, self.lexicon)
        sentences = syntax.sentence_spans(parsed.sentences)
        return parsed, self._resolve(document, findings, sentences)

    def _resolve(
        self, document: Document, findings: Sequence[mentions.Finding], sentences: Sequence[tuple[int, int]]
    ) -> tuple[Mention, ...]:
        names, words = self.gazetteer, self.lexicon
        return resolution.resolve(findings, document.clean, sentences, names, words, outlet=document.outlet)
