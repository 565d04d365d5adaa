from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

#: The way out and the numbers to call, where the database is away or something is wrong.
handler500 = "harbor_wagtail.not_shown.not_shown"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("harbor/", include("harbor_wagtail.urls")),
    # Uploaded pictures while DEBUG is on; a server lets its web server or storage give them out.
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    # Files beside their page (/safety-planning/my-plan/plan.pdf): Wagtail answers no address with a dot.
    *i18n_patterns(path("", include("harbor_wagtail.safety_plans.page_urls")), prefix_default_language=False),
    *i18n_patterns(path("", include("harbor_wagtail.advocacy.page_urls")), prefix_default_language=False),
    # English at /, Spanish at /es/. Wagtail's pages come last: they answer every address that is left.
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False),
]
