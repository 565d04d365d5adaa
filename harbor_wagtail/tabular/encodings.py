"""How a file's bytes become letters, without ever guessing silently."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.tabular.problems import Problem, UnreadableFile

CHUNK = 1 << 20
SAVE_AS = gettext_noop("Save the file again as UTF-8 (“CSV UTF-8” in Excel), or name its encoding in the mapping.")

_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_CUT_SEQUENCE = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes that can be read from the start as often as needed, and the name a person knows them by."""

    name: str
    open: Callable[[], BinaryIO]

    @property
    def suffix(self) -> str:
        return "." + self.name.rpartition(".")[2].lower() if "." in self.name else ""


@dataclass(frozen=True, slots=True)
class Encoding:
    codec: str
    errors: str = "strict"
    assumed: str = ""  # what to tell people, where nothing in the file says so

    def problems(self, source: Source) -> Iterator[Problem]:
        if self.assumed:
            yield Problem(source.name, 0, "", "", self.assumed, SAVE_AS)


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """For files that are UTF-8 but for some lines somebody pasted in."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252"), error.end


codecs.register_error("harbor-cp1252", _as_cp1252)


def find_encoding(source: Source, named: str = "") -> Encoding:
    """The encoding ``named``, else the one the bytes speak for. Reads the whole file once, a megabyte at a time."""
    if named:
        return Encoding(named)
    with source.open() as stream:
        head = stream.read(4096)
        for mark, codec in _MARKS:
            if head.startswith(mark):
                return Encoding(codec)
        if head.startswith(codecs.BOM_UTF8):
            return _if_true(_utf8_or_windows(source, head.removeprefix(codecs.BOM_UTF8), stream))
        if codec := _utf16_without_mark(head):
            return Encoding(codec, assumed=gettext_noop("The file was read as UTF-16, although it does not say so."))
        return _utf8_or_windows(source, head, stream)


def _if_true(found: Encoding) -> Encoding:
    """What is behind a mark of UTF-8, which programs also put before what is none."""
    return Encoding("utf-8-sig", "harbor-cp1252" if found.assumed else "strict", found.assumed)


def _utf16_without_mark(head: bytes) -> str:
    """Half of plain text in UTF-16 is zeros, all on one side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(even, odd) < len(head) // 2 * 0.4 or min(even, odd) > max(even, odd) * 0.1:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _utf8_or_windows(source: Source, head: bytes, stream: BinaryIO) -> Encoding:
    good, bad_line, lines, carried = 0, 0, 0, b""
    chunk = head
    while chunk:
        chunk = carried + chunk
        following = stream.read(CHUNK)
        cut = _CUT_SEQUENCE.search(chunk[-3:]) if not chunk.isascii() else None
        carried = cut[0] if cut and following else b""
        chunk = chunk[: len(chunk) - len(carried)]
        if not chunk.isascii():
            rest, found = _UTF8_SEQUENCE.subn(b"", chunk)
            good += found
            if not following and good and _CUT_SEQUENCE.search(rest[-3:]):
                last = lines + chunk.count(b"\n") + 1
                raise UnreadableFile(
                    source.name,
                    gettext_noop("The file is cut off in the middle of a letter."),
                    gettext_noop("Get it again, whole."),
                    last,
                )
            if not bad_line and (odd := _BEYOND_ASCII.search(rest)):
                bad_line = lines + rest[: odd.start()].count(b"\n") + 1
            if strange := _NOT_CP1252.search(rest):
                line = lines + rest[: strange.start()].count(b"\n") + 1
                raise UnreadableFile(
                    source.name, gettext_noop("The letters are in an encoding we do not know."), SAVE_AS, line
                )
        lines += chunk.count(b"\n")
        chunk = following
    if not bad_line:
        return Encoding("utf-8")
    if good:
        told = gettext(
            "The file is UTF-8, but from line %(bad_line)s on some letters are not; those were read as Windows-1252."
        ) % {"bad_line": bad_line}
        return Encoding("utf-8", "harbor-cp1252", told)
    told = gettext(
        "The file is not UTF-8 (first seen in line %(bad_line)s); it was read as Windows-1252. Look at the accents."
    ) % {"bad_line": bad_line}
    return Encoding("cp1252", assumed=told)


def open_text(source: Source, encoding: Encoding) -> io.TextIOWrapper:
    """Text with the line ends as they are."""
    return io.TextIOWrapper(source.open(), encoding.codec, encoding.errors, newline="")


def head_of(source: Source, encoding: Encoding, size: int = 4096) -> str:
    """The first letters, without what may stand before them."""
    try:
        with open_text(source, encoding) as text:
            return text.read(size).lstrip("\ufeff\0 \t\r\n")
    except UnicodeError:
        raise cannot_decode(source, encoding) from None


def cannot_decode(source: Source, encoding: Encoding, line: int = 0) -> UnreadableFile:
    return UnreadableFile(
        source.name,
        gettext("The file cannot be read as %(value)s to its end.") % {"value": encoding.codec.upper()},
        SAVE_AS,
        line,
    )


class Utf8Stream:
    """``read()`` of any encoding as UTF-8 bytes, for a parser that knows nothing else."""

    def __init__(self, source: Source, encoding: Encoding) -> None:
        self._source, self._encoding = source, encoding
        as_it_is = encoding == Encoding("utf-8")
        self._stream: BinaryIO | io.TextIOWrapper = source.open() if as_it_is else open_text(source, encoding)

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._stream.read(size)
        except UnicodeError:
            raise cannot_decode(self._source, self._encoding) from None
        return data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")

    def close(self) -> None:
        self._stream.close()
