"""The command: ``python -m geo read | atlas | batch | places | app``.

Takes arguments; gives files, text on standard output, and an exit status: 0 read, 1 an input cannot be read, 2 wrong
usage, 3 some lines of a batch or dispatches of an atlas failed, 4 a claim is not on the map (--strict). Never shows a
traceback for anything that a user can give.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from geo import atlas, brief, documents, exports, figure, layers, reading, webmap
from geo.atomic import write_bytes, write_text
from geo.boundaries import DE_FACTO, DE_JURE
from geo.errors import GeoError, InputError, SecondReaderError
from geo.features import from_collection
from geo.filters import Filter, choose_claims
from geo.model import Candidate, ClaimKind, MentionKind, Reading
from geo.overrides import read_overrides
from geo.own_sources import read_own_sources
from geo.pipeline import Engine
from geo.resolution import rank
from geo.second_reader import KEY_VARIABLE, ModelReader, describe_opinion

EPILOG = """examples:
  python -m geo read dispatch.txt --published 2022-09-14 --outlet "The Daily" -o reading.json -o map.html -o figure.png
  python -m geo read - < dispatch.txt
  python -m geo read dispatch.txt --claimant "Foreign Ministry" --kind seizure -o claims.geojson
  python -m geo read dispatch.txt --second-reader http://localhost:11434/v1 --second-model llama3.1 -o reading.json
  python -m geo read dispatch.txt --overrides overrides-1a2b3c4d.json -o figure.png
  python -m geo atlas dispatches/ -o atlas/ --size slide
  python -m geo batch texts.jsonl -o readings.jsonl
  python -m geo places Stepanakert
"""

UNPLACED = 4
"""The exit status of --strict where a claim is not on the map."""

Writer = Callable[[Reading, Engine, Path, argparse.Namespace], None]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; gives its exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except (GeoError, OSError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m geo",
        description="Claimscape: read who claims which ground in a dispatch, and draw it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_read(commands.add_parser("read", help="read one dispatch"))
    _add_batch(commands.add_parser("batch", help="read many texts, one JSON a line"))
    _add_atlas(commands.add_parser("atlas", help="the figures of a folder of dispatches, and a page that lists them"))
    _add_places(commands.add_parser("places", help="what a name may mean, ranked"))
    _add_app(commands.add_parser("app", help="start the app in a browser"))
    return parser


def _add_sources(parser: argparse.ArgumentParser) -> None:
    words = "a sources.toml of your own boundary files, to read and draw besides ours (docs/data.md)"
    parser.add_argument("--sources", type=Path, metavar="FILE", help=words)


def _load(options: argparse.Namespace) -> Engine:
    """The engine with the user's own sources, where there are any."""
    engine = Engine.load()
    return engine.with_own(read_own_sources(options.sources)) if options.sources else engine


def _add_read(parser: argparse.ArgumentParser) -> None:
    suffixes = " ".join(WRITERS)
    parser.add_argument("dispatch", help="a text, HTML or PDF file, '-' for standard input, or an http(s) address")
    parser.add_argument("--published", type=_date, metavar="DATE", help="publication date, like 2022-09-14")
    parser.add_argument("--outlet", help="the paper or agency that printed it")
    parser.add_argument("--title", help="its headline, where the text does not start with it")
    views = f"write a view; the suffix chooses it: {suffixes}. Without -o the JSON is printed"
    parser.add_argument("-o", dest="outputs", action="append", type=_output, default=[], metavar="FILE", help=views)
    parser.add_argument("--claimant", action="append", metavar="NAME", help="only claims of this claimant (repeatable)")
    kinds = [kind.value for kind in ClaimKind]
    parser.add_argument("--kind", action="append", choices=kinds, help="only this kind of claim (repeatable)")
    parser.add_argument("--from", dest="first", type=_date, metavar="DATE", help="only claims dated on or after")
    parser.add_argument("--to", dest="last", type=_date, metavar="DATE", help="only claims dated on or before")
    parser.add_argument(
        "--as-of", type=_date, metavar="DATE", help="boundaries of this day; without it, of publication"
    )
    sides = f"whose boundaries: {DE_FACTO!r} (default), {DE_JURE!r} or a country (ISO alpha-3) as it sees them"
    parser.add_argument("--view", default=DE_FACTO, metavar="SIDE", help=sides)
    replayed = "replay a file of corrections, as the app saves it (docs/using.md)"
    parser.add_argument("--overrides", type=Path, metavar="FILE", help=replayed)
    _add_figure(parser)
    parser.add_argument("--quiet", action="store_true", help="no notes on standard error, only errors")
    strict = f"exit with {UNPLACED} where a claim is not on the map, after writing everything; each is named"
    parser.add_argument("--strict", action="store_true", help=strict)
    _add_sources(parser)
    asked = f"ask your own model too, at this OpenAI-compatible address: the text is sent there. A key: {KEY_VARIABLE}"
    parser.add_argument("--second-reader", metavar="ADDRESS", help=f"{asked} (docs/second-reader.md)")
    parser.add_argument("--second-model", metavar="NAME", help="the model's name at that address")
    parser.set_defaults(run=_read)


