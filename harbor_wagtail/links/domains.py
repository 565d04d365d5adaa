"""Whose a name is: "www.shelter.org" and "shelter.org" are one site, "shelter.org" and "cheap-pills.example" are not.

The public list of suffixes has ten thousand lines and changes weekly. Here stand the rules that resource directories meet; a
name they do not know is cut to its last two labels. A wrong guess flags a link for a person to look at, or leaves it.
"""

from __future__ import annotations

#: Below a country: co.uk, org.au, gov.uk …
_SECOND = frozenset({"ac", "co", "com", "edu", "gob", "gov", "govt", "ltd", "net", "nhs", "or", "org", "police", "sch"})
#: Where anybody may have a name below it, so that two names are two people's.
_HOSTED = frozenset(
    {
        "blogspot.com", "business.site", "carrd.co", "github.io", "godaddysites.com", "mystrikingly.com", "netlify.app",
        "pages.dev", "square.site", "squarespace.com", "tumblr.com", "webflow.io", "weebly.com", "wixsite.com",
        "wordpress.com",
    }
)  # fmt: skip
#: Under a state of the United States: k12.mn.us, lib.mn.us, state.mn.us, and counties and cities of their own.
_US_SHARED = frozenset({"k12", "lib", "cc", "tec", "gen", "co", "ci", "dst", "cog"})


def owner_of(host: str) -> str:
    """ "shelter.org" for "www.shelter.org", "kids.co.uk" for "help.kids.co.uk"; an address in numbers is its own."""
    labels = host.lower().rstrip(".").split(".")
    if len(labels) < 3 or labels[-1].isdigit() or ":" in host:
        return ".".join(labels)
    return ".".join(labels[-_kept(labels) :])


def same_owner(one: str, other: str) -> bool:
    return owner_of(one) == owner_of(other)


def _kept(labels: list[str]) -> int:
    """How many labels name the owner."""
    last, second, third = labels[-1], labels[-2], labels[-3]
    if last == "us" and len(second) == 2:  # below a state
        return 4 if third in _US_SHARED or labels[-4:-3] in (["co"], ["ci"]) else 3
    if f"{second}.{last}" in _HOSTED or (len(last) == 2 and second in _SECOND):
        return 3
    return 2
