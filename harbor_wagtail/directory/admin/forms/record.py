"""What the forms of organizations, services and places have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from harbor_wagtail.directory.admin.drafts import DraftAwareForm
from harbor_wagtail.directory.admin.fields import PlaceField, WebAddressField
from harbor_wagtail.directory.admin.forms.watched import WatchedForm
from harbor_wagtail.directory.admin.light import RENDERER
from harbor_wagtail.directory.admin.rows import RowForm
from harbor_wagtail.directory.admin.term_names import offer_in_own_language
from harbor_wagtail.directory.admin.widgets import date_input
from harbor_wagtail.directory.importing.values.addresses import looks_like_address
from harbor_wagtail.directory.models import CheckMethod
from harbor_wagtail.directory.verification import record_verification
from harbor_wagtail.known_keys import KnownKeys
from harbor_wagtail.models.words import default_language

#: Shown with everything that is not part of a draft.
AT_ONCE = _("Takes effect at once when you press Save or Publish, whatever becomes of the draft.")


class RowsToBeginWith(KnownKeys, DraftAwareForm):
    """Offers a block of words for every language when a form is opened, and writes its inputs the light way."""

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["harbor_directory/admin/forms.css"]}
        js: ClassVar[list[str]] = ["harbor_directory/admin/forms.js"]

    def __init__(
        self, data: Any = None, files: Any = None, instance: Any = None, prefix: str | None = None, **kwargs: Any
    ) -> None:
        record = instance if instance is not None else self._meta.model()
        if data is None:
            self.offer_rows(record)
        super().__init__(data, files, instance=record, prefix=prefix, **kwargs)
        offer_in_own_language(self.fields)
        self.renderer = RENDERER

    def offer_rows(self, record: Any) -> None:
        """Add blank rows to the record in memory. Those that stay blank are left out of what is posted."""
        if "texts" in type(self).formsets:
            record.texts = _one_per_language(record.texts)


class RecordForm(WatchedForm, RowsToBeginWith):
    """Checks rows of a record against each other, and records who checked the facts.

    Fields that are no columns of the record take effect through :meth:`apply_now`, which its view calls for a save
    that somebody asked for. Wagtail's autosave runs ``clean`` every few seconds, so nothing happens there.
    """

    checked_on = forms.DateField(
        label=_("Checked on"),
        required=False,
        widget=date_input(),
        help_text=_("The day on which somebody confirmed phone and hours. Visitors see it."),
    )
    checked_method = forms.ChoiceField(label=_("How"), required=False, choices=[("", "—"), *CheckMethod.choices])
    checked_by_role = forms.CharField(
        label=_("With whom at the provider (role)"),
        required=False,
        max_length=255,
        help_text=_("For example: intake worker. Never a person's name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows_checked = False
        self._row_missing = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        checked_on = cleaned.get("checked_on")
        if checked_on and checked_on > timezone.localdate():
            self.add_error("checked_on", _("This day has not come yet."))
        if not checked_on and (cleaned.get("checked_method") or cleaned.get("checked_by_role")):
            self.add_error("checked_on", _("On which day?"))
        if checked_on and not cleaned.get("checked_method"):
            self.add_error("checked_method", _("How was it checked?"))
        return cleaned

    def is_valid(self) -> bool:
        valid = super().is_valid()
        # Wagtail 8.0 asks twice; the rows are cleaned by then, and the errors of the first time stand.
        if self.is_bound and not self._rows_checked:
            self._rows_checked = True
            for formset in self.formsets.values():
                formset.is_valid()  # all of them: the question above stopped at the first that is not
            self.check_rows()
        return bool(
            valid
            and not (self.errors or self._row_missing)
            and all(not any(formset.errors) for formset in self.formsets.values())
        )

    def check_rows(self) -> None:
        """Hook: what can be said only with all rows at hand. Add errors to the form or to the row's form."""
        if self.must_hide_addresses():
            self.refuse_addresses()

    def say_missing(self, relation: str, field: str, message: Any) -> None:
        """Say that a row is needed, at the first blank one, where somebody would write it."""
        rows = self.formsets[relation].forms
        if rows:
            rows[0].add_error(field, message)
            self._row_missing = True  # the formset passes over rows that say nothing
        else:
            self.add_error(None, message)

    def must_hide_addresses(self) -> bool:
        """Hook: whether words on this record could lead to people who are hiding."""
        return False

    def refuse_addresses(self) -> None:
        """Put an error on every text that reads like an address. The error names the reason and never the text."""
        kept = (form for formset in self.formsets.values() for form in formset.kept_forms())
        for form in [self, *kept]:
            for name in _free_text(form):
                if reasons := looks_like_address(form.cleaned_data.get(name)):
                    form.add_error(name, address_error(reasons))

    def apply_now(self, user: Any) -> None:
        """Do what is not part of a draft. Call inside the transaction that saves the record."""
        if checked_on := self.cleaned_data.get("checked_on"):
            record_verification(
                self.instance,
                checked_on=checked_on,
                method=self.cleaned_data["checked_method"],
                by_role=self.cleaned_data.get("checked_by_role", ""),
                user=user,
            )

    def kept_rows(self, relation: str) -> list[RowForm]:
        formset = self.formsets.get(relation)
        return [form for form in formset.kept_forms() if form.is_bound] if formset else []


def _one_per_language(texts: Any) -> list[Model]:
    """The texts there are and a blank one for every other language, the default language first."""
    rows = list(texts.all())
    there = {row.locale_id for row in rows}
    rows += [texts.model(locale=locale) for locale in Locale.objects.all() if locale.pk not in there]
    first = default_language()
    return sorted(rows, key=lambda row: (row.locale.language_code != first, row.locale.language_code))


#: Character fields that hold no words. The code of a county reads like a ZIP code.
_NO_WORDS = (forms.EmailField, forms.URLField, PlaceField, WebAddressField)
_NOT_READ = frozenset({"number", "extension", "uri", "time_zone", "places_seen", "seen"})


def _free_text(form: Any) -> list[str]:
    return [
        name
        for name, field in form.fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, _NO_WORDS)
        and name not in _NOT_READ
        and name in getattr(form, "cleaned_data", {})
    ]


def address_error(reasons: list[str]) -> forms.ValidationError:
    return forms.ValidationError(
        _(
            "This reads like an address (%(reasons)s), and nobody has said that it is public. People may be hiding there: "
            "write only what leads nobody to the door, or decide about the place first."
        ),
        params={"reasons": ", ".join(gettext(reason) for reason in reasons)},
        code="reads-like-an-address",
    )
