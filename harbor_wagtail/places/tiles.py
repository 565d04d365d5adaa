"""A grid of squares for the United States: the fifty states, the District of Columbia and the five territories.

Eleven columns; the arrangement many newsrooms use (chorogrid, MIT), with a row of territories below. The coordinates are
facts. ``harbor_wagtail.us_layout`` writes them into the database.
"""

from __future__ import annotations

# One line for each row of the grid; the number behind a postal code is its column.
_ROWS = (
    "AK0 ME10",
    "WI5 VT9 NH10",
    "WA0 ID1 MT2 ND3 MN4 IL5 MI6 NY8 MA9",
    "OR0 NV1 WY2 SD3 IA4 IN5 OH6 PA7 NJ8 CT9 RI10",
    "CA0 UT1 CO2 NE3 MO4 KY5 WV6 VA7 MD8 DE9",
    "AZ1 NM2 KS3 AR4 TN5 NC6 SC7 DC8",
    "OK3 LA4 MS5 AL6 GA7",
    "HI0 TX3 FL8",
    "GU0 MP1 AS2 PR9 VI10",
)
# The four regions of the Census Bureau; territories belong to none.
_REGIONS = {
    "Northeast": "CT ME MA NH NJ NY PA RI VT",
    "Midwest": "IL IN IA KS MI MN MO NE ND OH SD WI",
    "South": "AL AR DC DE FL GA KY LA MD MS NC OK SC TN TX VA WV",
    "West": "AK AZ CA CO HI ID MT NV NM OR UT WA WY",
}

#: Postal code → (column, row), counted from 0.
US_TILES: dict[str, tuple[int, int]] = {
    entry[:2]: (int(entry[2:]), row) for row, line in enumerate(_ROWS) for entry in line.split()
}


def region_of(code: str) -> str:
    """The Census region of a postal code; empty for territories."""
    return next((name for name, codes in _REGIONS.items() if code in codes.split()), "")
