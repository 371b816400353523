"""E-mail addresses: whether a message can go to one, and how it is written for a mail server (RFC 5321, 5890)."""

import re

from fuyu.domain.numbers import is_only_a_number
from fuyu.domain.text import clean_line

_ATOM = r"[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\,\"]+"
_QUOTED = r'"(?:[^"\\\x00-\x1f\x7f-\x9f]|\\[^\x00-\x1f\x7f-\x9f])+"'
_DOMAIN = r"[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\,\"]+|\[[0-9A-Za-z:.]+\]"
_ADDRESS = f"({_ATOM}|{_QUOTED})@({_DOMAIN})"
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?"
_LONGEST, _LONGEST_LOCAL, _LONGEST_LABEL = 254, 64, 63
"""Octets (RFC 5321, 4.5.3.1; RFC 1035, 2.3.4)."""


class AddressError(ValueError):
    """No message can go to that address; the words are a sentence for the person."""


def on_the_wire(address: str) -> str:
    """Return an address as mail servers know it: a domain beyond ASCII by its other name (IDNA).

    Raises:
        AddressError: it is not one address.
    """
    found = re.fullmatch(_ADDRESS, address)
    if found is None:
        raise AddressError(_not_one(address))
    local, domain = found[1], _ascii(found[2])
    written = f"{local}@{domain}"
    if not domain:
        raise AddressError(f"“{_shown(address)}” does not end with the name of a mail domain: check it after the @")
    if len(local.encode()) > _LONGEST_LOCAL or len(written.encode()) > _LONGEST:
        raise AddressError(f"“{_shown(address)}” is too long for an e-mail address")
    return written


def unfit(address: str) -> str:
    """Return why no message can go to an address, as a sentence; empty where one can."""
    try:
        on_the_wire(address)
    except AddressError as error:
        return str(error)
    return ""


def unfit_number(number: str) -> str:
    """Return why nobody can be called by a number, as a sentence; empty where somebody can, also inside a house."""
    return "" if is_only_a_number(number) else f"“{_shown(number)}” is not a phone number"


def beyond_ascii(address: str) -> bool:
    """Return whether an address has letters before its @ that only some mail servers take (RFC 6531)."""
    return not address.rpartition("@")[0].isascii()


def unwritable(address: str) -> str:
    """Return why a message to an address is not even kept for its day, as a sentence; empty where it is.

    An address beyond ASCII may come from elsewhere, and goes where the server takes it; most servers do not, and who
    writes to one should know before the day comes.
    """
    if reason := unfit(address):
        return reason
    if not beyond_ascii(address):
        return ""
    local = _shown(address.rpartition("@")[0])
    return f"most mail servers take no address like “{local}@”: use another, or your mail program (ctrl+o)"


def _ascii(domain: str) -> str:
    """Return a domain in ASCII; empty where it is none."""
    if domain.startswith("["):
        return domain
    if not domain.isascii():
        import idna  # noqa: PLC0415 - few domains need it

        try:
            domain = idna.encode(domain, uts46=True).decode()
        except (idna.IDNAError, UnicodeError):
            return ""
    labels = domain.split(".")
    return domain if all(len(one) <= _LONGEST_LABEL and re.fullmatch(_LABEL, one) for one in labels) else ""


def _not_one(address: str) -> str:
    within = [found[0] for found in re.finditer(_ADDRESS, address)]
    shown = _shown(address)
    if len(within) > 1:
        return f"“{shown}” is more than one address: a message goes to one address"
    if within and "<" in address:
        return f"“{shown}” is more than the address: write one address, {_shown(within[0])}"
    return f"“{shown}” is not an e-mail address" if address.strip() else "an e-mail address is needed"


def _shown(text: str) -> str:
    line = clean_line(text)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
