"""One document, one draft page: ``bring_in``."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from harbor_wagtail.advocacy.importing import guards, markdown, myths, repairs, word
from harbor_wagtail.advocacy.importing.accounting import tell_missing, words_in
from harbor_wagtail.advocacy.importing.body import Builder, heading_line
from harbor_wagtail.advocacy.importing.citing import Notebook
from harbor_wagtail.advocacy.importing.notes_in import take_notes
from harbor_wagtail.advocacy.importing.pieces import Kind, Piece, paragraph
from harbor_wagtail.advocacy.importing.reading import Reader, soup_of
from harbor_wagtail.advocacy.importing.told import Level, Told, Unreadable
from harbor_wagtail.advocacy.quotes.models import SurvivorQuote
from harbor_wagtail.advocacy.registry import advocacy_models

_GOAL = re.compile(r"^(.*\S)\s+([A-Z]?\d{1,2}(?:\.\d{1,2})?)$")
_LABEL = re.compile(r"^(?:introduction|introducci[oó]n|(?:chapter|cap[ií]tulo|part|parte)\s+\w+)$", re.IGNORECASE)
_STATEMENT = re.compile(r"^(?:state law|the law|states|la ley)\b.*\b(?:should|must|debe)", re.IGNORECASE)


@dataclass
class Outcome:
    """``page`` is the draft; after a dry run nothing of it is in the database."""

    title: str
    blocks: Counter[str]
    notes: int
    sources: int
    told: Told = field(default_factory=Told)
    page: Any = None

    @property
    def exit_code(self) -> int:
        return 1 if self.told.of(Level.LEFT_OUT) else 0

    def as_dict(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "page": self.page.pk if self.page else None,
            "blocks": dict(sorted(self.blocks.items())),
            "notes": self.notes,
            "sources_made": self.sources,
            "remarks": [remark.as_dict() for remark in self.told.remarks],
        }


def kinds() -> dict[str, Any]:
    """Page classes by the name of their kind: ours, or a host's own where ours are not installed."""
    found: dict[str, Any] = {}
    for model in advocacy_models():
        code = model.advocacy_code
        if code and (code not in found or model._meta.app_label == "harbor_pages"):
            found[code] = model
    return found


def is_possible() -> bool:
    """Whether the extra ``[import]`` is installed."""
    from importlib.util import find_spec

    return all(find_spec(name) for name in ("mammoth", "markdown_it", "mdit_py_plugins"))


def bring_in(
    path: Path, model: Any, parent: Page, *, title: str = "", user: Any = None, dry_run: bool = False
) -> Outcome:
    """A draft of ``model`` below ``parent`` made of the file at ``path``; raises ``Unreadable``, and then nothing was made."""
    if not is_possible():
        raise Unreadable(_('To read documents the package needs its extra: pip install "harbor-wagtail[import]"'))
    if not model.can_create_at(parent):
        raise Unreadable(
            _("A page of the kind “%(kind)s” cannot stand below “%(parent)s”.")
            % {"kind": model.get_verbose_name(), "parent": parent.get_admin_display_title()}
        )
    try:
        with transaction.atomic():
            outcome = _Import(path, model, parent, title, user).run()
            if dry_run:
                transaction.set_rollback(True)
                outcome.page = None
            return outcome
    except RecursionError:
        raise Unreadable(_("The document is nested too deeply to be read.")) from None
    except ValidationError as error:
        raise Unreadable(" ".join(error.messages)) from None


