"""Where people live by their clocks: the zone that a phone number tells of."""

from collections.abc import Iterable


def zone_of(phones: Iterable[str]) -> str:
    """Return the IANA name of the zone that the first number to tell of exactly one does; empty where none does.

    Args:
        phones: as they are written; only those with their country, +81 or 0081, tell anything. A number of a country
            with several zones tells its own where it belongs to a place, which mobile numbers do not.
    """
    abroad = [phone for phone in phones if phone.lstrip(" (").startswith(("+", "00"))]
    return next(filter(None, map(_zone, abroad)), "")


def _zone(phone: str) -> str:
    import phonenumbers  # noqa: PLC0415 - 18 ms, only for numbers that name a country
    from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number  # noqa: PLC0415

    digits = phone.lstrip(" (")
    try:
        number = phonenumbers.parse(f"+{digits[2:]}" if digits.startswith("00") else digits)
    except phonenumbers.NumberParseException:
        return ""
    zones: tuple[str, ...] = time_zones_for_number(number)
    return zones[0] if len(zones) == 1 and zones[0] != UNKNOWN_TIMEZONE else ""
