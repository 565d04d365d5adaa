"""How a report cards page answers: which edition, place and goal are meant, what may be kept, what machines read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString

from harbor_wagtail.advocacy import head
from harbor_wagtail.advocacy.report_cards.links import Links
from harbor_wagtail.advocacy.report_cards.models import Edition, PolicyGoal
from harbor_wagtail.advocacy.report_cards.pages import embedding, sharing
from harbor_wagtail.advocacy.report_cards.pages.contexts import CONTEXTS
from harbor_wagtail.advocacy.report_cards.pages.keeping import key_of
from harbor_wagtail.asked_again import Kept, keep
from harbor_wagtail.models import Jurisdiction

Response = TypeVar("Response", bound=HttpResponseBase)

#: Seconds a published page may be kept by anybody. A correction is seen after that at the latest.
KEPT = 300


@dataclass
class CardView:
    """One page as it is asked for. ``name`` is that of its template; slugs are as they stand in the address."""

    page: Any
    request: HttpRequest
    name: str
    edition_slug: str = ""
    place_slug: str = ""
    goal_slug: str = ""
    #: With the host in every address, for drawings that leave the site.
    absolute: bool = False
    #: What the page is made of, once it was asked for; None where nothing is kept.
    kept: Kept[dict[str, Any]] | None = None

    @cached_property
    def links(self) -> Links:
        return self.page.cards_links(self.request, absolute=self.absolute)

    @cached_property
    def edition(self) -> Edition:
        """Raises 404 for an edition that is not published."""
        return get_object_or_404(published_editions(), slug=self.edition_slug)

    @cached_property
    def place(self) -> Jurisdiction:
        return get_object_or_404(Jurisdiction, slug=self.place_slug)

    @cached_property
    def goal(self) -> PolicyGoal:
        return get_object_or_404(PolicyGoal, framework=self.edition.framework_id, slug=self.goal_slug)

    def context(self) -> dict[str, Any]:
        """Kept from one visitor to the next as long as the database says the same; a preview is not kept."""
        if not self.page.pk or getattr(self.request, "is_preview", False):
            return CONTEXTS[self.name](self)
        self.kept = keep(key_of(self), lambda: CONTEXTS[self.name](self))
        return dict(self.kept.value)

    def forget_unless(self, context: dict[str, Any]) -> None:
        """Keep no piece of a page whose host says more than we do."""
        own = self.kept.value if self.kept else {}
        if context.keys() != own.keys() or any(context[name] is not own[name] for name in own):
            self.kept = None


def published_editions() -> Any:
    return Edition.objects.published().select_related("framework__layout", "framework__replaces")


def answer(
    page: Any, request: HttpRequest, name: str, *, edition: str = "", place: str = "", goal: str = ""
) -> HttpResponse:
    # What is shown on another site leads back here.
    view = CardView(page, request, name, edition, place, goal, absolute=name == "embed")
    own = page.get_cards_context(view)
    view.forget_unless(own)
    context = {**page.get_context(request), "view": view, "links": view.links, **own}
    response = TemplateResponse(request, page.get_cards_template(name), context)
    if name == "embed":
        return embedding.framed(response)
    response.add_post_render_callback(lambda done: head.put(done, _tags(view, context)))
    return kept_briefly(request, response)


def kept_briefly(request: HttpRequest, response: Response) -> Response:
    """Anybody may keep what anybody gets; what was made for somebody with a cookie is kept by nobody else."""
    if request.COOKIES or getattr(request, "is_preview", False):
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, public=True, max_age=KEPT)
    return response


def to_latest(page: Any, request: HttpRequest, place: str) -> HttpResponse:
    """To the newest published edition that has this place. The next edition leads elsewhere, so nobody keeps this."""
    editions = published_editions().filter(results__jurisdiction__slug=place)
    newest = editions.filter(framework__replaced_by__isnull=True).first() or editions.first()
    if newest is None:
        raise Http404("No edition has this place.")
    response = HttpResponseRedirect(page.cards_links(request).place(newest.slug, place))
    patch_cache_control(response, private=True, no_store=True)
    return response


def _tags(view: CardView, context: dict[str, Any]) -> Callable[[set[str]], Iterator[SafeString]]:
    def tags(present: set[str]) -> Iterator[SafeString]:
        cited, description = context.get("cited"), str(context.get("description", ""))
        url = cited.url if cited else ""
        named = [("description", description), *(cited.meta() if cited else ())]
        cards = (("og:title", str(context.get("heading", ""))), ("og:description", description), ("og:url", url))
        yield from head.metas(named, [*cards, *sharing.picture_tags(view, context)], present)
        if things := context.get("things"):
            yield head.script(things)

    return tags
