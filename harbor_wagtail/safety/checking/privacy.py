"""``harbor_check --privacy``: what the site's public Harbor pages do to a first visitor."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.utils import timezone
from wagtail.models import Site

from harbor_wagtail.models import HarborSettings
from harbor_wagtail.safety.checking import Finding, register_check
from harbor_wagtail.safety.checking.addresses import Address, answer, body, public_addresses

#: Attributes by which a page loads something, or sends something, without anybody pressing a link.
_LOADING = {"src", "srcset", "poster", "data", "action", "formaction", "background"}
_LOADING_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
}
_STRICT_REFERRER = {"same-origin", "no-referrer"}


@register_check("privacy", "what the public pages of this package do to a first visitor: cookies, other sites, headers")
def check_privacy(asked: str) -> Iterator[Finding]:
    for site in Site.objects.select_related("root_page").order_by("pk"):
        found = list(_of_site(site))
        stored = HarborSettings.for_site(site)
        HarborSettings.objects.filter(pk=stored.pk).update(privacy_passed_at=None if found else timezone.now())
        yield from found


def _of_site(site: Site) -> Iterator[Finding]:
    ours = [address for address in public_addresses(site) if address.ours]
    for address in ours:
        where = f"{site.root_url}{address.path}"
        try:
            response = answer(site, address.path)
        except DisallowedHost:
            yield Finding(site.root_url, "ALLOWED_HOSTS does not have this site.", "Add its host name.")
            return
        for problem, fix in problems(address, response, site):
            yield Finding(where, problem, fix)


def problems(address: Address, response: Any, site: Site) -> Iterator[tuple[str, str]]:
    """What is wrong with one answer, and how it is mended."""
    if response.status_code >= 500:
        yield f"It answers {response.status_code}.", "Look at the site's log."
        return
    yield from _kept(response)
    if "html" in response.headers.get("Content-Type", "") and response.status_code < 300:
        yield from _headers(address, response)
        yield from _document(body(response).decode(errors="replace"), site)


def _kept(response: Any) -> Iterator[tuple[str, str]]:
    for name in response.cookies:
        yield f"It sets the cookie {name!r} on a first visit.", "Find the middleware or app that sets it."
    if "cookie" in response.headers.get("Vary", "").lower():
        yield "It varies on cookies: something read the session.", "Find what reads request.session or request.user."


def _headers(address: Address, response: Any) -> Iterator[tuple[str, str]]:
    headers = response.headers
    if not address.cacheable and "no-store" not in headers.get("Cache-Control", ""):
        yield "Browsers may keep a copy (no no-store).", "Something after the page rewrites Cache-Control."
    if headers.get("Referrer-Policy") not in _STRICT_REFERRER:
        yield "Other sites are told where visitors come from.", "Set SECURE_REFERRER_POLICY = 'same-origin'."
    if address.bare and "default-src 'self'" not in headers.get("Content-Security-Policy", ""):
        yield "It has no strict Content-Security-Policy.", "Something after the page removes the header."


def _document(html: str, site: Site) -> Iterator[tuple[str, str]]:
    reader = _Reader(_own_hosts(site))
    reader.feed(html)
    for host in sorted(reader.foreign):
        yield f"It asks another site: {host}.", "Serve the file from this site, or leave it out."
    for what in sorted(reader.inline):
        yield f"It has inline code: {what}.", "Move it into a file of this site."
    for host in sorted(reader.telling):
        yield f"A link to {host} tells it where the visitor comes from.", "Add rel=noreferrer."


def _own_hosts(site: Site) -> set[str]:
    urls = (settings.STATIC_URL or "", settings.MEDIA_URL or "")
    return {site.hostname, "", *(urlsplit(url).hostname or "" for url in urls)}


class _Reader(HTMLParser):
    """Collects other sites' hosts, inline code, and links out that carry a referrer."""

    def __init__(self, own: set[str]) -> None:
        super().__init__()
        self._own = own
        self.foreign: set[str] = set()
        self.inline: set[str] = set()
        self.telling: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._code(tag, given)
        for name in _LOADING & set(given):
            for part in given[name].split(",") if name == "srcset" else [given[name]]:
                self._note(part.strip().split(" ")[0], self.foreign)
        rel = set(given.get("rel", "").lower().split())
        if tag == "link" and rel & _LOADING_LINKS:
            self._note(given.get("href", ""), self.foreign)
        if tag == "a" and "noreferrer" not in rel:
            self._note(given.get("href", ""), self.telling)

    def _code(self, tag: str, given: dict[str, str]) -> None:
        data = given.get("type", "") in {"application/ld+json", "application/json"}
        if tag == "style" or "style" in given:
            self.inline.add("a style")
        if (tag == "script" and "src" not in given and not data) or any(name.startswith("on") for name in given):
            self.inline.add("a script")

    def _note(self, url: str, into: set[str]) -> None:
        try:
            parts = urlsplit(url)
        except ValueError:
            return
        if parts.scheme in {"http", "https", ""} and (parts.hostname or "") not in self._own:
            into.add(str(parts.hostname))
