"""What to make of the answers: follow redirects, each looked up and judged as if it were the first, and name what is wrong."""

from __future__ import annotations

import http.client
import re
import ssl
from dataclasses import dataclass
from urllib.parse import urljoin

from harbor_wagtail.links.asking import Answer, Asker, NoSuchHost, NotAUrl, Refused, Target, read_target
from harbor_wagtail.links.domains import owner_of, same_owner
from harbor_wagtail.models.link_check import LinkProblem

MOST_HOPS = 6
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: The server is there and will not talk to a program, or is busy: nothing is known either way.
_UNCLEAR = frozenset({401, 403, 405, 406, 429, 451, 503, 999})
#: What servers answer to HEAD that do not know it.
_NO_HEAD = frozenset({400, 403, 404, 405, 406, 410, 500, 501, 503, 999})
_PARKED = re.compile(
    r"(?:this|the) domain (?:name )?(?:is|may be|might be) (?:for sale|available for purchase)|buy this domain|"
    r"domain (?:name )?(?:has expired|is parked|parking)|parked (?:free|domain|page)|"
    r"sedoparking|parkingcrew|bodis\.com|hugedomains\.com|afternic\.com/forsale|dan\.com/buy|"
    r"(?:this )?account has been suspended|cgi-sys/suspendedpage|<title>\s*suspended",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``problem`` is empty for a good one. ``unclear``: the server would not say. ``reached``: somebody answered."""

    problem: str = ""
    detail: str = ""
    unclear: bool = False
    reached: bool = True

    @property
    def dead_host(self) -> bool:
        return self.problem in (LinkProblem.NO_HOST, LinkProblem.NO_ANSWER)


def judge(url: str, asker: Asker) -> Verdict:
    """Ask for ``url``; never raises for what a server does."""
    try:
        first = target = read_target(url)
    except NotAUrl:
        return Verdict(LinkProblem.MALFORMED, reached=False)
    except Refused as refused:
        return Verdict(LinkProblem.NOT_PUBLIC, str(refused), reached=False)
    try:
        return _follow(first, target, asker)
    except NotAUrl:
        return Verdict(LinkProblem.ERROR, "redirect")
    except Refused as refused:
        return Verdict(LinkProblem.NOT_PUBLIC, str(refused), reached=False)
    except NoSuchHost as problem:
        return Verdict(LinkProblem.NO_HOST, str(problem), reached=False)
    except ssl.SSLCertVerificationError as problem:
        return Verdict(LinkProblem.CERTIFICATE, problem.verify_message or "")
    except ssl.SSLError:
        return Verdict(LinkProblem.CERTIFICATE, "TLS")
    except (OSError, http.client.HTTPException):
        return Verdict(LinkProblem.NO_ANSWER, reached=False)


def _follow(first: Target, target: Target, asker: Asker) -> Verdict:
    for _hop in range(MOST_HOPS):
        answer = _answer(target, asker)
        if answer.status not in _REDIRECTS or not answer.location:
            return _of_page(first, target, answer)
        target = read_target(urljoin(f"{target.scheme}://{_written(target.host)}{target.path}", answer.location))
    return Verdict(LinkProblem.LOOP)


def _answer(target: Target, asker: Asker) -> Answer:
    """HEAD tells of redirects without a page; the page itself is asked for once, and only its beginning is read."""
    try:
        head = asker.ask("HEAD", target)
    except (ConnectionError, http.client.HTTPException):
        return asker.ask("GET", target)
    return head if head.status in _REDIRECTS or _is_plain_error(head.status) else asker.ask("GET", target)


def _is_plain_error(status: int) -> bool:
    return status >= 400 and status not in _NO_HEAD


def _of_page(first: Target, last: Target, answer: Answer) -> Verdict:
    if answer.status in (404, 410):
        return Verdict(LinkProblem.GONE, str(answer.status))
    if answer.status in _UNCLEAR:
        return Verdict(unclear=True)
    if answer.status >= 400 or answer.status < 200:
        return Verdict(LinkProblem.ERROR, str(answer.status))
    if _PARKED.search(answer.text):
        return Verdict(LinkProblem.PARKED)
    if not same_owner(first.host, last.host):
        return Verdict(LinkProblem.ELSEWHERE, owner_of(last.host))
    return Verdict()


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host
