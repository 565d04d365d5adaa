"""Below ``harbor/``, in the namespace ``harbor_directory``."""

from __future__ import annotations

from django.urls import include, path

from harbor_wagtail.directory import views
from harbor_wagtail.directory.api import urls as api_urls
from harbor_wagtail.directory.upkeep import corrections
from harbor_wagtail.directory.upkeep import views as upkeep

urlpatterns = [
    path("search/", views.search, name="search"),
    path("sheet/", views.sheet, name="sheet"),
    path("correction/", corrections.correction, name="correction"),
    path("update/thanks/<str:language>/", upkeep.updated, name="updated"),
    path("update/<str:token>/", upkeep.update, name="update"),
    path("hsds/", include(api_urls)),
]
