"""Links are asked politely, judged by where they end, and never lead this machine into a network of its own."""

from __future__ import annotations

import io
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from harbor_wagtail.directory.models import Location, OrganizationUrl
from harbor_wagtail.directory.visibility import make_area_only
from harbor_wagtail.links import run as running
from harbor_wagtail.links.asking import Asker, NotAUrl, Refused, read_target
from harbor_wagtail.links.bodies import written_in
from harbor_wagtail.links.domains import owner_of
from harbor_wagtail.links.judging import Verdict, judge
from harbor_wagtail.links.networks import is_public
from harbor_wagtail.models import LinkCheck, LinkProblem, Source
from tests import advocacy, factories

OUTSIDE = "93.184.215.14"
CERTIFICATE = Path(__file__).parent / "data/links/self-signed.pem"
PAGES: dict[str, tuple[int, str, str]] = {
    # path: status, Location, body
    "/fine": (200, "", "Welcome"),
    "/gone": (404, "", ""),
    "/broken": (500, "", ""),
    "/shy": (403, "", ""),
    "/www": (301, "http://www.one.org/fine", ""),
    "/near": (302, "fine", ""),
    "/sold": (301, "http://cheap-pills.example/fine", ""),
    "/parked": (200, "", "<h1>This domain may be for sale!</h1>"),
    "/circle": (302, "/circle", ""),
    "/inside": (302, "http://inside.org/fine", ""),
    "/metadata": (302, "http://169.254.169.254/latest/meta-data", ""),
    "/file": (302, "file:///etc/passwd", ""),
    "/packed": (200, "", "This domain is for sale"),
    "/endless": (200, "", "x" * 200_000),
    "/mute": (200, "", ""),
}


@dataclass
class Web:
    """A server on this machine that stands for all of the internet, and the names and connections asked of it."""

    port: int = 0
    names: dict[str, list[str]] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        return self.names.get(host, [OUTSIDE])

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((address, port))
        if address == "198.41.0.4":
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", self.port), timeout=5)

    def asker(self, **given: Any) -> Asker:
        return Asker(self.resolve, self.connect, **given)


@pytest.fixture(scope="module")
def server() -> Iterator[Web]:
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.requests.append((self.command, self.path, dict(self.headers)))
            if self.path == "/mute":
                return  # closed without a word
            status, location, body = PAGES.get(self.path, (404, "", ""))
            if self.command == "HEAD" and self.path in ("/parked", "/gone"):
                status = 405
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            if self.path == "/packed":
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Set-Cookie", "seen=1")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body.encode())

        do_HEAD = do_GET

        def log_message(self, *args: Any) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    web.port = httpd.server_port
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield web
    httpd.shutdown()
    httpd.server_close()


@pytest.fixture
def web(server: Web) -> Web:
    server.names = {
        "inside.org": ["10.0.0.7"],
        "mixed.org": [OUTSIDE, "::ffff:127.0.0.1"],
        "two.org": ["198.41.0.4", OUTSIDE],
    }
    for each in (server.looked_up, server.connected, server.requests):
        each.clear()
    return server


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://one.org/fine", Verdict()),
        ("http://one.org/near", Verdict()),
        ("http://one.org/www", Verdict()),  # the same owner
        ("http://two.org/fine", Verdict()),  # its first address is silent, its second answers
        ("http://one.org/endless", Verdict()),
        ("http://one.org/packed", Verdict()),  # nothing is unpacked
        ("http://one.org/shy", Verdict(unclear=True)),
        ("http://one.org/gone", Verdict(LinkProblem.GONE, "404")),
        ("http://one.org/broken", Verdict(LinkProblem.ERROR, "500")),
        ("http://one.org/sold", Verdict(LinkProblem.ELSEWHERE, "cheap-pills.example")),
        ("http://one.org/parked", Verdict(LinkProblem.PARKED)),
        ("http://one.org/circle", Verdict(LinkProblem.LOOP)),
        ("http://one.org/file", Verdict(LinkProblem.ERROR, "redirect")),
        ("http://one.org/mute", Verdict(LinkProblem.NO_ANSWER, reached=False)),
        ("http://one.org/inside", Verdict(LinkProblem.NOT_PUBLIC, "inside.org", reached=False)),
        ("http://one.org/metadata", Verdict(LinkProblem.NOT_PUBLIC, "169.254.169.254", reached=False)),
        ("http://mixed.org/fine", Verdict(LinkProblem.NOT_PUBLIC, "mixed.org", reached=False)),
        ("http://one.org:8080/fine", Verdict(LinkProblem.NOT_PUBLIC, "one.org", reached=False)),
        ("http://me:secret@one.org/", Verdict(LinkProblem.NOT_PUBLIC, "one.org", reached=False)),
        ("ftp://one.org/fine", Verdict(LinkProblem.MALFORMED, reached=False)),
        ("https:///nowhere", Verdict(LinkProblem.MALFORMED, reached=False)),
    ],
)
def test_a_link_is_judged_by_where_it_ends(web: Web, url: str, expected: Verdict) -> None:
    web.names["169.254.169.254"] = ["169.254.169.254"]
    assert judge(url, web.asker()) == expected
    # Connected to is what was looked up and found public, and nothing else.
    assert {address for address, _port in web.connected} <= {OUTSIDE, "198.41.0.4"}
    assert {port for _address, port in web.connected} <= {80}
    for _method, _path, headers in web.requests:
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_a_name_is_looked_up_once_for_a_connection_so_it_cannot_change_in_between(web: Web) -> None:
    answers = iter([[OUTSIDE], ["127.0.0.1"], ["127.0.0.1"]])
    asker = Asker(lambda host, port: next(answers), web.connect)
    # HEAD went to the address that was looked up; for the page it is looked up, and found inside, before connecting.
    assert judge("http://one.org/fine", asker) == Verdict(LinkProblem.NOT_PUBLIC, "one.org", reached=False)
    assert web.connected == [(OUTSIDE, 80)]


