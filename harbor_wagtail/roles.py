"""Groups for the people of a team. "Harbor editor" does everything of ours, and is what most sites want; finer ones come by name.

Rights are Wagtail's and Django's own, so a site changes them under Settings ▸ Groups as it likes. Nothing here looks at a
group's name again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

RECORDS = ("organization", "service", "location")
#: The parts of the package that have pages, by the name of their folder.
PARTS = ("directory", "advocacy", "safety_plans")

#: (label of the app, names of models, what may be done with them). No models: all that the app's forms are for.
Grant = tuple[str, tuple[str, ...], tuple[str, ...]]
WRITE = ("view", "add", "change", "delete", "publish", "lock", "unlock")


@dataclass(frozen=True, slots=True)
class Role:
    """``pages``: what may be done with pages of ``parts``, by the last word of Wagtail's codenames."""

    name: str
    group: str
    help: str
    grants: tuple[Grant, ...]
    #: Rights by their whole codename.
    further: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    parts: tuple[str, ...] = PARTS
    files: bool = False


ROLES = {
    role.name: role
    for role in (
        Role(
            "editor",
            "Harbor editor",
            "everything of this package",
            (("harbor_directory", (), WRITE), ("harbor_advocacy", (), WRITE), ("harbor_wagtail", (), WRITE)),
            further=(
                "decide_inclusion_organization",
                "change_visibility_location",
                "withdraw_survivorquote",
                "export_survivorquote",
                "freeze_edition",
                "change_harborsettings",
                "change_upkeepsettings",
                "view_importbatch",
                "view_pagecount",
            ),
            pages=("add", "change", "publish", "lock", "unlock"),
            files=True,
        ),
        Role(
            "listing",
            "Harbor listing editor",
            "listings: writes, imports, publishes; decides about no inclusion and no address",
            (
                ("harbor_directory", RECORDS, ("view", "add", "change", "publish")),
                ("harbor_directory", ("holiday", "synonymset", "datasource"), ("view", "add", "change")),
                ("harbor_directory", ("resourcemap",), ("view", "add", "change")),
                ("harbor_directory", ("taxonomyterm", "importbatch"), ("view",)),
                ("harbor_wagtail", ("hotline",), ("view",)),
            ),
            pages=("change",),
            parts=("directory",),
        ),
        Role(
            "advocacy",
            "Harbor advocacy editor",
            "myths and facts, briefs, sources and report cards; places quotes, whose records others keep",
            (
                (
                    "harbor_advocacy",
                    ("glossaryterm", "notice", "framework", "edition", "policygoal", "assessment", "statuteref"),
                    WRITE,
                ),
                ("harbor_advocacy", ("placereply", "consultationrequest"), ("view", "change")),
                ("harbor_advocacy", ("survivorquote",), ("view",)),
                ("harbor_wagtail", ("source", "publisher"), ("view", "add", "change", "delete")),
                ("harbor_wagtail", ("jurisdiction", "tilelayout", "termrule"), ("view",)),
            ),
            further=("withdraw_survivorquote",),
            pages=("add", "change", "publish"),
            parts=("advocacy",),
            files=True,
        ),
        Role(
            "moderator",
            "Harbor moderator",
            "decides: inclusion, addresses, what providers and visitors send in, what is published",
            (
                ("harbor_directory", RECORDS, ("view", "change", "publish", "lock", "unlock")),
                ("harbor_directory", ("resourcemap",), ("view", "change")),
                ("harbor_directory", ("importbatch",), ("view",)),
                ("harbor_advocacy", ("survivorquote", "edition", "assessment"), ("view",)),
                ("harbor_advocacy", ("consultationrequest", "placereply"), ("view", "change", "delete")),
                ("harbor_wagtail", ("hotline",), ("view", "change", "publish")),
            ),
            further=(
                "decide_inclusion_organization",
                "change_visibility_location",
                "withdraw_survivorquote",
                "export_survivorquote",
                "freeze_edition",
                "view_pagecount",
            ),
            pages=("change", "publish", "lock", "unlock"),
        ),
        Role(
            "translator",
            "Harbor translator",
            "words in other languages, as drafts that somebody else publishes",
            (
                ("harbor_directory", RECORDS, ("view", "change")),
                ("harbor_wagtail", ("hotline",), ("view", "change")),
            ),
            pages=("change",),
        ),
    )
}


