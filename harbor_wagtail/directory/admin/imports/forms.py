"""What somebody says about a file: whose it is, whether its addresses may be shown, and what its columns are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from harbor_wagtail.conf import conf
from harbor_wagtail.directory.importing import choices
from harbor_wagtail.directory.importing.values import slug
from harbor_wagtail.directory.models import DataSource, TaxonomyTerm

MEGABYTE = 1024 * 1024
ENDINGS = ".csv,.tsv,.txt,.xlsx,.xlsm,.json,.ndjson,.jsonl,.zip"
AREA_ONLY, PUBLIC = "area-only", "public"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A spreadsheet (.xlsx, .csv) of any shape, or HSDS data: .json, or its tables together in a .zip."
        ),
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )
    source = forms.ModelChoiceField(
        label=gettext_lazy("Whose list is it?"),
        queryset=DataSource.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("Somebody new (write the name below)"),
        help_text=gettext_lazy(
            "Choose the same one each time you get a newer list: its records are found again by it, and so is what you "
            "said about its columns."
        ),
    )
    new_source = forms.CharField(label=gettext_lazy("Name, if it is somebody new"), required=False, max_length=255)
    addresses = forms.ChoiceField(
        label=gettext_lazy("Are the addresses in this list public?"),
        choices=[
            (AREA_ONLY, gettext_lazy("No, or I am not sure: leave every address out and show the county only")),
            (PUBLIC, gettext_lazy("Yes: whoever made this list publishes these addresses already")),
        ],
        initial=AREA_ONLY,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Whatever you say, a place stays without its address where the list marks it as confidential, where people "
            "may be hiding, and where somebody here decided so."
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > conf.IMPORT_UPLOAD_MB * MEGABYTE:
            told = _(
                "The file is larger than %(most)d MB, which is more than a browser should send. Ask whoever runs the site "
                "to bring it in with this command: harbor_import “%(name)s” --source NAME"
            )
            raise ValidationError(told % {"most": conf.IMPORT_UPLOAD_MB, "name": file.name})
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        name = " ".join((cleaned.get("new_source") or "").split())
        if not cleaned.get("source") and not name:
            self.add_error("new_source", _("Say whose list this is: it is shown beside the records."))
        if cleaned.get("source") and name:
            self.add_error("new_source", _("Choose a source above or write a new name, not both."))
        if name and not slug(name):
            self.add_error("new_source", _("The name needs a letter or a number in it."))
        return cleaned

    def the_source(self) -> DataSource:
        """The one chosen, or a new one. A name that is there already is the one that is there."""
        if self.cleaned_data["source"]:
            chosen: DataSource = self.cleaned_data["source"]
            return chosen
        name = " ".join(self.cleaned_data["new_source"].split())
        known = DataSource.objects.filter(slug=slug(name)[:50]).first()
        return known or DataSource.objects.create(slug=slug(name)[:50], name=name)

    @property
    def is_public(self) -> bool:
        return bool(self.cleaned_data["addresses"] == PUBLIC)


def _target_choices() -> list[Any]:
    groups = [(group, [(target.key, target.label) for target in targets]) for group, targets in choices.GROUPS]
    return [(choices.LEFT_OUT, gettext_lazy("— Leave it out —")), *groups]


class ColumnsForm(forms.Form):
    """A select per column, and one per word of a category that is none of our terms."""

    fill_down = forms.BooleanField(
        label=gettext_lazy("Where the organization has no name, it is the one above"),
        help_text=gettext_lazy("As in a sheet whose cells were merged: several lines below one name."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        columns: list[str],
        proposed: dict[str, str],
        words: dict[str, list[str]],
        kept: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        self.words = words
        for number, column in enumerate(columns):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column, choices=_target_choices, initial=proposed.get(column, ""), required=False
            )
        for vocabulary, unknown in words.items():
            terms = [("", gettext_lazy("— None of these —")), *_terms(vocabulary)]
            for number, word in enumerate(unknown):
                initial = kept.get(vocabulary, {}).get(word, "")
                self.fields[f"word-{vocabulary}-{number}"] = forms.ChoiceField(
                    label=word, choices=terms, initial=initial, required=False
                )

    def chosen(self) -> dict[str, str]:
        """Column → key of a target. Before the form was posted, what is proposed."""
        return {column: self._value(f"column-{number}") for number, column in enumerate(self.columns)}

    def chosen_words(self) -> dict[str, dict[str, str]]:
        """Vocabulary → word → code of a term."""
        return {
            vocabulary: {word: self._value(f"word-{vocabulary}-{number}") for number, word in enumerate(unknown)}
            for vocabulary, unknown in self.words.items()
        }

    def _value(self, name: str) -> str:
        if self.is_bound:
            return str(self.cleaned_data.get(name) or "")
        return str(self.fields[name].initial or "")


def _terms(vocabulary: str) -> list[tuple[str, str]]:
    rows = TaxonomyTerm.objects.filter(taxonomy__slug=vocabulary).order_by("name")
    return [(code, name) for code, name in rows.values_list("code", "name") if code]
