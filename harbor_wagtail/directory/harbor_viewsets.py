"""The directory's entries in the "Harbor" menu."""

from __future__ import annotations

from harbor_wagtail.admin.menu import register_viewset
from harbor_wagtail.directory.admin import viewsets

register_viewset(viewsets.OrganizationViewSet, 10)
register_viewset(viewsets.ServiceViewSet, 20)
register_viewset(viewsets.LocationViewSet, 30)
register_viewset(viewsets.TermViewSet, 60)
register_viewset(viewsets.DataSourceViewSet, 90)
