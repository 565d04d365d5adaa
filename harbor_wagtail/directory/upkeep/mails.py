"""The mail to a provider: plain text that reads on a phone, with one link. It names no place and quotes no fact."""

from __future__ import annotations

import logging

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Site

from harbor_wagtail.directory.models import UpdateLink
from harbor_wagtail.directory.presentation.dates import day_in_words
from harbor_wagtail.directory.upkeep.links import make_link
from harbor_wagtail.directory.upkeep.reminders import Round, Step
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.models.words import default_language

logger = logging.getLogger("harbor_wagtail.directory")


class NoSite(Exception):
    """No site has an address that could stand in a mail."""


def site_address() -> str:
    """ "https://example.org" of the default site."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        raise NoSite("There is no default site: Settings ▸ Sites. Nothing was sent.")
    return str(site.root_url)


def send(rounds: list[Round], *, language: str = "") -> tuple[list[Round], list[tuple[Round, str]]]:
    """Write to those whose turn it is. Returns whom it was sent to, and who could not be written to and why.

    One connection for all. A mail that fails takes its link with it, so it is sent the next time.
    """
    spoken, address = language or default_language(), site_address()
    sent, failed = [], []
    with get_connection() as connection:
        for each in rounds:
            try:
                _send(each, spoken, address, connection)
            except (OSError, ValueError) as problem:  # smtplib's errors are OSErrors; a bad address is a ValueError
                logger.warning("A mail to organization %s could not be sent: %s", each.organization.pk, problem)
                failed.append((each, str(problem)))
            else:
                sent.append(each)
    return sent, failed


def _send(each: Round, language: str, address: str, connection: BaseEmailBackend) -> None:
    with transaction.atomic(), translation.override(language):
        link, token = make_link(each.organization, each.in_the_mail, language)
        url = address + reverse("harbor_directory:update", args=[token])
        mail = EmailMessage(_subject(each), _body(each, link, url), None, [each.email], connection=connection)
        mail.extra_headers["Auto-Submitted"] = "auto-generated"
        mail.send()


def _subject(each: Round) -> str:
    if each.step == Step.SECOND:
        return _("A reminder: is your listing still right?")
    return _("Is your listing still right?")


def _body(each: Round, link: UpdateLink, url: str) -> str:
    site = HarborSettings.objects.filter(site__is_default_site=True).first() or _default_settings()
    values = {"organization": each.organization.name, "site": site.display_name, "url": url}
    parts = [
        _("Hello,"),
        _("%(organization)s is listed on %(site)s, so that people who need help can find you.") % values,
        _("Please look at what we show, and tell us if it is still right. It takes about two minutes:"),
        url,
        _("You need no account. The link works once, until %(day)s, and only for your own listing.")
        % {"day": day_in_words(link.expires_at.date())},
        _("If a number or a web address has changed, we call you at the number we already have before we show it.")
        + " "
        + _("Please write no address and nothing about anybody who was helped."),
        _("If this mail is not for you, please pass it on to whoever looks after your listing, or delete it."),
        site.display_name,
    ]
    return "\n\n".join(parts) + "\n"


def _default_settings() -> HarborSettings:
    return HarborSettings(site=Site.objects.filter(is_default_site=True).first())


def tell_team(address: str, url: str) -> None:
    """Mail without content: mailboxes keep for ever, and are read by others."""
    link = (get_admin_base_url() or "") + url
    with translation.override(default_language()):  # the team's, not that of who wrote
        subject = _("Something came in about a listing")
        words = _("Something about a listing came in. Read it here, after signing in: %(link)s") % {"link": link}
    try:
        EmailMessage(subject, words, None, [address]).send()
    except OSError:
        logger.exception("The mail about something that came in could not be sent; it is kept")
