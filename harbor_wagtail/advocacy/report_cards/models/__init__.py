"""Models of report cards. Facts are single; words in further languages are rows of ``Wording``."""

from harbor_wagtail.advocacy.report_cards.models.assessments import Assessment, AssessmentStatute
from harbor_wagtail.advocacy.report_cards.models.batches import ScoreBatch, ScoreChange
from harbor_wagtail.advocacy.report_cards.models.editions import Edition, EditionState, Erratum, PlaceReply
from harbor_wagtail.advocacy.report_cards.models.frameworks import (
    Band,
    BonusRule,
    Framework,
    FrameworkState,
    IssueArea,
    RankRule,
)
from harbor_wagtail.advocacy.report_cards.models.goals import (
    DraftingItem,
    GoalCode,
    GoalLink,
    GoalOption,
    LinkKind,
    OptionStatus,
    PolicyGoal,
)
from harbor_wagtail.advocacy.report_cards.models.guard import FrozenError
from harbor_wagtail.advocacy.report_cards.models.results import AreaResult, Result, ResultState
from harbor_wagtail.advocacy.report_cards.models.statutes import LawState, StatuteRef
from harbor_wagtail.advocacy.report_cards.models.wording import Wording

__all__ = [
    "AreaResult",
    "Assessment",
    "AssessmentStatute",
    "Band",
    "BonusRule",
    "DraftingItem",
    "Edition",
    "EditionState",
    "Erratum",
    "Framework",
    "FrameworkState",
    "FrozenError",
    "GoalCode",
    "GoalLink",
    "GoalOption",
    "IssueArea",
    "LawState",
    "LinkKind",
    "OptionStatus",
    "PlaceReply",
    "PolicyGoal",
    "RankRule",
    "Result",
    "ResultState",
    "ScoreBatch",
    "ScoreChange",
    "StatuteRef",
    "Wording",
]
