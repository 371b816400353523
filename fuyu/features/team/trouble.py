"""What is wrong with a team's server, as a sentence and what to do about it."""

import re

import psycopg

from fuyu.errors import ServerError
from fuyu.features.team.address import Address
from fuyu.wire import readable

_ASK = "ask an owner of the team"


class UnwillingError(ServerError):
    """The server answers, and will not do it: somebody has to do something first."""


class PoisonError(ServerError):
    """The server cannot keep what it was sent; it takes all else."""


_OF_STATES = {
    "FY001": ("{user} is no member of the team", f"{_ASK}: `fuyu team invite {{user}}`"),
    "FY002": ("your role in the team does not allow that", _ASK),
    "FY003": ("the team knows this book as somebody else's", "join again: `fuyu team join`"),
    "FY004": ("a team needs an owner", "make somebody else an owner first"),
    "23505": ("a team of that name is on {host} already", "choose another, or: fuyu team join"),
    "42501": ("{user} may not do that on {host}", f"{_ASK}: `fuyu team invite {{user}}`"),
    "3F000": ("there is no team in this database of {host}", "`fuyu team create` makes one"),
    "42P01": ("there is no team in this database of {host}", "`fuyu team create` makes one"),
    "42883": ("the team on {host} is of another version of fuyu", "bring fuyu and the team to the same version"),
}
"""By the state that the server answers with: somebody has to do something."""
_STATES = {
    "25006": "the server of the team can only be read: it stands in for another, or is being looked after",
    "53100": "the disk of {host} is full",
    "53300": "{host} has too many connections",
}
"""The same where it passes."""
_OF_WORDS = (
    (
        r"password authentication failed|no password supplied",
        "{host} does not accept the password of {user}",
        ("correct its line in the password file: HOST:PORT:DATABASE:USER:PASSWORD"),
    ),
    (
        r"invalid .*value|invalid connection option|syntax error in service file",
        "the service of the team is not understood: {text}",
        "correct its entry in the service file of PostgreSQL",
    ),
    (r'definition of service "?.*"? not found', "the service of the team is not in the service file", ""),
    (
        r"certificate verify failed|self.signed",
        "{host} does not prove who it is: its certificate is not known",
        ("name the certificate of its authority by sslrootcert= in the service file"),
    ),
    (
        r"does not match host name",
        "{host} does not prove who it is: its certificate is of another host",
        ("write the host as its certificate names it"),
    ),
    (
        r"root certificate file .* does not exist",
        "there is no certificate to know {host} by",
        ("name the file by sslrootcert= in the service file, or write sslrootcert=system"),
    ),
    (
        r"server does not support SSL",
        "{host} does not encrypt, so nothing is sent",
        "let its administrator turn on ssl; a server on this machine itself needs no sslmode=",
    ),
    (r"no pg_hba.conf entry", "{host} does not let {user} in", "let its administrator add a line to pg_hba.conf"),
    (r"database .* does not exist", "there is no such database on {host}", "correct dbname= in the service file"),
    (r"role .* does not exist", "{host} does not know {user}", _ASK),
)
"""By the words of libpq where it does not come to a talk: it has no other."""

_LIBPQ_BEGINS = "connection is bad: "
_LIBPQ_ASKS = "Is the server running"
"""What libpq says before the reason of a connection that fails, and asks behind it: nothing new."""


def said(error: Exception, address: Address, broken_off: str = "") -> ServerError:
    """Return an error of psycopg as one of ours.

    Args:
        error: what it raised.
        address: where.
        broken_off: why we ended the talk, where we did.
    """
    names = {"host": address.host, "user": address.user}
    state = getattr(error, "sqlstate", None) or ""
    if broken_off:
        return ServerError(f"{address.host} does not answer: {broken_off}")
    if isinstance(error, (psycopg.DataError, UnicodeError)):
        return PoisonError(f"{address.host} cannot keep it: {readable(str(error))}")
    if state in _OF_STATES:
        words, hint = _OF_STATES[state]
        return UnwillingError(words.format(**names), hint=hint.format(**names))
    if state in _STATES:
        return ServerError(_STATES[state].format(**names))
    primary = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    text = readable(primary or str(error).replace("\n", " "))
    why = text.rpartition("failed: ")[2].removeprefix(_LIBPQ_BEGINS).partition(_LIBPQ_ASKS)[0].strip()
    for pattern, words, hint in _OF_WORDS:
        if re.search(pattern, text):
            return UnwillingError(words.format(**names, text=why), hint=hint.format(**names))
    return ServerError(f"{address.host} does not answer: {why}")