def _add_figure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=list(figure.PAGES), default="landscape", help="the figure's (A4: landscape)")
    parser.add_argument("--subtitle", default="", help="under the figure's title, in place of outlet, date and places")
    parser.add_argument("--note", default="", help="a note of yours on the figure")


def _add_atlas(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help=f"a folder of dispatches: {', '.join(documents.SUFFIXES)} files")
    words = "where index.html, the figures (PNG) and the maps (HTML) go; made where it is not there"
    parser.add_argument("-o", dest="output", type=Path, required=True, metavar="FOLDER", help=words)
    _add_figure(parser)
    _add_sources(parser)
    parser.set_defaults(run=_make_atlas)


def _add_batch(parser: argparse.ArgumentParser) -> None:
    record = '{"doc_id", "text", "published"?, "outlet"?, "title"?, "spans"?}'
    parser.add_argument("texts", help=f"JSON lines: {record}; - reads standard input")
    parser.add_argument(
        "-o", dest="output", type=Path, required=True, metavar="OUT.jsonl", help="JSON lines, in the same order"
    )
    parser.add_argument("--only", choices=["mentions"], help="only names of places and demonyms, each with its point")
    parser.add_argument("--light", action="store_true", help="with --only mentions: no parser, many times faster")
    without = "with --only mentions: names of places only, no Armenian or Sudanese"
    parser.add_argument("--no-demonyms", dest="demonyms", action="store_false", help=without)
    _add_sources(parser)
    parser.set_defaults(run=_batch)


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name")
    parser.add_argument("--near", type=_lon_lat, metavar="LON,LAT", help="nearer candidates first")
    parser.add_argument("--country", metavar="ISO", help="only this country (ISO alpha-3)")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    _add_sources(parser)
    parser.set_defaults(run=_places)


def _add_app(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8501, help="default 8501")
    parser.set_defaults(run=_app)


def _date(text: str) -> dt.date:
    try:
        return documents.parse_date(text, "date")
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _output(text: str) -> Path:
    path = Path(text)
    if find_suffix(path) not in WRITERS:
        raise argparse.ArgumentTypeError(f"{text!r}: want a file that ends in one of {' '.join(WRITERS)}")
    return path


