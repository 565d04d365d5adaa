"""The addresses of an import, below the admin's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from harbor_wagtail.directory.admin.imports import batch, decide, rows, upload

NAME = "harbor_directory_import"

urlpatterns: list[URLPattern] = [
    path("harbor/import/", upload.UploadView.as_view(), name=NAME),
    path("harbor/import/<int:pk>/", batch.BatchView.as_view(), name=f"{NAME}_batch"),
    path("harbor/import/<int:pk>/rows/<slug:kind>/<slug:outcome>/", rows.RowsView.as_view(), name=f"{NAME}_rows"),
    path("harbor/import/<int:pk>/problems/", rows.ProblemsView.as_view(), name=f"{NAME}_problems"),
    path("harbor/import/<int:pk>/problems.csv", rows.ProblemsFileView.as_view(), name=f"{NAME}_problems_file"),
    path("harbor/import/<int:pk>/put-in/", decide.PutInView.as_view(), name=f"{NAME}_put_in"),
    path("harbor/import/<int:pk>/give-up/", decide.GiveUpView.as_view(), name=f"{NAME}_give_up"),
    path("harbor/import/<int:pk>/undo/", decide.UndoView.as_view(), name=f"{NAME}_undo"),
]
