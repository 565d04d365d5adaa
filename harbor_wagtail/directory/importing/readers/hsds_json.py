"""HSDS as JSON: one record, a list, a page, an object of lists, or a record per line; streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, TextIO

import ijson
from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing.readers.json_events import CHUNK, Event, JsonStream, build, find_break
from harbor_wagtail.directory.importing.readers.nested import Flattener
from harbor_wagtail.directory.importing.readers.records import (
    PAGE_KEYS,
    WRAPPERS,
    is_record,
    kind_of,
    list_table,
    name_hint,
)
from harbor_wagtail.directory.importing.readers.shape import Reporter
from harbor_wagtail.directory.importing.readers.vocabulary import NOT_KEPT, column_key
from harbor_wagtail.directory.importing.rows import Item, Problem, UnreadableFile
from harbor_wagtail.tabular.encodings import (
    Encoding,
    Source,
    cannot_decode,
    find_encoding,
    open_text,
)

LONGEST_LINE = 8 * 1024 * 1024
FIX = gettext_noop("Get the file again, whole, or export it again as JSON.")


def read_json(source: Source) -> Iterator[Item]:
    """The rows of a JSON file, a record at a time."""
    encoding = find_encoding(source)
    yield from encoding.problems(source)
    if _is_lines(source, encoding):
        yield from _Reader(source).lines(encoding)
    else:
        yield from _Reader(source).document(encoding)


def _is_lines(source: Source, encoding: Encoding) -> bool:
    """Whether every line is a record of its own: the first one is whole, and another follows."""
    if source.suffix in (".ndjson", ".jsonl"):
        return True
    with open_text(source, encoding) as text:
        try:
            if not text.read(1).startswith(("{", "\ufeff")):
                return False
            text.seek(0)
            first = text.readline(LONGEST_LINE)
            if not first.endswith("\n") or not isinstance(json.loads(first.lstrip("\ufeff")), dict):
                return False
            following = next((line for line in islice(text, 100) if line.strip()), "")
            return following.lstrip().startswith("{")
        except (ValueError, RecursionError):
            return False


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.hint = name_hint(source.name)
        self.flatteners: dict[str, Flattener] = {}

    def flatten(self, record: object, row: int, key: str = "") -> Iterator[Item]:
        """The rows of one record; ``key`` is the list it stands in, where the file holds several."""
        file = f"{self.source.name}/{key}" if key else self.source.name
        if not isinstance(record, dict):
            yield Problem(
                file,
                row,
                "",
                "",
                gettext_noop("This is not a record."),
                gettext_noop("Give an object with HSDS fields."),
                True,
            )
            return
        kind = kind_of(record, key or self.hint)
        if not kind:
            if any(record.values()) or not record:
                yield Problem(
                    file,
                    row,
                    "",
                    "",
                    gettext_noop("No HSDS object has these fields."),
                    gettext("The fields are: %(record)s.") % {"record": _told(record)},
                    True,
                )
            return
        flattener = self.flatteners.setdefault(key, Flattener(file, Reporter(file)))
        yield from flattener.flatten(record, kind, row)

    def lines(self, encoding: Encoding) -> Iterator[Item]:
        """A record per line. A line that is none is refused alone; only a last one that breaks off stops the file."""
        number = record_number = 0
        bad: Problem | None = None
        line = ""
        with open_text(self.source, encoding) as text:
            for line in self._read_lines(text, encoding):
                number += 1
                if not line.strip("\ufeff\0 \t\r\n"):
                    continue
                if bad:
                    yield bad
                    bad = None
                record_number += 1
                try:
                    record = json.loads(line.strip("\ufeff\0 \t\r\n"))
                except (ValueError, RecursionError):
                    bad = Problem(
                        self.source.name,
                        record_number,
                        "",
                        "",
                        gettext("Line %(number)s is not a JSON record.") % {"number": number},
                        FIX,
                        True,
                    )
                    continue
                yield from self.spread(record, record_number)
        if bad and not line.endswith("\n"):
            raise UnreadableFile(
                self.source.name, gettext_noop("The file is cut off in the middle of a record."), FIX, number
            )
        if bad:
            yield bad

    def _read_lines(self, text: TextIO, encoding: Encoding) -> Iterator[str]:
        try:
            yield from iter(lambda: text.readline(LONGEST_LINE), "")
        except UnicodeError:
            raise cannot_decode(self.source, encoding) from None

    def spread(self, record: object, row: int) -> Iterator[Item]:
        """A record, or a page of them on one line."""
        pages = [key for key in WRAPPERS if isinstance(record, dict) and isinstance(record.get(key), list)]
        if not isinstance(record, dict) or not pages or is_record(record):
            yield from self.flatten(record, row)
            return
        for one in record[pages[0]]:
            yield from self.flatten(one, row)

    def document(self, encoding: Encoding) -> Iterator[Item]:
        stream = JsonStream(self.source, encoding)
        try:
            yield from self._values(iter(ijson.basic_parse(stream, buf_size=CHUNK, multiple_values=True)), encoding)
        except (ijson.JSONError, UnicodeError):
            raise self._broken(encoding) from None
        finally:
            stream.close()

    def _values(self, events: Iterator[Event], encoding: Encoding) -> Iterator[Item]:
        number = 0
        for event, _ in events:
            if event == "start_array":
                number = yield from self._items(events, "", number)
            elif event == "start_map" and not number and not self._is_one_record(encoding):
                yield from self._lists(events)
                number += 1
            elif event == "start_map":
                number += 1
                yield from self.flatten(self._build(events, event), number)
            else:
                raise self._no_records()

    def _no_records(self) -> UnreadableFile:
        return UnreadableFile(self.source.name, gettext_noop("This is JSON, but not HSDS: it holds no records."), FIX)

    def _items(self, events: Iterator[Event], key: str, number: int = 0) -> Any:
        """The records of a list whose start has been read; returns the number of the last one."""
        for event, value in events:
            if event == "end_array":
                break
            number += 1
            record = self._build(events, event) if event.startswith("start") else value
            yield from self.flatten(record, number, key)
        return number

    def _is_one_record(self, encoding: Encoding) -> bool:
        """Whether the object at the top is a record: told by its keys, which may stand in any order."""
        stream = JsonStream(self.source, encoding)
        keys: list[str] = []
        depth = 0
        try:
            for event, value in ijson.basic_parse(stream, buf_size=CHUNK, multiple_values=True):
                if event == "map_key" and depth == 1:
                    keys.append(value)
                    if column_key(value) in ("id", "contents", "organizations", "taxonomies"):
                        break
                depth += event.startswith("start") - event.startswith("end")
                if not depth:
                    break
        finally:
            stream.close()
        lists = any(list_table(key) or column_key(key) in WRAPPERS for key in keys)
        return is_record(keys) or (not lists and bool(kind_of(keys, self.hint)))

    def _lists(self, events: Iterator[Event]) -> Iterator[Item]:
        """A page, or an object of lists."""
        page: dict[str, Any] = {}
        key, found = "", False
        for event, value in events:
            if event == "map_key":
                key = value
            elif event == "end_map":
                break
            elif event == "start_array":
                found = True
                yield from self._list(events, key)
            elif event == "start_map":
                self._build(events, event)
                yield from self._left_out(key)
            else:
                page[column_key(key)] = value
        if not found:
            raise self._no_records()
        if page.get("total_pages") and page.get("last_page") is not True and page["total_pages"] != 1:
            told = gettext("This is page %(page)s of %(pages)s; the other pages are not in the file.") % {
                "page": page.get("page_number", "?"),
                "pages": page["total_pages"],
            }
            yield Problem(
                self.source.name,
                0,
                "",
                "",
                told,
                gettext_noop("Import the other pages as well, or ask for format=ndjson."),
            )

    def _list(self, events: Iterator[Event], key: str) -> Iterator[Item]:
        table = list_table(key)
        if table in NOT_KEPT:
            self._build(events, "start_array")
            yield from Reporter(self.source.name).not_kept(table)
        elif table or column_key(key) in WRAPPERS:
            yield from self._items(events, "" if column_key(key) in WRAPPERS else key)
        else:
            self._build(events, "start_array")
            yield from self._left_out(key)

    def _left_out(self, key: str) -> Iterator[Item]:
        if column_key(key) not in PAGE_KEYS:
            told = gettext("‘%(value)s’ is not a list of HSDS records; it was left out.") % {"value": key[:60]}
            yield Problem(
                self.source.name, 0, key, "", told, gettext_noop("Rename it if it is one under another name.")
            )

    def _build(self, events: Iterator[Event], start: str) -> Any:
        """The whole value whose start has been read. (``ijson.items`` keeps the path of every level, which lets a
        hundred kilobytes of brackets eat all memory.)"""
        try:
            return build(events, start)
        except RecursionError:
            raise UnreadableFile(
                self.source.name, gettext_noop("The JSON is nested too deeply to be a directory."), FIX
            ) from None

    def _broken(self, encoding: Encoding) -> UnreadableFile:
        """Where the JSON breaks, found by feeding it again, the last part byte by byte. Its text is not repeated."""
        line, column, ended = find_break(self.source, encoding)
        if ended:
            return UnreadableFile(self.source.name, gettext_noop("The file is cut off before its end."), FIX, line)
        return UnreadableFile(
            self.source.name,
            gettext("The JSON is broken here (at character %(value)s of the line).") % {"value": column + 1},
            FIX,
            line,
        )


def _told(record: dict[str, Any]) -> str:
    return ", ".join(f"‘{str(key)[:40]}’" for key in list(record)[:12]) or "none"
