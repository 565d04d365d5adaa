"""The one way words get onto a page: consent is asked for each time, and no cache may keep what is made with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

from harbor_wagtail.advocacy.quotes import consent
from harbor_wagtail.advocacy.quotes.choices import Attribution, Channel
from harbor_wagtail.places import states

_PAPER = ("handout", "pdf")
_COUNT = "harbor_quotes_shown"
#: Search engines are asked to keep no copy; those who gather texts are told that none may be taken.
_HEADERS = {"Cache-Control": "private, no-store, max-age=0", "X-Robots-Tag": "noarchive"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a template is given. ``row`` has the words, ``owner`` what was agreed; ``number`` counts on the page from 1."""

    row: Any
    owner: Any
    on_paper: bool
    number: int = 0

    @property
    def words(self) -> str:
        return str(self.row.shown_words)

    @property
    def is_translation(self) -> bool:
        return bool(self.row.original_id)

    @property
    def said_by(self) -> str:
        owner = self.owner
        return str(Attribution.SURVIVOR.label if owner.attribution == Attribution.SURVIVOR else owner.attribution_words)

    @property
    def details(self) -> list[str]:
        """What the owner wanted beside it: age, state, year."""
        state = next((each.name for each in states() if each.code == self.owner.state), "")
        age = str(self.owner.get_age_band_display()) if self.owner.age_band else ""
        return [each for each in (age, state, str(self.owner.year or "")) if each]

    @property
    def content_note(self) -> str:
        return str(self.row.content_note or self.owner.content_note)

    @property
    def note_language(self) -> str:
        return str(self.row.language if self.row.content_note else self.owner.language)


def channel_of(context: Mapping[str, Any]) -> str:
    """A template may say ``quote_channel``; our own say ``mode``."""
    return str(context.get("quote_channel") or (Channel.PRINT if context.get("mode") in _PAPER else Channel.WEB))


def find(value: Any, request: HttpRequest | None, channel: str) -> Shown | None:
    """The quote of a block as it may be shown now, in the language of the page; ``None`` if it may not.

    Without a request (a feed, a mail, an export) nobody could keep it from being kept: nothing is shown.
    """
    quote = value.get("quote")
    if quote is None or request is None or not value.get("on_page"):
        return None
    on_paper = bool(value.get("on_paper")) and Channel.PRINT in consent.owner_record(quote).scope
    if (channel == Channel.PRINT and not on_paper) or not consent.may_show(
        quote, channel, minors=_minors(quote, request)
    ):
        return None
    return Shown(_in_language(quote), consent.owner_record(quote), on_paper)


def _minors(quote: Any, request: HttpRequest) -> bool:
    from harbor_wagtail.advocacy.quotes.models import QuoteSettings

    return consent.is_minor(quote) and QuoteSettings.allows_minors(request)


def _in_language(quote: Any) -> Any:
    """The row in the language of the page, if the owner agreed to a translation; else the words as they were said."""
    wanted = (get_language() or "").split("-")[0]
    if quote.language.split("-")[0] == wanted or Channel.TRANSLATION not in consent.owner_record(quote).scope:
        return quote
    owner = consent.owner_record(quote)
    rows = [owner, *owner.translations.all()]
    fitting = (row for row in rows if row.language.split("-")[0] == wanted and not consent.missing(row))
    return next(fitting, owner)


def count(request: HttpRequest) -> int:
    """One more quote is on the page that is being made. Returns which one it is."""
    number = shown_on(request) + 1
    setattr(request, _COUNT, number)
    return number


def shown_on(request: HttpRequest) -> int:
    """How many quotes were put into what was made for this request."""
    return int(getattr(request, _COUNT, 0))


def keep_out_of_caches(serve: Callable[..., Any]) -> Callable[..., Any]:
    """For Wagtail's hook ``on_serve_page``: holds for every page of the site, a host's own included."""

    def served(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = serve(page, request, args, kwargs)
        if hasattr(response, "add_post_render_callback"):
            response.add_post_render_callback(lambda done: _mark(done, request))
        else:
            _mark(response, request)
        return response

    return served


def _mark(response: HttpResponseBase, request: HttpRequest) -> None:
    if shown_on(request):
        given = response.headers.get("X-Robots-Tag", "")
        for name, value in _HEADERS.items():
            response.headers[name] = value
        if given and "noarchive" not in given:
            response.headers["X-Robots-Tag"] = f"{given}, noarchive"
        response.headers["TDM-Reservation"] = "1"
