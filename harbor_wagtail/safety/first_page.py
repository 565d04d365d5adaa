"""The first page of ours waits until somebody has called one of the hotlines that will stand on it.

Whoever publishes, now or by a schedule, alone or at the end of a workflow, comes by ``publish``. Code that publishes
without a person (a command that makes a demo, a test) is left alone.
"""

from __future__ import annotations

import logging
from typing import Any

from django.apps import apps
from wagtail.log_actions import log

logger = logging.getLogger("harbor_wagtail.safety")

#: In the history of a page.
HELD = "harbor.held"


class FirstPageMixin:
    """For pages of ours; ``HarborHeadersMixin`` brings it. A page of the host's own (``SafePageMixin``) does not wait."""

    harbor_waits_for_hotline = True

    def publish(self, revision: Any, user: Any = None, *args: Any, **kwargs: Any) -> Any:
        scheduled = revision.approved_go_live_at is not None
        if (user is not None or scheduled) and first_page_waits(self):
            return self._hold(user)
        return super().publish(revision, user, *args, **kwargs)  # type: ignore[misc]

    def _hold(self, user: Any) -> None:
        """Leave it as it is. What was scheduled stays due, and is published by the first run after a line was called."""
        if user is None:
            logger.warning("%s is due and not published: nobody has called a hotline yet.", type(self).__name__)
        else:
            log(instance=self, action=HELD, user=user)


def first_page_waits(page: Any) -> bool:
    """Whether this page of ours would be the first to go live while nobody has called any hotline yet."""
    from harbor_wagtail.models.hotline_checks import confirmed_by_calling

    page = page.specific_deferred
    if page.live or not getattr(page, "harbor_waits_for_hotline", False) or confirmed_by_calling().exists():
        return False
    return not any(model.objects.filter(live=True).exclude(pk=page.pk).exists() for model in our_pages())


def our_pages() -> list[Any]:
    """Page classes over our mixins, a host's included."""
    return [model for model in apps.get_models() if getattr(model, "harbor_waits_for_hotline", False)]
