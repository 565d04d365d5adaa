"""The map alone, for other sites to show in a frame: no script, no cookie, no way to know who looks at it."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpResponse
from django.utils.cache import patch_cache_control

from harbor_wagtail.conf import conf
from harbor_wagtail.safety.headers import content_security_policy

Response = TypeVar("Response", bound=HttpResponse)

KEPT = 300


def policy() -> str:
    """That of our own pages, without scripts and forms; who may show it is the site's to say (``EMBED_ANCESTORS``)."""
    own = {
        "script-src": "'none'",
        "form-action": "'none'",
        "frame-ancestors": " ".join(conf.EMBED_ANCESTORS) or "'self'",
    }
    given = dict(part.split(" ", 1) for part in content_security_policy().split("; "))
    return "; ".join(f"{directive} {sources}" for directive, sources in (given | own).items())


def framed(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = policy()
    # The older header knows "nobody" and "this site" only; the policy above is what browsers go by.
    response.xframe_options_exempt = True
    patch_cache_control(response, public=True, max_age=KEPT)
    return response
