from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from harbor_wagtail.advocacy.harbor_setup import AdvocacyPages
from harbor_wagtail.advocacy.starter import StarterPage
from harbor_wagtail.models import Publisher
from home.demo.pages import setup

REVIEWED, REVIEW_BY = datetime.date(2026, 11, 2), datetime.date(2027, 11, 2)
YEAR = 2026
#: The brief of the demo names a goal of the invented framework too, so that each leads to the other.
EXAMPLE_CODES = [{"framework": f"Example Safe Harbor Check ({version})", "code": "2.1"} for version in ("1.0", "2.0")]


def load(say: Callable[[str], object]) -> None:
    """Safe Harbor: the explainer and what lies below it, in each language there is a text for."""
    ExamplePages(setup(say)).make()


class ExamplePages(AdvocacyPages):
    examples = True

    def given(self, page: StarterPage) -> dict[str, Any]:
        values: dict[str, Any] = {
            "adv_year": YEAR,
            "adv_reviewed_on": REVIEWED,
            "adv_review_by": REVIEW_BY,
            "adv_publishers": [{"type": "publisher", "value": coalition().pk}],
        }
        if "brief_codes" in page.values:
            values["brief_codes"] = [{"type": "code", "value": code} for code in EXAMPLE_CODES]
        return values


def coalition() -> Publisher:
    made_up = {"about": "The made-up coalition this demonstration belongs to."}
    return Publisher.objects.get_or_create(name="Harbor Coalition", defaults=made_up)[0]
