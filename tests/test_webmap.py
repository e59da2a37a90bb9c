"""geo.webmap: nothing foreign is run, nothing is fetched, and every claim is told."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import folium
import pytest
from streamlit_folium import generate_leaflet_string

from geo import webmap
from geo.credits import DISCLAIMER
from geo.layers import MARKS, build_layers
from geo.model import Party, Reading
from geo.webmap import escaping, groups, legend, text
from geo.webmap.ground import ASSETS
from geo.webmap.scenery import WORLD
from tests.hand_made import TEXT, SquareWorld, build_document, build_frame, build_reading

READING = build_reading()
FRAME = build_frame(READING)
LAYERS = build_layers(READING, FRAME)

PAYLOADS = {
    "jinja expression": "{{ cycler.__init__.__globals__.os.getpid() }}",  # ran in the server's Python
    "jinja undefined": "{{ nope.x }}",  # crashed the map
    "jinja statement": "{% if %}",  # the same
    "jinja comment": "{# ",  # the same
    "template literal": "${window.hurt = 1}",  # ran in the browser
    "backtick": "a ` b",  # blanked the map
    "backslash": "\\u003cimg src=x onerror=hurt()\\u003e \\",
    "script end": "</script><script>window.hurt = 1</script>",  # blanked the map
    "image": '<img src=x onerror="window.hurt = 1">',  # ran in the browser
    "attribute end": "\" onmouseover='window.hurt = 1' x=\"",
    "markdown image": "![x](http://example.invalid/x.png)",  # asked an outside host
    "bidi": "\u202egnp.exe",
    "line separators": "a\u2028b\u2029c",
}


def poison(payload: str) -> Reading:
    """The hand-made reading with a payload wherever a dispatch can put text."""
    claims = tuple(
        replace(one, claimant=Party(payload, None, payload), quote=payload, via=(Party(payload),), doubts=(payload,))
        for one in READING.claims
    )
    features = json.loads(json.dumps(READING.features))
    for feature in features["features"]:
        feature["properties"] |= {"claimant": payload, "label": payload, "quote": payload, "note": payload}
    places = json.loads(json.dumps(READING.places))
    for feature in places["features"]:
        feature["properties"] |= {"name": payload, "place_id": payload}
    document = build_document(payload + " " + TEXT, title=payload, outlet=payload)
    mentions = tuple(replace(one, toponym=payload, place=None) for one in READING.mentions)
    relations = tuple(replace(one, reason=payload) for one in READING.relations)
    return Reading(document, mentions, claims, relations, features, places)


def render(reading: Reading) -> str:
    return webmap.to_html(reading, SquareWorld(), build_layers(reading, build_frame(reading)))


def build_map(reading: Reading, bounds: tuple[float, ...] = WORLD, assets: webmap.Assets | None = None) -> folium.Map:
    return webmap.build_base_map(webmap.build_scenery(reading, SquareWorld(), bounds), assets)


class Page(HTMLParser):
    """What a browser would see: the tags, the addresses, the text outside scripts and styles."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.words: list[str] = []
        self._silent = False
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self._silent = tag in {"script", "style"}
        self.addresses += [value for name, value in attrs if name in {"src", "href"}]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, _tag):
        self._silent = False

    def handle_data(self, data):
        if not self._silent:
            self.words.append(data)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_escape_leaves_no_live_character_and_loses_none(payload):
    escaped = webmap.escape(payload)
    assert not set(escaped) & set("<>\"'`${}\\")
    assert html.unescape(escaped) == payload


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_page_shows_payloads_as_text(payload):
    page = Page(render(poison(payload)))
    assert set(page.tags) == set(Page(render(READING)).tags), "no tag comes from a dispatch"
    assert page.handlers == []
    shown = "".join(page.words)
    assert shown.count(payload) >= 8, "title, outlet, claimant, quote, reason, note, place are told as they were"


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_the_screens_map_holds_payloads_only_as_entities(payload):
    reading = poison(payload)
    layers = build_layers(reading, build_frame(reading))
    ground = build_map(reading, (0, 40, 10, 46))
    for group in webmap.build_layer_groups(layers, webmap.number_claims(reading)):
        group.add_to(ground)
    ground.get_root().render()
    script = generate_leaflet_string(ground)
    data = "".join(re.findall(r"claimscape(?:Claims)?\(\w+, (\{.*)\);", script))
    live = set(payload) & set("<>`$\\{}")
    assert payload not in data or not live
    assert json.dumps(webmap.escape(payload))[1:-1].replace("&", "\\u0026") in data


