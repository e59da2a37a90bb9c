"""The running app in Chromium: what somebody at the screen does, and what they must see."""

from __future__ import annotations

import http.client
import io
import json
import re
import urllib.parse
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from tests.e2e.conftest import find_barriers
from tests.test_webmap import PAYLOADS, poison, render

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
expect.set_options(timeout=15_000)  # a busy machine

pytestmark = pytest.mark.browser

SHAPES = "path.leaflet-interactive"
VIEW = """() => [
    window.map.getZoom(), ...Object.values(window.map.getCenter()).map(one => one.toFixed(6)), performance.timeOrigin
]"""


def frame_of(screen):
    return screen.page.locator('iframe[title="streamlit_folium.st_folium"]').last.element_handle().content_frame()


def open_popover(desk, name):
    """Open the popover of this name; a test before may have left it, or another, open, or be closing it by a rerun."""
    expect(desk.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    opener = desk.page.get_by_role("button", name=name, exact=False).and_(desk.page.locator("[aria-expanded]"))
    if opener.get_attribute("aria-expanded") != "true":
        opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")


def count_shapes(screen):
    """The number of shapes, once the map has taken all that was pressed before."""
    shapes, before = screen.map.locator(SHAPES), -1
    while before != (now := shapes.count()):
        expect(screen.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        screen.page.wait_for_timeout(500)
        before = now
    return now


def paste(desk, text, outlet=""):
    page = desk.page
    open_popover(desk, "Open a dispatch")
    page.get_by_role("tab", name="Paste").click()
    page.get_by_label("Text of the dispatch").fill(text)
    page.get_by_label("Outlet").locator("visible=true").fill(outlet)
    page.get_by_role("button", name="Read it").click()


def test_the_chooser_does_not_hide_what_it_opened(desk):
    paste(desk, "Ukraine said its troops had retaken the town of Izium.", "Sample Wire")
    expect(desk.page.locator("mark.claim").first).to_contain_text("Izium")
    expect(desk.page.get_by_role("tab", name="Paste")).to_have_count(0)


def pills(screen):
    return screen.page.locator(".st-key-switches button[data-variant=pills]")


def test_it_starts_with_a_dispatch_read_and_drawn(screen):
    expect(screen.page.locator(".cs-title")).not_to_be_empty()
    expect(screen.page.locator("mark.claim").first).to_be_visible()
    expect(screen.map.locator(".cs-claim").first).to_contain_text("by")
    expect(screen.map.locator(".leaflet-control-attribution")).to_contain_text("as of")
    assert screen.map.locator(".leaflet-attribution-flag").count() == 0, "no national flag in the corner"
    expect(screen.page.get_by_text("do not imply endorsement")).to_be_visible()


def test_each_layer_goes_and_comes_back_and_the_view_stays(screen):
    frame = frame_of(screen)
    first = frame.evaluate("window.map.getZoom()")
    screen.map.locator("a.leaflet-control-zoom-in").click()
    frame.wait_for_function("first => window.map.getZoom() > first && !window.map._animatingZoom", arg=first)
    before = frame.evaluate(VIEW)
    shapes = screen.map.locator(SHAPES)
    everything = count_shapes(screen)
    for pill in pills(screen).all():
        if pill.inner_text().split()[-1].startswith("0/"):
            continue
        pill.click()
        expect(shapes).not_to_have_count(everything)
        assert frame.evaluate(VIEW) == before, "zoom and centre stay, and the frame is not made anew"
        pill.click()
        expect(shapes).to_have_count(everything)
    assert frame.evaluate(VIEW) == before


def test_a_press_on_a_shape_shows_its_sentence(screen):
    frame = frame_of(screen)
    number, x, y = frame.evaluate("""() => {
        for (const path of document.querySelectorAll('path.leaflet-interactive')) {
            const matrix = path.getScreenCTM();
            for (let at = 0; at < path.getTotalLength(); at += 3) {
                const point = path.getPointAtLength(at).matrixTransform(matrix);
                const x = Math.round(point.x), y = Math.round(point.y);
                // A pixel inside the shape, not on its edge: the frame may stand at a fraction of a pixel.
                const near = [[0, 0], [2, 0], [-2, 0], [0, 2], [0, -2]];
                if (near.some(([dx, dy]) => document.elementFromPoint(x + dx, y + dy) !== path)) { continue; }
                for (const layer of Object.values(window.map._layers)) {
                    if (layer._path === path) { return [layer.claimscapeClaim, x, y]; }
                }
            }
        }
    }""")
    outer = screen.page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()
    screen.page.mouse.click(outer["x"] + x, outer["y"] + y)
    panel = screen.page.locator(".cs-claim")
    expect(panel).to_contain_text(f"Claim {number}:")
    sentence = screen.page.locator("mark.claim.chosen")
    expect(sentence.first).to_be_visible()
    assert sentence.first.inner_text()[:30] in panel.locator("blockquote").inner_text()


def test_a_press_on_a_sentence_marks_its_shape(screen):
    drawn = {int(number) for number in screen.map.locator(".cs-claim b").all_inner_texts()}
    mark = next(
        one
        for one in screen.page.locator("mark.claim").all()
        if int(one.get_attribute("data-claims").split()[0]) in drawn
    )
    mark.press("Enter")
    expect(screen.map.locator("path.cs-chosen").first).to_be_attached()
    expect(screen.page.locator(".cs-claim")).to_be_visible()


def is_png(data):
    return Image.open(io.BytesIO(data)).size[0] > 600


def is_svg(data):
    return data.lstrip().startswith(b"<?xml") and b"</svg>" in data[-20:]


def is_pdf(data):
    return len(pypdf.PdfReader(io.BytesIO(data)).pages) >= 1


def is_html(data):
    return data.startswith(b"<!doctype html>") and len(data) < 1_000_000 and b"https://cdn" not in data


def is_geojson(data):
    return bool(json.loads(data)["features"])


def is_json(data):
    return json.loads(data)["schema"] == "claimscape/1"


@pytest.mark.parametrize(
    "check", [is_png, is_svg, is_pdf, is_html, is_geojson, is_json], ids=lambda check: check.__name__
)
def test_downloads_open(screen, check):
    suffix = check.__name__.removeprefix("is_")
    # A button pressed while the press before it is still being drawn is replaced, and its download lost.
    expect(screen.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    with screen.page.expect_download(timeout=30_000) as waiting:
        screen.page.locator(f".st-key-download-{suffix} button").click()
    download = waiting.value
    assert re.fullmatch(rf"[a-z0-9-]{{1,80}}\.{suffix}", download.suggested_filename)
    assert check(Path(download.path()).read_bytes())


def test_the_downloaded_page_works_from_a_disk(screen, browser, tmp_path):
    with screen.page.expect_download() as waiting:
        screen.page.locator(".st-key-download-html button").click()
    waiting.value.save_as(tmp_path / "map.html")
    page = browser.new_page()
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / "map.html").as_uri())
    shapes = page.locator(SHAPES)
    everything = shapes.count()
    assert everything
    box = page.locator("input[data-layer]:enabled").first
    box.uncheck()
    expect(shapes).not_to_have_count(everything)
    box.check()
    expect(shapes).to_have_count(everything)
    page.locator("tr[data-claim]").first.click()
    expect(page.locator("mark.claim.chosen").first).to_be_visible()
    assert find_barriers(page) == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert errors == []
    page.close()


def save_view(screen) -> Image.Image:
    with screen.page.expect_download() as waiting:
        screen.map.get_by_role("button", name="Save what you see").click()
    assert waiting.value.suggested_filename == "claimscape-view.png"
    return Image.open(io.BytesIO(Path(waiting.value.path()).read_bytes())).convert("RGB")


def count_pixels(image: Image.Image, color: str) -> int:
    wanted = tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))
    return sum(many for many, found in image.getcolors(1 << 24) or [] if found == wanted)


