"""Foreign words made fit for one line of a table or a message.

Takes any text that a model or a server sent; gives one short printable line. Does not escape for HTML.
"""

from __future__ import annotations

LONGEST = 120


def shorten(text: str, most: int = LONGEST) -> str:
    r"""One line, at most ``most`` characters, nothing in it that a terminal would obey.

    >>> shorten("Rebels\n  seized \x1b[31mGoma")
    'Rebels seized [31mGoma'
    """
    head = text[: 4 * most]
    line = " ".join("".join(one if one.isprintable() else " " for one in head).split())
    return line if len(line) <= most and len(head) == len(text) else f"{line[: most - 1].rstrip()}…"
