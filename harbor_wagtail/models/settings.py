"""What an editor owns on each site: name, logo, colors, the way out, the danger line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.images import get_image_model_string

from harbor_wagtail import theme
from harbor_wagtail.inline_rows import ToldRows
from harbor_wagtail.known_keys import KnownKeysForm
from harbor_wagtail.models.settings_kept import of_request
from harbor_wagtail.models.settings_text import SAFETY_WORDS
from harbor_wagtail.models.words import active_language, default_language, pick
from harbor_wagtail.phones import parse
from harbor_wagtail.places import states
from harbor_wagtail.safety import limits
from harbor_wagtail.safety.exits import check_exit_url, shown_host

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DEFAULT_EXIT_URL = "https://www.weather.gov/"
#: For so long a passed check is believed; a site changes.
PRIVACY_CHECK_LASTS = timedelta(days=92)
#: Lowest contrast of text on its ground (WCAG 1.4.3).
TEXT_CONTRAST = 4.5


def validate_state(value: str) -> None:
    if value not in {state.code for state in states()}:
        raise ValidationError(_("Write the two capital letters of the state, such as MN."))


def validate_emergency_number(value: str) -> None:
    if not parse(value).dial:
        raise ValidationError(_("Write a number that a phone can call, such as 911."))


def _state_select() -> forms.Select:
    """The states by name. The list belongs to the form: a model's ``choices`` would be frozen into a migration."""
    return forms.Select(choices=[("", "—"), *((state.code, state.name) for state in states())])


def _color(name: _StrPromise, help_text: _StrPromise) -> models.CharField[str, str]:
    return models.CharField(name, max_length=7, blank=True, validators=[theme.validate_hex], help_text=help_text)


