"""JSON a piece at a time: values out of events, and the place where a file breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ijson
from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing.rows import UnreadableFile
from harbor_wagtail.tabular.encodings import Encoding, Source, Utf8Stream

CHUNK = 64 * 1024
DEEPEST = 200
Event = tuple[str, Any]
#: Python reads whole numbers of up to 4,300 digits; ijson's fastest parser trips over longer ones long after.
MOST_DIGITS = 4_000
_TOO_MANY_DIGITS = re.compile(rb"[0-9]{%d}" % MOST_DIGITS)


class JsonStream(Utf8Stream):
    """UTF-8 for the parser. Raises ``UnreadableFile`` at a number that no directory holds."""

    def __init__(self, source: Source, encoding: Encoding) -> None:
        super().__init__(source, encoding)
        self._name, self._line, self._digits = source.name, 1, b""

    def read(self, size: int = -1) -> bytes:
        data = super().read(size)
        text = self._digits + data
        if found := _TOO_MANY_DIGITS.search(text):
            line = self._line + text.count(b"\n", 0, found.start())
            raise UnreadableFile(
                self._name,
                gettext_noop("A number has thousands of digits."),
                gettext_noop("Correct it, or leave it out."),
                line,
            )
        self._line += data.count(b"\n")
        self._digits = text[len(text.rstrip(b"0123456789")) :]
        return data


def build(events: Iterator[Event], start: str) -> Any:
    """The array or object whose start event has been read. Raises ``RecursionError`` beyond 200 levels."""
    root: Any = {} if start == "start_map" else []
    stack: list[Any] = [root]
    keys: list[str] = [""]
    for event, value in events:
        if event == "map_key":
            keys[-1] = value
            continue
        if event == "end_map" or event == "end_array":
            stack.pop()
            keys.pop()
            if not stack:
                return root
            continue
        opens = event == "start_map" or event == "start_array"
        if opens:
            value = {} if event == "start_map" else []
        top = stack[-1]
        if isinstance(top, list):
            top.append(value)
        else:
            top[keys[-1]] = value
        if opens:
            stack.append(value)
            keys.append("")
            if len(stack) > DEEPEST:
                raise RecursionError
    raise ijson.IncompleteJSONError("the value does not end")


def find_break(source: Source, encoding: Encoding) -> tuple[int, int, bool]:
    """Line and column of the first byte that JSON cannot hold, and whether that is only the file's end.

    Read twice: to the chunk that holds it, then through that chunk byte by byte.
    """
    good = _fed(source, encoding, None)
    before = _fed(source, encoding, good)
    return before.line, before.column, before.ended


@dataclass
class _Fed:
    chunks: int = 0
    line: int = 1
    column: int = 0
    ended: bool = False

    def pass_over(self, data: bytes) -> None:
        if breaks := data.count(b"\n"):
            self.line, self.column = self.line + breaks, 0
        self.column += len(data) - data.rfind(b"\n") - 1


def _fed(source: Source, encoding: Encoding, until: _Fed | None) -> _Fed:
    """Feed the file to a parser until it refuses; from the chunk after ``until`` on byte by byte."""
    fed, events = _Fed(), ijson.sendable_list()
    parser = ijson.basic_parse_coro(events, multiple_values=True)
    stream = Utf8Stream(source, encoding)
    try:
        while chunk := stream.read(CHUNK):
            if until is None or fed.chunks < until.chunks:
                pieces = [chunk]
            else:
                pieces = [chunk[index : index + 1] for index in range(len(chunk))]
            for piece in pieces:
                parser.send(piece)
                events.clear()
                fed.pass_over(piece)
            fed.chunks += 1
        fed.ended = True
    except (ijson.JSONError, StopIteration, UnicodeError):
        pass
    finally:
        stream.close()
    return fed