def _lon_lat(text: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: want LON,LAT in degrees, like 44.5,40.2") from error
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise argparse.ArgumentTypeError(f"{text!r}: lon must be within 180 and lat within 90 degrees")
    return lon, lat


def _read(options: argparse.Namespace) -> int:
    for path in options.outputs:
        if not path.parent.is_dir():
            raise InputError(f"{path}: there is no folder {path.parent}; make it first")
    source = documents.Source(options.title, options.outlet, options.published)
    second = _second_reader(options)
    document = documents.read_document(options.dispatch, source, stdin=sys.stdin.buffer)
    tell = _be_quiet if options.quiet else partial(print, file=sys.stderr)
    if document.published is None:
        tell("note: no --published date: weekdays and months without a year stay undated")
    engine = _load(options).under(options.view, options.as_of)
    corrections = read_overrides(options.overrides.read_text(encoding="utf-8")) if options.overrides else ()
    corrected = engine.draw(engine.read_words(document), corrections)
    for warning in corrected.warnings:
        print(warning, file=sys.stderr)
    result = corrected.reading
    result = choose_claims(_consult(engine, result, second) if second else result, build_filter(options))
    if options.outputs:
        tell(f"parsed by spaCy's {engine.parser}")
    else:
        sys.stdout.write(reading.to_json(result))
    for path in options.outputs:
        WRITERS[find_suffix(path)](result, engine, path, options)
        tell(f"wrote {path}")
    return _check_placed(result) if options.strict else 0


def _be_quiet(_: str) -> None:
    """Tell nobody."""


def _check_placed(result: Reading) -> int:
    """The exit status of --strict; each claim that is not on the map is named with its words."""
    missing = reading.find_unplaced(result)
    for claim in missing:
        print(
            f"not on the map: {claim.claimant.name}, {claim.kind}: “{' '.join(claim.quote.split())}”", file=sys.stderr
        )
    return UNPLACED if missing else 0


def _make_atlas(options: argparse.Namespace) -> int:
    """Read every dispatch of a folder; one that cannot be read is named, and the rest goes on."""
    if not options.folder.is_dir():
        raise InputError(f"{options.folder}: no such folder; want one with {', '.join(documents.SUFFIXES)} files")
    files = sorted(one for one in options.folder.iterdir() if one.suffix.lower() in documents.SUFFIXES)
    if not files:
        raise InputError(f"{options.folder}: no dispatch in it; want {', '.join(documents.SUFFIXES)} files")
    options.output.mkdir(parents=True, exist_ok=True)
    engine, plates, failed = _load(options), [], False
    for path in tqdm(files, unit="dispatch", file=sys.stderr):
        try:
            result = engine.read(documents.read_document(str(path)))
        except GeoError as error:
            tqdm.write(f"left out: {' '.join(str(error).split())}", file=sys.stderr)
            failed = True
            continue
        plate = atlas.Plate(result, f"{path.name}.png", f"{path.name}.html")
        _write_figure(result, engine, options.output / plate.figure, options)
        _write_html(result, engine, options.output / plate.page, options)
        plates.append(plate)
    write_text(options.output / "index.html", atlas.build_index(plates))
    return 3 if failed else 0


def _second_reader(options: argparse.Namespace) -> ModelReader | None:
    """The user's own model, where both its address and its name are given."""
    if options.second_reader is None and options.second_model is None:
        return None
    if not (options.second_reader and options.second_model):
        raise InputError("a second reader needs both: --second-reader ADDRESS and --second-model NAME")
    return ModelReader(options.second_reader, options.second_model, os.environ.get(KEY_VARIABLE) or None)


def _consult(engine: Engine, result: Reading, reader: ModelReader) -> Reading:
    """The reading with the second opinion, its disagreements told; where the model fails, the reading as it is."""
    print(f"second reader: sending the text to {reader.destination}, model {reader.name}", file=sys.stderr)
    try:
        result = engine.consult(result, reader)
    except SecondReaderError as error:
        print(f"no second opinion: {' '.join(str(error).split())}", file=sys.stderr)
        return result
    for line in describe_opinion(result):
        print(line, file=sys.stderr)
    return result


def build_filter(options: argparse.Namespace) -> Filter:
    """The filter of the options; where days are asked for, a claim without one does not pass."""
    return Filter(tuple(options.claimant or ()), tuple(options.kind or ()), options.first, options.last)


def _batch(options: argparse.Namespace) -> int:
    engine = _load(options)
    failed = False
    lines: list[str] = []
    for number, line in enumerate(tqdm(_lines(options.texts), unit="text", file=sys.stderr), start=1):
        record = _batch_line(engine, line, number, options)
        failed |= "error" in record
        lines.append(json.dumps(record, ensure_ascii=False, default=str))
    write_text(options.output, "".join(f"{line}\n" for line in lines))
    return 3 if failed else 0


def _lines(target: str) -> list[str]:
    text = sys.stdin.read() if target == "-" else Path(target).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip()]


def _batch_line(engine: Engine, line: str, number: int, options: argparse.Namespace) -> dict[str, Any]:
    """One line's answer; a line that cannot be read says why, and the run goes on."""
    doc_id: object = number
    try:
        record = json.loads(line)
        doc_id = record.get("doc_id", number)
        published = documents.parse_date(record["published"], "published") if record.get("published") else None
        source = documents.Source(record.get("title"), record.get("outlet"), published)
        document = documents.from_text(record["text"], source, document_id=str(doc_id))
        if options.only == "mentions" or "spans" in record:
            spans = [(int(start), int(end)) for start, end in record["spans"]] if "spans" in record else None
            found = engine.read_toponyms(document, spans, light=options.light)
            kept = tuple(one for one in found if options.demonyms or one.kind is not MentionKind.DEMONYM)
            return {"doc_id": doc_id, "mentions": _with_points(reading.to_record(Reading(document, kept))["mentions"])}
        return {"doc_id": doc_id, "reading": json.loads(reading.to_json(engine.read(document)))}
    except (GeoError, ValueError, TypeError, KeyError, AttributeError) as error:
        want = 'want JSON with "doc_id" and "text"'
        return {"doc_id": doc_id, "error": f"line {number}: {type(error).__name__}: {error}; {want}"}


