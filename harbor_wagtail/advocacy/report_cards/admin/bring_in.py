"""A spreadsheet from the admin: look first at what it would change, then bring it in."""

from __future__ import annotations

import base64
import binascii
import tempfile
import zlib
from pathlib import Path
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from harbor_wagtail.advocacy.report_cards.admin import access
from harbor_wagtail.advocacy.report_cards.importing.applying import run_import
from harbor_wagtail.advocacy.report_cards.importing.report import Report
from harbor_wagtail.advocacy.report_cards.models import Edition
from harbor_wagtail.tabular.problems import UnreadableFile

#: A whole edition is a tenth of this; what is larger is brought in by the command.
MOST_BYTES = 5 * 1024 * 1024
#: The file travels in the page between looking and bringing in, so that nothing is left lying about; forms hold this much.
MOST_CARRIED = 1_800_000
SALT = "harbor_advocacy.bring_in"


class UploadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Spreadsheet (CSV or XLSX)"))

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise ValidationError(
                _("This file is larger than 5 MB. Bring it in with the command harbor_import_scores.")
            )
        return given


def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    edition = access.edition_for(request, pk, access.may_answer)
    form = UploadForm()
    report: Report | None = None
    carried = ""
    if request.method == "POST" and "carried" in request.POST:
        return _apply(request, edition)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            given = form.cleaned_data["file"]
            content = given.read()
            try:
                report = _run(edition, given.name, content, dry_run=True)
                carried = _carry(given.name, content)
            except (UnreadableFile, ValidationError) as error:
                form.add_error("file", str(error) if isinstance(error, UnreadableFile) else error.messages)
    context = {
        "edition": edition,
        "form": form,
        "report": report,
        "carried": carried if len(carried) <= MOST_CARRIED else "",
    }
    return TemplateResponse(request, "harbor_advocacy/report_cards/admin/bring_in.html", context)


def _apply(request: HttpRequest, edition: Edition) -> HttpResponse:
    try:
        given = signing.loads(request.POST["carried"], salt=SALT, max_age=6 * 3600)
        content = zlib.decompress(base64.b64decode(given["content"]))
        report = _run(edition, given["name"], content, user=request.user)
    except (signing.BadSignature, binascii.Error, zlib.error):
        messages.error(request, _("This has been waiting too long. Choose the file again."))
        return redirect("harbor_advocacy_edition_import", edition.pk)
    except (UnreadableFile, ValidationError) as error:
        messages.error(request, str(error) if isinstance(error, UnreadableFile) else " ".join(error.messages))
        return redirect("harbor_advocacy_edition_import", edition.pk)
    told = _("Brought in: %(created)d new, %(changed)d changed, %(unchanged)d as before, %(refused)d refused.")
    messages.success(request, told % report.counts)
    return redirect("harbor_advocacy_edition", edition.pk)


def _run(edition: Edition, name: str, content: bytes, *, dry_run: bool = False, user: Any = None) -> Report:
    suffix = ".xlsx" if content[:2] == b"PK" else ".csv"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet{suffix}"
        path.write_bytes(content)
        return run_import(edition, path, dry_run=dry_run, user=user, name=name)


def _carry(name: str, content: bytes) -> str:
    packed = base64.b64encode(zlib.compress(content, 9)).decode()
    return signing.dumps({"name": name, "content": packed}, salt=SALT)
