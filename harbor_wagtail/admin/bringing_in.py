"""A sheet that an editor brings in: looked at first, then taken over. It travels in the page between the two, signed, so
that nothing is left lying about."""

from __future__ import annotations

import base64
import binascii
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: Wants ``subtitle``, ``template_url``, ``too_large_help`` and the form, report and what is carried.
TEMPLATE = "harbor_wagtail/admin/bring_in.html"
MOST_BYTES = 5 * 1024 * 1024
#: Forms hold this much.
MOST_CARRIED = 1_800_000
#: Seconds.
_WAITS = 6 * 3600


class UploadForm(forms.Form):
    file = forms.FileField(label=_("Spreadsheet (CSV or XLSX)"))
    #: What is told of a larger file.
    too_large: Any = _("This file is larger than 5 MB.")

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise ValidationError(self.too_large)
        return given


def carry(name: str, content: bytes, salt: str) -> str:
    """The file as a text for a hidden field; empty where it is too large for one."""
    packed = base64.b64encode(zlib.compress(content, 9)).decode()
    carried = signing.dumps({"name": name, "content": packed}, salt=salt)
    return carried if len(carried) <= MOST_CARRIED else ""


def carried(text: str, salt: str) -> tuple[str, bytes] | None:
    """Name and content; ``None`` for what was changed on the way, or waited longer than six hours."""
    try:
        given = signing.loads(text, salt=salt, max_age=_WAITS)
        return given["name"], zlib.decompress(base64.b64decode(given["content"]))
    except (signing.BadSignature, binascii.Error, zlib.error):
        return None


@contextmanager
def as_path(content: bytes) -> Iterator[Path]:
    """The content in a file of the right kind, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet{'.xlsx' if content[:2] == b'PK' else '.csv'}"
        path.write_bytes(content)
        yield path
