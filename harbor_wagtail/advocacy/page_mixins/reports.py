"""Reports in chapters: contents, what comes before and after, and the whole to print."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.advocacy.fields import BodyField
from harbor_wagtail.advocacy.outline import outline
from harbor_wagtail.advocacy.page_mixins.base import AdvocacyPageMixin
from harbor_wagtail.advocacy.quotes.holes import without_holes
from harbor_wagtail.advocacy.registry import pages_of

CHAPTER = "chapter"


class ReportPageMixin(AdvocacyPageMixin):
    """The first page of a report: what it is about, and its chapters, which are pages below it."""

    adv_body = BodyField(verbose_name=_("content"), blank=True)

    advocacy_code = "report"
    advocacy_kind = _("Report")
    schema_type = "Report"
    ris_type = "RPRT"
    advocacy_most_pages: ClassVar[int] = 1000
    advocacy_template: ClassVar[str] = "harbor_advocacy/pages/report.html"
    advocacy_handout_template: ClassVar[str] = "harbor_advocacy/pages/whole_report.html"
    advocacy_pdf_template: ClassVar[str] = "harbor_advocacy/pages/whole_report_pdf.html"

    class Meta:
        abstract = True

    def get_advocacy_context(self, request: HttpRequest, mode: str) -> dict[str, Any]:
        chapters = chapters_of(self)
        context = {**super().get_advocacy_context(request, mode), "chapters": chapters}
        if mode != "page":
            # One page for all: anchors of one chapter must not meet those of another.
            context["bodies"] = [
                (chapter, without_holes(outline(chapter.adv_body, level=3, prefix=f"c{number}-"), request, mode))
                for number, chapter in enumerate(chapters, start=1)
            ]
        return context


class ReportChapterPageMixin(AdvocacyPageMixin):
    advocacy_code = CHAPTER
    advocacy_kind = _("Chapter")
    schema_type = "Chapter"
    ris_type = "CHAP"
    advocacy_is_listed = False
    advocacy_template: ClassVar[str] = "harbor_advocacy/pages/chapter.html"

    class Meta:
        abstract = True

    def get_advocacy_context(self, request: HttpRequest, mode: str) -> dict[str, Any]:
        report = self.get_parent().specific if self.pk else None
        chapters = chapters_of(report) if report else []
        # What is not published yet, or no longer, is not named by what is.
        named = report is not None and (report.live or getattr(request, "is_preview", False))
        here = next((at for at, chapter in enumerate(chapters) if chapter.pk == self.pk), None)
        return {
            **super().get_advocacy_context(request, mode),
            "report": report if named else None,
            "chapters": chapters,
            "before": chapters[here - 1] if here else None,
            "after": chapters[here + 1] if here is not None and here + 1 < len(chapters) else None,
        }


def chapters_of(report: Any) -> list[Any]:
    """Published chapters right below ``report`` that nobody restricted, in the order of the tree."""
    below: list[Any] = []
    for model in pages_of(CHAPTER):
        below += model.objects.live().public().child_of(report)
    return sorted(below, key=lambda page: page.path)