def make_role(role: Role, *, again: bool = False) -> Group | None:
    """The group with its rights, where there is none of its name; ``again`` also gives one that is there what it lacks.
    ``None``: nothing was to be done."""
    with transaction.atomic():
        group, made = Group.objects.get_or_create(name=role.group)
        if not (made or again):
            return None
        before = _rights_of(group)
        group.permissions.add(*_permissions(role))
        grant_pages(group, role, section_pages())
        if role.files:
            _grant_files(group)
        return group if made or _rights_of(group) > before else None


def _rights_of(group: Group) -> int:
    own: int = group.permissions.count()
    on = (GroupPagePermission, GroupCollectionPermission)
    return own + sum(model.objects.filter(group=group).count() for model in on)


def grant_pages(group: Group, role: Role, pages: Iterable[Page]) -> None:
    """Rights to these pages and all below them, as far as they are of the role's parts."""
    rights = {_last(each.codename): each for each in _page_rights()}
    for page in pages:
        if part_of(page) in role.parts:
            for name in role.pages:
                GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=rights[name])


def section_pages() -> list[Page]:
    """The topmost pages of ours: what they stand below is the host's."""
    found: list[Page] = []
    for page in Page.objects.filter(depth__gt=2).order_by("path").specific(defer=True):
        if part_of(page) and not any(page.path.startswith(other.path) for other in found):
            found.append(page)
    return found


def part_of(page: Page) -> str:
    """The part whose mixin the class of a page carries; a host's own class too. Empty for any other page."""
    modules = [cls.__module__ for cls in page.specific_class.__mro__] if page.specific_class else []
    return next((part for part in PARTS if any(name.startswith(f"harbor_wagtail.{part}.") for name in modules)), "")


def _permissions(role: Role) -> list[Permission]:
    wanted = Q(codename="access_admin", content_type__app_label="wagtailadmin")
    wanted |= Q(codename__in=role.further, content_type__app_label__startswith="harbor_")
    for label, models, actions in role.grants:
        for model in models or _written(label):
            codenames = [f"{action}_{model}" for action in actions]
            wanted |= Q(content_type__app_label=label, content_type__model=model, codename__in=codenames)
    return list(Permission.objects.filter(wanted))


def _written(label: str) -> list[str]:
    """Models of an app that have a form of their own; none where the app is left out."""
    from wagtail.snippets.models import get_snippet_models

    return [model._meta.model_name for model in get_snippet_models() if model._meta.app_label == label]


def _page_rights() -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="page"))


def _last(codename: str) -> str:
    return codename.removesuffix("_page")


def _grant_files(group: Group) -> None:
    """Pictures and documents of the whole site may be chosen, and own ones added and changed."""
    root = Collection.get_first_root_node()
    names = [f"{action}_{kind}" for action in ("add", "choose") for kind in ("image", "document")]
    for right in Permission.objects.filter(codename__in=names):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=right)


Say = Callable[[str], object]


def set_up(names: Iterable[str] | None, made: Iterable[Page], say: Say) -> int:
    """What ``harbor_setup`` does: the editor's group where there is none; those named, with whatever they lack. Sections that
    were made just now are given to groups that are there already. Returns how many groups were made or added to."""
    done = 0
    for name in names or ["editor"]:
        group = make_role(ROLES[name], again=names is not None)
        if group is not None:
            say(f"group {group.name}: {ROLES[name].help}")
            done += 1
    fresh = [page for page in made if isinstance(page, Page)]
    for role in ROLES.values() if fresh else ():
        if there := Group.objects.filter(name=role.group).first():
            roots = {page.pk for page in section_pages()}
            grant_pages(there, role, [page for page in fresh if page.pk in roots])
    return done