def test_a_certificate_that_browsers_refuse_is_told(web: Web) -> None:
    ours, theirs = socket.socketpair()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)

    def serve() -> None:
        try:
            with context.wrap_socket(theirs, server_side=True):
                pass
        except OSError:
            pass

    thread = threading.Thread(target=serve)
    thread.start()
    found = judge("https://secure.example.org/", Asker(web.resolve, lambda *given: ours, seconds=5))
    thread.join()
    assert (found.problem, found.reached) == (LinkProblem.CERTIFICATE, True)


def test_a_server_that_drips_is_left_at_the_deadline(web: Web) -> None:
    ours, theirs = socket.socketpair()
    theirs.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    asker = Asker(web.resolve, lambda *given: ours, seconds=0.05)
    with theirs, pytest.raises(TimeoutError):
        asker.ask("GET", read_target("http://one.org/"))


@given(st.ip_addresses())
def test_no_address_of_a_network_of_ones_own_is_public(address: Any) -> None:
    """Whatever is found public is global to Python too, and holds no IPv4 address that is not."""
    if is_public(str(address)):
        assert address.is_global
        assert not address.is_multicast
        assert not getattr(address, "ipv4_mapped", None)
        assert not getattr(address, "sixtofour", None)
        assert not getattr(address, "teredo", None)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_no_way_of_writing_an_inner_address_in_ipv6_is_public(inner: IPv4Address) -> None:
    number = int(inner)
    ways = [
        number,  # compatible
        0xFFFF << 32 | number,  # mapped
        0xFFFF0000 << 16 | number,  # translated
        0x64FF9B << 96 | number,  # NAT64
        0x64FF9B0001 << 80 | number,  # NAT64 of one's own
        0x2002 << 112 | number << 80,  # 6to4
        0x20010000 << 96 | number ^ 0xFFFFFFFF,  # Teredo
        0x2A00145040010000 << 64 | 0x00005EFE << 32 | number,  # ISATAP
        0xFE80 << 112 | 0x00005EFE << 32 | number,
    ]
    assert not any(is_public(str(IPv6Address(way))) for way in ways)
    assert not is_public(str(inner))
    assert not is_public(f"fe80::{number & 0xFFFF:x}%eth0")


def test_public_addresses_and_owners_of_names_are_known() -> None:
    assert all(map(is_public, [OUTSIDE, "1.1.1.1", "2606:4700::1111", "2a00:1450:4001:829::200e"]))
    odd = ["100.64.0.1", "192.88.99.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "0.1.2.3", "::", "::1", "fc00::1",
           "fec0::1", "ff02::1", "2001:db8::1", "3fff::1", "nonsense", ""]  # fmt: skip
    assert not any(map(is_public, odd))
    owners = {
        "www.shelter.org": "shelter.org", "SHELTER.org.": "shelter.org", "a.help.org.uk": "help.org.uk",
        "one.weebly.com": "one.weebly.com", "dhs.state.mn.us": "state.mn.us", "www.co.mower.mn.us": "co.mower.mn.us",
        "north.k12.mn.us": "north.k12.mn.us", "192.0.2.1": "192.0.2.1",
    }  # fmt: skip
    assert {name: owner_of(name) for name in owners} == owners


