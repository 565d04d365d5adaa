"""Where an exit may lead, and what may stand on it: a page that anybody might have open, and words that say nothing.

Nothing here asks the network. Whether the page answers is for the person who chooses it to try.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: Sites that show the person's own name, pictures or history to whoever looks at the screen.
PERSONAL_HOSTS = frozenset(
    "amazon.com bsky.app discord.com facebook.com gmail.com google.com icloud.com instagram.com linkedin.com live.com "
    "messenger.com netflix.com outlook.com pinterest.com reddit.com snapchat.com threads.net tiktok.com twitch.tv "
    "twitter.com whatsapp.com x.com yahoo.com youtube.com".split()
)
#: Beginnings of words that tell somebody who looks on what the person was reading, in English and Spanish.
_TELLING = re.compile(
    r"abus|albergue|asalto|assault|batter|casa[ _-]?hogar|crisis|domestic|exploit|explot|harbor|hotline|polic[eií]|"
    r"prostit|refug|runaway|safe[ _-]?(?:house|plan|harbor)|shelter|suicid|surviv|sobreviv|traffick|v[ií]ctim|violen|"
    r"(?<![^\W\d_])(?:escap|rape|rescue|sex|trata(?![^\W\d_]))",
    re.IGNORECASE,
)
_LABEL_MARKS = re.compile(r"[<>{}\\]|https?:|javascript:", re.IGNORECASE)


def check_exit_url(url: str, own_hosts: Iterable[str]) -> None:
    """Raise ``ValidationError`` unless ``url`` is an encrypted, neutral page of another site.

    ``own_hosts`` are the host names of this installation; a page below one of them counts as this site.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().rstrip(".")
        _port = parts.port  # a port that is no number is found here
    except ValueError:
        raise ValidationError(_("Write a whole address, such as https://www.weather.gov/.")) from None
    if parts.scheme.lower() != "https" or not host:
        raise ValidationError(
            _("The exit must begin with https://, so that nobody on the way can change the page."), code="exit-https"
        )
    if parts.username is not None or _is_no_name(host):
        raise ValidationError(_("Write the address of a well-known page, by name, such as https://www.weather.gov/."))
    if _belongs(host, {name.lower().removeprefix("www.") for name in own_hosts if name}):
        raise ValidationError(_("The exit must lead away from this site."), code="exit-own")
    if _belongs(host, PERSONAL_HOSTS):
        raise ValidationError(
            _("This site may show the person's own name or messages to whoever looks at the screen. Choose another."),
            code="exit-personal",
        )
    if is_telling(url):
        raise ValidationError(
            _("The address tells what the person was reading. Choose a page that anybody might have open."),
            code="exit-telling",
        )


def check_exit_label(label: str) -> None:
    """Raise ``ValidationError`` for words on the exit that would tell somebody who looks on, or are no words at all."""
    if not label.strip():
        return  # the package's words stand
    if not any(sign.isalpha() for sign in label) or _LABEL_MARKS.search(label):
        raise ValidationError(_("Write plain words, such as “Leave this site”. People say them to their phone."))
    if is_telling(label):
        raise ValidationError(_("Choose words that tell nobody what the site is about, such as “Leave this site”."))


def is_telling(text: str) -> bool:
    """Whether the text would tell somebody who looks on what the person was reading."""
    return _TELLING.search(unquote(text)) is not None


def shown_host(url: str) -> str:
    """The host as people say it ("weather.gov"); empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _belongs(host: str, names: Iterable[str]) -> bool:
    plain = host.removeprefix("www.")
    return any(plain == name or plain.endswith(f".{name}") for name in names)


def _is_no_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." not in host and host != "localhost"  # localhost is told as this site, or refused by its own name
    return True
