"""Files a process has given out, held in memory, so that the next one to ask gets it at the price of one question.

The question is everything a file is made of and may be kept back by: the columns of the plan, the hotlines, the
settings, the sites, and whether anything restricts the page. As long as the database answers it in the same words, the
same file is right, for everybody. Any other answer, and the request goes the long way (see ``views``).
"""

from __future__ import annotations

import functools
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from django.db import connections, models, router
from django.db.models import Exists, F, Func, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONArray
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import PageViewRestriction, Site

from harbor_wagtail.models import HarborSettings, HarborSettingsText, Hotline, HotlineText
from harbor_wagtail.sql import Written, written

#: Files of all plans together that a process holds, in bytes.
ROOM = 16 * 1024 * 1024
#: Stands for the key of a page in a compiled query.
_KEY = -2_147_483_000
_OF_EVERY_PAGE = ("path", "url_path", "title", "locale_id")
#: Databases that give a whole table as one text, uncut.
_ABLE = {"sqlite", "postgresql"}


@dataclass(frozen=True, slots=True)
class Held:
    """``answer`` is what the database said when the file was given out; ``etag`` names its bytes."""

    model: Any
    pk: int
    path: str
    answer: tuple[Any, ...]
    content: bytes
    content_type: str
    disposition: str
    etag: str
    #: Whether the site counts how often it is fetched; the settings are part of the question.
    counted: bool


_held: OrderedDict[tuple[str, str], Held] = OrderedDict()


def recall(request: HttpRequest) -> Held | None:
    """The file this address gave out before, if nothing it depends on has changed since. One query."""
    held = _held.get(_address(request))
    if held is None or not _only_wagtail_decides():
        return None
    return held if ask(held.model, held.pk, held.path) == held.answer else None


def hold(request: HttpRequest, held: Held) -> None:
    """Keep ``held`` for this address; those that were kept longest ago make room."""
    _held.pop(_address(request), None)
    _held[_address(request)] = held
    while len(_held) > 1 and sum(len(each.content) for each in _held.values()) > ROOM:
        _held.popitem(last=False)


def forget() -> None:
    _held.clear()


def _address(request: HttpRequest) -> tuple[str, str]:
    return request.get_host(), request.path


def _only_wagtail_decides() -> bool:
    """Our own hooks keep no plan from anybody. Those of a host may, for reasons unknown here: then nothing is recalled."""
    every = [*hooks.get_hooks("on_serve_page"), *hooks.get_hooks("before_serve_page")]
    return all(hook.__module__.startswith(("wagtail.", "harbor_wagtail.")) for hook in every)


def ask(model: Any, pk: int, path: str) -> tuple[Any, ...] | None:
    """All that a file of this plan depends on, or None where it is not public for everybody.

    ``path`` is its place in the tree of pages when it was last looked at; if it moved, the answer differs by that.
    """
    using = router.db_for_read(model)
    if connections[using].vendor not in _ABLE:
        return None
    sql, values = _asked(model, using, pk, path)
    with connections[using].cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    # The first column says whether something restricts it.
    return tuple(row) if row and not row[0] else None


@functools.lru_cache(maxsize=256)
def _asked(model: Any, using: str, pk: int, path: str) -> tuple[str, dict[str, Any]]:
    above = [path[:end] for end in range(model.steplen, len(path) + 1, model.steplen)]
    question = _question(model, using, len(above))
    return question.sql, question.values([pk, *above])


def _paths(depth: int) -> list[str]:
    return [f"{_KEY}:{number}" for number in range(depth)]


@functools.lru_cache(maxsize=64)
def _question(model: Any, using: str, depth: int) -> Written:
    """The question as SQL: made once, for it costs more than its answer."""
    rows = model.objects.using(using).live().filter(pk=_KEY).order_by()
    rows = rows.annotate(
        kept_back=_restricted(_paths(depth)),
        language=F("locale__language_code"),
        hotlines=_whole_table(Hotline),
        words=_whole_table(HotlineText),
        settings=_whole_table(HarborSettings, ("site_id", "emergency_number", "discreet", "count_pages")),
        titles=_whole_table(HarborSettingsText, ("settings_id", "locale_id", "discreet_title")),
        sites=_whole_table(Site),
    )
    tables = ("hotlines", "words", "settings", "titles", "sites")
    rows = rows.values_list("kept_back", *_columns(model), "language", *tables)
    return written(rows.query.get_compiler(using), [_KEY, *_paths(depth)])


def _columns(model: Any) -> list[str]:
    """The plan's own columns, and those of every page that a plan says or is found by."""
    shared = {field.attname for field in _page_model()._meta.concrete_fields}
    own = [field.attname for field in model._meta.concrete_fields if field.attname not in shared]
    return [*_OF_EVERY_PAGE, *own]


def _page_model() -> Any:
    return PageViewRestriction._meta.get_field("page").related_model


def _restricted(paths: list[str]) -> Q:
    """Something restricts the page or one above it, or one of these is an alias, which takes after its original."""
    restrictions = PageViewRestriction.objects.filter(page__path__in=paths)
    aliases = _page_model()._default_manager.filter(path__in=paths, alias_of__isnull=False).order_by()
    return Q(Exists(restrictions)) | Q(Exists(aliases))


class _AllRows(Func):
    """Every row of a table as one text. Another order of rows is only another answer."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s, '')", **context)


def _whole_table(model: type[models.Model], names: tuple[str, ...] = ()) -> Subquery:
    """Every row of a small table, or of these columns where the others have no part in a plan."""
    columns = JSONArray(*(names or (field.attname for field in model._meta.concrete_fields)))
    rows: QuerySet[Any] = model._base_manager.order_by().annotate(all=_AllRows(Cast(columns, TextField())))
    return Subquery(rows.values("all"), output_field=TextField())
