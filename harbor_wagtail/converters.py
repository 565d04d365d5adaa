"""Parts of addresses that Django has no converter for. The app registers them as it gets ready."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """``<harbor_key:pk>``: the key of a row. A number no database keeps leads nowhere: asked for it, SQLite ends in an error."""

    regex = "[0-9]{1,18}"


register_converter(KeyConverter, "harbor_key")
