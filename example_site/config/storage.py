from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import environ


def media_storage(env: environ.Env) -> dict[str, Any] | None:
    """The entry of ``STORAGES`` for a bucket of an S3-compatible store; nothing where ``MEDIA_BUCKET`` is not set.

    Visitors get pictures from ``MEDIA_URL`` (an absolute address that leads to the bucket), or from the store itself.
    """
    bucket = env("MEDIA_BUCKET", default="")
    if not bucket:
        return None
    served = urlsplit(env("MEDIA_URL", default="/media/"))
    options = {
        "bucket_name": bucket,
        "endpoint_url": env("MEDIA_ENDPOINT_URL", default=None),
        "region_name": env("MEDIA_REGION", default=None),
        "access_key": env("MEDIA_ACCESS_KEY", default=None),
        "secret_key": env("MEDIA_SECRET_KEY", default=None),
        # Two pictures of one name never meet, and an address of a picture carries no key that runs out.
        "file_overwrite": False,
        "querystring_auth": False,
        "custom_domain": (served.netloc + served.path).rstrip("/") or None if served.netloc else None,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {k: v for k, v in options.items() if v is not None}}