def test_what_is_seen_is_saved_as_a_picture(screen):
    """The view as it stands, in print's resolution, over a caption: layers that are off are not in it."""
    box = screen.page.locator('iframe[title="streamlit_folium.st_folium"]').last.bounding_box()
    whole = save_view(screen)
    assert whole.width == pytest.approx(3 * box["width"], abs=6)
    assert whole.height > 3 * box["height"] + 150, "a caption stands below"
    assert count_pixels(whole, "#0072b2") > 1000
    off = screen.page.locator(".st-key-switches button[data-variant=pills]").first
    shapes, everything = screen.map.locator(SHAPES), count_shapes(screen)
    off.click()
    expect(shapes).not_to_have_count(everything)
    assert count_pixels(save_view(screen), "#0072b2") < count_pixels(whole, "#0072b2") / 4
    off.click()
    expect(shapes).to_have_count(everything)


def test_a_browser_that_cannot_save_a_picture_says_so(screen):
    canvas = "HTMLCanvasElement.prototype.toBlob"
    frame_of(screen).evaluate(f"() => {{ window.kept = {canvas}; {canvas} = made => made(null); }}")
    screen.map.get_by_role("button", name="Save what you see").click()
    expect(screen.map.get_by_role("alert")).to_contain_text("cannot save the map as a picture")
    frame_of(screen).evaluate(f"() => {{ {canvas} = window.kept; }}")


