"""E-mail addresses: whether a message can go to one, and how it is written for a mail server (RFC 5321, 5890)."""

import re

from fuyu.domain.numbers import is_only_a_number
from fuyu.domain.text import clean_line

_ATOM = r"[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\,\"]+"
_QUOTED = r'"(?:[^"\\\x00-\x1f\x7f-\x9f]|\\[^\x00-\x1f\x7f-\x9f])+"'
_DOMAIN = r"[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\,\"]+|\[[0-9A-Za-z:.]+\]"
_ADDRESS = f"({_ATOM}|{_QUOTED})@({_DOMAIN})"
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?"
_FEWEST_DIGITS = 3
"""As 112 and extensions have; what is shorter is dialled nowhere."""
_SCHEMES = frozenset({"http", "https", "mailto"})
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


def as_read(address: str) -> str:
    """Return an address as people write it: a domain that mail servers know by another name (IDNA) in its letters."""
    local, at, domain = address.rpartition("@")
    if "xn--" not in domain:
        return address
    import idna  # noqa: PLC0415 - few domains need it

    try:
        return f"{local}{at}{idna.decode(domain)}"
    except (idna.IDNAError, UnicodeError):
        return address


def unfit(address: str) -> str:
    """Return why no message can go to an address, as a sentence; empty where one can."""
    try:
        on_the_wire(address)
    except AddressError as error:
        return str(error)
    return ""


def mistyped(address: str) -> str:
    """Return why nobody means an address that is typed, as a sentence; empty where they may.

    One that came from elsewhere with two dots in a row is tried all the same: some servers gave such out.
    """
    if reason := unfit(address):
        return reason
    local = address.rpartition("@")[0]
    is_doubtful = not local.startswith('"') and not all(local.split("."))
    return f"“{_shown(address)}” has a dot too many before the @" if is_doubtful else ""


def unfit_number(number: str) -> str:
    """Return why nobody can be called by a number, as a sentence; empty where somebody can, also inside a house."""
    is_short = sum(map(str.isdecimal, number)) < _FEWEST_DIGITS
    return f"“{_shown(number)}” is not a phone number" if is_short or not is_only_a_number(number) else ""


def unfit_link(link: str) -> str:
    """Return why a text is no page or mailbox that a browser opens, as a sentence; empty where it is one.

    A page may be named without its scheme: `acme.example/team`.
    """
    scheme, colon, rest = link.partition(":")
    if colon and scheme.casefold() == "mailto":
        return mistyped(rest.partition("?")[0])
    has_scheme = bool(colon) and scheme.casefold() in _SCHEMES and rest.startswith("//")
    host = re.split(r"[/?#]", rest[2:] if has_scheme else link, maxsplit=1)[0].rpartition("@")[2]
    name = re.sub(r":\d+$", "", host)
    is_page = not re.search(r"\s", link.strip()) and bool(_ascii(name)) and (has_scheme or "." in name)
    return "" if is_page else f"“{_shown(link)}” is not a link: write it like https://acme.example"


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
