"""The advocacy pages a new site starts with, written anew in plain words; every claim names its source.

They lie as YAML beside this module: documents once, pages and terms once for each language. ``[^walker]`` is a note to the
document of that name, ``[^new-york 23–25]`` one with the place in it; ``**bold**`` is bold, an empty line ends a paragraph.
"""

from __future__ import annotations

import functools
import html
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from wagtail import blocks
from wagtail.models import Locale
from wagtail.snippets.blocks import SnippetChooserBlock

from harbor_wagtail.advocacy.blocks.body import BodyBlock
from harbor_wagtail.advocacy.citations.marks import Cite, markup
from harbor_wagtail.advocacy.models import GlossaryTerm, Notice
from harbor_wagtail.advocacy.quotes.models import SurvivorQuote
from harbor_wagtail.advocacy.quotes.starter import example_quote
from harbor_wagtail.models import Hotline, Source, SourceAuthor

FOLDER = Path(__file__).parent / "data"
_NOTE = re.compile(r"\s*\[\^([\w-]+)(?: ([^\]]+))?\]")
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class StarterPage:
    """``values`` are fields of the page but its language and body; ``body`` is written as in the file."""

    name: str
    values: dict[str, Any]
    body: list[Any] = field(default_factory=list)
    chapters: tuple[StarterPage, ...] = ()


def languages() -> set[str]:
    return {path.name.split(".")[1] for path in FOLDER.glob("pages.*.yaml")}


@functools.lru_cache(maxsize=8)
def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def _written(language: str) -> Any:
    return _read(f"pages.{_base(language)}")


def _base(language: str) -> str:
    """ "en" for "en-us": a site's language may name its country. English for one without words."""
    base = language.split("-")[0]
    return base if base in languages() else "en"


def starter_page(name: str, language: str) -> StarterPage:
    return _page(name, _written(language)[name])


def _page(name: str, given: Mapping[str, Any]) -> StarterPage:
    values = {key: value for key, value in given.items() if key not in ("body", "chapters")}
    chapters = tuple(
        _page(f"{name}-{number}", chapter) for number, chapter in enumerate(given.get("chapters", ()), start=1)
    )
    return StarterPage(name, values, list(given.get("body", ())), chapters)


def create_sources() -> dict[str, Source]:
    """The documents by name; those that are there already, known by their title, stay as somebody left them."""
    found = {
        source.title: source
        for source in Source.objects.filter(title__in=[row["title"] for row in _read("sources").values()])
    }
    return {name: found.get(row["title"]) or _source(dict(row)) for name, row in _read("sources").items()}


def _source(row: dict[str, Any]) -> Source:
    authors = row.pop("authors", [])
    source = Source.objects.create(**row)
    for given, family, credentials in authors:
        source.authors.add(SourceAuthor(given_name=given, family_name=family, credentials=credentials))
    source.save()
    return source


def create_terms(locale: Locale) -> None:
    """The glossary in one language, where it has none yet."""
    if not GlossaryTerm.objects.filter(locale=locale).exists():
        for number, row in enumerate(_written(locale.language_code)["terms"]):
            GlossaryTerm.objects.create(locale=locale, translation_key=_id("term", number), **row)


def create_notices(locale: Locale, *, examples: bool = True) -> list[Notice]:
    """The disclaimer and, for a demonstration, a grant that is plainly made up."""
    given = _written(locale.language_code)
    rows = [("disclaimer", given["notice"]), *([("grant", given["grant"])] if examples else [])]
    made = []
    for kind, row in rows:
        defaults = {"kind": kind, **row}
        made.append(
            Notice.objects.get_or_create(locale=locale, translation_key=_id("notice", kind), defaults=defaults)[0]
        )
    return made


@dataclass(frozen=True, slots=True)
class Written:
    """What names in a file stand for: ``sources`` rows, ``pages`` ids of pages made already."""

    sources: Mapping[str, Source]
    pages: Mapping[str, int] = field(default_factory=dict)

    def body(self, page: StarterPage) -> list[dict[str, Any]]:
        """The body as Wagtail stores it. Blocks keep their ids from language to language."""
        kinds = BodyBlock().child_blocks
        done = []
        for number, entry in enumerate(page.body):
            ((kind, value),) = entry.items()
            done.append({"type": kind, "value": self._raw(kinds[kind], value), "id": str(_id(page.name, number))})
        return done

    def rich(self, text: str) -> str:
        """Paragraphs with bold words and notes, as the editor would store them."""
        paragraphs = [" ".join(part.split()) for part in str(text).strip().split("\n\n")]
        return "".join(f"<p>{self._inline(part)}</p>" for part in paragraphs if part)

    def _inline(self, text: str) -> str:
        bold = _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False))
        return _NOTE.sub(lambda note: markup(Cite(self.sources[note[1]].pk, note[2] or "")), bold)

    def _raw(self, block: Any, value: Any) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            return self.rich(value) if value else ""
        if isinstance(block, blocks.BaseStructBlock):
            given = value if isinstance(value, dict) else {}
            if unknown := set(given) - set(block.child_blocks):
                raise ValueError(f"A starter page names {sorted(unknown)}, which {block.name} does not have.")
            return {name: self._raw(child, given.get(name)) for name, child in block.child_blocks.items()}
        if isinstance(block, blocks.ListBlock):
            return [self._raw(block.child_block, each) for each in value or ()]
        return self._plain(block, value)

    def _plain(self, block: Any, value: Any) -> Any:
        if isinstance(block, SnippetChooserBlock):
            if block.target_model is Hotline:
                return Hotline.objects.filter(call_number=value).values_list("pk", flat=True).first()
            if block.target_model is SurvivorQuote:
                return example_quote().pk
            return self.sources[value].pk if value else None
        if isinstance(block, blocks.PageChooserBlock):
            return self.pages.get(value) if value else None
        if value is None and not isinstance(block, (blocks.ChooserBlock, blocks.IntegerBlock)):
            return ""
        return value


def _id(*names: object) -> uuid.UUID:
    """The same in every installation."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "harbor-advocacy:" + ":".join(str(name) for name in names))
