"""Below ``harbor/``, in the namespace ``harbor_safety_plans``: files by a plain name, which is what a history keeps."""

from __future__ import annotations

from django.urls import path

from harbor_wagtail.safety_plans import views

urlpatterns = [path("files/<harbor_key:pk>/<str:name>", views.plan_file, name="file")]
