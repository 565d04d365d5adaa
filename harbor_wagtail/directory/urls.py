"""Below ``harbor/``, in the namespace ``harbor_directory``."""

from __future__ import annotations

from django.urls import path

from harbor_wagtail.directory import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("sheet/", views.sheet, name="sheet"),
]
