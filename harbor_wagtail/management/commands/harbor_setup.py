"""``harbor_setup``: the sections of a new site. 0: all there; 1: some could not be made; 2: stopped, nothing changed."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from wagtail.models import Locale, Page, Site

from harbor_wagtail.models.hotline_checks import confirmed_by_calling
from harbor_wagtail.roles import ROLES, set_up
from harbor_wagtail.setting_up import Section, Setup, all_sections, make, translations_of


class Command(BaseCommand):
    help = (
        "Makes the sections of the package with starter content, as drafts. Running it again makes what is missing and "
        "changes nothing else. Exit code 0: all is there, 1: something could not be made, 2: stopped by an error."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        sections = "; ".join(f"{each.name}: {each.help}" for each in all_sections())
        parser.add_argument("--site", metavar="HOST", help="host name of the Wagtail site; the default one if left out")
        parser.add_argument(
            "--parent", metavar="PATH", default="/", help="the page below which sections go, such as /about/"
        )
        parser.add_argument("--sections", nargs="+", metavar="NAME", help=sections)
        parser.add_argument(
            "--language", nargs="+", metavar="CODE", help="languages; all that the parent page has if left out"
        )
        roles = "; ".join(f"{role.name}: {role.help}" for role in ROLES.values())
        parser.add_argument(
            "--roles",
            nargs="+",
            metavar="NAME",
            choices=list(ROLES),
            help=f"make these groups, or give them the rights they lack; the editor's is made anyway. {roles}",
        )
        parser.add_argument("--publish", action="store_true", help="publish the pages instead of leaving drafts")

    def handle(self, *args: Any, **options: Any) -> None:
        sections = _chosen(options["sections"])
        parent = _parent(_site(options["site"]), options["parent"])
        parents, missing = _parents(parent, options["language"])
        publish = options["publish"] and confirmed_by_calling().exists()
        setup = Setup(parents, publish, lambda line: self.stdout.write(f"made: {line}"))
        try:
            failed = [*missing, *make(sections, setup)]
        except DatabaseError as problem:
            raise CommandError(str(problem), returncode=2) from problem
        said, left_out = setup.without_words()
        if left_out:
            failed.append(said)
        elif said and setup.made:
            self.stdout.write(said)
        if options["publish"] and not publish:
            failed.append(
                "Nobody has called a hotline yet, so all pages are drafts (Harbor ▸ Hotlines ▸ We reached it)."
            )
        groups = set_up(options["roles"], setup.made, setup.say)
        if not setup.made and not groups and not failed:
            self.stdout.write("Nothing to do: everything is there.")
        for line in failed:
            self.stderr.write(line)
        if failed:
            sys.exit(1)


def _chosen(names: list[str] | None) -> list[Section]:
    known = all_sections()
    unknown = sorted(set(names or ()) - {section.name for section in known})
    if unknown:
        raise CommandError(
            f"There is no section {', '.join(unknown)}; there are {', '.join(section.name for section in known)}.",
            returncode=2,
        )
    return [section for section in known if not names or section.name in names]


def _site(host: str | None) -> Site:
    if host is None:
        found = Site.objects.filter(is_default_site=True).first()
    else:
        name, _colon, port = host.partition(":")
        found = Site.objects.filter(hostname=name, **({"port": port} if port.isdecimal() else {})).first()
    if found is None:
        raise CommandError("There is no such site (Settings ▸ Sites).", returncode=2)
    return found


def _parent(site: Site, path: str) -> Page:
    wanted = site.root_page.url_path.rstrip("/") + "/" + path.strip("/")
    found = Page.objects.filter(url_path=wanted.rstrip("/") + "/").first()
    if found is None:
        raise CommandError(f"There is no page at {path} of {site.hostname}.", returncode=2)
    return found


def _parents(parent: Page, languages: list[str] | None) -> tuple[list[Page], list[str]]:
    """The page in each language that is wanted, its own first, and what to say about languages it does not have."""
    there = {page.locale.language_code: page for page in translations_of(parent)}
    if languages is None:
        return list(there.values()), []
    known = set(Locale.objects.values_list("language_code", flat=True))
    missing = [
        f"{code}: left out. "
        + ("Translate the parent page first." if code in known else "Add the language under Settings ▸ Locales first.")
        for code in languages
        if code not in there
    ]
    return [page for code, page in there.items() if code in languages], missing
