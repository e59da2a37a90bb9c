"""The functions that foreign text passes before it comes near folium, HTML or a label in Markdown.

Takes any text; gives text that a browser shows as it was. Does not shorten or judge it.

Two interpreters wait behind folium. branca compiles every rendered script as a Jinja template, without a sandbox,
in the server's Python: ``{{ ... }}`` in a GeoJSON property is run there, ``{% if %}`` or ``{#`` ends the map. In the
browser Leaflet sets tooltips as HTML and folium writes some strings into template literals, where a backtick or
``${`` is live. Numeric entities are inert in all three, and turn back into the character only when HTML is read.
"""

from __future__ import annotations

import html
import re

_LIVE = {character: f"&#{ord(character)};" for character in "\\`${}"}
_ENTITIES = str.maketrans(_LIVE)


def escape(text: str) -> str:
    """Make a text inert in HTML (between tags, or in a quoted attribute), in Jinja and in JavaScript strings.

    >>> escape("{{ 7 * 7 }} <b>`${x}`")
    '&#123;&#123; 7 * 7 &#125;&#125; &lt;b&gt;&#96;&#36;&#123;x&#125;&#96;'
    """
    return html.escape(text, quote=True).translate(_ENTITIES)


def escape_markdown(text: str) -> str:
    r"""Make a text show as it is where Markdown is live: a widget's label would fetch the image that it links to.

    >>> print(escape_markdown("![x](http://y) *z*"))
    \!\[x\]\(http\:\/\/y\) \*z\*
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
