from __future__ import annotations

import datetime
from collections.abc import Callable

from harbor_wagtail.safety_plans.harbor_setup import make_plans
from harbor_wagtail.safety_plans.making import make_files
from home.demo.pages import setup

REVIEWED, REVIEW_BY = datetime.date(2026, 11, 2), datetime.date(2027, 11, 2)


def load(say: Callable[[str], object]) -> None:
    """The list of plans and the starter plans, in each language of the site."""
    for page in make_plans(setup(say), plan_reviewed_on=REVIEWED, plan_review_by=REVIEW_BY):
        if page.locale.language_code == "en":
            make_files(page)  # the others are made when somebody asks for them
