"""Writing a file or folder whole or not at all: beside its place first, then moved there in one step."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class PathRefused(Exception):
    """The path cannot be written to. The message names it and says what to do."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Gives a path to write to; what is there at the end takes the place of ``path``. After an error nothing changed."""
    if path.is_dir():
        raise PathRefused(f"{path} is a folder. Give the name of a file in it.")
    draft = _beside(path)
    try:
        yield draft / path.name
        (draft / path.name).replace(path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """The same for a folder, which may only replace an empty one or an earlier export."""
    if path.exists() and not _may_replace(path):
        raise PathRefused(f"{path} holds other files. Give a new folder, or the name of a .zip file.")
    draft = _beside(path)
    try:
        (draft / "new").mkdir()
        yield draft / "new"
        if path.exists():
            path.rename(draft / "old")
        try:
            (draft / "new").rename(path)
        except OSError:
            if (draft / "old").exists():
                (draft / "old").rename(path)
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _beside(path: Path) -> Path:
    """A folder on the same disk, so that the move is one step."""
    if not path.parent.is_dir():
        raise PathRefused(f"There is no folder {path.parent}. Make it first.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise PathRefused(f"The folder {path.parent} may not be written to.")
    return Path(tempfile.mkdtemp(prefix=".harbor-export-", dir=path.parent))


def _may_replace(path: Path) -> bool:
    if not path.is_dir():
        return False
    names = {entry.name for entry in path.iterdir()}
    if not names:
        return True
    try:
        package = json.loads((path / "datapackage.json").read_text(encoding="utf-8"))
        listed = {resource["path"] for resource in package["resources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return names <= {*listed, "datapackage.json"}
