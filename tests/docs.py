"""The handbooks as tests read them: their files, code blocks, links and anchors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
#: Stands before a block that is no whole program: `<!-- fragment: why -->`.
FRAGMENT = re.compile(r"<!-- (?:fragment: \S.*|install-\w+) -->\n\Z")


@dataclass(frozen=True)
class Sample:
    where: str  # "docs/search.md:12"
    language: str
    text: str
    is_fragment: bool


def files() -> list[Path]:
    return [*(ROOT / name for name in BESIDE), *sorted((ROOT / "docs").rglob("*.md"))]


@lru_cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@lru_cache
def prose(path: Path) -> str:
    """Without blocks of code and comments."""
    return re.sub(r"<!--.*?-->", "", FENCE.sub("", text(path)), flags=re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@lru_cache
def samples(*languages: str) -> list[Sample]:
    found = []
    for path in files():
        whole = text(path)
        for block in FENCE.finditer(whole):
            if block[1] in languages:
                before = whole[: block.start()]
                line = before.count("\n") + 2
                found.append(Sample(f"{name(path)}:{line}", block[1], block[2], bool(FRAGMENT.search(before))))
    return found


@lru_cache
def anchors(path: Path) -> set[str]:
    """What MkDocs and GitHub both make of the headings: lower case, signs away, spaces to hyphens."""
    return {anchor(heading) for heading in re.findall(r"^#{1,6} (.+)$", FENCE.sub("", text(path)), re.MULTILINE)}


def anchor(heading: str) -> str:
    plain = re.sub(r"[`*]", "", heading.strip().lower())
    return re.sub(r"[\s]+", "-", re.sub(r"[^\w\s-]", "", plain))
