"""One import, wherever it stands: its columns, how far it was read, its preview, or what it did."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from harbor_wagtail.directory.admin.imports import outcome
from harbor_wagtail.directory.admin.imports.access import BatchPage
from harbor_wagtail.directory.admin.imports.forms import ColumnsForm
from harbor_wagtail.directory.admin.imports.upload import stopped_words
from harbor_wagtail.directory.erasures import Erased
from harbor_wagtail.directory.importing import alive, choices, looking, uploads, waiting
from harbor_wagtail.directory.importing.readers.detect import TABLE
from harbor_wagtail.directory.importing.rows import UnreadableFile
from harbor_wagtail.directory.importing.run import Superseded
from harbor_wagtail.directory.models import ImportBatch

State = ImportBatch.State


class BatchView(BatchPage):
    """What is shown follows from the state of the import, so that an address that somebody kept always fits."""

    def get_template_names(self) -> list[str]:
        return [f"harbor_directory/admin/imports/{self._page()}.html"]

    def _page(self) -> str:
        if self.batch.state == State.UPLOADED:
            return "columns"
        if self.batch.state in (State.STAGING, State.STAGED):
            return "preview" if self.is_ready else "reading"
        return "done"

    @property
    def is_ready(self) -> bool:
        return bool(self.batch.state == State.STAGED and self.batch.progress.get("phase") == waiting.READY)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self._page()
        own = {"columns": self._columns, "reading": self._reading, "preview": outcome.preview, "done": outcome.done}
        given = own[page](self.batch) if page in ("preview", "done") else own[page](**kwargs)  # type: ignore[operator]
        return super().get_context_data(**{**given, **kwargs})

    def _reading(self, **kwargs: Any) -> dict[str, Any]:
        progress = self.batch.progress
        return {
            "phase": _PHASE_WORDS[progress["phase"]]() if progress else "",
            "begun_elsewhere": not progress,
            "gone": not progress and alive.is_gone(self.batch),
            "read": progress.get("read", 0),
            "rows": progress.get("rows", 0),
            "too_big": bool(progress) and waiting.is_too_big(self.batch),
            "stopped": stopped_words(self.batch),
        }

    # Columns

    def _columns(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or self._form(None)
        public = self.batch.addresses_public
        chosen = form.chosen() if not form.is_bound or form.is_valid() else self.proposed
        rows = [
            {
                "name": column,
                "field": form[f"column-{number}"],
                "samples": looking.shown_samples(
                    column, self.look.samples[column], chosen.get(column, ""), public=public
                ),
                "left_out": not chosen.get(column),
            }
            for number, column in enumerate(self.look.columns)
        ]
        words = [
            {"name": _VOCABULARIES[name](), "fields": [form[f"word-{name}-{number}"] for number in range(len(found))]}
            for name, found in form.words.items()
        ]
        left = [row["name"] for row in rows if row["left_out"]]
        return {"form": form, "rows": rows, "words": words, "left_out": left}

    @cached_property
    def look(self) -> looking.Look:
        with uploads.opened(self.batch) as path:
            return looking.look_into(path)

    @cached_property
    def proposed(self) -> dict[str, str]:
        return choices.proposed(self.look.columns, self.batch.source)

    def _form(self, data: Any, chosen: dict[str, str] | None = None) -> ColumnsForm:
        with uploads.opened(self.batch) as path:
            words = looking.unknown_words(path, chosen or self.proposed)
        kept = self.batch.source.mapping.get("words", {})
        return ColumnsForm(data, columns=self.look.columns, proposed=self.proposed, words=words, kept=kept)

    # What is done

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go on: with the columns as chosen, or with the next piece of reading."""
        try:
            if self.batch.state == State.UPLOADED:
                return self._choose()
            if waiting.is_waiting(self.batch) and not self.is_ready:
                waiting.advance(self.batch)
        except UnreadableFile as error:
            messages.error(request, f"{error.problem} {error.fix}")
        except Erased as error:
            messages.warning(request, str(error))
        except Superseded:
            messages.warning(request, _("Somebody else went on with this import meanwhile. This is where it stands."))
        return self.back()

    def _choose(self) -> HttpResponse:
        if not uploads.is_kept(self.batch):
            messages.error(self.request, _("The file is no longer here: it is kept for three days. Upload it again."))
            return self.back()
        data = self.request.POST
        form = self._form(data, self._posted(data))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        chosen, words = form.chosen(), form.chosen_words()
        if any(f"word-{name}-0" not in data for name in form.words):
            # A column came to hold categories: their words are asked for before anything is read.
            messages.info(self.request, _("Say what the words of the list mean, at the end of the page."))
            return self.render_to_response(self.get_context_data(form=form))
        try:
            text = choices.mapping_text(
                self.batch.source,
                chosen,
                words,
                public=self.batch.addresses_public,
                header_row=self.look.header_row,
                fill_down=form.cleaned_data["fill_down"],
            )
        except choices.BadChoice as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        choices.remember(self.batch.source, chosen, words)
        waiting.begin(self.batch, waiting.Wish(TABLE, text, self.batch.addresses_public))
        waiting.advance(self.batch)
        return self.back()

    def _posted(self, data: Any) -> dict[str, str]:
        chosen = {column: data.get(f"column-{number}", "") for number, column in enumerate(self.look.columns)}
        return {column: key for column, key in chosen.items() if key in choices.TARGETS}


_PHASE_WORDS = {
    waiting.READING: lambda: _("Reading the file"),
    waiting.SETTLING: lambda: _("Putting together what belongs together"),
    waiting.ADDRESSES: lambda: _("Reading the addresses that may be shown"),
    waiting.COMPARING: lambda: _("Comparing with the directory"),
    waiting.READY: lambda: _("Ready"),
}
_VOCABULARIES = {
    "domains": lambda: _("Kind of help"),
    "populations": lambda: _("Who it is made for"),
    "genders": lambda: _("Genders served"),
}
