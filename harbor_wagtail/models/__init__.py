"""Models of the core: what every part of the package shares."""

from harbor_wagtail.models.hotline import Hotline, HotlineText, MayTell, Placement
from harbor_wagtail.models.hotline_checks import HotlineCheck
from harbor_wagtail.models.jurisdiction import Jurisdiction, JurisdictionKind
from harbor_wagtail.models.link_check import LinkCheck, LinkProblem
from harbor_wagtail.models.page_count import PageCount
from harbor_wagtail.models.publisher import Publisher
from harbor_wagtail.models.settings import HarborSettings
from harbor_wagtail.models.settings_text import HarborSettingsText
from harbor_wagtail.models.source import Source, SourceAuthor, SourceKind
from harbor_wagtail.models.term_rule import TermRule
from harbor_wagtail.models.tile_layout import ListedPlace, Tile, TileLayout

__all__ = [
    "HarborSettings",
    "HarborSettingsText",
    "Hotline",
    "HotlineCheck",
    "HotlineText",
    "Jurisdiction",
    "JurisdictionKind",
    "LinkCheck",
    "LinkProblem",
    "ListedPlace",
    "MayTell",
    "PageCount",
    "Placement",
    "Publisher",
    "Source",
    "SourceAuthor",
    "SourceKind",
    "TermRule",
    "Tile",
    "TileLayout",
]
