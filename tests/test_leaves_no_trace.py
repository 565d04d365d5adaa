"""The site leaves no trace it could avoid: no cookie, nothing stored, no word outside the field it was typed into."""

from __future__ import annotations

import gc
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import DatabaseError
from django.test import Client, override_settings
from django.urls import reverse

import harbor_wagtail.directory
from harbor_wagtail.directory.search import matching, query, store
from tests import factories

pytestmark = pytest.mark.django_db

SEARCH = "/harbor/search/"
CANARY = "zeppelincanary"
SCRIPT = Path(harbor_wagtail.directory.__file__).parent / "static/harbor_directory/search.js"


@pytest.fixture(autouse=True)
def directory(english: Any) -> Any:
    owner = factories.organization("Lantern House", website="https://lantern.example/")
    factories.service(
        owner, "Youth shelter", phones=["(507) 555-0142"], places=[factories.location(owner, address=True)]
    )
    return factories.directory_page()


def answers(client: Client) -> dict[str, Any]:
    fragment = {"X-Harbor-Fragment": "1"}
    return {
        "list": client.get("/find-help/"),
        "organization": client.get("/find-help/lantern-house/"),
        "results": client.post(SEARCH, {"words": f"{CANARY} shelter"}),
        "fragment": client.post(SEARCH, {"words": f"{CANARY} shelter"}, headers=fragment),
        "nothing found": client.post(SEARCH, {"words": CANARY, "county": "27099"}),
        "redirect": client.get(SEARCH),
        "kind of help": client.get("/find-help/help/"),
        "sheet": client.post("/harbor/sheet/", {"services": "1-1", "words": CANARY}),
    }


def test_every_answer_forbids_storing_and_tells_no_other_site(client: Client) -> None:
    for name, response in answers(client).items():
        assert response["Cache-Control"] == "private, no-store", name
        assert response["Referrer-Policy"] == "same-origin", name
        assert "default-src 'self'" in response["Content-Security-Policy"], name
        assert "unsafe" not in response["Content-Security-Policy"], name


def test_no_answer_sets_a_cookie_or_depends_on_one(client: Client) -> None:
    for name, response in answers(client).items():
        assert not response.cookies, name
        assert "Cookie" not in response.get("Vary", ""), name
    assert "csrfmiddlewaretoken" not in client.get("/find-help/").content.decode()


def test_the_session_is_not_even_read(client: Client) -> None:
    with patch("django.contrib.sessions.backends.base.SessionBase._get_session", side_effect=AssertionError("read")):
        answers(client)


def test_what_was_typed_stands_in_its_fields_and_nowhere_else(client: Client) -> None:
    for name, response in answers(client).items():
        body = response.content.decode()
        without_fields = re.sub(r'<input[^>]* name="words"[^>]*>', "", body)
        assert CANARY not in without_fields, name
        assert CANARY not in str(response.headers), name
        assert CANARY not in response.request["PATH_INFO"], name
        assert not response.request.get("QUERY_STRING"), name
    assert CANARY in answers(client)["results"].content.decode()


def test_the_title_is_the_pages(client: Client) -> None:
    for name in ("list", "results", "nothing found"):
        assert re.findall(r"<title>(.*?)</title>", answers(client)[name].content.decode()) == ["Find help"]


def test_nothing_is_fetched_from_another_site_and_no_script_or_style_is_inline(client: Client) -> None:
    for name, response in answers(client).items():
        body = response.content.decode()
        for tag, address in re.findall(
            r"<(script|img|iframe|link|source|video|form)\b[^>]*?(?:src|href|action)=\"([^\"]*)\"", body
        ):
            assert address.startswith(("/", "data:", "http://localhost/")), (name, tag, address)
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(?:\bsrc=|application/ld\+json))", body), name


def test_links_that_lead_away_tell_nothing(client: Client) -> None:
    body = answers(client)["organization"].content.decode()
    away = re.findall(r'<a [^>]*href="https?://[^>]*>', body)
    assert away
    assert all("noreferrer" in link for link in away)


def test_every_question_is_a_post_to_an_address_without_words(client: Client) -> None:
    body = answers(client)["results"].content.decode()
    forms = re.findall(r"<form[^>]*>", body)
    addresses = [f'action="{reverse(f"harbor_directory:{name}")}"' for name in ("search", "search", "sheet")]
    assert len(forms) == len(addresses)
    assert all('method="post"' in form and address in form for form, address in zip(forms, addresses, strict=True))


def test_no_field_is_completed_or_sent_to_a_speller(client: Client) -> None:
    for name in ("list", "results"):
        typed = re.findall(r'<input [^>]*type="(?:search|text|time)"[^>]*>', answers(client)[name].content.decode())
        assert len(typed) == 4  # words, ZIP, age, time
        for field in typed:
            assert 'autocomplete="off"' in field
            assert 'spellcheck="false"' in field


