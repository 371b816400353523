"""Write the table of `zone_prefixes` anew, out of the data of phonenumbers: `make zones`.

A number of a place has the zone of its prefix. A number of no place, such as a mobile one, tells a zone where its
region has no other. Which prefixes are of no place is found by numbers drawn at random, the same each time.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import NamedTuple

import phonenumbers
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number
from phonenumbers.tzdata import TIMEZONE_DATA

MODULE = Path(__file__).parent.parent / "fuyu" / "domain" / "zone_prefixes.py"
DRAWN, DEEPEST = 60, 5
"""Numbers drawn for each prefix, and how many digits after the country a prefix has at most that is of no place."""
_SERVICE = 3
"""Digits after the country that tell that a number is of a service, like 800."""
HEAD = '''"""The zones of phone numbers by their prefix: `make zones` writes them from phonenumbers {version}.

That data is of libphonenumber, (C) The Libphonenumber Authors, under the Apache License 2.0: see NOTICE. A line is a
zone and the prefixes of its numbers, with the country and without a plus; of two that fit, the longer one counts.
"""

MADE_WITH = "{version}"
"""The version of phonenumbers."""
PREFIXES = """
{lines}
"""
'''


class Drawn(NamedTuple):
    """What a valid number tells that was drawn at random."""

    prefix: str
    region: str
    zone: str
    """By its prefix; empty for none, or several."""
    is_of_a_place: bool


def main() -> None:
    """Write the module."""
    MODULE.write_text(written(), encoding="utf-8")


def written() -> str:
    """Return the module's text."""
    by_zone: dict[str, list[str]] = defaultdict(list)
    for prefix, zone in table().items():
        by_zone[zone or "-"].append(prefix)
    lines = (f"{zone} {' '.join(sorted(prefixes))}" for zone, prefixes in sorted(by_zone.items()))
    wrapped = (fill(line, 118, subsequent_indent=" ", break_on_hyphens=False) for line in lines)
    return HEAD.format(version=phonenumbers.__version__, lines="\n".join(wrapped))


def table() -> dict[str, str]:
    """Return the zone of each prefix that has another than a shorter one; empty where it is none, or several."""
    zones = {prefix: found[0] if len(found) == 1 else "" for prefix, found in TIMEZONE_DATA.items()}
    chance = random.Random(1)  # noqa: S311 - nothing is secret
    countries = [str(code) for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE if not zones.get(str(code), "x")]
    for country in sorted(countries):
        drawn = list(_explored(country, country, zones, chance))
        of_region: dict[str, set[str]] = defaultdict(set)
        for number in drawn:
            if number.is_of_a_place:
                of_region[number.region].add(number.zone)
        for number in (*drawn, *_examples(country)):
            if not number.is_of_a_place and len(of_region[number.region]) > 1:
                zones[number.prefix] = ""
    return _without_what_shorter_ones_say(zones)


def _explored(prefix: str, country: str, zones: Mapping[str, str], chance: random.Random) -> Iterator[Drawn]:
    """Yield a number of each prefix below this one whose numbers are all of a place, or none of them is."""
    drawn = [number for _ in range(DRAWN) if (number := _draw(prefix, country, zones, chance))]
    kinds = {number.is_of_a_place for number in drawn}
    if len(kinds) == 1 and len(prefix) > len(country):
        yield from drawn
    elif kinds and len(prefix) - len(country) < DEEPEST:
        for digit in "0123456789":
            yield from _explored(prefix + digit, country, zones, chance)


def _examples(country: str) -> Iterator[Drawn]:
    """Yield what the library's own examples tell that are of no place: some kinds are so rare that none is drawn."""
    for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[int(country)]:
        for kind in phonenumbers.PhoneNumberType.values():
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None and not phonenumbers.is_number_geographical(number):
                digits = f"{country}{phonenumbers.national_significant_number(number)}"
                yield Drawn(digits[: len(country) + _SERVICE], region, "", is_of_a_place=False)


def _draw(prefix: str, country: str, zones: Mapping[str, str], chance: random.Random) -> Drawn | None:
    """Return what a number tells that begins so, None where what was drawn is no number."""
    length = len(country) + chance.choice(_lengths(country))
    digits = prefix + "".join(chance.choice("0123456789") for _ in range(length - len(prefix)))
    number = phonenumbers.parse(f"+{digits}")
    if len(digits) != length or not phonenumbers.is_valid_number(number):
        return None
    is_of_a_place = phonenumbers.is_number_geographical(number)
    return Drawn(prefix, phonenumbers.region_code_for_number(number) or "", longest(digits, zones), is_of_a_place)


def _lengths(country: str) -> Sequence[int]:
    """Return how many digits the numbers of a country have after it."""
    region = phonenumbers.region_code_for_country_code(int(country))
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    described = metadata.general_desc if metadata else None
    return described.possible_length if described else ()


def longest(digits: str, zones: Mapping[str, str]) -> str:
    """Return the zone of the longest prefix."""
    return next((zones[digits[:end]] for end in range(len(digits), 0, -1) if digits[:end] in zones), "")


def _without_what_shorter_ones_say(zones: Mapping[str, str]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for prefix in sorted(zones, key=lambda prefix: (len(prefix), prefix)):
        if zones[prefix] != longest(prefix[:-1], kept):
            kept[prefix] = zones[prefix]
    return kept


def told_by_the_library(digits: str) -> str:
    """Return the zone that phonenumbers tells of a number, empty for none or several."""
    found = time_zones_for_number(phonenumbers.parse(f"+{digits}"))
    return found[0] if len(found) == 1 and found[0] != UNKNOWN_TIMEZONE else ""


if __name__ == "__main__":
    main()