@pytest.mark.parametrize(
    ("text", "answer", "why"),
    [
        ("   ", "The text is empty", "nothing to read is said, and the dispatch before stays"),
        ("Prices rose. Nobody said why.", "No claim about territory was found", "a text without any place"),
        ("x" * 1_000_001, "1,000,001 characters", "over the limit: what was given and what is accepted"),
    ],
    ids=["empty", "no place", "over the limit"],
)
def test_odd_texts_have_a_plain_answer(desk, text, answer, why):
    paste(desk, text)
    expect(desk.page.locator(".cs-note").first).to_contain_text(answer), why
    expect(desk.page.locator(".stException")).to_have_count(0)


def test_a_text_of_a_megabyte_is_read(desk):
    # One word: what is tested is the screen. Reading a megabyte of prose takes a minute.
    text = "x" * 1_000_000
    paste(desk, text, "Long Paper")
    expect(desk.page.locator(".cs-source")).to_contain_text("Long Paper", timeout=30_000)
    expect(desk.page.locator(".cs-note:not(.bad)")).to_contain_text("No claim", timeout=30_000)


@pytest.mark.parametrize(
    ("name", "data", "answer"),
    [
        ("picture.txt", b"\x00\x01\x02\xff" * 100, "picture.txt: holds binary data"),
        ("latin.txt", b"caf\xe9 " * 10, "latin.txt: byte 3 is not utf-8"),
        ("scan.pdf", b"%PDF-1.4 nothing", "not a readable PDF"),
        ("empty.txt", b"", "The text is empty"),
    ],
    ids=["binary", "latin-1", "broken pdf", "empty"],
)
def test_odd_files_have_a_plain_answer(desk, name, data, answer):
    page = desk.page
    open_popover(desk, "Open a dispatch")
    page.get_by_role("tab", name="Upload").click()
    file = {"name": name, "mimeType": "text/plain", "buffer": data}
    page.locator('[data-testid="stTabs"] input[type="file"]').set_input_files(file)
    page.get_by_text(name).first.wait_for()
    page.get_by_role("button", name="Read the files").click()
    expect(page.locator(".cs-note.bad")).to_contain_text(answer)


ZONE = {
    "type": "Feature",
    "properties": {"name": "Zone Alpha"},
    "geometry": {"type": "Polygon", "coordinates": [[[45, 40], [45.2, 40], [45.2, 40.2], [45, 40.2], [45, 40]]]},
}


VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
    "</OGRVRTDataSource>"
)


@pytest.mark.parametrize(
    ("name", "data", "answer"),
    [
        ("zones.geojson", json.dumps({"type": "FeatureCollection", "features": [ZONE]}), "Added: zones.geojson"),
        # why: GDAL would open whatever file of the server this names
        ("pointer.geojson", VRT, "pointer.geojson"),
    ],
    ids=["a zone", "a file that points at another"],
)
def test_own_boundaries_are_added_or_refused(desk, name, data, answer):
    page = desk.page
    open_popover(desk, "Boundaries")
    upload = page.get_by_test_id("stPopoverBody").filter(has_text="As seen by").locator('input[type="file"]')
    upload.set_input_files({"name": name, "mimeType": "application/json", "buffer": data.encode()})
    page.get_by_text(name).first.wait_for()
    page.get_by_role("button", name="Add the file").click()
    shown = page.get_by_text("Added:") if answer.startswith("Added") else page.locator(".cs-note.bad")
    expect(shown.first).to_contain_text(answer, timeout=60_000)


PAYLOAD = (
    "{{ cycler.__init__ }} {% if %} {# ${window.hurt=1} ` </script><script>window.hurt=1</script> "
    "<img src=x onerror=window.hurt=1> ![i](http://example.invalid/i.png)"
)


def test_a_hostile_dispatch_is_shown_as_text(desk):
    paste(desk, f"{PAYLOAD}\n\nThe army of Azerbaijan said it had taken 12 square km of Armenia. {PAYLOAD}", PAYLOAD)
    expect(desk.page.locator(".cs-source")).to_contain_text(PAYLOAD)
    expect(desk.page.locator(".dispatch").filter(has_text="window.hurt")).to_contain_text(PAYLOAD)
    for one in (".dispatch", 'iframe[title="streamlit_folium.st_folium"]'):
        expect(desk.page.locator(one)).to_have_count(1)  # the one before is gone
    desk.map.locator(".leaflet-control-scale").wait_for()
    assert desk.page.evaluate("window.hurt") is None
    save_view(desk)
    assert frame_of(desk).evaluate("window.hurt") is None


