"""What ``harbor_setup`` makes. A part of the package, or a host, adds a section in a module ``harbor_setup``::

    from harbor_wagtail.setting_up import Setup, register_section

    @register_section("news", "the page of news", order=60)
    def news(setup: Setup) -> None:
        for parent in setup.parents:
            setup.add(setup.page_class(NewsPageMixin)(title="News", slug="news"), parent)

Each page is of an installed, concrete class that carries a mixin of ours, so a host's own class is used where the host has
left ``harbor_wagtail.pages`` out. Running a section again makes what is missing and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _
from wagtail.models import Page, Site


class NoPageClass(LookupError):
    """No installed page class carries the mixin."""


@dataclass
class Setup:
    """Where pages go and how.

    ``parents``: the page below which they go, once for each language, in the order of the languages. ``publish``: whether
    they go live; otherwise they are drafts. ``say`` is told a line for everything that was made.
    """

    parents: Sequence[Page]
    publish: bool = False
    say: Callable[[str], object] = lambda line: None
    show_in_menus: bool = True
    made: list[Any] = field(default_factory=list)

    @property
    def locales(self) -> list[Any]:
        return [parent.locale for parent in self.parents]

    def language(self, parent: Page, written: Container[str]) -> str:
        """Whose words a page below ``parent`` starts with, of those ``written``: its own language's ("en" for "en-us").

        English where the site has no language that has words; empty where it has one, for then this one is translated.
        """
        own = _short(parent)
        others = any(_short(other) in written for other in self.parents)
        return own if own in written else ("" if others else "en")

    def without_words(self) -> tuple[str, bool]:
        """What becomes of languages the package has no words in, for a person, and whether they are left out."""
        codes = [parent.locale.language_code for parent in self.parents if _short(parent) not in WRITTEN]
        left_out = 0 < len(codes) < len(self.parents)
        said = (
            _(
                "%(languages)s: left out. There are no words to start from in this language: translate the pages of another."
            )
            if left_out
            else _("%(languages)s: there are no words to start from in this language, so its drafts are in English.")
        )
        return (said % {"languages": ", ".join(codes)} if codes else ""), left_out

    def page_class(self, mixin: type) -> Any:
        """Ours if ``harbor_wagtail.pages`` is installed, else the first of the host's."""
        carriers = [model for model in apps.get_models() if issubclass(model, mixin) and issubclass(model, Page)]
        if not carriers:
            raise NoPageClass(f"no installed page class carries {mixin.__name__}")
        return next((model for model in carriers if model._meta.app_label == "harbor_pages"), carriers[0])

    def child_of(self, parent: Page, model: Any) -> Any:
        """The page of this class below ``parent``, draft or not, as it was left; or ``None``."""
        return model.objects.child_of(parent).order_by("path").first()

    def section(self, parent: Page, model: Any, words: Mapping[str, Mapping[str, Any]], **more: Any) -> Any:
        """The page of this class below ``parent``: as it was left, or made of ``words`` in its language and ``more``;
        ``None`` in a language without words (see ``language``). It is one page with those of the same class elsewhere."""
        found = self.child_of(parent, model)
        said = words.get(self.language(parent, words))
        if found or not said:
            return found
        return self.add(model(show_in_menus=self.show_in_menus, **said, **more), parent, model.objects.all())

    def add(self, page: Any, parent: Page, twins: Any = None) -> Any:
        """Put ``page`` below ``parent``, in its language, and return it.

        ``twins``: pages one of which may be the same page in another language; without, the one of the same class and
        slug below the translation of ``parent``. Where the slug is taken, it is numbered.
        """
        page.locale_id, page.live = parent.locale_id, False
        candidates = _twins(page, parent) if twins is None else twins.exclude(locale_id=parent.locale_id)
        if twin := candidates.first():
            page.translation_key = twin.translation_key
        page.slug = _free(page.slug, parent)
        # treebeard counts the children of the object it is given, which may be older than the row.
        parent.refresh_from_db(fields=["path", "depth", "numchild"])
        parent.add_child(instance=page)
        revision = page.save_revision()
        if self.publish:
            revision.publish()
        self.made.append(page)
        self.say(f"{page.title} ({page.locale.language_code}{'' if self.publish else ', draft'})")
        return page


def _short(parent: Page) -> str:
    return str(parent.locale.language_code.split("-")[0])


def _twins(page: Any, parent: Page) -> Any:
    found = type(page).objects.none()
    for other in parent.get_translations():
        found = found | type(page).objects.child_of(other).filter(slug=page.slug)
    return found


def _free(slug: str, parent: Page) -> str:
    taken = set(Page.objects.child_of(parent).values_list("slug", flat=True))
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return slug if slug not in taken else next(each for each in numbered if each not in taken)


#: Languages in which all of the package's sections have words to start from.
WRITTEN = ("en", "es")

Create = Callable[[Setup], None]


@dataclass(frozen=True, slots=True)
class Section:
    """``help`` ends the line "makes …" in the command's help."""

    name: str
    help: str
    order: int
    create: Create


_registered: dict[str, Section] = {}


def register_section(name: str, help: str, order: int) -> Callable[[Create], Create]:
    """Sections are made in their ``order``; those of the package have 10, 20, 30, …"""

    def register(create: Create) -> Create:
        _registered[name] = Section(name, help, order, create)
        return create

    return register


def all_sections() -> list[Section]:
    autodiscover_modules("harbor_setup")
    return sorted(_registered.values(), key=lambda section: (section.order, section.name))


def translations_of(parent: Page) -> list[Page]:
    """The page in each language it is there in, its own first: the ``parents`` of a setup."""
    return [parent, *parent.get_translations().select_related("locale")]


def pages_of(site: Site, kinds: Sequence[type[Page]]) -> QuerySet[Page]:
    """Pages of these classes on the site, in any language, drafts among them."""
    below = Q()
    for root in translations_of(site.root_page):
        below |= Q(path__startswith=root.path)
    types = ContentType.objects.get_for_models(*kinds).values()
    return Page.objects.filter(below, content_type__in=types)


def make(sections: Sequence[Section], setup: Setup) -> list[str]:
    """Make what is missing of these sections, each whole or not at all; what is returned says what could not be made.

    An error of the database is raised with the section's name; the sections before it stay.
    """
    failed = []
    for section in sections:
        try:
            with transaction.atomic():
                section.create(setup)
        except NoPageClass as problem:
            failed.append(f"{section.name}: left out, {problem}.")
        except DatabaseError as problem:
            raise type(problem)(f"{section.name}: {problem}") from problem
    return failed


def is_missing(section: Section, parents: Sequence[Page]) -> bool:
    """Whether making the section would make anything. It is tried up to the first page, and taken back."""
    looking = _Looking(parents)
    with transaction.atomic():
        try:
            section.create(looking)
        except _Missing:
            return True
        except NoPageClass:
            return False  # and so it would stay
        finally:
            transaction.set_rollback(True)
    return bool(looking.made)


class _Missing(Exception):
    pass


class _Looking(Setup):
    def add(self, page: Any, parent: Page, twins: Any = None) -> Any:
        raise _Missing