@given(st.text(max_size=60) | st.text("htps:/@.%\r\n #?[]\\x1é", max_size=40).map("http://".__add__))
def test_whatever_is_written_no_request_holds_more_than_one_line(url: str) -> None:
    try:
        target = read_target(url)
    except (Refused, NotAUrl):
        return
    assert f"{target.path}{target.host}".isascii()
    assert not any(sign.isspace() for sign in f"{target.path}{target.host}")
    assert target.path.startswith("/")


# The command


def check(web: Web, monkeypatch: Any, *options: str) -> tuple[int, list[dict[str, str]], str]:
    out, told = io.StringIO(), io.StringIO()
    monkeypatch.setattr(running, "Asker", web.asker)
    monkeypatch.setattr(running, "PAUSE_SECONDS", 0.0)
    try:
        call_command("harbor_check", "--links", "--json", *options, stdout=out, stderr=told)
        code = 0
    except SystemExit as stopped:
        code = int(str(stopped.code))
    return code, json.loads(out.getvalue())["links"], told.getvalue()


def days_ago(days: int) -> None:
    """Let what is known be so many days older."""
    for row in LinkCheck.objects.exclude(tried_at=None):
        row.tried_at -= timedelta(days=days)
        row.failed_on = row.failed_on and row.failed_on - timedelta(days=days)
        row.save()


@pytest.fixture
def directory(english: Any) -> Any:
    owner = factories.organization(
        "Lantern House", website="http://one.org/gone", phones=["call the desk", "507-555-0142"]
    )
    OrganizationUrl.objects.create(organization=owner, url="http://one.org/fine")
    hidden = factories.organization("Hidden", website="http://hidden.org/gone", paused=True)
    factories.organization("Draft", website="http://draft.org/gone", live=False)
    factories.organization("Example", website="http://example.org/gone", example=True)
    factories.service(hidden, "Shelter", url="http://hidden.org/shelter")
    factories.service(owner, "Beds", url="http://three.org/sold", places=[factories.location(owner, address=True)])
    Source.objects.create(title="A report", url="http://four.org/fine")
    return owner


def test_a_link_is_flagged_when_it_fails_on_two_days_and_only_public_records_are_asked_about(
    web: Web, monkeypatch: Any, directory: Any, admin_client: Client, django_assert_max_num_queries: Any
) -> None:
    code, found, told = check(web, monkeypatch, "--dry-run")
    assert "4 addresses of 3 servers" in told
    assert not web.looked_up
    code, found, told = check(web, monkeypatch)
    assert (code, [each["problem"] for each in found]) == (1, ["is not a number that a phone can call."])
    assert "4 addresses asked" in told
    assert set(web.looked_up) == {"one.org", "three.org", "cheap-pills.example", "four.org"}
    web.looked_up.clear()
    assert "0 addresses asked" in check(web, monkeypatch)[2]
    assert not web.looked_up
    days_ago(1)
    code, found, _told = check(web, monkeypatch)
    phone, gone, sold = sorted(found, key=lambda each: each["where"])
    assert gone["where"].startswith("http://one.org/gone, on organization")
    assert "404" in gone["problem"]
    assert "cheap-pills.example), 2 days in a row" in sold["problem"]
    assert phone["where"].startswith("call the desk")
    directory.refresh_from_db()
    assert directory.live
    assert directory.website == "http://one.org/gone"

    with django_assert_max_num_queries(75):  # two for each class of pages, whatever their number
        page = admin_client.get("/admin/reports/harbor-links/").content.decode()
    assert "http://one.org/gone" in page
    assert "Lantern House" in page
    assert "cheap-pills.example" in page
    assert "one.org/fine" not in page
    # A site that has moved with its owner: somebody says so, until it leads elsewhere again.
    right = LinkCheck.objects.get(problem=LinkProblem.ELSEWHERE)
    admin_client.post("/admin/reports/harbor-links/", {"right": right.pk})
    table = admin_client.get("/admin/reports/harbor-links/?format=csv").content.decode()
    assert "one.org/gone" in table
    assert "cheap-pills" not in table
    # Mended, hidden: gone from what is known.
    type(directory).objects.filter(pk=directory.pk).update(paused=True)
    assert check(web, monkeypatch, "--dry-run")[:2] == (0, [])
    assert list(LinkCheck.objects.values_list("target", flat=True)) == ["http://four.org/fine"]


