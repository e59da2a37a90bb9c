"""How fast names are found in a text, beside the automaton alone; what opening the gazetteer costs; whether it errs.

    python bench/gazetteer.py [TEXT_FILE]

Without a file, the sample dispatches over and over with names of the gazetteer in between, about 1 MB. Times are
medians of rounds taken in turn in one run. Bare daachorse has the same names, lower-cased, in two ways: found anywhere
and then kept where words begin and end; and written between spaces, over a text whose breaks were made spaces before
the clock started, which leaves nothing to do beside. Neither knows case, possessives or gaps, nor gives offsets of the
original text. GNU grep is the oracle of what must be found.
"""

from __future__ import annotations

import lzma
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from daachorse import DoubleArrayAhoCorasick

from geo import gazetteer
from geo.gazetteer.index import to_row

ROOT = Path(__file__).parent.parent
ROUNDS, SIZE, SAMPLE = 7, 1_000_000, 20_000
_PLAIN_NAME = re.compile(r"[A-Z][a-z]{3,}(?: [A-Z][a-z]+)*")
_IN_WORD = bytes(ord("x") if chr(sign).isalnum() or sign > 127 else ord(" ") for sign in range(256))
_TO_SPACES = bytes(sign if chr(sign).isalnum() or sign > 127 else ord(" ") for sign in range(256))
_OPEN = r"""
import pathlib, re, time
from geo import gazetteer
def memory(what):
    return int(re.search(what + r":\s+(\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1000
before, start = memory("VmRSS"), time.perf_counter()
known = gazetteer.load()
print(time.perf_counter() - start, memory("VmRSS") - before, memory("VmHWM"))
"""


def main(arguments: list[str]) -> None:
    """Print all figures."""
    known = gazetteer.load()
    names = sorted(set(read_names()))
    text = Path(arguments[0]).read_text(encoding="utf-8") if arguments else build_text(names)
    print(f"{len(text) / 1e6:.2f} million characters of text, {len(names):,} names")
    print_opening()
    print_speed(known, names, text)
    print_errors(known, names, text)


def read_names() -> Iterator[str]:
    """Every name of the gazetteer's tables."""
    for table in gazetteer.TABLES:
        with lzma.open(gazetteer.BOUNDARIES / table, "rt", encoding="utf-8") as stream:
            next(stream)
            for line in stream:
                row = to_row(line.rstrip("\n"))
                yield from (row.name, *row.common, *row.names)


def build_text(names: list[str]) -> str:
    """Repeat the dispatches, a name before every paragraph: about as many as news has."""
    paths = sorted((ROOT / "data" / "dispatches").glob("*.md"))
    paragraphs = [part for path in paths for part in path.read_text(encoding="utf-8").split("\n\n")]
    pick, parts, size = random.Random(0), [], 0  # noqa: S311 - a sample, always the same
    plain = [name for name in names if _PLAIN_NAME.fullmatch(name)]
    while size < SIZE:
        for paragraph in paragraphs:
            parts.append(f"{pick.choice(plain)}'s council met in {pick.choice(plain)}. {paragraph}\n\n")
            size += len(parts[-1])
    return "".join(parts)


def print_opening() -> None:
    """Time and memory of opening a built index, in a process of its own."""
    if not Path("/proc/self/status").exists():
        print("opening: not measured, this system has no /proc")
        return
    runs = [subprocess.run([sys.executable, "-c", _OPEN], cwd=ROOT, capture_output=True, check=True) for _ in range(3)]
    seconds, growth, peak = (
        statistics.median(column) for column in zip(*(map(float, run.stdout.split()) for run in runs), strict=True)
    )
    print(f"opening a built index: {seconds:.2f} s, {growth:.0f} MB more memory, {peak:.0f} MB at most in the process")


