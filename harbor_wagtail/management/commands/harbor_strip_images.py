"""``harbor_strip_images``: takes what cameras noted out of the pictures that are there already."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from wagtail.images import get_image_model

from harbor_wagtail.safety.pictures.cleaning import clean
from harbor_wagtail.safety.pictures.containers import BrokenPicture
from harbor_wagtail.safety.pictures.storing import clean_image, is_clean, read
from harbor_wagtail.safety.pictures.using import used


class Command(BaseCommand):
    help = (
        "Takes place, time, camera, comments and small copies out of the pictures this package uses, and gives their "
        "files neutral names. New ones are cleaned when they are used. Exit code 1: some could not be read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="every picture of the site, not only those in use by ours"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        pictures = get_image_model()._default_manager.order_by("pk")
        if not options["all"]:
            pictures = pictures.filter(pk__in=used())
        counts = {"cleaned": 0, "telling": 0, "clean before": 0, "not readable": 0}
        for image in pictures.iterator(chunk_size=100):
            self._look_at(image, options["dry_run"], counts)
        would = "would be cleaned" if options["dry_run"] else "cleaned"
        self.stdout.write(
            f"{counts['cleaned']} {would}, {counts['telling']} of them held notes; {counts['clean before']} were clean; "
            f"{counts['not readable']} could not be read."
        )
        if counts["not readable"]:
            sys.exit(1)

    def _look_at(self, image: Any, dry_run: bool, counts: dict[str, int]) -> None:
        if is_clean(image):
            counts["clean before"] += 1
            return
        try:
            data = read(image)
            telling = clean(data) != data
        except (BrokenPicture, OSError) as problem:
            counts["not readable"] += 1
            self.stderr.write(f"Picture {image.pk}: {problem}")
            return
        counts["telling"] += telling
        counts["cleaned"] += dry_run or clean_image(image)
