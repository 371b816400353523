"""What a mail is: an answer, a bounce, an absence or something automatic; and what of its text is worth keeping."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct

from fuyu.domain.text import clean, clean_line, fold, shortened

Headers = Mapping[str, Sequence[str]]
"""The values of each header, in the order they came, by its name in small letters."""
_LONGEST_SUBJECT, _LONGEST_OPENING, _MOST_LINES = 120, 600, 12
_NEWS_NAMES = 3
"""Names said in the status line."""


class MailKind(StrEnum):
    """What a mail is to a follow-up."""

    REPLY = "reply"
    """Somebody wrote it."""
    UNCLEAR = "unclear"
    """Somebody wrote it, and nothing tells which of several leads that was."""
    AWAY = "out_of_office"
    BOUNCE = "bounce"
    """A message did not arrive."""
    AUTOMATIC = "automatic"
    """A newsletter, a receipt, a notice of a machine."""

    @property
    def words(self) -> str:
        """The kind as it is read: `out of office`."""
        return self.value.replace("_", " ")


class Mail(Struct, frozen=True, kw_only=True):
    """A mail as far as it was read."""

    kind: MailKind
    addresses: tuple[str, ...]
    """Whom it is about, as addresses are compared: who wrote it, or to whom a message did not arrive."""
    name: str
    """The name that whoever wrote it goes by; empty where it has none."""
    subject: str
    at: datetime
    message_id: str
    answers: tuple[str, ...] = ()
    """The Message-IDs that it answers."""

    @property
    def uid(self) -> str:
        """What tells its touch apart in any copy of the book: the same for each copy of the mail."""
        own = self.message_id or f"{self.at.isoformat()} {self.subject}"
        return uuid5(NAMESPACE_URL, f"mail {' '.join(self.addresses)} {own}").hex


_AWAY_SUBJECTS = tuple(
    map(
        fold,
        (
            *("automatic reply", "auto reply", "autoreply", "auto:", "out of office", "out of the office", "ooo:"),
            *("away from my mail", "on vacation", "on leave:", "vacation reply"),
            *("automatische antwort", "abwesenheit", "abwesend", "nicht im büro", "urlaub:"),
            *("réponse automatique", "absence du bureau", "absent du bureau", "absence :"),
            *("respuesta automática", "fuera de la oficina", "resposta automática", "fora do escritório"),
            *("risposta automatica", "fuori ufficio", "automatisch antwoord", "afwezig"),
            *("autosvar", "automatiskt svar", "automaattinen vastaus", "poissa toimistosta", "frånvaro", "fravær"),
            *("odpowiedź automatyczna", "automatická odpověď", "automatikus válasz", "răspuns automat"),
            *("otomatik yanit", "автоответ", "автоматический ответ", "αυτόματη απάντηση"),
            *("自動応答", "自動返信", "不在通知", "自动回复", "自動回覆", "부재중", "자동 회신"),
        ),
    )
)
"""How the subject of a note of absence begins, in the mail programs of the world."""
_BOUNCERS = frozenset({"mailer-daemon", "mail-daemon", "maildaemon"})
_LISTS = ("list-id", "list-unsubscribe", "feedback-id")
_BULK = frozenset({"bulk", "list", "junk"})
_REPORTS = re.compile(r"\breport-type\s*=\s*\"?([\w-]+)", re.IGNORECASE)


def kind_of(headers: Headers, senders: Iterable[str]) -> MailKind:
    """Return what a mail is, by its headers alone.

    Args:
        headers: as they came.
        senders: the addresses it is from.
    """
    content = _first(headers, "content-type").casefold()
    found = _REPORTS.search(content)
    report = found[1] if found and content.startswith("multipart/report") else ""
    if report and report != "delivery-status":
        return MailKind.AUTOMATIC  # a receipt: it was displayed, which is no answer
    if report or headers.get("x-failed-recipients") or _is_bouncer(headers, senders):
        return MailKind.BOUNCE
    automatic = _first(headers, "auto-submitted").casefold().partition(";")[0].strip()
    precedence = _first(headers, "precedence").casefold()
    says_away = fold(_first(headers, "subject")).startswith(_AWAY_SUBJECTS)
    is_reply = automatic.startswith("auto-replied") or precedence == "auto_reply"
    if says_away or is_reply or headers.get("x-autoreply") or headers.get("x-autorespond"):
        return MailKind.AWAY
    is_list = precedence in _BULK or any(headers.get(name) for name in _LISTS)
    return MailKind.AUTOMATIC if is_list or automatic not in {"", "no"} else MailKind.REPLY


def _is_bouncer(headers: Headers, senders: Iterable[str]) -> bool:
    """Return whether a mail is from what brings mail back; a postmaster may be a person, but not one without a way."""
    names = {sender.partition("@")[0] for sender in senders}
    return bool(names & _BOUNCERS) or ("postmaster" in names and _first(headers, "return-path") == "<>")


def _first(headers: Headers, name: str) -> str:
    return clean_line(next(iter(headers.get(name, ())), ""))


_ACTION = re.compile(r"^Action:[ \t]*(\w+)", re.IGNORECASE | re.MULTILINE)
_RECIPIENT = re.compile(
    r"^(?:Final|Original)-Recipient:[^;\n]*;[ \t]*<?([^\s<>;]{1,64}@[^\s<>;]{1,255}?)>?[ \t]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']{1,64}@[^\s<>()\[\]:;,\"']{1,255}")


def not_reached(headers: Headers, text: str) -> tuple[str, ...]:
    """Return the addresses that a message did not arrive at; none where it is only late, or arrived.

    Args:
        headers: of the mail that says so.
        text: its beginning, as it came.
    """
    actions = {action.casefold() for action in _ACTION.findall(text)}
    if actions and "failed" not in actions:
        return ()
    named = [*_ADDRESS.findall(" ".join(headers.get("x-failed-recipients", ()))), *_RECIPIENT.findall(text)]
    return tuple(dict.fromkeys(named or _ADDRESS.findall(text)))


_QUOTE = re.compile(
    r"^(?:>|\||[-_]{2,}[ \t]*(?:original|forwarded|ursprüngliche|message d.origine|mensaje original)"
    r"|_{20,}$|(?:from|von|de|da|van|från|fra|od|от)[ \t]*:[ \t].*@"
    r"|(?:on|am|le|el|il|op|den|em|w dniu)\b.{4,160}:[ \t]*$)",
    re.IGNORECASE,
)
"""How the line begins below which a mail repeats another one."""
_SIGNATURE = re.compile(r"^-- ?$")


def opening(text: str) -> str:
    """Return the first lines that somebody wrote: without what they quote, their signature, and more than one reads."""
    lines: list[str] = []
    for line in clean(text).split("\n"):
        words = " ".join(line.split())
        if _SIGNATURE.match(line.rstrip("\r")) or _QUOTE.match(words):
            break
        if words or (lines and lines[-1]):
            lines.append(words)
    kept = "\n".join(lines).strip().split("\n")
    cut = "\n".join(kept[:_MOST_LINES])
    is_whole = len(kept) <= _MOST_LINES and len(cut) <= _LONGEST_OPENING
    return cut if is_whole else f"{cut[:_LONGEST_OPENING].rstrip()} …"


def note_of(subject: str, beginning: str) -> str:
    """Return what is kept of a mail: its subject, and how it begins."""
    return "\n\n".join(filter(None, (shortened(subject, _LONGEST_SUBJECT), beginning)))


def news_words(came: Iterable[tuple[MailKind, str]]) -> str:
    """Return what came in a sentence: `2 replies came: Ann Lee, Bo Diaz; 1 out of office: Cy Okafor`.

    Args:
        came: the kind of each mail, and the name of the lead it is about, or may be.
    """
    names: dict[MailKind, dict[str, None]] = {kind: {} for kind in MailKind}
    counts = dict.fromkeys(MailKind, 0)
    for kind, name in came:
        counts[kind] += 1
        names[kind][shortened(name, 40)] = None
    return "; ".join(
        f"{counts[kind]:,} {_COUNTED[kind][counts[kind] != 1]}: {_some(list(names[kind]))}"
        for kind in _COUNTED
        if counts[kind]
    )


_COUNTED = {
    MailKind.REPLY: ("reply came", "replies came"),
    MailKind.UNCLEAR: ("reply to log by hand", "replies to log by hand"),
    MailKind.BOUNCE: ("message bounced", "messages bounced"),
    MailKind.AWAY: ("out of office", "out of office"),
    MailKind.AUTOMATIC: ("automatic mail", "automatic mails"),
}
"""What is said of one and of several, in the order it is said."""


def _some(names: Sequence[str]) -> str:
    more = len(names) - _NEWS_NAMES
    return ", ".join(names[:_NEWS_NAMES]) + (f" and {more} more" if more > 0 else "")
