"""The page with the form, what becomes of what is sent, and the mail that says only that something came."""

from __future__ import annotations

import datetime
import logging
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.utils import get_admin_base_url

from harbor_wagtail.advocacy.consultations.form import AskForm
from harbor_wagtail.advocacy.consultations.models import ConsultationRequest
from harbor_wagtail.models.words import default_language
from harbor_wagtail.not_written import NOT_KEPT, NOT_WRITING, note

logger = logging.getLogger(__name__)
LIST = "wagtailsnippets_harbor_advocacy_consultationrequest:list"


def answer(page: Any, request: HttpRequest, here: str) -> HttpResponse:
    """GET shows the form (or, after sending, thanks); POST keeps what was asked and leads to the thanks."""
    if request.method != "POST":
        form = None if "sent" in request.GET else AskForm()
        return _page(page, request, form)
    form = AskForm(request.POST)
    if form.is_machine:
        return HttpResponseRedirect(f"{here}?sent")  # it is told nothing
    if not form.is_valid():
        return _page(page, request, form)
    try:
        with transaction.atomic():
            keep(page, form)
    except NOT_WRITING as problem:
        note(problem)
        form.add_error(None, NOT_KEPT)
        return _page(page, request, form, status=503)
    return HttpResponseRedirect(f"{here}?sent")


def keep(page: Any, form: AskForm) -> ConsultationRequest:
    asked: ConsultationRequest = form.save(commit=False)
    asked.page = page.title[:255]
    asked.delete_on = timezone.localdate() + datetime.timedelta(days=page.ask_keep_days)
    asked.save()
    transaction.on_commit(lambda: tell(page.ask_email), robust=True)
    return asked


def tell(address: str) -> None:
    """Mail without content: mailboxes keep for ever, and are read by others."""
    link = (get_admin_base_url() or "") + reverse(LIST)
    with override(default_language()):  # the team's, not that of who asked
        subject = _("A request for a consultation")
        words = _("Somebody asked for a consultation. Read it here, after signing in: %(link)s") % {"link": link}
    try:
        send_mail(subject, words, None, [address])
    except OSError:
        logger.exception("The mail about a request for a consultation could not be sent; the request is kept")


def _page(page: Any, request: HttpRequest, form: AskForm | None, status: int = 0) -> TemplateResponse:
    context = {**page.get_context(request), "form": form, "mode": "ask"}
    status = status or (422 if form is not None and form.is_bound else 200)
    return TemplateResponse(request, "harbor_advocacy/pages/ask.html", context, status=status)