def print_speed(known: gazetteer.Gazetteer, names: list[str], text: str) -> None:
    """MB/s of each way to find the names of the text, and the ratio to the padded automaton."""
    keys = sorted({name.lower() for name in names})
    lowered = text.lower().encode()
    spaced = b" " + lowered.translate(_TO_SPACES) + b" "
    anywhere = DoubleArrayAhoCorasick([key.encode() for key in keys])
    padded = DoubleArrayAhoCorasick([f" {key} ".encode() for key in keys])
    ways: dict[str, Callable[[], object]] = {
        "daachorse, between spaces, folded before": lambda: padded.find_overlapping(spaced),
        "daachorse and a filter by word boundary": lambda: find_whole_words(anywhere, lowered),
        "Gazetteer.find_names": lambda: known.find_names(text),
    }
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS + 1):  # the first round warms up and is dropped
        for way, find in ways.items():
            start = time.perf_counter()
            find()
            seconds[way].append(time.perf_counter() - start)
    medians = {way: statistics.median(times[1:]) for way, times in seconds.items()}
    ours = medians["Gazetteer.find_names"]
    for way, median in medians.items():
        print(f"{way:42} {len(lowered) / 1e6 / median:6.1f} MB/s   find_names is {median / ours:5.2f} x as fast")


def find_whole_words(automaton: DoubleArrayAhoCorasick, text: bytes) -> list[tuple[int, int, int]]:
    """The matches before and after which no word goes on."""
    inside = b" " + text.translate(_IN_WORD) + b" "
    return [match for match in automaton.find_overlapping(text) if inside[match[0]] == inside[match[1] + 1] == 32]


def print_errors(known: gazetteer.Gazetteer, names: list[str], text: str) -> None:
    """Compare with ``grep -w -o -F`` on a sample of names in letters of ASCII, and say what each difference is."""
    if not shutil.which("grep"):
        print("errors: not measured, there is no grep")
        return
    plain = [name for name in names if _PLAIN_NAME.fullmatch(name)]
    sample = set(random.Random(1).sample(plain, min(SAMPLE, len(plain))))  # noqa: S311 - always the same
    # An ASCII character for each other one: grep counts bytes, and so its offsets are those of the text.
    text = text.encode("ascii", "replace").decode()
    ends = dict(known.find_names(text))
    ours = {(start, end) for start, end in ends.items() if text[start:end] in sample}
    theirs = set(run_grep(sample, text))
    print(f"of {len(sample):,} names grep finds {len(theirs):,}, find_names {len(ours):,}, both {len(ours & theirs):,}")
    for who, missed in (("find_names lacks", theirs - ours), ("grep lacks", ours - theirs)):
        reasons = Counter(explain(text, span, ends, theirs) for span in missed)
        for reason, count in reasons.most_common():
            print(f"  {who} {count:,}: {reason}")


def run_grep(names: set[str], text: str) -> Iterator[tuple[int, int]]:
    """Spans of the names as grep sees them: leftmost, then longest, none within another, line by line."""
    with tempfile.TemporaryDirectory() as folder:
        patterns, body = Path(folder) / "names", Path(folder) / "text"
        patterns.write_text("".join(f"{name}\n" for name in sorted(names)), encoding="ascii")
        body.write_text(text, encoding="ascii", newline="")
        command = [shutil.which("grep") or "grep", "-a", "-b", "-o", "-w", "-F", "-f", str(patterns), str(body)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={"LC_ALL": "C"})
    for line in done.stdout.splitlines():
        start, _, name = line.partition(":")
        yield int(start), int(start) + len(name)


def explain(text: str, span: tuple[int, int], ends: dict[int, int], theirs: set[tuple[int, int]]) -> str:
    """Why only one of the two has a span."""
    start, end = span
    if span not in theirs:
        overlapped = any(first < end and start < last for first, last in theirs)
        return "a match before it overlaps it, and grep goes on after that" if overlapped else "UNEXPLAINED"
    if ends.get(start, end) > end:
        return "a longer name of the gazetteer, not in the sample, starts there"
    if text[start - 1 : start] in set("'`"):
        return "an apostrophe before it: part of a word such as O'Brien"
    if text[end : end + 1] in set("'`") and text[end : end + 3].rstrip()[1:2].isalpha():
        return "an apostrophe after it: part of a word such as Ma'alot"
    return "UNEXPLAINED"


if __name__ == "__main__":
    main(sys.argv[1:])
