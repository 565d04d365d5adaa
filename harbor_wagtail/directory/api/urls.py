"""Below ``harbor/hsds/``. HSDS writes addresses without a slash at their end; with one they lead to the same."""

from __future__ import annotations

from django.urls import path, re_path

from harbor_wagtail.directory.api import views
from harbor_wagtail.directory.api.lists import LISTS

_NAMES = "|".join(each.name for each in LISTS)

urlpatterns = [
    path("", views.index, name="hsds"),
    path("openapi.json", views.openapi_document, name="hsds-openapi"),
    path("profile/", views.profile_document, name="hsds-profile"),
    path("profile/profile/<str:name>", views.profile_file, name="hsds-profile-file"),
    re_path(rf"^(?P<name>{_NAMES})/?$", views.records, name="hsds-records"),
    re_path(rf"^(?P<name>{_NAMES})/(?P<identity>[^/]+)/?$", views.record, name="hsds-record"),
    re_path("", views.nothing),  # a line break is no more an address than any other
]
