"""Rows below a record in its form: each checked by a form of its own, empty ones left out, copies kept whole."""

from __future__ import annotations

from typing import Any, ClassVar

from django.forms import HiddenInput
from django.forms.formsets import ORDERING_FIELD_NAME, BaseFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.panels.base import get_form_for_model

from harbor_wagtail.directory.admin.drafts import DraftAwareForm
from harbor_wagtail.directory.admin.light import RENDERER
from harbor_wagtail.directory.admin.term_names import offer_in_own_language
from harbor_wagtail.inline_rows import ToldFormSet


class RowForm(DraftAwareForm):
    """One row. ``says`` names the fields that carry it: with all of them empty, the row says nothing and is not kept."""

    says: ClassVar[tuple[str, ...]] = ()
    #: A row of a copied record that was posted as it stood, with the columns that no form shows.
    copied = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_in_own_language(self.fields)
        self.renderer = RENDERER

    @property
    def is_offered(self) -> bool:
        """A blank row at the end, for whoever wants to add one."""
        return self.instance.pk is None and not self.says_something()

    def says_something(self) -> bool:
        return any(self[name].value() not in (None, "", [], False) for name in self.says if name in self.fields)

    def is_blank(self) -> bool:
        return not any(self[name].data not in (None, "", [], False) for name in self.says if name in self.fields)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.says and self.is_blank():
            self._errors.clear()  # it is not kept, so nothing is wrong with it; "the first error" leads to a real one

    def has_changed(self) -> bool:
        return self.copied or super().has_changed()


class RowsFormSet(ToldFormSet):
    """Leaves out rows that say nothing, so that blank ones can be offered to begin with."""

    def get_queryset(self) -> Any:
        # Django would sort rows without an order of their own by key, and so move blank ones to the front.
        return self.queryset

    def _should_delete_form(self, form: RowForm) -> bool:
        return bool(super()._should_delete_form(form)) or (self.is_bound and form.is_blank())

    def kept_forms(self) -> list[RowForm]:
        """The forms whose rows will be there after saving."""
        return [form for form in self.forms if not self._should_delete_form(form)]

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)
        if not self.is_bound or self.instance.pk or form.instance.pk or i >= self.initial_form_count():
            return form
        return self._as_copied(i, kwargs) or form

    def _as_copied(self, i: int, kwargs: dict[str, Any]) -> Any:
        """The row of a record being copied, unless somebody changed it: it brings columns that no form shows."""
        rows = list(self.get_queryset())
        if i >= len(rows) or rows[i].pk:
            return None
        form = BaseFormSet._construct_form(self, i, instance=rows[i], **kwargs)  # type: ignore[attr-defined]
        if form.has_changed():
            return None
        form.copied = True
        return form


class OnePerLanguageFormSet(RowsFormSet):
    duplicate_message = _("There are two texts in one language. Keep one for each language.")


class LanguagesFormSet(RowsFormSet):
    """Reads the languages once, not once for every row."""

    @cached_property
    def _languages(self) -> list[tuple[Any, str]]:
        return list(self.empty_form.fields["term"].choices)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None and "term" in form.fields:
            form.fields["term"].choices = self._languages


class OnePerQuestionFormSet(RowsFormSet):
    duplicate_message = _("One question is answered twice. Keep one answer.")


class Fields(MultiFieldPanel):
    """A group of fields with nothing around them but labels, hints and errors.

    Wagtail's own furniture (comments, icons, drop-downs) would make the page of a service three times as heavy.
    """

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "harbor_directory/admin/panels/fields.html"

        def js_opts(self) -> dict[str, Any]:
            # Wagtail describes every field to its scripts, which have nothing to do with these.
            return {**super().js_opts(), "children": []}


class Beside(Fields):
    """Fields beside each other where there is room."""

    class BoundPanel(Fields.BoundPanel):
        template_name = "harbor_directory/admin/panels/beside.html"


class Folded(Fields):
    """Fields that are rarely needed, folded away unless one of them says something or is wrong."""

    class BoundPanel(Fields.BoundPanel):
        template_name = "harbor_directory/admin/panels/folded.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            # Wagtail would show the heading a second time, above what can be folded.
            self.summary = self.panel.heading
            self.heading = ""

        def is_open(self) -> bool:
            fields = [child.bound_field for child in self.visible_children]
            return any(field.errors or field.value() for field in fields)


class RowsPanel(InlinePanel):
    """An ``InlinePanel`` whose rows have a form and a formset of their own, and which works without script.

    One blank row is always offered (``extra``); a row is taken out by a tick. Script adds rows and moves them.
    """

    def __init__(
        self,
        *args: Any,
        row_form: type[RowForm] = RowForm,
        row_formset: type[RowsFormSet] = RowsFormSet,
        extra: int = 1,
        offered: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered  # the first row stands open, as it is nearly always given
        self.row_form = row_form
        self.row_formset = row_formset
        self.extra = extra

    def clone_kwargs(self) -> dict[str, Any]:
        own = {"row_form": self.row_form, "row_formset": self.row_formset, "extra": self.extra, "offered": self.offered}
        return {**super().clone_kwargs(), **own}

    @cached_property
    def child_edit_handler(self) -> Any:
        return Fields(self.panel_definitions, heading=self.heading).bind_to_model(self.db_field.related_model)

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        formset["form"] = get_form_for_model(
            self.db_field.related_model, form_class=self.row_form, defer_required_on_fields=deferred
        )
        formset["formset"] = self.row_formset
        formset["extra"] = self.extra
        return options

    class BoundPanel(Panel.BoundPanel):
        template_name = "harbor_directory/admin/panels/rows.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.label = self.panel.label
            self.children: list[Any] = []
            if self.form is not None:
                self.formset = self.form.formsets[self.panel.relation_name]
                self.children = [self._row(index, form) for index, form in enumerate(self.formset.forms)]
                self._respect_order()

        def _row(self, index: int, form: Any) -> Any:
            if ORDERING_FIELD_NAME in form.fields:
                form.fields[ORDERING_FIELD_NAME].widget = HiddenInput(attrs={"value": index + 1})
            return self.panel.child_edit_handler.get_bound_panel(
                instance=form.instance, request=self.request, form=form, prefix=f"{self.prefix}-{index}"
            )

        def _respect_order(self) -> None:
            """After an error elsewhere, rows stand where somebody had moved them."""
            if self.formset.is_bound and self.formset.can_order and self.formset.is_valid():
                self.children.sort(key=lambda child: child.form.cleaned_data.get(ORDERING_FIELD_NAME) or 1000)
