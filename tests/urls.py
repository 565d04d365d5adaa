from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

handler500 = "harbor_wagtail.not_shown.not_shown"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("harbor/", include("harbor_wagtail.urls")),
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False),
]
