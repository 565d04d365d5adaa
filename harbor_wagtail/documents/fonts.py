"""The fonts documents are set in: a subset of Noto Sans of ours, and one from a package for a script it lacks.

Every character of a document must be in one of them, else the editor is told which is missing.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
TEXT_FONT, FORM_FONT = "NotoSans-Regular.ttf", "NotoSans-Form.ttf"
#: Marks that are never drawn: joiners, marks of direction, the byte order mark, line ends.
UNSEEN = frozenset("\n\r\t\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True, slots=True)
class OtherFont:
    """A font for a script ours lacks: the module of the package that brings it, and the languages it serves."""

    module: str
    package: str
    languages: frozenset[str]


OTHERS = (
    OtherFont("fontpkg_noto_sans_arabic", "fontpkg-noto-sans-arabic", frozenset({"ar", "fa", "ur", "ps"})),
    OtherFont("fontpkg_noto_sans_thai", "fontpkg-noto-sans-thai", frozenset({"th"})),
    OtherFont("fontpkg_noto_sans_khmer", "fontpkg-noto-sans-khmer", frozenset({"km"})),
    OtherFont("fontpkg_noto_sans_devanagari", "fontpkg-noto-sans-devanagari", frozenset({"hi", "ne", "mr"})),
)
#: Languages whose words a viewer of PDF files can be trusted to draw in a field: those written in Latin letters.
NOT_TYPED = frozenset(
    "am ar bn bo dv el fa gu he hi hy ja ka km kn ko lo ml mn mr my ne or pa ps ru sd si ta te th ti uk ur yi zh".split()
)


def short(language: str) -> str:
    return language.split("-")[0].lower()


def can_be_typed(language: str) -> bool:
    """Whether viewers draw what is typed into a field in this language (they fail for Arabic, Chinese and others)."""
    return short(language) not in NOT_TYPED


def has_script(language: str) -> bool:
    """Whether a font for the script of a language is at hand."""
    return can_be_typed(language) or other_font(language) is not None


def other_font(language: str) -> Path | None:
    """The file of the installed font package for a language, or none."""
    for other in OTHERS:
        if short(language) in other.languages:
            return _file(other.module)
    return None


@functools.lru_cache(maxsize=32)
def _file(module: str) -> Path | None:
    spec = importlib.util.find_spec(module)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = sorted(path for folder in folders for path in Path(folder).rglob("*.[to]tf"))
    return next((path for path in found if "Italic" not in path.name), None)


@functools.lru_cache(maxsize=32)
def characters(path: Path) -> frozenset[int]:
    """Code points a font file has. Needs fontTools, which comes with the PDF engine."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped, unused-ignore]

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing(texts: Iterable[str], language: str) -> list[str]:
    """Characters of ``texts`` that no font of ours can draw, each once, in the order they stand."""
    known = characters(FOLDER / TEXT_FONT)
    other = other_font(language)
    if other:
        known |= characters(other)
    found: dict[str, None] = {}
    for text in texts:
        for sign in text:
            if ord(sign) not in known and sign not in UNSEEN:
                found[sign] = None
    return list(found)