class _Import:
    def __init__(self, path: Path, model: Any, parent: Page, title: str, user: Any) -> None:
        self._path, self._model, self._parent, self._title, self._user = path, model, parent, title, user
        self._told = Told()
        self._values: dict[str, Any] = {}
        self._fallback = path.stem.replace("_", " ").replace("-", " ").strip().capitalize()
        self._kept: list[str] = []
        self._is_word = path.suffix.lower() == ".docx"

    def run(self) -> Outcome:
        html, within = self._read()
        soup = soup_of(html)
        notebook = Notebook(self._told, take_notes(soup, self._told))
        found = words_in(soup)
        pieces = repairs.mend(Reader(self._told, notebook.mark, soup).pieces(soup), self._told)
        self._facts(pieces)
        pieces = self._named(pieces, within)
        self._introduction(pieces)
        body = Builder(self._told, notebook, self._keep_quote, self._model.advocacy_code).blocks(pieces)
        for words in notebook.unread():
            self._told.left_out("", _("A note that nothing leads to."), words)
        if self._model.advocacy_code == "myths" and not any(block["type"] == "myth" for block in body):
            raise Unreadable(
                _("No myth with its fact was found. Begin them with “Myth 1:” and “Fact 1:”, or choose another kind.")
            )
        page = self._page(body)
        said = [*self._values.values(), json.dumps(body, ensure_ascii=False), *self._kept]
        tell_missing(self._told, word.words_of_document(self._path) if self._is_word else found, said)
        counted = Counter(block["type"] for block in body)
        return Outcome(page.title, counted, notebook.count, notebook.sources, self._told, page)

    def _read(self) -> tuple[str, str]:
        content = guards.check_file(self._path)
        source = word.read(self._path, self._told) if self._is_word else markdown.read(content, self._told)
        return source.html, source.title

    def _named(self, pieces: list[Piece], within: str) -> list[Piece]:
        """The title: given, the file's own, or the first heading. Two headings at the very top are the series and the title."""
        if not any(piece.words or piece.items or piece.rows for piece in pieces):
            raise Unreadable(_("There is no text in this file."))
        leading = _leading(pieces)
        if self._title or within:
            name = self._title or within
            leading = [piece for piece in leading[:1] if piece.words == name]
        elif leading:
            name = leading[-1].words
        else:
            name = self._fallback or "—"
            self._told.to_do("", _("No title was found in the file. Write a better one than this:"), name)
        if len(leading) > 1:
            self._values["adv_kicker"] = leading[0].words[:120]
        for piece in leading:
            heading_line(piece, self._told)
        self._values["title"] = name[:255]
        return [piece for piece in pieces if piece not in leading]

    def _facts(self, pieces: list[Piece]) -> None:
        """What only a brief has: the codes of its goal, and the goal itself."""
        if self._model.advocacy_code != "brief":
            return
        codes = [
            piece
            for piece in pieces
            if piece.kind is Kind.HEADING and re.search(r"\bgoal\b|\bmeta\b", piece.words, re.I)
        ]
        found = [(piece, match) for piece in codes if (match := _GOAL.match(piece.words))]
        rows = [
            {"type": "code", "value": {"framework": match[1][:120].title(), "code": match[2]}}
            for _piece, match in found
        ]
        goal = next((piece for piece in pieces if piece.kind is Kind.TEXT and _STATEMENT.match(piece.words)), None)
        self._values["brief_codes"] = json.dumps(rows)
        self._values["brief_statement"] = goal.words if goal else ""
        if goal is None:
            self._told.to_do("", _("Write the goal: “State law should …”. No sentence of the file begins like that."))
        taken = [piece for piece, _match in found] + ([goal] if goal and "linktype" not in goal.html else [])
        pieces[:] = [piece for piece in pieces if piece not in taken]
        if rows and not self._title:
            self._fallback = codes[0].words.capitalize() if codes[0].words.isupper() else codes[0].words

    def _introduction(self, pieces: list[Piece]) -> None:
        """The paragraph right below the title, unless a list hangs on it."""
        first, second = [*pieces, None, None][:2]
        stands_alone = first is not None and second is not None and second.kind in (Kind.HEADING, Kind.TEXT)
        if first and stands_alone and first.kind is Kind.TEXT and not myths.starts(first) and first.words[-1:] != ":":
            self._values["adv_intro"] = paragraph(pieces.pop(0).html)

    def _keep_quote(self, words: str) -> int:
        self._kept.append(words)
        taken = SurvivorQuote.objects.filter(reference__startswith="IMPORT-").values_list("reference", flat=True)
        number = max((int(name.split("-")[1]) for name in taken), default=0) + 1
        kept = SurvivorQuote.objects.create(
            reference=f"IMPORT-{number}", words=words, language=self._parent.locale.language_code
        )
        return int(kept.pk)

    def _page(self, body: list[dict[str, Any]]) -> Any:
        page = self._model(
            adv_body=json.dumps(body), live=False, locale=self._parent.locale, owner=self._user, **self._values
        )
        parent = Page.objects.get(pk=self._parent.pk)
        page.has_unpublished_changes = True
        parent.add_child(instance=page)
        page.save_revision(user=self._user, clean=False, log_action=True)
        return page


def _leading(pieces: list[Piece]) -> list[Piece]:
    """The headings at the very top that are the page's own: the title, perhaps below the series or the number of a chapter."""
    first = pieces[0]
    if first.kind is not Kind.HEADING or myths.starts(first):
        return []
    second = pieces[1] if len(pieces) > 1 else None
    same = (
        second is not None
        and second.kind is Kind.HEADING
        and (second.level == first.level == 1 or bool(_LABEL.match(first.words)))
    )
    return [first, second] if same and second is not None and not myths.starts(second) else [first]
