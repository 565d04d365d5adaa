"""check_versions.py WAGTAIL DJANGO: says what is installed, and fails when that is not what was asked for."""

from __future__ import annotations

import sys

import django
import wagtail


def main(wanted_wagtail: str, wanted_django: str) -> int:
    found = (wagtail.__version__, django.__version__)
    print(f"Python {sys.version.split()[0]}, Wagtail {found[0]}, Django {found[1]}")
    right = all(have.startswith(want) for have, want in zip(found, (wanted_wagtail, wanted_django), strict=True))
    if not right:
        print(f"wanted Wagtail {wanted_wagtail} and Django {wanted_django}")
    return int(not right)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
