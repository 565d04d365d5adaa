"""Below ``harbor/``, in the namespace ``harbor_advocacy``."""

from __future__ import annotations

from django.urls import path

from harbor_wagtail.advocacy import views
from harbor_wagtail.advocacy.report_cards import views as report_cards

urlpatterns = [
    path("advocacy/<harbor_key:pk>/handout.pdf", views.handout, name="handout"),
    path("report-cards/bands.css", report_cards.bands_css, name="bands"),
    path("report-cards/<harbor_key:pk>/<slug:edition>/<path:name>", report_cards.file, name="report_cards_file"),
]
