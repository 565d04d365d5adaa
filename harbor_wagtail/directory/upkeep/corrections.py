"""A visitor says what is wrong with a listing: a choice, a few words where they can do no harm, and nothing of the visitor.

The form has no token of Django's, which would need a cookie. Nobody acts here with anybody's rights, so what is left to keep
out is other sites and machines: where the form came from, a signed moment bound to the organization, a box no person sees,
and a number a day. No address is counted by, since none is looked at.
"""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from harbor_wagtail.directory.importing.values.addresses import looks_like_address
from harbor_wagtail.directory.models import (
    AddressVisibility,
    Incoming,
    Location,
    LocationType,
    Organization,
    Service,
    TaxonomyTerm,
    UpkeepSettings,
)
from harbor_wagtail.directory.presentation.addresses import canonical_page, directory_page, directory_url
from harbor_wagtail.directory.presentation.cards import service_name
from harbor_wagtail.directory.presentation.loading import public_organization
from harbor_wagtail.directory.upkeep.proposing import tell
from harbor_wagtail.moments import is_in_time
from harbor_wagtail.not_written import NOT_KEPT, NOT_WRITING, note
from harbor_wagtail.safety.headers import harbor_response

SALT = "harbor-directory-correction"
QUICKEST = datetime.timedelta(seconds=2)
LONGEST = datetime.timedelta(days=1)
LONGEST_NOTE = 500
#: In one day; more is a machine, or known by now.
MOST_OF_ONE, MOST_OF_ALL = 10, 300


def accepts_corrections() -> bool:
    return UpkeepSettings.in_force().corrections


def may_write(organization: Organization) -> bool:
    """Whether there may be a box for words: not where a place is shown by area only, or somebody may be hiding."""
    mine = Q(organization=organization) | Q(service_at_locations__service__organization=organization)
    places = Location.objects.filter(mine).exclude(location_type=LocationType.VIRTUAL).order_by()
    shown = set(places.values_list("address_visibility", flat=True))
    if shown:
        return shown == {AddressVisibility.PUBLIC}
    return not TaxonomyTerm.objects.filter(sheltering=True, services_by_domain__organization=organization).exists()


class ServiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(service_name(obj).text)


class CorrectionForm(forms.Form):
    what = forms.ChoiceField(label=_("What is wrong?"), choices=Incoming.What.choices, widget=forms.RadioSelect)
    service = ServiceField(
        Service.objects.none(), label=_("With which service?"), required=False, empty_label=_("I am not sure")
    )
    note = forms.CharField(
        label=_("What should we look at?"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    #: A machine fills it in; people neither see nor hear it.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, organization: Organization, data: Any = None) -> None:
        self.organization = organization
        super().__init__(data, initial={"shown": stamp(organization)})
        services = Service.objects.public().filter(organization=organization).prefetch_related("texts__locale")
        if services.count() > 1:
            self.fields["service"].queryset = services  # type: ignore[attr-defined]
        else:
            del self.fields["service"]
        if not may_write(organization):
            del self.fields["note"]
        for name in ("service", "note"):
            if name in self.fields:
                self.fields[name].widget.attrs["class"] = "harbor-input"

    @property
    def is_machine(self) -> bool:
        return bool(self.data.get("website"))

    def clean_note(self) -> str:
        note = str(self.cleaned_data["note"]).strip()
        if looks_like_address(note):
            raise ValidationError(_("Please write no address. If it has moved, choosing so above is enough."))
        return note

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not _in_time(self.organization, self.data.get("shown", "")):
            self.data = {**dict(self.data.items()), "shown": stamp(self.organization)}
            raise ValidationError(_("Please look it over and send it once more."))
        if _too_many(self.organization):
            raise ValidationError(_("We have had several messages today and are looking at them. Thank you."))
        return given

    def keep(self) -> Incoming:
        days = UpkeepSettings.in_force().corrections_days
        with transaction.atomic():
            incoming = Incoming.objects.create(
                organization=self.organization,
                service=self.cleaned_data.get("service"),
                kind=Incoming.Kind.VISITOR,
                what=self.cleaned_data["what"],
                note=self.cleaned_data.get("note", ""),
                delete_on=timezone.localdate() + datetime.timedelta(days=days),
            )
            tell(incoming)
        return incoming


def stamp(organization: Organization) -> str:
    return signing.dumps([organization.pk, int(timezone.now().timestamp())], salt=SALT)


def _in_time(organization: Organization, shown: str) -> bool:
    try:
        pk, moment = signing.loads(str(shown)[:200], salt=SALT)
        return bool(pk == organization.pk and is_in_time(float(moment), QUICKEST, LONGEST))
    except (signing.BadSignature, TypeError, ValueError):
        return False


def _too_many(organization: Organization) -> bool:
    today = Incoming.objects.filter(kind=Incoming.Kind.VISITOR, received_on=timezone.localdate())
    return today.filter(organization=organization).count() >= MOST_OF_ONE or today.count() >= MOST_OF_ALL


# Exempt: see above. Browsers say which site a form was sent from.
@csrf_exempt
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest) -> HttpResponse:
    """What was sent from the form of an organization's page. A GET, as by a reload, leads to the directory."""
    given = request.POST.get("language", "")
    language = given if given in dict(settings.LANGUAGES) else ""
    page = directory_page(request, request.POST.get("directory", "")) or canonical_page(request, language)
    organization = public_organization(request.POST.get("listing", "")) if page else None
    if page is None or organization is None or not _sent_from_here(request) or not accepts_corrections():
        return harbor_response(HttpResponseRedirect(directory_url(page, request)), request=request)
    with translation.override(language or page.locale.language_code):
        response = _kept(request, page, organization)
        response.headers["Content-Language"] = translation.get_language() or ""
    return harbor_response(response, request=request, bare=page.harbor_bare, noindex=True)


def _kept(request: HttpRequest, page: Any, organization: Organization) -> HttpResponse:
    thanks = HttpResponseRedirect(f"{page.get_correction_url(organization, request)}?sent")
    form = CorrectionForm(organization, request.POST)
    if form.is_machine:
        return thanks  # it is told nothing
    if not form.is_valid():
        return _form_again(request, page, organization, form, status=422)
    try:
        form.keep()
    except NOT_WRITING as problem:
        note(problem)
        form.add_error(None, NOT_KEPT)
        return _form_again(request, page, organization, form, status=503)
    return thanks


def _form_again(
    request: HttpRequest, page: Any, organization: Organization, form: CorrectionForm, status: int
) -> HttpResponse:
    response = page.render_correction(request, organization, form)
    response.status_code = status
    rendered: HttpResponse = response.render()
    return rendered


def _sent_from_here(request: HttpRequest) -> bool:
    if request.method != "POST":
        return False
    origin = request.headers.get("Origin", "")
    if origin and origin != f"{request.scheme}://{request.get_host()}":
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
