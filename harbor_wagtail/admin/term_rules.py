"""Words to watch in the "Harbor" menu: the rules in force with what they say, and the site's own changes of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.models import Page, Site

from harbor_wagtail.admin.lists import HarborViewSet, TitledAsInMenu
from harbor_wagtail.admin.saving import HarborCreateView
from harbor_wagtail.language import rules
from harbor_wagtail.language.gate import errors_of, held_back
from harbor_wagtail.models import TermRule


def _name(language: str) -> str:
    return str(get_language_info(language)["name_local"])


class TermRuleForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = rules.shipped_languages()
        known = [(rule.id, f"{rule.id} ({code})") for code in languages for rule in rules.shipped(code)]
        self.fields["rule"].widget = forms.Select(choices=[("", _("none: words of our own")), *known])
        self.fields["language"].widget = forms.Select(choices=[(code, _name(code)) for code in languages])


class AddTermRule(HarborCreateView):
    def get_initial_form_instance(self) -> TermRule:
        """“Change this rule” leads here with the rule's name, so that only the change is left to make."""
        language = self.request.GET.get("language", "")[:10] or "en"
        changed = next((rule for rule in rules.shipped(language) if rule.id == self.request.GET.get("rule")), None)
        return TermRule(language=language, rule=changed.id, level=changed.level.value) if changed else TermRule()


class TermRuleViewSet(TitledAsInMenu, HarborViewSet):
    model = TermRule
    icon = "harbor-list"
    menu_label = gettext_lazy("Words to watch")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["rule", "words", "reason"]
    list_display: ClassVar[list[str]] = ["__str__", "language", "level", "site"]
    list_filter: ClassVar[list[str]] = ["language", "level"]
    add_view_class = AddTermRule
    index_template_name = "harbor_wagtail/admin/language/index.html"
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("language"), FieldPanel("level")]),
            FieldPanel("rule"),
            FieldPanel("words"),
            MultiFieldPanel(
                [FieldPanel("instead"), FieldPanel("reason"), FieldPanel("source")],
                heading=gettext_lazy("What the editor reads"),
            ),
            FieldPanel("site"),
        ],
        base_form_class=TermRuleForm,
    )


def rules_in_force(request: HttpRequest) -> HttpResponse:
    """Every rule that holds on the site of this address, with who says so."""
    if not request.user.has_perm("harbor_wagtail.view_termrule"):
        raise PermissionDenied
    site = Site.find_for_request(request)
    languages = [(_name(code), code, rules.rules_for(code, site)) for code in rules.shipped_languages()]
    context = {"languages": languages, "may_change": request.user.has_perm("harbor_wagtail.add_termrule")}
    return TemplateResponse(request, "harbor_wagtail/admin/language/rules.html", context)


def refuse_harmful_words(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Hook ``before_publish_page``: the page stays a draft, and the editor reads which words keep it."""
    return redirect("wagtailadmin_pages:edit", page.pk) if _say_what_holds(request, [page]) else None


def refuse_harmful_words_of_many(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> HttpResponse | None:
    """Hook ``before_bulk_action``: publishes none of several pages while one of them has to wait."""
    pages = [each for each in objects if isinstance(each, Page)] if action_type == "publish" else []
    drafts = [page.get_latest_revision_as_object() for page in pages]
    return redirect(action.next_url) if _say_what_holds(request, drafts) else None


def warn_of_harmful_words(request: HttpRequest, page: Any) -> None:
    """Hook ``after_publish_page``: a page first seen when it is published has shown its editor no panel yet."""
    words = ", ".join(sorted({f"“{hit.words}”" for hit in errors_of(page)}))
    if words:
        said = _("“%(page)s” is published with words that can harm: %(words)s. See “Words to watch” in its form.")
        messages.warning(request, said % {"page": page, "words": words})


def _say_what_holds(request: HttpRequest, pages: list[Any]) -> bool:
    found = [(page, hits) for page in pages if (hits := held_back(page))]
    for page, hits in found:
        words = ", ".join(sorted({f"“{hit.words}”" for hit in hits}))
        said = _("“%(page)s” is kept as a draft. These words must not stay on this site: %(words)s.")
        messages.error(request, said % {"page": page, "words": words})
    return bool(found)
