"""How the screen performs beside a bare page of streamlit-folium with the same map, in Chromium, in one run.

Prints start-up, first draw, toggle and memory, ours and as a ratio to the bare page's. Run from the checkout:
``python bench/app.py``.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import FLAGS, find_chromium

TOGGLES = 12
BARE = """
import folium, streamlit as st
from streamlit_folium import st_folium
from xstatic.pkg import leaflet
from geo import documents, features, layers, pipeline, webmap

@st.cache_resource
def load():
    engine = pipeline.Engine.load()
    reading = engine.read(documents.read_samples()[0])
    return layers.build_layers(reading, features.from_collection(reading.features))

st.set_page_config(layout="wide")
drawn = [one for one in load() if one.drawn]
names = [one.key for one in drawn]
link = st.components.v1.declare_component("leaflet", path=leaflet.BASE_DIR).name

@st.fragment
def show():
    shown = st.pills("Layers", names, selection_mode="multi", default=names)
    # All on the map itself, as most pages do: with GeoJson in feature groups streamlit-folium's page breaks at a press.
    ground = folium.Map(tiles=None, location=(39.8, 46), zoom_start=8)
    ground.default_js = [("leaflet", f"../{link}/leaflet.js")]
    ground.default_css = [("leaflet", f"../{link}/leaflet.css")]
    for one in drawn:
        if one.key in shown:
            folium.GeoJson(one.frame[["geometry"]]).add_to(ground)
    st_folium(ground, key="map", returned_objects=[], use_container_width=True)

show()
"""
WATCH = """() => new Promise(done => {
    // Looked up each time: a page whose map is made anew at every press has another frame then.
    const count = () => {
        const maps = document.querySelectorAll('iframe[title="streamlit_folium.st_folium"]');
        return maps[maps.length - 1].contentDocument.querySelectorAll('path.leaflet-interactive').length;
    };
    const before = count(), begun = performance.now();
    const late = () => performance.now() > begun + 20000;
    const drawn = () => count() > 0 && count() !== before;
    const look = () => drawn() || late() ? done(performance.now() - begun) : requestAnimationFrame(look);
    document.querySelector("button[data-variant='pills']").click();
    requestAnimationFrame(look);
})"""


def main() -> None:
    """Measure both pages and print."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        ours, theirs = (measure(script, browser, folder) for script in (ROOT / "app.py", bare))
        for name, value in ours.items():
            print(f"{name}: {value:.2f}, {value / theirs[name]:.2f} times the bare page's {theirs[name]:.2f}")
        browser.close()


def measure(script: Path, browser: Browser, home: str) -> dict[str, float]:
    """Seconds of start-up, first draw and toggle; megabytes of the server."""
    begun = time.perf_counter()
    with serve(script, home) as (address, process):
        page = open_page(browser, address)
        start = time.perf_counter() - begun
        page.close()
        context = browser.new_context(viewport={"width": 1280, "height": 900})  # its cache is warm from the second on
        draws = []
        for _ in range(4):
            begun = time.perf_counter()
            page = open_page(context, address)
            draws.append(time.perf_counter() - begun)
            wait(page)
            if len(draws) < 4:
                page.close()
        toggles = []
        for _ in range(TOGGLES):
            toggles.append(page.evaluate(WATCH) / 1000)
            wait(page)
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        memory = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024
        context.close()
    return {
        "start-up to the first map, s": start,
        "first draw, warm, s": statistics.median(draws[1:]),
        "toggle, median, s": statistics.median(toggles),
        "memory, MB": memory,
    }


def wait(page: Page) -> None:
    """Until the script has run."""
    page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()


def open_page(context: object, address: str) -> Page:
    """A page whose map has shapes."""
    page: Page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(address)
    frame = page.locator('iframe[title="streamlit_folium.st_folium"]').last.content_frame
    frame.locator("path.leaflet-interactive").first.wait_for()
    return page


@contextmanager
def serve(script: Path, home: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A script of Streamlit on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}", "--server.headless=true"]
    environment = os.environ | {"CLAIMSCAPE_HOME": home, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        any("URL" in line for line in server.stdout or ())
        urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=20).close()
        yield f"http://127.0.0.1:{port}/", server
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
