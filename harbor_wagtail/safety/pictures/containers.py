"""JPEG, PNG, WebP and GIF without what is not the picture. The pixels are copied as they are: nothing is lost.

Each function takes and returns whole files, and raises ``BrokenPicture`` for one it cannot follow. What is known to be
needed stays (color profile, transparency, animation); everything else goes, known or not.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator


class BrokenPicture(ValueError):
    """The file is not what its beginning says."""


_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SOS, _EOI, _COMMENT = 0xDA, 0xD9, 0xFE
#: JFIF without the small picture it may hold.
_JFIF_LENGTH = 14
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT cICP mDCV cLLI acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_TELLS = 0x0C  # the flags "has Exif" and "has XMP" of VP8X
_GIF_KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def jpeg(data: bytes) -> bytes:
    """Also without what phones append behind the picture: a film, a depth map, a second picture."""
    kept = [data[:2]]
    for marker, payload, scan in _jpeg_segments(data):
        if (needed := _jpeg_payload(marker, payload)) is not None:
            kept.append(b"\xff" + bytes([marker]) + struct.pack(">H", len(needed) + 2) + needed + scan)
    return b"".join([*kept, b"\xff\xd9"])


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(marker, payload, pixels that follow) up to the end of the picture."""
    at = 2
    while True:
        found = _NEXT_MARKER.match(data, _past_filling(data, at))
        if found is None:
            raise BrokenPicture("no marker where one belongs")
        marker, start = data[found.end() - 1], found.end()
        if marker == _EOI:
            return
        length = _unsigned(data, start, 2)
        end = start + length
        at = end
        if marker == _SOS:
            after = _NEXT_MARKER.search(data, end)
            at = after.start() if after else len(data)
        if length < 2 or end > len(data):
            raise BrokenPicture("a segment longer than the file")
        yield marker, data[start + 2 : end], data[end:at]
        if at == len(data):
            return  # cut off while it was sent: browsers show what there is


def _past_filling(data: bytes, at: int) -> int:
    while data[at : at + 2] == b"\xff\xff":
        at += 1
    return at


def _jpeg_payload(marker: int, payload: bytes) -> bytes | None:
    if marker == 0xE0:
        whole = payload.startswith(b"JFIF\0") and len(payload) >= _JFIF_LENGTH
        return payload[: _JFIF_LENGTH - 2] + b"\0\0" if whole else None
    if marker == 0xE2:
        return payload if payload.startswith(b"ICC_PROFILE\0") else None
    if marker == 0xEE:
        return payload if payload.startswith(b"Adobe") else None
    return None if 0xE0 <= marker <= 0xEF or marker == _COMMENT else payload


def png(data: bytes) -> bytes:
    kept, at, kind = [_PNG_START], len(_PNG_START), b""
    while kind != b"IEND":
        length = _unsigned(data, at, 4)
        kind, end = data[at + 4 : at + 8], at + length + 12
        if end > len(data):
            raise BrokenPicture("a chunk longer than the file")
        if kind in _PNG_KEPT:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def webp(data: bytes) -> bytes:
    kept, at, end = [], 12, min(8 + _unsigned(data, 4, 4, "<"), len(data))
    while at + 8 <= end:
        kind, length = data[at : at + 4], _unsigned(data, at + 4, 4, "<")
        body = data[at + 8 : at + 8 + length]
        if len(body) != length:
            raise BrokenPicture("a chunk longer than the file")
        if kind == b"VP8X":
            body = bytes([body[0] & ~_WEBP_TELLS]) + body[1:]
        if kind in _WEBP_KEPT:
            kept.append(kind + struct.pack("<I", length) + body + b"\0" * (length % 2))
        at += 8 + length + length % 2
    inside = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def gif(data: bytes) -> bytes:
    at = 13 + _gif_colors(data, 10)
    kept = [data[:at]]
    while data[at : at + 1] != b";":
        end = _gif_block_end(data, at)
        if data[at : at + 1] == b"," or data[at + 1 : at + 2] == b"\xf9" or data[at + 3 : at + 14] in _GIF_KEPT:
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, b";"])


def _gif_block_end(data: bytes, at: int) -> int:
    if data[at : at + 1] == b",":
        at += 11 + _gif_colors(data, at + 9)
    elif data[at : at + 1] == b"!":
        at += 2
    else:
        raise BrokenPicture("no block where one belongs")
    while size := _unsigned(data, at, 1):
        at += size + 1
    return at + 1


def _gif_colors(data: bytes, at: int) -> int:
    """Length of the table of colors that the flags at ``at`` announce."""
    flags = _unsigned(data, at, 1)
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _unsigned(data: bytes, at: int, size: int, order: str = ">") -> int:
    if at + size > len(data):
        raise BrokenPicture("the file ends too early")
    return int.from_bytes(data[at : at + size], "big" if order == ">" else "little")