@register_setting(icon="harbor-lighthouse", order=150)
class HarborSettings(BaseSiteSetting, ClusterableModel):
    site_name = models.CharField(
        _("name shown to visitors"),
        max_length=120,
        blank=True,
        help_text=_("Beside the logo on directory and plan pages. Empty: the name of the Wagtail site."),
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown 32 pixels high beside the name, which says the same in words."),
    )
    color_ink = _color(_("text color"), _("Text. Empty: #1d2433."))
    color_surface = _color(_("ground color"), _("Cards, forms and the top of the page. Empty: #ffffff."))
    color_accent = _color(_("accent color"), _("Links and the main button. Empty: #1f5f6b."))
    color_accent_ink = _color(_("text on the accent"), _("Words on the main button. Empty: #ffffff."))
    exit_url = models.URLField(
        _("where the exit leads"),
        default=DEFAULT_EXIT_URL,
        help_text=_("A plain page that anybody might have open. It must begin with https:// and be another site."),
    )
    exit_by_key = models.BooleanField(
        _("leave by pressing Shift three times"),
        default=True,
        help_text=_(
            "For people at a keyboard. Switch it off if it gets in the way of other software that your visitors use."
        ),
    )
    discreet = models.BooleanField(
        _("discreet mode"),
        default=False,
        help_text=_(
            "Tabs, histories and printed pages then carry the neutral title below instead of names that tell what "
            "was read, and files get neutral names. Search engines and bookmarks show the neutral title too."
        ),
    )
    show_danger_line = models.BooleanField(
        _("show the danger line"),
        default=True,
        help_text=_("The line under the page's top: who to call now. Visitors see it on all directory and plan pages."),
    )
    emergency_number = models.CharField(
        _("emergency number"), max_length=20, default="911", validators=[validate_emergency_number]
    )
    default_state = models.CharField(
        _("usual state"),
        max_length=2,
        blank=True,
        validators=[validate_state],
        help_text=_("Tells two counties of one name apart when nothing else does."),
    )
    privacy_passed_at = models.DateTimeField(
        _("public pages last passed the check"),
        null=True,
        blank=True,
        editable=False,
        help_text=_(
            "Written by harbor_check --privacy; what this site says about itself is shown only while it holds."
        ),
    )
    list_in_search_engines = models.BooleanField(
        _("search engines may list the directory"),
        default=True,
        help_text=_("Off: directory and plan pages ask search engines to leave them out."),
    )
    search_in_address = models.BooleanField(
        _("a search stands in its address"),
        default=False,
        help_text=_(
            "On: a search can be linked to and sent on. Its words then stand in the visitor's address bar and history "
            "and in the logs of servers, and the page says so. Leave it off where visitors may be watched."
        ),
    )
    words_hold_back = models.BooleanField(
        _("harmful words hold a page back"),
        default=False,
        help_text=_(
            "On: a page with words that must not stay is kept as a draft until they are gone. Off: the editor only "
            "says so."
        ),
    )

    count_pages = models.BooleanField(
        _("count how often pages are opened"),
        default=False,
        help_text=_(
            "For funders: how often each page was opened on a day, and nothing about who opened it. Visitors are told."
        ),
    )

    select_related: ClassVar[list[str]] = ["logo", "site"]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [FieldPanel("site_name"), FieldPanel("logo"), ToldRows("texts", label=_("words"))],
                _("Name"),
            ),
            ObjectList(
                [
                    FieldPanel("color_ink"),
                    FieldPanel("color_surface"),
                    FieldPanel("color_accent"),
                    FieldPanel("color_accent_ink"),
                ],
                _("Colors"),
            ),
            ObjectList(
                [
                    MultiFieldPanel([FieldPanel("exit_url"), FieldPanel("exit_by_key")], heading=_("The exit")),
                    MultiFieldPanel(
                        [FieldPanel("show_danger_line"), FieldPanel("emergency_number")], heading=_("Danger line")
                    ),
                    FieldPanel("discreet"),
                ],
                _("Safety"),
            ),
            ObjectList(
                [
                    FieldPanel("default_state", widget=_state_select()),
                    FieldPanel("list_in_search_engines"),
                    FieldPanel("search_in_address"),
                ],
                _("Directory"),
            ),
            ObjectList([FieldPanel("words_hold_back")], pgettext_lazy("harbor, words that can harm", "Language")),
            ObjectList([FieldPanel("count_pages")], _("Numbers")),
        ],
        base_form_class=KnownKeysForm,
    )

    class Meta:
        verbose_name = _("Harbor settings")
        verbose_name_plural = _("Harbor settings")

    @classmethod
    def for_visitor(cls, request: HttpRequest | None) -> HarborSettings:
        """The settings of the request's site, read once per request.

        Unlike ``for_request`` it writes nothing: where nobody has saved any, or no site is known, it has the defaults.
        """
        kept: HarborSettings | None = getattr(request, "_harbor_settings", None)
        if kept is None:
            kept = of_request(cls, request) if request is not None else cls()
            if request is not None:
                request._harbor_settings = kept  # type: ignore[attr-defined]
        return kept

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {**self._exit_errors(), **self._contrast_errors()}
        if errors:
            raise ValidationError(errors)

    @property
    def display_name(self) -> str:
        """The site's name in words; never empty."""
        site = self.site if self.site_id else None
        own = self._own_words("site_name") or self.site_name
        return own or (site and (site.site_name or site.hostname)) or pgettext("harbor", "Home")

    @property
    def exit_label(self) -> str:
        """The words on the exit in the language of the request."""
        return self._own_words("exit_label") or gettext("Leave this site")

    @property
    def exit_host(self) -> str:
        """The exit's host as people say it ("weather.gov")."""
        return shown_host(self.exit_url or DEFAULT_EXIT_URL)

    @property
    def limits_note(self) -> str:
        """The short line beside the exit; the package's words where the editor wrote none."""
        return self._own_words("limits_note") or limits.short_line()

    @property
    def keeps_its_word(self) -> bool:
        """Whether this site's public pages passed ``harbor_check --privacy`` lately."""
        passed = self.privacy_passed_at
        return passed is not None and timezone.now() - passed < PRIVACY_CHECK_LASTS

    @property
    def before_you_start(self) -> str:
        """The editor's own "before you start", as plain paragraphs; empty when the package's should stand."""
        return self._own_words("before_you_start")

    @property
    def awaits_review(self) -> bool:
        """Whether nobody stands by the safety words in the visitor's language, the package's included."""
        if active_language() == default_language():
            return False
        row = pick(self.texts.all(), fall_back=False) if self.pk else None
        return row is None or not row.is_reviewed

    @property
    def discreet_title(self) -> str:
        """The neutral title of every page while discreet mode is on; empty while it is off."""
        return (
            (self._own_words("discreet_title") or pgettext("harbor, a neutral title", "Notes")) if self.discreet else ""
        )

    @property
    def search_note(self) -> str:
        """The editor's own words beside the search form; empty when the template's should stand."""
        return self._own_words("search_note")

    @property
    def footer_note(self) -> str:
        return self._own_words("footer_note")

    @property
    def colors(self) -> dict[str, str]:
        return {name: getattr(self, f"color_{name.replace('-', '_')}") for name in theme.DEFAULT_COLORS}

    def _own_words(self, name: str) -> str:
        # No falling back to another language here: the template has words of its own in every language.
        row = pick(self.texts.all(), fall_back=False) if self.pk else None
        if row is not None and name in SAFETY_WORDS and not row.is_reviewed:
            return ""  # a draft
        return str(getattr(row, name, "") or "")

    def _exit_errors(self) -> dict[str, Any]:
        from harbor_wagtail.safety.system_checks import own_hosts

        try:
            check_exit_url(self.exit_url or "", own_hosts())
        except ValidationError as refused:
            return {"exit_url": refused}
        return {}

    def _contrast_errors(self) -> dict[str, Any]:
        chosen = {**theme.DEFAULT_COLORS, **{name: value for name, value in self.colors.items() if value}}
        if not all(theme.is_hex(value) for value in chosen.values()):
            return {}  # the validator of the field has already said so
        pairs = (("ink", "surface"), ("accent", "surface"), ("accent-ink", "accent"))
        errors: dict[str, Any] = {}
        for text, ground in pairs:
            ratio = theme.contrast(chosen[text], chosen[ground])
            if ratio < TEXT_CONTRAST:
                field = text if self.colors[text] else ground
                errors[f"color_{field.replace('-', '_')}"] = _(
                    "%(text)s on %(ground)s cannot be read by everybody: contrast %(ratio).1f, needed %(needed).1f."
                ) % {"text": chosen[text], "ground": chosen[ground], "ratio": ratio, "needed": TEXT_CONTRAST}
        return errors
