"""HEIC and AVIF: the notes of the camera are overwritten where they lie, so that no offset changes and no pixel is lost."""

from __future__ import annotations

from collections.abc import Iterator

from harbor_wagtail.safety.pictures.containers import BrokenPicture

#: An Exif block that says nothing: no offset, then a TIFF header and an empty list.
_EMPTY_EXIF = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"
_FULL_BOX = 4  # version and flags
_NOTES = (b"Exif", b"mime", b"uri ")


def boxes(data: bytes) -> bytes:
    found = bytearray(data)
    for kind, start, end in _boxes(data, 0, len(data)):
        if kind == b"meta":
            _empty_notes(found, data, start + _FULL_BOX, end)
        elif kind in (b"uuid", b"free", b"skip"):
            found[start:end] = b"\0" * (end - start)
    return bytes(found)


def _empty_notes(found: bytearray, data: bytes, start: int, end: int) -> None:
    inside = {kind: (first, last) for kind, first, last in _boxes(data, start, end)}
    if b"iinf" not in inside or b"iloc" not in inside:
        return
    kinds = dict(_item_kinds(data, *inside[b"iinf"]))
    held = inside.get(b"idat", (0, 0))[0]
    for item, in_idat, first, length in _extents(data, *inside[b"iloc"]):
        if kinds.get(item) in _NOTES:
            at = first + (held if in_idat else 0)
            if at + length > len(data):
                raise BrokenPicture("a note beyond the end of the file")
            blank = _EMPTY_EXIF if kinds[item] == b"Exif" and length >= len(_EMPTY_EXIF) else b""
            found[at : at + length] = blank.ljust(length, b"\0" if blank else b" ")


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, where its content starts, where it ends) of the boxes of one level."""
    at = start
    while at + 8 <= end:
        size, kind, head = _number(data, at, 4), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = _number(data, at + 8, 8), 16
        last = at + size if size else end
        if last > end or size and size < head:
            raise BrokenPicture("a box longer than the one around it")
        yield kind, at + head, last
        at = last


def _item_kinds(data: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    at = start + _FULL_BOX + (2 if data[start] == 0 else 4)
    for kind, first, _last in _boxes(data, at, end):
        if kind == b"infe" and data[first] >= 2:
            wide = 2 if data[first] == 2 else 4
            number = first + _FULL_BOX
            yield _number(data, number, wide), data[number + wide + 2 : number + wide + 6]


def _extents(data: bytes, start: int, end: int) -> Iterator[tuple[int, bool, int, int]]:
    """(item, whether it lies in ``idat``, offset, length)"""
    version, at = data[start], start + _FULL_BOX
    sizes = [data[at] >> 4, data[at] & 15, data[at + 1] >> 4, data[at + 1] & 15 if version else 0]
    offset_size, length_size, base_size, index_size = sizes
    wide = 4 if version == 2 else 2
    count, at = _number(data, at + 2, wide), at + 2 + wide
    for _item in range(count):
        item, at = _number(data, at, wide), at + wide
        in_idat = bool(version) and data[at + 1] & 15 == 1
        at += (2 if version else 0) + 2
        base, at = _number(data, at, base_size), at + base_size
        parts, at = _number(data, at, 2), at + 2
        for _part in range(parts):
            at += index_size
            first, at = _number(data, at, offset_size), at + offset_size
            length, at = _number(data, at, length_size), at + length_size
            yield item, in_idat, base + first, length
    if at > end:
        raise BrokenPicture("a list longer than its box")


def _number(data: bytes, at: int, size: int) -> int:
    if at + size > len(data):
        raise BrokenPicture("the file ends too early")
    return int.from_bytes(data[at : at + size], "big")
