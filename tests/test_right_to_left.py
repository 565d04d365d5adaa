"""Promise: where a site has a language that is written from right to left, nothing of ours stays on the wrong side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import harbor_wagtail

PACKAGE = Path(harbor_wagtail.__file__).parent
# What a property or value may not be called: each has a name that follows the language (inline-start, end). A rule with
# a twin for right-to-left is meant.
_SIDE = re.compile(
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b|\bborder-\w+-(?:left|right)-radius"
    r"|(?<![\w-])(?:left|right)\s*:|(?:text-align|float|clear|justify-\w+)\s*:\s*(?:left|right)\b|translateX"
)
_FOUR = re.compile(r"(?<![\w-])(?:margin|padding|inset|border-width)\s*:\s*([^\s;]+) ([^\s;]+) ([^\s;]+) ([^\s;]+)")
_TURNED = '[dir="rtl"] '
# Arrows are no letters: no browser turns them. They stand in a style sheet, which can, or in an element that one turns.
_ARROW = re.compile(r"(?<!harbor-rc-to\">)[→←▸◂➔➜]|&[rl]arr;")


def rules(path: Path) -> Iterator[tuple[str, str]]:
    """Selector and declarations, for each rule of a style sheet, also inside ``@media``."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    text = re.sub(r"calc\(([^*\s]+)\*var\(--r\)\)", r"\1rem", text).replace("var(--r)", "1rem")
    for match in re.finditer(r"([^{}]*)\{([^{}]*)\}", text):
        if not match[1].strip().startswith("@"):  # margins of a sheet of paper are where they are
            yield match[1].strip(), match[2]


def test_our_styles_name_no_side() -> None:
    sheets = [*PACKAGE.rglob("static/**/*.css"), *(PACKAGE / "documents/data").glob("*.css")]
    assert len(sheets) > 15
    wrong = []
    for sheet in sheets:
        found = list(rules(sheet))
        turned = {selector.removeprefix(_TURNED) for selector, _declared in found if selector.startswith(_TURNED)}
        for selector, declarations in found:
            sides = [four[0] for four in _FOUR.finditer(declarations) if four[2] != four[4]]
            meant = selector.startswith('[dir="rtl"]') or selector in turned
            if (_SIDE.search(declarations) or sides) and not meant:
                wrong.append(f"{sheet.name}: {selector} {{{declarations}}}")
    assert wrong == []


def test_every_page_of_ours_says_its_direction() -> None:
    pages = [path for path in PACKAGE.rglob("templates/**/*.html") if "<html" in path.read_text()]
    assert len(pages) >= 7
    silent = [path.name for path in pages if not re.search(r"<html [^>]*\bdir=", path.read_text())]
    assert silent == []


def test_drawings_are_not_turned_and_arrows_are() -> None:
    """Letters in an SVG hang on their start: without a direction of its own they leave their square."""
    drawings = [path for path in PACKAGE.rglob("report_cards/svg/*.html") if "<svg" in path.read_text()]
    assert len(drawings) == 4
    assert all('direction="ltr"' in path.read_text() for path in drawings)
    templates = [path for path in PACKAGE.rglob("templates/**/*.html") if "admin" not in path.parts]
    assert [path.name for path in templates if _ARROW.search(path.read_text())] == []