def _with_points(mentions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mentions for those who compare points: a place without one (a village known by its province) is null here."""
    return [one | {"place": None} if one["place"] and one["place"]["lon"] is None else one for one in mentions]


def _places(options: argparse.Namespace) -> int:
    engine = _load(options)
    candidates = [one for one in rank(options.name, engine.gazetteer) if options.country in {None, one.place.country}]
    if options.near:
        candidates.sort(key=lambda one: _distance_squared(options.near, one.place.lon, one.place.lat))
    if options.json:
        print(json.dumps([_record(one, engine) for one in candidates], ensure_ascii=False, indent=1))
        return 0
    if not candidates:
        print(f"{options.name!r}: no place of this name in the gazetteer", file=sys.stderr)
    for one in candidates:
        print(_row(one, engine.gazetteer.local_name(one.place.place_id)))
    return 0


def _record(candidate: Candidate, engine: Engine) -> dict[str, Any]:
    """A candidate with all names of its place by language (BCP 47), as the data have them."""
    return asdict(candidate) | {"names": engine.gazetteer.names_by_language(candidate.place.place_id)}


def _row(candidate: Candidate, local: str | None) -> str:
    """A line of the table: score, name, country, feature code, lon, lat, id, local name, reasons."""
    place = candidate.place
    point = " " * 18
    if place.lon is not None and place.lat is not None:
        point = f"{place.lon:9.3f} {place.lat:8.3f}"
    sort = f"{place.country or '-':4} {place.feature_code or '-':5}"
    reasons = "; ".join([*([f"locally {local}"] if local and local != place.name else []), *candidate.reasons])
    return f"{candidate.score:5.2f}  {place.name:28.28}  {sort} {point}  {place.place_id:28}  {reasons}"


def _distance_squared(near: tuple[float, float], lon: float | None, lat: float | None) -> float:
    """Good enough to order by; degrees, the date line crossed the short way."""
    if lon is None or lat is None:
        return float("inf")
    east = abs(near[0] - lon) % 360
    return min(east, 360 - east) ** 2 + (near[1] - lat) ** 2


def _app(options: argparse.Namespace) -> int:
    script = Path(__file__).parent.parent / "app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(options.port)]
    return subprocess.run(command, check=False, cwd=script.parent, env=os.environ).returncode  # noqa: S603 our own file


def _write_html(result: Reading, engine: Engine, path: Path, _: argparse.Namespace) -> None:
    frame = from_collection(result.features or dict(reading.EMPTY_COLLECTION))
    write_text(path, webmap.to_html(result, engine.world_of(result.document), layers.build_layers(result, frame)))


def _write_figure(result: Reading, engine: Engine, path: Path, options: argparse.Namespace) -> None:
    kinds: Mapping[str, figure.Format] = {".png": "png", ".svg": "svg", ".pdf": "pdf"}
    wording = figure.Wording(subtitle=options.subtitle, note=options.note)
    world, kind = engine.world_of(result.document), kinds[path.suffix.lower()]
    write_bytes(path, figure.to_figure(result, world, format=kind, size=options.size, wording=wording))


def _write_data(result: Reading, engine: Engine, path: Path, _: argparse.Namespace) -> None:
    exports.write_data(result, engine.world_of(result.document), path)


def _write_brief(result: Reading, engine: Engine, path: Path, _: argparse.Namespace) -> None:
    world = engine.world_of(result.document)
    if path.suffix.lower() == ".pdf":
        write_bytes(path, brief.to_pdf(result, world))
    else:
        write_text(path, brief.to_html(result, world))


def find_suffix(path: Path) -> str:
    """What chooses the view: the last suffix, and ".brief" before it."""
    last, before = path.suffix.lower(), Path(path.stem).suffix.lower()
    return before + last if before == ".brief" else last


WRITERS: Mapping[str, Writer] = {
    **dict.fromkeys((".json", ".geojson", ".gpkg", ".kml", ".csv"), _write_data),
    ".html": _write_html,
    **dict.fromkeys((".png", ".svg", ".pdf"), _write_figure),
    **dict.fromkeys((".brief.pdf", ".brief.html"), _write_brief),
}


__all__ = ["main"]
