"""For a site that wants a handout beside its page as well: ``/safe-harbor/myths-and-facts/handout.pdf``.

Wagtail answers no address with a dot, so a site adds, before Wagtail's own include:
``path("", include("harbor_wagtail.advocacy.page_urls"))``.
"""

from __future__ import annotations

from django.urls import re_path

from harbor_wagtail.advocacy import views

urlpatterns = [re_path(r"^(?P<path>(?:[\w-]+/)+)handout\.pdf$", views.handout_beside_page)]
