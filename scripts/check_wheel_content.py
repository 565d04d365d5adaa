"""What a wheel must hold and must not: every file of the package, and nothing else."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IGNORED = {"__pycache__", ".DS_Store"}


def source_files() -> set[str]:
    package = ROOT / "harbor_wagtail"
    return {
        path.relative_to(ROOT).as_posix()
        for path in package.rglob("*")
        if path.is_file() and not IGNORED & set(path.parts) and path.suffix not in {".pyc", ".pyo"}
    }


def main(wheel: str) -> int:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
        licences = [name for name in archive.namelist() if "/licenses/" in name]
    wanted = source_files()
    for name in sorted(wanted - inside):
        print(f"missing from the wheel: {name}")
    for name in sorted(inside - wanted):
        print(f"does not belong into the wheel: {name}")
    if not any(name.endswith("/LICENSE") for name in licences):
        print("missing from the wheel: LICENSE")
        return 1
    size = Path(wheel).stat().st_size
    print(f"{Path(wheel).name}: {len(inside)} files, {size / 1024:.0f} kB")
    return int(inside != wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
