"""Rows that are not shown as a list: words as one tab for each language, and answers to questions as a table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Locale

from harbor_wagtail.directory.admin.rows import RowsPanel
from harbor_wagtail.directory.models import IntakeQuestion
from harbor_wagtail.models.words import active_language, default_language


class WordsPanel(RowsPanel):
    """The words of a record, a block for each language; script makes tabs of the blocks and opens the editor's own."""

    def __init__(self, *args: Any, extra: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, extra=extra, **kwargs)

    class BoundPanel(RowsPanel.BoundPanel):
        template_name = "harbor_directory/admin/panels/words.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            locales = {str(locale.pk): locale for locale in Locale.objects.all()} if self.children else {}
            default = next((each for each in locales.values() if each.language_code == default_language()), None)
            for child in self.children:
                locale = locales.get(str(child.form["locale"].value()))
                child.is_own = locale is not None and locale.language_code == active_language()
                child.language = locale.get_display_name() if locale else _("A language this site no longer has")
                child.is_empty = not child.form.says_something()
                child.empty_note = _empty_note(locale, default)


def _empty_note(locale: Any, default: Any) -> str:
    if default is None or locale == default:
        return _("(empty)")
    return _("(empty: visitors read the %(language)s)") % {"language": default.get_display_name()}


class AnswersPanel(RowsPanel):
    """One row for every question about starting, each with its answer; who said so is folded away."""

    def __init__(self, *args: Any, extra: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, extra=extra, **kwargs)

    class BoundPanel(RowsPanel.BoundPanel):
        template_name = "harbor_directory/admin/panels/answers.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            labels = dict(IntakeQuestion.choices)
            for child in self.children:
                asked = child.form["question"].value()
                child.form.asked = labels.get(asked, asked or _("Question"))
                child.form.says_more = any(child.form[name].value() or child.form[name].errors for name in MORE)


MORE = ("said_by_role", "said_on", "note")
