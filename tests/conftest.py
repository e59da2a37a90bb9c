"""Fixtures for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.boundaries import Boundaries, read_boundaries
from geo.pipeline import Engine
from tests.squares import TOWNS, build_layers, write_world

FIRST = ("test_viewer.py", "test_figure.py", "test_browser.py")
"""The slow files, in this order: left to the end, one worker would wait for the other."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow files first; all else stays in its order."""
    items.sort(key=lambda item: FIRST.index(item.path.name) if item.path.name in FIRST else len(FIRST))


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
def engine() -> Engine:
    """The real engine over the shipped data, loaded once."""
    return Engine.load()
