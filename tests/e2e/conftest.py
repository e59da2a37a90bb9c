"""One running app and one Chromium for all browser tests; skipped, with the reason, where there is no Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
Axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing outside can be reached
]


def find_chromium() -> str | None:
    """A Chromium of this machine, best one without windows: a fifth less work. None leaves the choice to playwright."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright_api.Browser]:
    with playwright_api.sync_playwright() as playwright:
        try:
            made = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        except playwright_api.Error as error:
            pytest.skip(f"no Chromium: {error}")
        yield made
        made.close()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, started on a free port, with a store of its own."""
    home = {**os.environ, "CLAIMSCAPE_HOME": str(tmp_path_factory.mktemp("home"))}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as server:
        try:
            wait_for_server(server, port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.kill()  # a polite end waits for connections of the browser


def wait_for_server(server: subprocess.Popen[str], port: int) -> None:
    """Read what the server prints until it names its address, then ask whether it is well."""
    assert server.stdout is not None
    if not any("URL" in line for line in server.stdout):
        pytest.fail(f"the app did not start: exit status {server.wait()}")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=20) as answer:
        assert answer.read() == b"ok"


class Screen:
    """A page with the app on it, and every host that it asked for."""

    def __init__(self, page: playwright_api.Page, address: str) -> None:
        self.page = page
        self.outside: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(address)
        # The last: a map made anew stands for a moment beside the one that it replaces.
        self.map = page.locator('iframe[title="streamlit_folium.st_folium"]').last.content_frame

    def _note(self, request: playwright_api.Request) -> None:
        inside = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "file:", "about:")
        if not request.url.startswith(inside):
            self.outside.append(request.url)


def find_barriers(page: playwright_api.Page | playwright_api.Frame) -> list[tuple[str, str, list[str]]]:
    """What axe-core (WCAG 2 A and AA, and good practice) finds: impact, rule and the first places of each."""
    found = Axe().run(page).response["violations"]
    return [(one["impact"], one["id"], [str(node["target"]) for node in one["nodes"][:3]]) for one in found]


def open_screen(browser: playwright_api.Browser, address: str) -> Iterator[Screen]:
    # A window of its own: pages of one window are tabs, and Chromium lets those behind sleep.
    page = browser.new_page(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page.set_default_timeout(30_000)
    made = Screen(page, address)
    made.map.locator("path.leaflet-interactive").first.wait_for(timeout=120_000)  # the first page loads the engine
    yield made
    page.close()
    assert made.outside == [], "nothing outside is asked for"
    assert made.errors == [], "no script fails"


@pytest.fixture(scope="session")
def screen(browser: playwright_api.Browser, app: str) -> Iterator[Screen]:
    """The first sample, as the app opens it. Tests may press and look, and open no other dispatch."""
    yield from open_screen(browser, app)


@pytest.fixture(scope="session")
def desk(browser: playwright_api.Browser, app: str) -> Iterator[Screen]:
    """A screen on which tests open what they want."""
    yield from open_screen(browser, app)