def test_jinja_in_a_dispatch_is_not_run():
    page = render(poison("{{ 7 * 191 }}"))
    assert "1337" not in re.sub(r"[0-9a-f]{8,}", "", page)


def test_the_page_asks_for_nothing():
    page = render(READING)
    parsed = Page(page)
    assert all(address.startswith("data:") for address in parsed.addresses)
    assert "link" not in parsed.tags
    assert not re.findall(r"url\((?!#|\"?data:)[^)]*\)", page)
    assert "sourceMappingURL" not in page


def test_no_asset_holds_what_jinja_would_read():
    for path in ASSETS.glob("map.*"):
        assert not re.search(r"\{\{|\{%|\{#", path.read_text(encoding="utf-8")), path.name


def test_the_page_is_small_and_the_same_every_time():
    page = render(READING)
    assert len(page.encode()) < 1_000_000
    assert page == render(READING)


def test_the_page_tells_every_claim_relation_and_source():
    shown = " ".join("".join(Page(render(READING)).words).split())
    for expected in (
        "Frontier shifts",
        "Daily Square, 7 May 2031",
        "2 of 3 drawn",
        "the sentence names no place for it",
        "General staff (claim 1) contradicts Ada Moor (claim 2). 120 km² and 15 km² are given for one loss.",
        "6 May 2031 (inferred)",
        "drawn with 120 km²",
        "Squares drawn by hand (as of 2031-01-01)",
        DISCLAIMER,
        webmap.SCHEMATIC,
    ):
        assert expected in shown


def test_an_unknown_date_is_said_to_be_unknown():
    reading = build_reading(published=None, outlet=None)
    assert webmap.describe_source(reading.document) == "outlet not stated, publication date not stated"


def test_a_reading_without_claims_is_a_page_that_says_so():
    page = render(Reading(build_document("Nothing was claimed.")))
    assert webmap.NO_CLAIMS in page


def test_who_rejects_stands_first_however_the_relation_has_them():
    turned = tuple(replace(one, claims=one.claims[::-1]) for one in READING.relations)
    rejection = next(row for row in webmap.describe_relations(replace(READING, relations=turned)) if row.first == 4)
    assert rejection.sentence == "Ada Moor (claim 4) rejects General staff (claim 3)"


def test_a_relation_to_a_claim_that_is_not_there_is_left_out():
    assert webmap.describe_relations(replace(READING, claims=READING.claims[:1])) == ()


def test_the_marked_text_is_the_text():
    marked = webmap.build_text(READING, LAYERS)
    assert html.unescape(re.sub(r"<[^>]+>", "", marked)) == TEXT
    assert re.findall(r'data-claims="([\d ]+)"', marked) == ["1", "2", "3", "4", "5"]
    assert '<span class="aside">Advertisement</span>' in marked


def test_claims_that_overlap_are_both_marked():
    first, second, *rest = READING.claims
    second = replace(second, start=first.start + 5, end=first.end)
    marked = webmap.build_text(replace(READING, claims=(first, second, *rest)), LAYERS)
    assert 'data-claims="1 2" data-ends="1 2"' in marked
    assert html.unescape(re.sub(r"<[^>]+>", "", marked)) == TEXT


def test_a_reading_without_its_text_shows_its_quotes():
    document = replace(READING.document, text="", clean="")
    marked = webmap.build_text(replace(READING, document=document), LAYERS)
    assert html.unescape(re.sub(r"<[^>]+>", "", marked)).split("\n\n") == [one.quote for one in READING.claims]


def test_the_base_map_does_not_change_with_the_layers():
    def ground(visible):
        base = build_map(READING, (0, 40, 10, 46))
        webmap.add_patterns(base, LAYERS)
        webmap.build_layer_groups(LAYERS, webmap.number_claims(READING), visible)
        base.get_root().render()
        return re.sub(r"_[0-9a-f]{32}", "", generate_leaflet_string(base))

    assert ground([]) == ground([layer.key for layer in LAYERS])


