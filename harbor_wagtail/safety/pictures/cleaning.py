"""One picture, as bytes, without what the camera noted."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError
from PIL.JpegImagePlugin import get_sampling

from harbor_wagtail.safety.pictures import containers
from harbor_wagtail.safety.pictures.boxes import boxes
from harbor_wagtail.safety.pictures.containers import BrokenPicture
from harbor_wagtail.safety.pictures.drawings import drawing, looks_drawn

_ORIENTATION = 0x0112
_UPRIGHT = 1
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_LOSSLESS = frozenset({"raw", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits", "group3", "group4"})
#: Kinds of HEIC and AVIF, as their first box names them.
_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
#: What Pillow raises for broken files; a TIFF without its size is a ``TypeError`` to some of its releases.
_UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    struct.error,
    Image.DecompressionBombError,
)


def clean(data: bytes) -> bytes:
    """``data`` without Exif, GPS, IPTC, XMP, comments and small copies. Color profiles stay.

    A picture that was noted to lie on its side is turned, since the note goes. Raises ``BrokenPicture`` for a file that
    is none of JPEG, PNG, WebP, GIF, HEIC, AVIF, TIFF or SVG, or that cannot be read.
    """
    without = _cleaner(data)
    return without(_upright(data))


def _cleaner(data: bytes) -> Callable[[bytes], bytes]:
    if data.startswith(b"\xff\xd8"):
        return containers.jpeg
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return containers.png
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return containers.webp
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return containers.gif
    if data[4:8] == b"ftyp" and data[8:12] in _BRANDS:
        return boxes
    if data[:4] in _TIFF:
        return _scanned
    if looks_drawn(data):
        return lambda drawn: drawing(drawn, clean)
    raise BrokenPicture("not a picture that can be cleaned; save it as JPEG or PNG and upload that")


def _upright(data: bytes) -> bytes:
    if data[4:8] == b"ftyp" or data.startswith(b"GIF8") or data[:4] in _TIFF or looks_drawn(data):
        return data  # they turn themselves, are turned below, or cannot be turned
    try:
        with Image.open(io.BytesIO(data)) as picture:
            turned = picture.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT
            if not turned or getattr(picture, "is_animated", False):
                return data
            return _saved(ImageOps.exif_transpose(picture), picture, data)
    except _UNREADABLE as problem:
        raise BrokenPicture("the picture cannot be read") from problem


def _scanned(data: bytes) -> bytes:
    """A TIFF written anew out of its pixels, page by page: its notes lie anywhere in the file, and so may what was cut."""
    stored = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data)) as picture:
            packed = picture.info.get("compression", "raw")
            pages = [_bare(page) for page in ImageSequence.Iterator(picture)]
        compression = packed if packed in _LOSSLESS else "tiff_adobe_deflate"
        pages[0].save(stored, "TIFF", save_all=True, append_images=pages[1:], compression=compression)
    except _UNREADABLE as problem:
        raise BrokenPicture("the picture cannot be read; save it as JPEG or PNG and upload that") from problem
    return stored.getvalue()


def _bare(page: Image.Image) -> Image.Image:
    """The pixels and what they mean; ``copy`` is no TIFF any more and has none of its tags."""
    bare = ImageOps.exif_transpose(page).copy()
    bare.info = {name: page.info[name] for name in ("icc_profile", "transparency") if page.info.get(name)}
    return bare


def _saved(upright: Image.Image, was: Image.Image, data: bytes) -> bytes:
    """As good as it was: a JPEG with its own tables, a WebP without loss where it had none."""
    options: dict[str, object] = {"icc_profile": was.info.get("icc_profile")}
    if was.format == "JPEG":
        options |= {"qtables": was.quantization, "subsampling": get_sampling(was)}  # type: ignore[attr-defined]
    if was.format == "WEBP":
        options |= {"lossless": b"VP8L" in data[:64], "quality": 92}
    stored = io.BytesIO()
    upright.save(stored, format=was.format, **options)
    return stored.getvalue()
