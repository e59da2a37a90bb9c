"""The running app in Chromium: links, time, the map's look, places looked up, corrections, several dispatches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from tests.e2e.conftest import Screen, find_barriers, open_screen

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
expect.set_options(timeout=15_000)  # a busy machine

pytestmark = pytest.mark.browser

SECOND = "02-dr-congo-m23-2022-12-26"
HISTORY = re.compile(r"^Corrections \(\d+\)$")
SELECT = """() => {
    const roots = [...document.querySelectorAll('*')].map(one => one.shadowRoot);
    const text = (roots.find(one => one && one.querySelector('.dispatch')) || document).querySelector('.dispatch');
    const range = document.createRange();
    range.setStart(text.firstChild, 0);
    range.setEnd(text.firstChild, 30);
    const selection = document.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    text.dispatchEvent(new MouseEvent('mouseup', {bubbles: true}));
}"""


@pytest.fixture
def viewer(browser, app) -> Iterator[Screen]:
    """A page of its own for each test: what it does to the address and to what is open stays with it."""
    yield from open_screen(browser, app)


@pytest.fixture(scope="module")
def reader(browser, app) -> Iterator[Screen]:
    """One page for all that leaves the dispatch open and takes back what it does."""
    yield from open_screen(browser, app)


def idle(viewer: Screen) -> None:
    """Wait for the run that a press has started."""
    expect(viewer.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def open_popover(viewer: Screen, name: str):
    idle(viewer)
    opener = viewer.page.get_by_role("button", name=name).and_(viewer.page.locator("[aria-expanded]"))
    opener.click()
    return viewer.page.get_by_test_id("stPopoverBody").filter(visible=True)


def look_up(viewer: Screen, name: str, country: str):
    """Fly to the first place of this name in a country; gives the open popover."""
    body = open_popover(viewer, "Find a place")
    body.get_by_label("Name, in any script").fill(name)
    viewer.page.keyboard.press("Enter")
    # By the code alone: Khankendi, of the search before, has "ken" in it too.
    body.get_by_role("button", name=re.compile(rf"\b{country}\b")).first.click()
    expect(viewer.map.locator(".cs-beacon")).to_be_visible()
    return body


def ask_map(viewer: Screen, question: str):
    frame = viewer.page.locator('iframe[title="streamlit_folium.st_folium"]').last.element_handle().content_frame()
    return frame.evaluate(question)


def expect_centre(viewer: Screen, lon: float, lat: float, within: float) -> None:
    """Wait until the middle of the map is here; the map may still fly, or be made anew."""
    question = "window.map ? [window.map.getCenter().lng, window.map.getCenter().lat] : []"
    for _ in range(150):
        if (there := ask_map(viewer, question)) == pytest.approx([lon, lat], abs=within):
            return
        viewer.page.wait_for_timeout(100)
    pytest.fail(f"the middle of the map is {there}, not {lon}, {lat}")


def go_back_to_claims(viewer: Screen, body) -> None:
    body.get_by_role("button", name="Back to the claims").click()
    expect(viewer.map.locator(".cs-beacon")).to_have_count(0)
    expect(viewer.map.locator(".cs-claim").first).to_be_visible()
    viewer.page.keyboard.press("Escape")


def choose_first(viewer: Screen) -> None:
    idle(viewer)
    viewer.page.locator("mark.claim").first.click()
    expect(viewer.page.locator(".cs-claim")).to_contain_text("Claim 1:")


def correct_first(viewer: Screen) -> None:
    choose_first(viewer)
    open_corrections(viewer)


def open_corrections(viewer: Screen) -> None:
    if not viewer.page.get_by_label("Who corrects").is_visible():
        idle(viewer)
        viewer.page.get_by_text("Correct this claim").click()
    expect(viewer.page.get_by_label("Who corrects")).to_be_visible()
    idle(viewer)  # what is opened or filled while the page is made again closes, or is lost


def undo(viewer: Screen) -> None:
    """Take back the last correction; the list may be open already."""
    idle(viewer)
    button = viewer.page.get_by_role("button", name="Undo")
    if not button.is_visible():
        viewer.page.get_by_text(HISTORY).click()
    button.click()


def test_a_link_opens_the_same_view_elsewhere(viewer, browser, app):
    page = viewer.page
    choose_first(viewer)
    page.locator(".st-key-switches button[data-variant=pills]").first.click()
    expect(page).to_have_url(re.compile("off=0"))
    box = page.locator('iframe[title="streamlit_folium.st_folium"]').last.bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 240, box["y"] + 260, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile("at=[0-9]"))
    where = ask_map(viewer, "[window.map.getCenter().lng, window.map.getCenter().lat, window.map.getZoom()]")
    for other in open_screen(browser, page.url):
        expect(other.page.locator(".cs-claim")).to_contain_text("Claim 1:")
        expect(other.map.locator(".cs-claim").filter(has_text="Caliber")).to_have_count(0)
        there = ask_map(other, "[window.map.getCenter().lng, window.map.getCenter().lat, window.map.getZoom()]")
        assert there == pytest.approx(where, abs=0.02)
    for other in open_screen(browser, f"{app}?from=2022-09-14&undated=false"):
        expect(other.page.get_by_text("Time filter:")).to_be_visible()


def test_back_forth_reload_and_several_dispatches_as_one(viewer):
    page = viewer.page
    title = page.locator(".cs-title")
    first = title.inner_text()
    open_popover(viewer, "Open a dispatch")
    page.get_by_role("tab", name="Sample").click()
    page.get_by_test_id("stRadio").get_by_text("Kibumba").click()
    expect(title).to_contain_text("Kibumba")
    expect(page).to_have_url(re.compile(SECOND))
    page.go_back()
    expect(title).to_have_text(first)
    page.go_forward()
    expect(title).to_contain_text("Kibumba")
    page.reload()
    expect(title).to_contain_text("Kibumba")
    open_popover(viewer, "Open a dispatch")
    page.get_by_role("button", name="All of them as one").click()
    expect(title).to_have_text("3 dispatches")
    text = viewer.page.locator(".dispatch")
    for title in ("1. Baku and Yerevan", "2. Congo's Army", "3. Guyana Takes"):
        expect(text).to_contain_text(title)
    expect(page.locator('iframe[title="streamlit_folium.st_folium"]')).to_have_count(1)
    expect(viewer.map.locator(".cs-claim").first).to_be_visible()
    boxes = ask_map(
        viewer,
        """[...document.querySelectorAll('.cs-claim')].map(one => one.getBoundingClientRect())
            .map(one => [one.left, one.top, one.right, one.bottom])""",
    )
    clashes = sum(
        one[0] < other[2] - 1 and other[0] < one[2] - 1 and one[1] < other[3] - 1 and other[1] < one[3] - 1
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
    )
    assert clashes == 0, "labels give way to numbers where there is no room"


def test_the_ground_is_taken_off_and_names_are_written_as_there(reader):
    towns = reader.map.locator(".cs-town").filter(visible=True)
    expect(towns).not_to_have_count(0)
    zoom = ask_map(reader, "performance.timeOrigin")
    body = open_popover(reader, "View")
    body.get_by_role("button", name="Towns").click()
    expect(towns).to_have_count(0)
    body.get_by_text("As written there").click()
    expect(reader.map.locator(".cs-label .there").filter(visible=True).first).to_be_visible()
    expect(reader.map.locator(".cs-label .here").filter(visible=True)).to_have_count(0)
    body.get_by_text("English").click()
    body.get_by_role("button", name="Towns").click()
    expect(towns).not_to_have_count(0)
    reader.page.keyboard.press("Escape")
    assert ask_map(reader, "performance.timeOrigin") == zoom, "the map is not made anew"


@pytest.mark.parametrize("state", ["claims", "a claim", "View", "Boundaries", "Open a dispatch"])
def test_axe_finds_no_barrier(reader, state):
    if state == "a claim":
        choose_first(reader)
    elif state != "claims":
        open_popover(reader, state)
    idle(reader)
    found = [one for one in find_barriers(reader.page) if one[1] != "presentation-role-conflict"]
    assert found == [], "minor, in Streamlit's own uploader, is the one that is left out"
    frame = reader.page.locator('iframe[title="streamlit_folium.st_folium"]').last.element_handle().content_frame()
    in_frame = [one for one in find_barriers(frame) if one[0] in {"serious", "critical"}]
    assert in_frame == [], "what is moderate is of the component's own page: headings, landmarks"
    reader.page.keyboard.press("Escape")


def test_a_place_is_looked_up_in_its_own_script(reader):
    body = look_up(reader, "Степанакерт", "AZE")
    expect_centre(reader, 46.75, 39.82, within=0.3)
    go_back_to_claims(reader, body)


def test_a_place_off_the_map_brings_its_own_ground(reader):
    body = look_up(reader, "Nairobi", "KEN")
    expect_centre(reader, 36.82, -1.28, within=0.6)
    go_back_to_claims(reader, body)


def test_a_correction_is_kept_for_the_next_reader_and_undone(reader, browser, app):
    correct_first(reader)
    page = reader.page
    page.get_by_label("Area in km²").fill("80")
    page.get_by_role("button", name="Save these fields").click()
    label = reader.map.locator(".cs-claim").filter(has_text="Caliber").last  # for a moment old and new are there
    expect(label).to_contain_text("80 km²")
    for other in open_screen(browser, app):
        expect(other.map.locator(".cs-claim").filter(has_text="Caliber")).to_contain_text("80 km²")
        expect(other.page.locator(".cs-claim")).to_have_count(0)  # what one reader chooses is not chosen for another
    undo(reader)
    expect(label).to_contain_text("100 km²")


def test_a_shape_is_drawn_by_presses_and_taken_back(reader):
    correct_first(reader)
    page = reader.page
    page.get_by_text("Draw it by hand").click()
    expect(page.get_by_text("0 points")).to_be_visible()
    frame = page.locator('iframe[title="streamlit_folium.st_folium"]').last
    for number, (x, y) in enumerate(((150, 250), (200, 250), (200, 300)), start=1):
        frame.click(position={"x": x, "y": y})
        expect(page.get_by_text(f"{number} points")).to_be_visible()
    page.get_by_role("button", name="Keep this shape").click()
    expect(page.locator(".cs-claim")).to_contain_text("Drawn by hand, not from the text")
    undo(reader)
    expect(page.locator(".cs-claim")).not_to_contain_text("Drawn by hand")


def test_another_place_is_chosen_from_the_candidates(reader):
    page = reader.page
    idle(reader)
    page.locator("mark.claim").filter(has_text="shelled positions").first.click()
    expect(page.locator(".cs-claim")).to_contain_text("Goris")
    open_corrections(reader)
    picker = page.get_by_test_id("stSelectbox").filter(has_text="“Goris” is")
    picker.locator("input").click()
    page.keyboard.type("none of")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".cs-claim")).to_contain_text("chosen by hand")
    undo(reader)
    expect(page.locator(".cs-claim")).not_to_contain_text("chosen by hand")


def test_a_claim_is_added_from_selected_words_and_taken_out(reader):
    page = reader.page
    marks = page.locator("mark.claim")
    before = marks.count()
    idle(reader)
    page.evaluate(SELECT)
    form = page.get_by_test_id("stForm").filter(has_text="Add a claim")
    form.get_by_label("Claimed by").fill("<b>Somebody</b> {{ 7 * 191 }}")
    form.get_by_role("button", name="Add it").click()
    expect(marks).to_have_count(before + 1)
    expect(page.get_by_text("1337")).to_have_count(0)
    undo(reader)
    expect(marks).to_have_count(before)


def test_a_file_of_corrections_is_replayed_or_refused(reader):
    page = reader.page
    upload = page.get_by_test_id("stForm").filter(has_text="A file of corrections").last
    if not upload.is_visible():
        page.get_by_text(HISTORY).click()
    for data, answer in (
        (b"[]", "not an overrides file"),
        (json.dumps({"schema": "claimscape-overrides/1", "overrides": [{"action": "burn"}]}).encode(), "correction 1:"),
    ):
        idle(reader)  # a form that is being drawn again drops what it is handed
        file = {"name": "overrides.json", "mimeType": "application/json", "buffer": data}
        upload.locator('input[type="file"]').set_input_files(file)
        upload.get_by_text("overrides.json").wait_for()
        upload.get_by_role("button", name="Replay it").click()
        expect(page.locator(".cs-note.bad")).to_contain_text(answer)
