"""From a path to things that can be read: one file, a folder, or the members of a zip that is what it says."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.tabular.encodings import Source
from harbor_wagtail.tabular.problems import UnreadableFile

MOST_MEMBERS = 2000
MOST_BYTES = 2 * 1024**3
#: Tables shrink to a tenth, machine-made ones to a hundredth; beyond this, a file was made to burst.
MOST_RATIO, RATIO_FROM = 250, 32 * 1024**2
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", gettext_noop("an old Excel or Word file")),
    (b"%PDF", gettext_noop("a PDF")),
    (b"\x1f\x8b", gettext_noop("a gzip file")),
    (b"7z\xbc\xaf", gettext_noop("a 7-Zip file")),
    (b"Rar!", gettext_noop("a RAR file")),
    (b"\x89PNG", gettext_noop("a picture")),
    (b"\xff\xd8\xff", gettext_noop("a picture")),
    (b"SQLite format 3", gettext_noop("a database")),
)
ACCEPTED = gettext_noop("Give a CSV or XLSX file.")


class Members:
    """What lies in a folder or a zip, by its path inside; ``name`` is how people call the whole."""

    def __init__(self, name: str, sources: dict[str, Source]) -> None:
        self.name = name
        self.sources = sources


def check_path(path: Path, accepted: str = ACCEPTED) -> None:
    """Raise ``UnreadableFile`` for what is not there, is empty or is of a sort nobody can read; ``accepted`` says what is."""
    name = path.name or str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            next(path.iterdir(), None)
            return
        if not stat.S_ISREG(mode):
            raise UnreadableFile(name, gettext_noop("This is neither a file nor a folder."), accepted)
        with path.open("rb") as stream:
            head = stream.read(16)
    except FileNotFoundError:
        raise UnreadableFile(
            name, gettext_noop("There is no such file or folder."), gettext_noop("Check the path.")
        ) from None
    except PermissionError:
        raise UnreadableFile(
            name, gettext_noop("The file may not be read by this program."), gettext_noop("Change its permissions.")
        ) from None
    except (OSError, ValueError):
        raise UnreadableFile(
            name, gettext_noop("The file cannot be opened."), gettext_noop("Check the path.")
        ) from None
    if not head.strip():
        raise UnreadableFile(
            name, gettext_noop("The file is empty."), gettext_noop("Get it again, or export it again.")
        )
    for magic, sort in _FOREIGN:
        if head.startswith(magic):
            raise UnreadableFile(
                name,
                gettext("This is %(sort)s.") % {"sort": gettext(sort)},
                gettext("Save it as .xlsx or CSV. %(accepted)s") % {"accepted": gettext(accepted)},
            )


def file_source(path: Path, name: str = "") -> Source:
    return Source(name or path.name, partial(_open, path))


def _open(path: Path) -> BinaryIO:
    return io.BufferedReader(io.FileIO(path, "rb"), 1 << 16)


def folder_members(folder: Path) -> Members:
    """The files of a folder, at most three levels down; hidden ones and links that lead out of it are left out."""
    root = folder.resolve()
    found: dict[str, Source] = {}
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if len(inner.parts) > 3 or _is_clutter(inner.parts) or not path.is_file():
            continue
        if not path.resolve().is_relative_to(root):
            raise UnreadableFile(
                f"{folder.name}/{inner.as_posix()}",
                gettext_noop("This link leads out of the folder."),
                gettext_noop("Copy the file itself."),
            )
        found[inner.as_posix()] = file_source(path, inner.as_posix())
        if len(found) > MOST_MEMBERS:
            raise UnreadableFile(
                folder.name,
                gettext("There are more than %(most_members)s files.") % {"most_members": MOST_MEMBERS},
                gettext_noop("Give the folder of the tables only."),
            )
    return Members(folder.name or root.name, found)


def zip_members(path: Path) -> Members:
    """The members of a zip, which is never unpacked. One that tries to get out of it, or to burst, is refused whole."""
    name = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except BROKEN_ZIP:
        raise UnreadableFile(
            name, gettext_noop("The zip file is broken or cut off."), gettext_noop("Get it again, whole.")
        ) from None
    _check_members(name, infos)
    found = {}
    for info in infos:
        parts = PurePosixPath(info.filename).parts
        if not info.is_dir() and not _is_clutter(parts):
            found[info.filename] = Source(f"{name}/{info.filename}", partial(_open_member, path, info.filename))
    return Members(name, found)


def check_zip(path: Path) -> None:
    """The same care for a workbook, which is a zip as well."""
    zip_members(path)


def _check_members(name: str, infos: Iterable[zipfile.ZipInfo]) -> None:
    total = count = 0
    for info in infos:
        member = f"{name}/{info.filename}"
        count += 1
        total += info.file_size
        if _leads_out(info.filename):
            raise UnreadableFile(
                member,
                gettext_noop("The zip holds a path that leads out of it."),
                gettext_noop("Zip the folder again, without “..” or full paths."),
            )
        if stat.S_ISLNK(info.external_attr >> 16):
            raise UnreadableFile(
                member, gettext_noop("The zip holds a link."), gettext_noop("Zip the files themselves.")
            )
        if info.flag_bits & 1:
            raise UnreadableFile(
                member, gettext_noop("The zip is locked with a password."), gettext_noop("Zip it again without one.")
            )
        if total > MOST_BYTES or count > MOST_MEMBERS or _bursts(info):
            raise UnreadableFile(
                member,
                gettext_noop("The zip is far larger inside than out."),
                gettext_noop("Unpack it yourself and give the folder."),
            )


def _bursts(info: zipfile.ZipInfo) -> bool:
    return info.file_size > RATIO_FROM and info.file_size > MOST_RATIO * max(info.compress_size, 1)


def _leads_out(member: str) -> bool:
    parts = re.split(r"[/\\]", member)
    return member.startswith(("/", "\\")) or ".." in parts or bool(re.match(r"^[A-Za-z]:", member)) or "\0" in member


def _is_clutter(parts: tuple[str, ...]) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) or part in ("Thumbs.db", "desktop.ini") for part in parts)


def _open_member(path: Path, member: str) -> BinaryIO:
    try:
        with zipfile.ZipFile(path) as archive:  # the member keeps the file open until it is closed itself
            return cast(BinaryIO, _Member(archive.open(member), f"{path.name}/{member}"))
    except BROKEN_ZIP:
        raise UnreadableFile(
            f"{path.name}/{member}",
            gettext_noop("The zip file is broken or cut off."),
            gettext_noop("Get it again, whole."),
        ) from None


class _Member(io.BufferedIOBase):
    """A member of a zip, with its breaks reported as ours."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self.name = name

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        try:
            return self._stream.read(-1 if size is None else size)
        except BROKEN_ZIP:
            raise UnreadableFile(
                self.name, gettext_noop("The zip file is broken or cut off."), gettext_noop("Get it again, whole.")
            ) from None

    def read1(self, size: int = -1) -> bytes:
        return self.read(size if size >= 0 else 1 << 16)

    def close(self) -> None:
        self._stream.close()
        super().close()
