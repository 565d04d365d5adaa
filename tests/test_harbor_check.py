"""``harbor_check`` says what the pages do to a visitor, and finds an address wherever it is left, without repeating it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from wagtail.models import Site

from harbor_wagtail.directory.models import Location
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.safety import checking
from harbor_wagtail.safety.checking import Check, Finding, needles
from harbor_wagtail.safety.checking.addresses import Address, public_addresses
from harbor_wagtail.safety.checking.privacy import problems
from tests import factories

CANARY = "4471 Cañary Hollow Road"


@pytest.fixture
def directory(english: Any) -> Any:
    owner = factories.organization("Lantern House")
    factories.service(owner, "Youth shelter", places=[factories.location(owner, address=True)])
    return factories.directory_page()


def run(*options: str) -> tuple[int, list[dict[str, str]]]:
    out = io.StringIO()
    try:
        call_command("harbor_check", *options, "--json", stdout=out)
        code = 0
    except SystemExit as stopped:
        code = int(str(stopped.code))
    return code, [finding for each in json.loads(out.getvalue()).values() for finding in each]


def test_every_public_address_is_looked_at_even_where_search_engines_are_kept_out(directory: Any) -> None:
    HarborSettings.objects.create(site=Site.objects.get(), list_in_search_engines=False)
    paths = {address.path for address in public_addresses(Site.objects.get())}
    assert {"/find-help/", "/find-help/lantern-house/", "/harbor/search/", "/harbor/notes/en/"} <= paths
    assert not any(path.startswith("/admin") for path in paths)


def test_our_own_pages_pass_and_only_then_the_site_says_so(directory: Any, client: Any) -> None:
    said = "set no cookies"
    assert said not in client.get("/harbor/notes/en/").content.decode()
    assert run("--privacy") == (0, [])
    assert said in client.get("/harbor/notes/en/").content.decode()
    HarborSettings.objects.update(privacy_passed_at="2020-01-01T00:00Z")
    assert said not in client.get("/harbor/notes/en/").content.decode()


def careless(get_response: Any) -> Any:
    def middleware(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = get_response(request)
        response.set_cookie("counted", "1")
        response.headers["Cache-Control"] = "max-age=600"
        if b"</body>" in response.content:
            script = b'<script>x()</script><img src="//tracker.example/x.gif"></body>'
            response.content = response.content.replace(b"</body>", script)
        return response

    return middleware


def test_what_a_hosts_middleware_does_to_our_pages_is_found(directory: Any, settings: Any) -> None:
    settings.MIDDLEWARE = [f"{__name__}.careless", *settings.MIDDLEWARE]
    code, found = run("--privacy")
    told = {(finding["where"], finding["problem"]) for finding in found}
    assert code == 1
    for problem in (
        "It sets the cookie 'counted' on a first visit.",
        "Browsers may keep a copy (no no-store).",
        "It asks another site: tracker.example.",
        "It has inline code: a script.",
    ):
        assert ("http://localhost/find-help/", problem) in told
    assert HarborSettings.objects.get().privacy_passed_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<a href="https://a.example/">', "A link to a.example"),
        ('<a href="https://a.example/" rel="noreferrer">', ""),
        ('<a href="tel:911" ><a href="/x">', ""),
        ('<link rel="preconnect" href="https://fonts.example">', "fonts.example"),
        ('<link rel="canonical" href="https://a.example/">', ""),
        ('<img srcset="/a.png 1x, https://cdn.example/b.png 2x">', "cdn.example"),
        ('<p style="color:red">', "a style"),
        ('<p onclick="x()">', "a script"),
        ('<script type="application/ld+json">{}</script>', ""),
        ('<form action="https://forms.example/">', "forms.example"),
    ],
)
def test_what_counts_as_asking_another_site(html: str, said: str) -> None:
    response = HttpResponse(html, headers={"Cache-Control": "no-store", "Referrer-Policy": "same-origin"})
    found = " ".join(problem for problem, _ in problems(Address("/", bare=False), response, Site.objects.get()))
    assert (said in found) if said else (found == "")


@pytest.fixture
def addresses(tmp_path: Path) -> Path:
    path = tmp_path / "addresses.txt"
    path.write_text(f"# ours\n{CANARY}, Austin, MN 55912\n99 Nowhere Lane\nx\n", encoding="utf-8")
    return path


def test_an_address_is_found_in_the_database_and_on_a_page_and_never_repeated(
    directory: Any, addresses: Path, capsys: Any
) -> None:
    Location.objects.update(name="House at 4471  CANARY hollow rd.")
    directory.directory_intro = "Come to 4471 Canary, Hollow after dark."
    directory.save()
    code, found = run("--leaks", str(addresses))
    assert code == 1
    where = [finding["where"] for finding in found if "line 2" in finding["problem"]]
    assert "database, harbor_directory_location.name" in where
    assert "http://localhost/find-help/" in where
    assert not any("line 3" in finding["problem"] for finding in found)
    assert [finding["where"] for finding in found if "Too short" in finding["problem"]] == ["line 4"]
    assert "canary" not in (json.dumps(found) + str(capsys.readouterr())).lower()


def test_nothing_found_is_exit_code_0_and_nothing_is_stored(directory: Any, tmp_path: Path) -> None:
    path = tmp_path / "addresses.txt"
    path.write_text("99 Nowhere Lane", encoding="utf-8")
    assert run("--leaks", str(path)) == (0, [])
    path.write_text("99 Nowhere Lane\n", encoding="utf-8")
    assert run("--leaks", str(path)) == (0, [])  # the first run left nothing for the second to find


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("4471 canary hollow rd", True),
        ("4471 Canary Hollow", True),
        ('{"address": "4471 Ca\\u00f1ary Hollow Road"}', True),
        ("<td>4471&nbsp;Canary</td> Hollow", True),
        ("4471, Canary-Hollow Rd. #3", True),
        ("14471 Canary Hollow", False),
        ("4472 Canary Hollow Road", False),
    ],
)
def test_one_address_is_the_same_however_it_is_written(written: str, found: bool) -> None:
    assert (needles.needle(CANARY) in needles.plain(written)) is found


@pytest.mark.parametrize(("one", "other"), [("12 North Main Street", "12 n. main st"), ("3 Avenue A", "3 Ave A")])
def test_abbreviations_do_not_matter(one: str, other: str) -> None:
    assert needles.plain(one) == needles.plain(other)


@pytest.fixture
def another_check() -> Iterator[None]:
    checking.all_checks()
    checking._checks["words"] = Check("words", "words", lambda value: [Finding("/x/", "Odd.")])
    yield
    del checking._checks["words"]


@pytest.mark.django_db
def test_a_part_adds_a_check_of_its_own(another_check: None) -> None:
    assert run("--words") == (1, [{"where": "/x/", "problem": "Odd.", "fix": ""}])


@pytest.mark.django_db
@pytest.mark.parametrize("options", [[], ["--leaks", "/nowhere/at/all.txt"]])
def test_what_cannot_be_done_stops_with_exit_code_2(options: list[str]) -> None:
    with pytest.raises(CommandError) as stopped:
        call_command("harbor_check", *options)
    assert stopped.value.returncode == 2


@override_settings(ALLOWED_HOSTS=["elsewhere.example"])
def test_a_site_django_does_not_answer_for_is_said(directory: Any) -> None:
    assert run("--privacy")[1] == [
        {
            "where": "http://localhost",
            "problem": "ALLOWED_HOSTS does not have this site.",
            "fix": "Add its host name.",
        }
    ]
