from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from home.demo import advocacy, directory, people, plans, providers, report_cards, resource_map, roles, site, story

#: In this order: a later part may count on an earlier one.
PARTS = (people, site, directory, providers, resource_map, plans, report_cards, advocacy, story, roles)


class Command(BaseCommand):
    help = "Fills the demo with its content. Running it again makes what is missing and changes nothing else."

    def handle(self, *args: Any, **options: Any) -> None:
        for part in PARTS:
            with transaction.atomic():  # stopped half-way, the next run starts this part anew
                part.load(lambda line: self.stdout.write(f"  made: {line}"))
        self.stdout.write("The demo is loaded.")
