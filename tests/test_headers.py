"""Every Harbor page tells browsers to keep nothing and to tell nobody."""

from __future__ import annotations

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.views import View

from harbor_wagtail.safety.headers import (
    HarborHeadersMixin,
    SafePageMixin,
    content_security_policy,
    harbor_headers,
    harbor_response,
)
from harbor_wagtail.safety.logs import HarborLogFilter


@harbor_headers()
def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>here</p>")


@harbor_headers(cacheable=True)
def report_card(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>A</p>", headers={"Cache-Control": "public, max-age=60"})


urlpatterns = [
    path("plain/", plain),
    path("report-card/", report_card),
    path("news/", lambda request: HttpResponse("<p>News</p>")),
    path("feed/", lambda request: HttpResponse("{}", content_type="application/json")),
    path("admin/", lambda request: HttpResponse("<p>Admin</p>"), name="wagtailadmin_home"),
]


def test_a_page_is_not_stored_and_tells_no_other_site() -> None:
    headers = harbor_response(HttpResponse()).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Robots-Tag" not in headers


def test_bare_pages_load_and_send_to_this_site_alone() -> None:
    policy = dict(part.split(" ", 1) for part in content_security_policy().split("; "))
    assert policy == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "style-src": "'self'",
        "script-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def test_a_page_on_the_hosts_base_keeps_the_hosts_policy() -> None:
    headers = harbor_response(HttpResponse(), bare=False).headers
    assert "Content-Security-Policy" not in headers
    assert headers["Cache-Control"] == "private, no-store"


def test_a_preview_may_be_framed_by_this_site(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.is_preview = True  # type: ignore[attr-defined]
    assert "frame-ancestors 'self'" in harbor_response(HttpResponse(), request=request)["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("header", "given", "kept"),
    [
        ("Referrer-Policy", "no-referrer", "no-referrer"),
        ("Referrer-Policy", "unsafe-url", "same-origin"),
        ("Cache-Control", "private, max-age=60", "private, no-store"),
        ("Cache-Control", "public, s-maxage=600", "private, no-store"),
        ("X-Robots-Tag", "none", "none"),
        ("Permissions-Policy", "camera=(), fullscreen=()", "camera=(), fullscreen=()"),
    ],
)
def test_stricter_headers_of_the_host_stay(header: str, given: str, kept: str) -> None:
    response = harbor_response(HttpResponse(headers={header: given}), noindex=True)
    assert response.headers[header] == kept


def test_a_policy_the_host_set_holds_beside_ours() -> None:
    response = HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})
    harbor_response(harbor_response(response))
    assert response["Content-Security-Policy"] == f"default-src 'none', {content_security_policy()}"


def test_a_cacheable_page_leaves_caching_to_its_view() -> None:
    response = HttpResponse(headers={"Cache-Control": "public, max-age=60"})
    assert harbor_response(response, cacheable=True)["Cache-Control"] == "public, max-age=60"


@override_settings(
    STATIC_URL="https://cdn.example.org/static/",
    MEDIA_URL="//media.example.org/",
    HARBOR_WAGTAIL={"CSP_SOURCES": {"img-src": ["https://maps.example.org"], "frame-ancestors": ["https://a.example"]}},
)
def test_the_hosts_own_files_and_named_sources_are_let_in() -> None:
    policy = content_security_policy()
    assert "style-src 'self' https://cdn.example.org;" in policy
    assert "img-src 'self' data: https://cdn.example.org https://media.example.org https://maps.example.org;" in policy
    assert policy.endswith("frame-ancestors https://a.example")


@pytest.mark.urls(__name__)
def test_a_first_visit_sets_no_cookie_and_does_not_vary_on_one(client: Client) -> None:
    response = client.get("/plain/")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.django_db
def test_a_class_based_view_takes_them_from_the_mixin(rf: RequestFactory) -> None:
    class Page(HarborHeadersMixin, View):
        def get(self, request: HttpRequest) -> HttpResponse:
            return HttpResponse()

        def harbor_noindex(self, request: HttpRequest) -> bool:
            return True

    response = Page.as_view()(rf.get("/"))
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.urls(__name__)
@override_settings(MIDDLEWARE=["harbor_wagtail.safety.middleware.HarborMiddleware"])
@pytest.mark.parametrize(
    ("address", "caching", "referrer"),
    [
        ("/news/", "private, no-store", "same-origin"),
        ("/report-card/", "public, max-age=60", "same-origin"),
        ("/feed/", None, None),
        ("/admin/", None, None),
    ],
)
def test_the_middleware_covers_the_hosts_own_pages_and_nothing_else(
    client: Client, address: str, caching: str | None, referrer: str | None
) -> None:
    headers = client.get(address).headers
    assert headers.get("Cache-Control") == caching
    assert headers.get("Referrer-Policy") == referrer


def test_a_page_of_the_host_keeps_its_own_content_policy() -> None:
    assert not SafePageMixin.harbor_bare
    assert not SafePageMixin.harbor_cacheable


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("GET /find-help/?words=shelter HTTP/1.1", "GET /find-help/ HTTP/1.1"),
        ('"GET /a?q=x" 200 from 203.0.113.9', '"GET /a" 200 from [withheld]'),
        ("Not Found: /x/#y", "Not Found: /x/"),
        ("from 2001:db8::1 port 5", "from [withheld] port 5"),
        ("Not Found: /harbor/update/abc:1x:y-z_/", "Not Found: /harbor/update/[withheld]/"),
        ("Not Found: /harbor/update/thanks/en/", "Not Found: /harbor/update/thanks/en/"),
        ("Is 12:30:45 late? Version 1.2.3 is out.", "Is 12:30:45 late? Version 1.2.3 is out."),
    ],
)
def test_logs_lose_queries_and_addresses(written: str, kept: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s", (written,), (ValueError, ValueError(written), None))
    record.request = object()
    assert HarborLogFilter().filter(record)
    assert record.getMessage() == kept
    assert logging.Formatter().format(record) == f"{kept}\nValueError: {kept}"
    assert not hasattr(record, "request")
