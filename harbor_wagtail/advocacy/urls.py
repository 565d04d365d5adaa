"""Below ``harbor/``, in the namespace ``harbor_advocacy``."""

from __future__ import annotations

from django.urls import path

from harbor_wagtail.advocacy import views

urlpatterns = [path("advocacy/<int:pk>/handout.pdf", views.handout, name="handout")]
