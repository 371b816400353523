"""Where people live by their clocks: the zone that a phone number tells of."""

from collections.abc import Iterable
from functools import lru_cache

_TELLING = 8
"""Digits, from the country on, that tell the zone and whether the number is of a place: of all prefixes but one."""
_ANY_DIGIT = "2"


def zone_of(phones: Iterable[str]) -> str:
    """Return the IANA name of the zone that the first number to tell of exactly one does; empty where none does.

    Args:
        phones: as they are written; only those with their country, +81 or 0081, tell anything. A number of a country
            with several zones tells its own where it belongs to a place, which mobile numbers do not.
    """
    for phone in phones:
        digits = "".join(char for char in phone if "0" <= char <= "9")
        is_abroad = digits.startswith("00")
        if phone.lstrip(" (").startswith("+") or is_abroad:
            digits = digits.removeprefix("00") if is_abroad else digits
            if zone := _zone(digits[:_TELLING], len(digits)):
                return zone
    return ""


@lru_cache(maxsize=16_384)
def _zone(prefix: str, length: int) -> str:
    """Return the zone of the numbers of that length that begin so, with the country.

    Each takes 0.1 ms to look up, which the tens of thousands of numbers of an import share by their prefixes.
    """
    import phonenumbers  # noqa: PLC0415 - 18 ms, only for numbers that name a country
    from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number  # noqa: PLC0415 - the same

    try:
        number = phonenumbers.parse(f"+{prefix.ljust(length, _ANY_DIGIT)}")
    except phonenumbers.NumberParseException:
        return ""
    zones: tuple[str, ...] = time_zones_for_number(number)
    return zones[0] if len(zones) == 1 and zones[0] != UNKNOWN_TIMEZONE else ""