def test_folium_is_left_as_it_was():
    before = (list(folium.Map.default_js), list(folium.Map.default_css))
    ground = build_map(READING, WORLD, webmap.Assets(("../own/leaflet.js",), ()))
    assert (folium.Map.default_js, folium.Map.default_css) == before
    assert [link for _, link in ground.default_js] == ["../own/leaflet.js"]


@pytest.mark.parametrize(
    ("visible", "names"),
    [
        (None, ["General staff", "Ada Moor"]),
        ([], []),
        (["claimant:Ada Moor"], ["Ada Moor"]),
    ],
)
def test_only_visible_layers_become_groups(visible, names):
    groups_made = webmap.build_layer_groups(LAYERS, webmap.number_claims(READING), visible)
    assert [group.layer_name for group in groups_made] == names


def test_every_hatch_that_a_shape_refers_to_is_there():
    ground = build_map(READING, WORLD)
    for group in webmap.build_layer_groups(LAYERS, webmap.number_claims(READING)):
        group.add_to(ground)
    ground.get_root().render()
    used = set(re.findall(r"url\(#([\w-]+)\)", generate_leaflet_string(ground)))
    assert used
    assert used <= set(re.findall(r'<pattern id="([\w-]+)"', groups.build_patterns(LAYERS)))


@pytest.mark.parametrize(
    ("part", "km2", "pane"),
    [
        ("extent", 5.0, "claims-0"),  # under every shape, however small
        ("drawn", 90_000.0, "claims-1"),
        ("drawn", 100.0, "claims-4"),
        ("drawn", 10.0, "claims-5"),  # the smallest lies on top
        ("anchor", float("nan"), "claims-5"),
    ],
)
def test_panes(part, km2, pane):
    assert groups._pane(part, km2) == pane


def test_the_view_holds_the_claims_and_not_their_extents():
    west, south, east, _ = webmap.find_bounds(FRAME)
    assert (west, east) == pytest.approx((-0.8, 10.8)), "the corridor's length and a margin"
    assert south > 41, "the extent goes down to 40 but its claim has a shape of its own"


def test_the_view_of_a_tiny_shape_is_not_a_blur():
    west, south, east, north = webmap.find_bounds(FRAME[FRAME["claim_id"] == "c2"])
    assert east - west >= 0.6
    assert north - south >= 0.6


def test_the_view_of_nothing_is_the_world():
    assert webmap.find_bounds(FRAME.iloc[:0]) == WORLD


def test_lon_lat_is_turned_once():
    ground = build_map(READING, (1, 42, 3, 44))
    ground.get_root().render()
    assert '"view": [[42, 1], [44, 3]]' in generate_leaflet_string(ground)


def test_every_mark_has_its_css():
    css = text.build_marks_css()
    assert {f".mark-{n} " in css for n in range(MARKS)} == {True}


def test_the_legend_names_what_is_on_the_map_and_no_more():
    shown = "".join(Page(webmap.build_legend_html(LAYERS)).words)
    assert "claimed by General staff" in shown
    assert "place known" not in shown, "no such shape is drawn"


def test_swatches_end_no_attribute_and_no_css_string():
    for layer in LAYERS:
        assert not set(legend.build_pill_css(layer)[len('content: url("') : -2]) & set("\"'<>#\\()")


def test_escaping_module_is_the_only_one_that_escapes():
    sources = [path for path in ASSETS.parent.glob("*.py") if path.name != "escaping.py"]
    assert not [path.name for path in sources if "html.escape" in path.read_text(encoding="utf-8")]
    assert escaping.escape is webmap.escape


def test_what_is_answered_is_named_by_its_number():
    """A reader sees numbers; an id of the file means nothing to him."""
    reading = build_reading()
    first, second, *rest = reading.claims
    doubtful = replace(second, doubts=(f"taken as an answer to {first.id}", "C9999 is nobody's"))
    rows = webmap.describe_claims(replace(reading, claims=(first, doubtful, *rest)), build_frame(reading).iloc[:0])
    said = " ".join(row.drawing for row in rows)
    assert "taken as an answer to claim 1" in said
    assert "C9999 is nobody's" in said
