"""What an import must not write over: a draft somebody has open, and what was checked here since the source knew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory import locks
from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.applying.specs import Spec
from harbor_wagtail.directory.models import CheckMethod, Verification

#: (problem, fix)
Conflict = tuple[str, str]
DRAFT: Conflict = (
    gettext_noop("Somebody is working on a draft of this record, or has scheduled one, so it was not written."),
    gettext_noop("Publish or discard the draft, then import again."),
)
#: Between the look at what is there and the writing, somebody else wrote.
JUST_NOW: Conflict = (
    gettext_noop("Somebody changed this record at the same moment, so it was not written."),
    gettext_noop("Compare the two, then import again."),
)


def hold(spec: Spec, pks: Iterable[int]) -> None:
    """Make editors wait with these records until the import is through. SQLite lets one write at a time anyway."""
    for piece in staged.pieces(sorted(pks)) if spec.is_root else ():
        locks.hold(spec.model._default_manager.filter(pk__in=piece))


def drafts(spec: Spec, pks: Iterable[int]) -> set[int]:
    """Records with an unpublished or scheduled draft."""
    found: set[int] = set()
    if spec.is_root:
        for piece in staged.pieces(pks):
            rows = spec.model._default_manager.filter(pk__in=piece).unsettled()  # type: ignore[attr-defined]
            found.update(rows.values_list("pk", flat=True))
    return found


def checks(spec: Spec, pks: Iterable[int]) -> dict[int, dt.date]:
    """When each record was last checked here, by somebody and not by an import."""
    found: dict[int, dt.date] = {}
    if not spec.is_root:
        return found
    for piece in staged.pieces(pks):
        ours = Verification.objects.filter(**{f"{spec.kind}__in": piece}, batch__isnull=True)
        rows = ours.exclude(method=CheckMethod.SOURCE).order_by("checked_on")
        found |= dict(rows.values_list(f"{spec.kind}_id", "checked_on"))
    return found


def outdated(checked: dt.date | None, source: dt.date | None) -> Conflict | None:
    """A source that does not say how old its facts are counts as older than a check made here."""
    if checked is None or (source is not None and source >= checked):
        return None
    age = (
        gettext("is from %(day)s") % {"day": f"{source:%Y-%m-%d}"} if source else gettext("does not say how old it is")
    )
    return (
        gettext("This record was checked here on %(day)s and the file %(age)s, so it was not written.")
        % {"day": f"{checked:%Y-%m-%d}", "age": age},
        gettext_noop("Compare the two; correct the record by hand, or ask the source for newer data."),
    )