def test_words_are_in_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        answers(client)
    assert CANARY not in caplog.text


@override_settings(ADMINS=[("Admin", "admin@example.org")])
def test_words_are_in_no_error_report() -> None:
    quiet = Client(raise_request_exception=False)
    handler = logging.getLogger("django").handlers
    assert any(type(each).__name__ == "AdminEmailHandler" for each in handler)
    with patch.object(store, "current", side_effect=RuntimeError("broken")):
        assert quiet.post(SEARCH, {"words": CANARY, "zip": "55912"}).status_code == 500
    assert len(mail.outbox) == 1
    report = mail.outbox[0].body + "".join(str(part) for part, _ in mail.outbox[0].alternatives)  # type: ignore[attr-defined]
    assert "RuntimeError" in report
    assert CANARY not in report
    assert not re.search(r"\b55912\b", report), "by itself: the address of an object may hold its digits"


@pytest.mark.parametrize(
    ("where", "name", "broken"),
    [
        (store, "current", RuntimeError("broken")),
        (matching, "_scores", RuntimeError("broken")),
        (query, "answer", RuntimeError("broken")),
        (query, "matches", DatabaseError(f"syntax error near {CANARY}")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_error_report_in_full_holds_no_words(rf: Any, where: Any, name: str, broken: Exception) -> None:
    """Tools that keep reports keep the local names of every frame too."""
    from django.views.debug import ExceptionReporter

    from harbor_wagtail.directory.views import search

    request = rf.post(SEARCH, {"words": CANARY, "zip": "55912"})
    with patch.object(where, name, side_effect=broken), pytest.raises(type(broken)) as raised:
        search(request)
    reporter = ExceptionReporter(request, raised.type, raised.value, raised.tb)
    html, text = reporter.get_traceback_html(), reporter.get_traceback_text()
    assert type(broken).__name__ in html
    # Stems of the words, too, say what was looked for. The first frame is this test's own.
    frames = [str(value) for frame in reporter.get_traceback_frames()[1:] for _name, value in frame["vars"]]
    assert CANARY.lower() not in " ".join(frames).lower()
    assert CANARY not in text


def test_the_script_stores_nothing_and_changes_no_address_but_to_a_page_that_is_opened() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", source, flags=re.DOTALL)
    for forbidden in ("Storage", "cookie", "indexedDB", "replaceState", "eval", "innerHTML", "http:", "https:"):
        assert forbidden not in code, forbidden
    # What a browser remembers of a step is its number; the address is that of a link in the page.
    assert re.findall(r"pushState\(([^)]*)\)", code) == ['here + 1, "", address']
    assert re.findall(r"\bopen\((\w[^)]*)\)", code) == ["link.href", "address"]


def test_no_word_of_ours_promises_what_nobody_can_keep() -> None:
    folder = Path(harbor_wagtail.directory.__file__).parent
    files = [
        *folder.glob("templates/harbor_directory/**/*.html"),
        *folder.glob("presentation/*.py"),
        *folder.glob("forms.py"),
    ]
    words = re.compile(r"\b(anonymous|private|no trace|safely|verified)\b", re.IGNORECASE)
    for path in files:
        if "admin" not in path.parts:
            assert not words.search(path.read_text(encoding="utf-8")), path


def test_no_word_of_a_search_stays_in_the_memory_of_the_process(client: Client, spanish: Any) -> None:
    """No memo, no stemmer and no list of known words holds what was typed, once it is answered."""
    start = "".join(("zeppelin", "word"))  # nothing that is compiled holds the whole of it
    typed = [f"{start}{number}s" for number in "abcdef"]
    client.post(SEARCH, {"words": f"{typed[0]} shelters"})
    client.post(SEARCH, {"words": f"{typed[1]} albergues", "language": "es"})
    client.post(SEARCH, {"words": f"507-555-0142 {typed[2]}"})
    client.post(SEARCH, {"words": f"sheltre {typed[3]}", "page": typed[4], "zip": typed[4][:10]})
    client.post("/harbor/hsds/services", {"search": typed[5]})
    assert [text for text in _texts_of_modules() if start in text.lower()] == []


def _texts_of_modules() -> Iterator[str]:
    """All texts that can be reached from the modules of the package and of the stemmer, but not through other modules."""
    ours = [module for name, module in sys.modules.items() if name.startswith(("harbor_wagtail", "snowballstemmer"))]
    left: list[Any] = [vars(module) for module in ours]
    seen = {id(vars(module)) for module in sys.modules.values()} | {id(module) for module in sys.modules.values()}
    while left:
        for each in gc.get_referents(left.pop()):
            if id(each) in seen:
                continue
            seen.add(id(each))
            if type(each) is str:
                yield each
            elif gc.is_tracked(each) or type(each) in (tuple, dict):
                left.append(each)
