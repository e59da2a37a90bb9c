"""Fixtures for all tests."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

from geo.boundaries import Boundaries, read_boundaries
from geo.pipeline import Engine
from tests.squares import TOWNS, build_layers, write_world

SLOW = ("test_browser.py", "test_viewer.py", "test_figure.py", "test_brief.py", "test_cli.py")
"""The slowest files, in this order: left to the end, one worker would wait for the others."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow files first; all else stays in its order."""
    items.sort(key=lambda item: SLOW.index(item.path.name) if item.path.name in SLOW else len(SLOW))


class WholeFiles(LoadFileScheduling):
    """Each file goes whole to a worker, and all of the browser to one: one app is started, and it mostly waits."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if "/e2e/" in nodeid else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> WholeFiles:
    return WholeFiles(config, log)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let a worker with the browser go first: the others only compute, and what is waited for must not starve."""
    if "PYTEST_XDIST_WORKER" in os.environ and not item.get_closest_marker("browser") and os.nice(0) == 0:
        os.nice(10)


@pytest.fixture(scope="session")
def squares_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_world(tmp_path_factory.mktemp("squares"), build_layers())


@pytest.fixture(scope="session")
def squares(squares_folder: Path) -> Boundaries:
    """The world of squares as Boundaries."""
    return read_boundaries(squares_folder)


@pytest.fixture(scope="session")
def real() -> Boundaries:
    """The boundary files that are shipped."""
    return read_boundaries()


@pytest.fixture(scope="session")
def locate_square():
    """Where the towns of the world of squares are."""
    return TOWNS.get


@pytest.fixture(scope="session")
def engine(real: Boundaries) -> Engine:
    """The real engine over the shipped data, loaded once."""
    return replace(Engine.load(), world=real)
