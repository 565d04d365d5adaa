"""The fonts documents are set in: a subset of Noto Sans of ours, and one from a package for a script it lacks.

Every character of a document must be in one of them, else the editor is told which is missing.
"""

from __future__ import annotations

import functools
import importlib.util
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
TEXT_FONT, FORM_FONT = "NotoSans-Regular.ttf", "NotoSans-Form.ttf"
#: Marks that are never drawn: joiners, marks of direction, the byte order mark, line ends.
UNSEEN = frozenset("\n\r\t\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True, slots=True)
class OtherFont:
    """A font for a script ours lacks: the module of the package that brings it, and the languages it serves.

    ``faces`` names the face of a collection by language; the file of a collection is never embedded whole.
    """

    module: str
    package: str
    languages: frozenset[str]
    faces: Mapping[str, str] = field(default_factory=dict)


OTHERS = (
    # Noto draws a letter and its dots apart, and what is read aloud or copied out of the PDF is then another letter.
    OtherFont("fontpkg_amiri", "fontpkg-amiri", frozenset({"ar", "fa", "ur", "ps"})),
    OtherFont("fontpkg_noto_sans_thai", "fontpkg-noto-sans-thai", frozenset({"th"})),
    OtherFont("fontpkg_noto_sans_khmer", "fontpkg-noto-sans-khmer", frozenset({"km"})),
    OtherFont("fontpkg_noto_sans_devanagari", "fontpkg-noto-sans-devanagari", frozenset({"hi", "ne", "mr"})),
    OtherFont(
        "noto_cjk_sans_otc",
        "noto-cjk-sans-otc",
        frozenset({"zh", "ja", "ko"}),
        {"zh": "SC", "zh-hant": "TC", "zh-tw": "TC", "zh-hk": "HK", "zh-mo": "HK", "ja": "JP", "ko": "KR"},
    ),
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


def other(language: str) -> OtherFont | None:
    """Which package has the script of a language; none for those our own fonts serve."""
    return next((each for each in OTHERS if short(language) in each.languages), None)


def other_font(language: str) -> Path | None:
    """The file of the installed font package for a language, or none."""
    wanted = other(language)
    return _file(wanted.module) if wanted else None


def embeddable(language: str, text: str) -> dict[int, bytes]:
    """Weight (400, 700) → the other font of a language as one small file; empty where our own fonts do.

    Of a collection it is the face and the signs that ``text`` needs; a variable font is set to its weight here, for the
    engine would write the time of day into it.
    """
    wanted, path = other(language), other_font(language)
    if wanted is None or path is None:
        return {}
    if wanted.faces:
        return {400: _face(path, wanted, language, text)}
    return _weights(path)


def _face(path: Path, wanted: OtherFont, language: str, text: str) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTCollection

    # "zh-hant-tw" is looked for as a whole first, then with less and less of it.
    parts = language.lower().split("-")
    names = ("-".join(parts[:end]) for end in range(len(parts), 0, -1))
    face = next(wanted.faces[name] for name in names if name in wanted.faces)
    with TTCollection(path, lazy=True) as collection:
        font = next(each for each in collection.fonts if each["name"].getDebugName(1).endswith(f"CJK {face}"))
        cutter = subset.Subsetter(subset.Options(hinting=False, notdef_outline=True))
        cutter.populate(text=text)
        cutter.subset(font)
        _make_quadratic(font)
        return _saved(font)


def _make_quadratic(font: Any) -> None:
    """TrueType outlines: the engine takes a sign's place in the file for its name, which in these fonts it is not."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    names, drawn, glyphs = font.getGlyphOrder(), font.getGlyphSet(), {}
    for name in names:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    font["loca"], font["glyf"], font["maxp"] = newTable("loca"), newTable("glyf"), newTable("maxp")
    font["glyf"].glyphOrder, font["glyf"].glyphs = names, glyphs
    font["maxp"].tableVersion, font["maxp"].maxZones, font["maxp"].maxComponentElements = 0x00010000, 1, 0
    for unused in (
        "TwilightPoints",
        "Storage",
        "FunctionDefs",
        "InstructionDefs",
        "StackElements",
        "SizeOfInstructions",
    ):
        setattr(font["maxp"], f"max{unused}", 0)
    font["post"].formatType, font["post"].extraNames, font["post"].mapping = 2.0, [], {}
    font["post"].glyphOrder = names
    font.sfntVersion = "\x00\x01\x00\x00"


@functools.lru_cache(maxsize=4)
def _weights(path: Path) -> dict[int, bytes]:
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    with TTFont(path) as font:
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} if "fvar" in font else {}
    if "wght" not in axes:
        bold = path.with_name(path.name.replace("Regular", "Bold"))
        return {400: path.read_bytes(), **({700: bold.read_bytes()} if bold != path and bold.is_file() else {})}
    made = {}
    for weight in (400, 700):
        with TTFont(path) as font:
            made[weight] = _saved(instancer.instantiateVariableFont(font, {**axes, "wght": weight}))
    return made


def _saved(font: Any) -> bytes:
    font.recalcTimestamp = False
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


@functools.lru_cache(maxsize=32)
def _file(module: str) -> Path | None:
    spec = importlib.util.find_spec(module)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = sorted(path for folder in folders for path in Path(folder).rglob("*.[to]t[fc]"))
    upright = [path for path in found if "Italic" not in path.name]
    return next((path for path in upright if "Regular" in path.name), upright[0] if upright else None)


@functools.lru_cache(maxsize=32)
def characters(path: Path) -> frozenset[int]:
    """Code points a font file has. Needs fontTools, which comes with the PDF engine."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped, unused-ignore]

    # The faces of a collection differ in their drawing, not in the signs they have.
    with TTFont(path, lazy=True, fontNumber=0 if path.suffix == ".ttc" else -1) as font:
        return frozenset(font.getBestCmap())


def missing(texts: Iterable[str], language: str) -> list[str]:
    """Characters of ``texts`` that no font of ours can draw, each once, in the order they stand."""
    known = characters(FOLDER / TEXT_FONT)
    if path := other_font(language):
        known |= characters(path)
    found: dict[str, None] = {}
    for text in texts:
        for sign in text:
            if ord(sign) not in known and sign not in UNSEEN:
                found[sign] = None
    return list(found)