def test_two_claimants_are_compared(screen):
    """The sample's opposition and prime minister: a sentence, a table, and the drawn ground of each."""
    panel = screen.page.get_by_test_id("stExpander").filter(has_text="Compare two claimants")
    panel.get_by_text("Compare two claimants").click()
    expect(panel.get_by_text("against").first).to_be_visible()
    expect(panel.get_by_text("km² by")).to_contain_text("alone")
    expect(panel.locator("table")).to_be_visible()
    panel.get_by_text("Side by side", exact=True).click()
    expect(panel.get_by_role("img").last).to_be_visible()
    with screen.page.expect_download() as waiting:
        panel.get_by_role("button", name="Side by side, PNG").click()
    assert is_png(Path(waiting.value.path()).read_bytes())
    panel.get_by_text("Side by side", exact=True).click()
    shapes, everything = screen.map.locator(SHAPES), count_shapes(screen)
    panel.get_by_role("button", name="Only these two on the map").click()
    expect(shapes).not_to_have_count(everything)
    expect(screen.page.locator(".st-key-switches button[aria-pressed=true]")).to_have_count(2)
    off = screen.page.locator(".st-key-switches button[aria-pressed=false]")
    for left in reversed(range(off.count())):
        expect(screen.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        off.first.click()
        expect(off).to_have_count(left)
    expect(shapes).to_have_count(everything)
    panel.get_by_text("Compare two claimants").click()


def test_a_strip_is_moved_along_its_border(desk):
    """The text does not say where along the border: the analyst may, and the claim then says that it was moved."""
    paste(desk, "Armenia said on Monday that Azerbaijan had seized 50 square km of Armenian land along their border.")
    desk.page.locator("mark.claim").filter(has_text="50 square km").first.click()
    slider = desk.page.get_by_test_id("stSlider")
    expect(slider).to_contain_text("Where along the border is not stated")
    before = desk.map.locator("path.leaflet-interactive").first.get_attribute("d")
    slider.locator("input").first.focus()
    desk.page.keyboard.press("Home")
    expect(desk.page.locator(".cs-claim").first).to_contain_text("Moved along the border by hand")
    expect(desk.page.locator(".cs-claim").first).to_contain_text("drawn with 50 km²")
    expect(desk.map.locator("path.leaflet-interactive").first).not_to_have_attribute("d", before)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_a_hostile_page_is_inert(browser, tmp_path, payload):
    (tmp_path / "map.html").write_text(render(poison(payload)), encoding="utf-8", errors="surrogatepass")
    page = browser.new_page()
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / "map.html").as_uri())
    page.locator("tr[data-claim]").first.click()
    page.locator(SHAPES).first.hover(force=True)
    labels = page.locator(".cs-claim span").all_text_contents()
    assert payload in "".join(labels) or payload.partition(": ")[0] in "".join(labels), "shown as it was"
    assert page.evaluate("window.hurt") is None
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert errors == []
    page.close()


@pytest.mark.parametrize(
    ("header", "value", "status", "why"),
    [
        ("Host", None, 101, "our own address is let in"),
        ("Host", "evil.example", 403, "a page of another name that resolves to this machine is not"),
        ("Origin", "http://evil.example", 403, "nor is a script of another page"),
    ],
)
def test_who_may_connect(app, header, value, status, why):
    place = urllib.parse.urlsplit(app)
    headers = {
        "Host": place.netloc,
        "Origin": app.rstrip("/"),
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    connection = http.client.HTTPConnection(place.netloc, timeout=20)
    connection.request("GET", "/_stcore/stream", headers=headers | ({header: value} if value else {}))
    assert connection.getresponse().status == status, why
    connection.close()


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_nothing_is_cut_off_at_any_width(screen, width):
    screen.page.set_viewport_size({"width": width, "height": 900})
    fits = "() => (main => main.scrollWidth <= main.clientWidth)(document.querySelector('.stMain'))"
    screen.page.wait_for_function(fits)  # the page is laid out anew after the change of width
    chart = screen.page.locator(".st-key-map iframe").bounding_box()
    text = screen.page.locator(".dispatch").bounding_box()
    beside = text["x"] + text["width"] <= chart["x"]
    assert beside is (width >= 1200), "text and map side by side on a desk, one under the other on a phone"
    assert chart["width"] >= min(width - 60, 700)
