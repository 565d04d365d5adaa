"""One request to one server: to an address that was looked up once, found public, and is the one connected to.

Written on sockets, since what keeps this from being turned against the site's own network has to hold at each step: a library
looks the name up again when it connects, follows redirects, unpacks bodies and reads proxies from the environment. Nothing of
that happens here. One deadline holds for all of a request, whatever the drip.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from harbor_wagtail.conf import conf
from harbor_wagtail.links.networks import is_public

PORTS = {"http": 80, "https": 443}
SECONDS = 15.0
#: Of headers and body together. A page that is for sale says so at its beginning.
MOST_BYTES = 64 * 1024
BODY_BYTES = 16 * 1024
LONGEST_URL = 2000
#: In the path of a request, as it was written.
_STAYS = "/%:@!$&'()*+,;=~-._"

Resolve = Callable[[str, int], list[str]]
Connect = Callable[[str, int, float], socket.socket]


class Refused(Exception):
    """An address that is not asked: not http(s), not one of its ports, with a name and password, or not on the internet."""


class NotAUrl(Refused):
    pass


class NoSuchHost(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str = ""
    #: The beginning of the body as text; empty where it came packed, which nobody asked for.
    text: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    scheme: str
    host: str
    path: str

    @property
    def port(self) -> int:
        return PORTS[self.scheme]


def read_target(url: str) -> Target:
    """The parts of a URL that may be asked. Raises :class:`Refused`."""
    if len(url) > LONGEST_URL or any(ord(sign) < 33 or ord(sign) == 127 or sign == "\\" for sign in url):
        raise NotAUrl(url[:100])
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host if ":" in host or host.isascii() else host.encode("idna").decode()
    except ValueError:
        raise NotAUrl(url[:100]) from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS or not host or not all(sign.isalnum() or sign in ".-_:" for sign in host):
        raise NotAUrl(url[:100])
    if parts.username is not None or parts.password is not None or port not in (None, PORTS[scheme]):
        raise Refused(host)
    # As a browser would send it: what is quoted stays, the rest of what no request line may hold gets quoted.
    path = quote(parts.path or "/", _STAYS)
    query = quote(parts.query, f"{_STAYS}?")
    return Target(scheme, host, f"{path}?{query}" if query else path)


def look_up(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise NoSuchHost(host) from problem
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


@dataclass(frozen=True, slots=True)
class Asker:
    """``resolve`` and ``connect`` are what a test replaces; between them stands the check, which nothing replaces."""

    resolve: Resolve = look_up
    connect: Connect = connect
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS

    def ask(self, method: str, target: Target) -> Answer:
        """Raises :class:`Refused`, :class:`NoSuchHost`, ``OSError`` (``ssl`` errors are such) or ``HTTPException``."""
        deadline = time.monotonic() + self.seconds
        with self._open(target) as sock:
            sock.settimeout(self.seconds)
            sock.sendall(_request(method, target))
            response = http.client.HTTPResponse(_Bounded(sock, deadline), method=method)  # type: ignore[arg-type]
            try:
                response.begin()
                return Answer(response.status, response.getheader("Location") or "", _text(response))
            finally:
                response.close()

    def _open(self, target: Target) -> socket.socket:
        addresses = self.resolve(target.host, target.port)
        # One that is not public among others that are is how a name is pointed into somebody's network.
        if not addresses or not all(map(is_public, addresses)):
            raise Refused(target.host)
        plain = self._connect_to_one(addresses[:2], target.port)
        if target.scheme == "http":
            return plain
        try:
            return self.context.wrap_socket(plain, server_hostname=target.host)
        except BaseException:
            plain.close()
            raise

    def _connect_to_one(self, addresses: list[str], port: int) -> socket.socket:
        for address in addresses[:-1]:
            try:
                return self.connect(address, port, self.seconds / 3)
            except OSError:
                continue
        return self.connect(addresses[-1], port, self.seconds / 3)


def _request(method: str, target: Target) -> bytes:
    host = f"[{target.host}]" if ":" in target.host else target.host
    agent = "".join(sign for sign in conf.LINKS_USER_AGENT if " " <= sign <= "~")
    return (
        f"{method} {target.path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\nAccept: text/html, */*\r\n"
        "Accept-Encoding: identity\r\nConnection: close\r\n\r\n"
    ).encode("ascii")


def _text(response: http.client.HTTPResponse) -> str:
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        return ""
    try:
        return response.read(BODY_BYTES).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException, ValueError):
        return ""  # a body that breaks off is a page all the same


class _Bounded(io.RawIOBase):
    """What ``HTTPResponse`` reads from: a socket until a moment, and so many bytes."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock, self._deadline, self._left = sock, deadline, MOST_BYTES

    def makefile(self, *args: Any, **kwargs: Any) -> io.BufferedReader:
        return io.BufferedReader(self, 4096)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        number = self._sock.recv_into(buffer, min(len(buffer), self._left)) if self._left > 0 else 0
        self._left -= number
        return number
