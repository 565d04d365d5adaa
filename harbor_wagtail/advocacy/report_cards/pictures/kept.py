"""A picture is drawn once for all it shows: it is kept by its content, in the cache of the site, and cannot be out of date."""

from __future__ import annotations

import hashlib

from harbor_wagtail import __version__, site_cache
from harbor_wagtail.advocacy.report_cards.pictures.posters import Poster
from harbor_wagtail.fragments import content

#: Raised by whoever changes how pictures are drawn.
FORMAT = 1
KEPT_SECONDS = 24 * 60 * 60


def digest_of(poster: Poster) -> str:
    told = repr((__version__, FORMAT, content(poster)))
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def png_of(poster: Poster, digest: str) -> bytes:
    key = f"harbor_advocacy.picture.{digest}"
    made: bytes | None = site_cache.get(key)
    if made is None:
        made = poster.png()
        site_cache.keep(key, made, KEPT_SECONDS)
    return made