def test_a_run_is_bounded_goes_on_where_it_stopped_and_lets_a_silent_server_be(
    web: Web, monkeypatch: Any, db: None
) -> None:
    Source.objects.bulk_create(Source(title=str(n), url=f"http://one.org/fine?{n:02}") for n in range(75))
    Source.objects.bulk_create(Source(title=str(n), url=f"http://silent.org/{n}") for n in range(5))
    web.names["silent.org"] = ["198.41.0.4"]
    tried = LinkCheck.objects.exclude(tried_at=None)
    assert "20 addresses asked" in check(web, monkeypatch, "--limit", "20")[2]
    assert tried.filter(target__contains="one.org").count() == 20
    # No more than 50 of one server in a run; of the silent one, two.
    assert "52 addresses asked" in check(web, monkeypatch, "--limit", "1000")[2]
    assert tried.filter(target__contains="one.org").count() == 70
    assert tried.filter(target__contains="silent.org").count() == 2
    with pytest.raises(CommandError):
        call_command("harbor_check", "--links", "--limit", "0")


def test_where_nobody_answers_nothing_is_noted(web: Web, monkeypatch: Any, db: None) -> None:
    for number in range(4):
        Source.objects.create(title=str(number), url=f"http://site{number}.org/")
        web.names[f"site{number}.org"] = ["198.41.0.4"]
    with pytest.raises(CommandError) as stopped:
        check(web, monkeypatch)
    assert stopped.value.returncode == 2
    assert not LinkCheck.objects.exclude(problem="").exists()


def test_links_inside_pages_are_tried_and_the_report_names_page_and_block(
    web: Web, monkeypatch: Any, english: Any, admin_client: Client
) -> None:
    linked = (
        '<p>See <a href="http://one.org/gone">it</a>, <a href="tel:desk">call</a>, <a linktype="page" id="2">us</a></p>'
    )
    actions = {"stem": "", "items": [{"label": "Read it", "url": "http://one.org/gone", "page": None}]}
    page = advocacy.page(("text", linked), ("actions", actions), title="A sheet")
    hidden = advocacy.page(("text", linked.replace("one.org", "hidden.org")), title="For members")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    draft = advocacy.page(("text", linked.replace("one.org", "draft.org")), title="Draft")
    draft.unpublish()
    assert [(each.kind, each.target) for each in written_in(page)] == [
        ("web", "http://one.org/gone"), ("phone", "desk"), ("web", "http://one.org/gone"),
    ]  # fmt: skip
    check(web, monkeypatch)
    days_ago(1)
    found = check(web, monkeypatch)[1]
    assert set(web.looked_up) == {"one.org"}
    gone = next(each["where"] for each in found if "one.org" in each["where"])
    block = page.adv_body.raw_data[0]["id"]
    assert gone.startswith(f"http://one.org/gone, on fact sheet {page.pk} (A sheet), content ▸ Text; ")
    assert gone.count("A sheet") == 2  # each block that holds it
    table = admin_client.get("/admin/reports/harbor-links/").content.decode()
    assert f'/admin/pages/{page.pk}/edit/#block-{block}-section"' in table
    home = admin_client.get("/admin/").content.decode()
    assert "1 web address fails" in home
    assert "1 number that no phone can call" in home


def test_what_is_known_of_a_link_goes_with_the_address_it_tells(english: Any) -> None:
    place = factories.location(factories.organization("Lantern House"), address=True)
    Location.objects.filter(pk=place.pk).update(url="http://one.org/where")
    place.refresh_from_db()
    for number, target in enumerate(["http://one.org/where", "http://two.org/118-cedar-street", "http://three.org/"]):
        LinkCheck.objects.create(target=target, digest=str(number), tried_at=timezone.now())
    make_area_only(place)
    assert list(LinkCheck.objects.values_list("target", flat=True)) == ["http://three.org/"]
