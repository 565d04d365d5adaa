"""``harbor_import_page``: a Word or Markdown document becomes one draft page. See docs/advocacy.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.urls import reverse
from wagtail.models import Page, Site

from harbor_wagtail.advocacy.importing.bringing_in import Outcome, bring_in, kinds
from harbor_wagtail.advocacy.importing.told import Level, Unreadable
from harbor_wagtail.keys import key

STOPPED = 2


class Command(BaseCommand):
    help = (
        "Makes a draft page of a Word or Markdown document. Exit code 0: all of it is on the page; 1: the page is there, "
        "and something was left out; 2: stopped, nothing changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a .docx or .md file")
        parser.add_argument("--type", required=True, metavar="KIND", help=f"one of: {', '.join(sorted(kinds()))}")
        parser.add_argument("--parent", help="id or slug of the page below which it goes (default: the home page)")
        parser.add_argument("--locale", help="language of the page, such as es (default: the site's)")
        parser.add_argument("--title", default="", help="title of the page (default: the document's)")
        parser.add_argument("--dry-run", action="store_true", help="tell what would be made, and make nothing")
        parser.add_argument("--report", type=Path, help="write the whole report here, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        model = kinds().get(options["type"])
        if model is None:
            told = f"There is no kind “{options['type']}”. There are: {', '.join(sorted(kinds()))}."
            raise CommandError(told, returncode=STOPPED)
        parent = self._parent(options["parent"], options["locale"])
        dry_run = options["dry_run"]
        try:
            outcome = bring_in(options["file"], model, parent, title=options["title"], dry_run=dry_run)
        except Unreadable as error:
            raise CommandError(f"{options['file'].name}: {error} Nothing was changed.", returncode=STOPPED) from None
        except DatabaseError as error:
            raise CommandError(f"The database refused: {error}. Nothing was changed.", returncode=STOPPED) from error
        self._tell(outcome, parent, dry_run)
        if options["report"]:
            text = json.dumps(outcome.as_dict(), ensure_ascii=False, indent=1)
            options["report"].write_text(text + "\n", encoding="utf-8")
        if outcome.exit_code:
            raise SystemExit(outcome.exit_code)

    def _parent(self, wanted: str | None, language: str | None) -> Page:
        """A page by number or slug, in the language asked for."""
        pages = Page.objects.filter(depth__gt=1)
        if language:
            pages = pages.filter(locale__language_code=language)
        if not wanted:
            site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
            home = site.root_page if site else None
            found = [page for page in [home] if page] if not language else []
            if language and home:
                found = list(pages.filter(translation_key=home.translation_key))
        else:
            found = list(pages.filter(slug=wanted) if key(wanted) is None else pages.filter(pk=key(wanted)))
        if len(found) == 1:
            return found[0]
        if found:
            told = ", ".join(f"{page.pk} ({page.url_path})" for page in found)
            raise CommandError(f"Several pages are called “{wanted}”. Name one by its id: {told}.", returncode=STOPPED)
        where = f" in the language “{language}”" if language else ""
        raise CommandError(f"There is no page “{wanted or 'home'}”{where}.", returncode=STOPPED)

    def _tell(self, outcome: Outcome, parent: Page, dry_run: bool) -> None:
        for level, stream in ((Level.MENDED, self.stdout), (Level.TO_DO, self.stdout), (Level.LEFT_OUT, self.stderr)):
            for remark in outcome.told.of(level):
                stream.write(f"{level.label}: {remark}")
        blocks = ", ".join(f"{number} {name}" for name, number in sorted(outcome.blocks.items()))
        made = "Would be a draft" if dry_run else "Draft"
        self.stdout.write(f"{made}: “{outcome.title}” below “{parent.title}”. Blocks: {blocks or 'none'}.")
        self.stdout.write(f"Notes: {outcome.notes}; sources made: {outcome.sources}.")
        if outcome.page:
            self.stdout.write(f"Edit it at {reverse('wagtailadmin_pages:edit', args=[outcome.page.pk])}")
