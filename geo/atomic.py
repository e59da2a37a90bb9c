"""Writing a file whole or not at all.

Takes a path and the whole content; leaves the new file, or the old one as it was.
Does not append, and does not know any format.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """Give the path of a temporary file in the same folder that takes the place of ``path`` if nothing raises.

    It has the suffix of ``path``, for writers that go by it. Its content reaches the disk before its name does, so that
    neither a kill nor a full disk leaves half a file. Raises OSError as ``open`` does.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:40]}-", suffix=path.suffix)
    os.close(handle)
    waiting = Path(name)
    try:
        yield waiting
        with waiting.open("rb+") as stream:
            os.fsync(stream.fileno())
        waiting.chmod(0o666 & ~_read_umask())
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with replace_file(path) as waiting:
        waiting.write_bytes(content)


def write_text(path: Path, content: str) -> None:
    """Write a text file in UTF-8, line ends as they are, whole or not at all.

    A lone surrogate, which JSON can smuggle into a text and UTF-8 cannot hold, is written as its escape: in JSON it is
    read back as it was.
    """
    write_bytes(path, content.encode(errors="backslashreplace"))


def _read_umask() -> int:
    """The umask can only be read by setting it."""
    umask = os.umask(0o077)
    os.umask(umask)
    return umask
