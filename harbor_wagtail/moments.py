"""When a form was shown, by the clock of the server that showed it; another one may take what is sent."""

from __future__ import annotations

import datetime

from django.utils import timezone

#: How far the clocks of two servers of one site may be apart.
APART = datetime.timedelta(minutes=15)


def is_in_time(shown: float, quickest: datetime.timedelta, longest: datetime.timedelta) -> bool:
    """Whether a form shown at ``shown`` (seconds since 1970, signed by us) was sent neither quicker than a person is nor very
    late. A moment still to come was signed by a server whose clock is ahead: how long somebody took cannot be known then, and a
    person is not asked to send it twice. What else keeps machines out (a box nobody sees, so many in an hour) goes by no clock
    of two servers."""
    age = timezone.now().timestamp() - shown
    ahead = -APART.total_seconds() <= age < 0
    return ahead or quickest.total_seconds() <= age <= longest.total_seconds()
