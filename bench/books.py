"""Books of any size to measure with: believable names, notes and dates, always the same for the same seed."""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from random import Random

from msgspec.json import encode

from fuyu.domain.history import Touch
from fuyu.domain.lead import About, LastTouch, Lead, Outcome, Status, Temperature
from fuyu.domain.promise import promise_of
from fuyu.domain.step import Channel, Plan

FIRST = ("Sakura", "Dana", "Zoë", "Amara", "Liam", "Noah", "Priya", "José", "Chen", "Ingrid", "Omar", "Léa", "Mateo")
LAST = ("Tanaka", "O'Neil", "Müller", "Okafor", "García", "Novák", "Sharma", "Rossi", "Kim", "Haddad", "Larsen", "Ito")
FIRMS = ("Acme", "Northwind", "Globex", "Initech", "Umbra", "Hooli", "Stark", "Wayne", "Tyrell", "Soylent", "Vandelay")
KINDS = ("GmbH", "Ltd", "Studio", "Labs", "& Sons", "Logistics", "Foods", "Press", "Clinic", "Works")
SAID = (
    "wants the numbers again after the quarter closes",
    "asked whether delivery by the end of the month is possible",
    "is comparing us with the present supplier and will decide with her partner",
    "liked the sample, the blue one less than the grey one",
    "sounded tired; the move to the new office takes all her time",
    "the budget is fixed until the board meets, then there is room again",
    "send the offer as PDF, two pages at most, price on the first",
    "his daughter starts university in autumn, ask how it goes",
    "prefers to be called before ten, never on Mondays",
    "nobody picked up, the mailbox was full",
)
_OUTCOMES = (Outcome.TALKED, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.SENT, Outcome.REPLIED)
_ZONE = timezone(timedelta(hours=2))
_AGREED = datetime(2026, 1, 2, 9, 30, tzinfo=_ZONE)
_ENDED = ((Status.WON, 0.07), (Status.LOST, 0.12), (Status.DO_NOT_CONTACT, 0.14))
_DUE = 1 / 52
_DUE_AT_LEAST = 56
"""Of these, one in seven is ended: more than 40 remain, and every list scrolls."""


def write_book(path: Path, leads: int, touches: int = 10, seed: int = 1, today: date = date(2026, 3, 18)) -> None:
    """Write a folded book.

    Args:
        path: where; a book that is there is replaced.
        leads: how many; about one in sixty is due by today, but never fewer than 40, one in forty of them promised.
        touches: how many each lead had.
        seed: another one gives another book.
        today: the day the dates lie around.
    """
    last = {"leads": leads, "touches": leads * touches}
    meta = {"schema": 2, "seq": 0, "generation": f"bench{seed}", "previous": "", "last": last}
    history = (encode(touch) for number in range(touches) for touch in _round(seed, number, leads, touches, today))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        opening = b"{\n"
        for table, lines in (
            ("_meta", [encode(meta)]),
            ("leads", _leads(seed, leads, touches, today)),
            ("touches", history),
        ):
            file.writelines(_table(opening, table, lines))
            opening = b"\n},\n"
        file.write(b"\n}\n}\n")
    path.chmod(0o600)


def _table(opening: bytes, name: str, lines: Iterable[bytes]) -> Iterator[bytes]:
    yield b'%b"%b":{' % (opening, name.encode())
    for number, line in enumerate(lines, 1):
        yield b'%b"%d":%b' % (b"\n" if number == 1 else b",\n", number, line)


def _leads(seed: int, leads: int, touches: int, today: date) -> Iterator[bytes]:
    random = Random(seed)
    last = _last_touches(_round(seed, touches - 1, leads, touches, today) if touches else ())
    due = max(_DUE, _DUE_AT_LEAST / leads)
    for lead_id in range(1, leads + 1):
        company = f"{random.choice(FIRMS)} {random.choice(KINDS)}"
        chance = random.random()
        status = next((ended for ended, below in _ENDED if chance < below), Status.OPEN)
        away = -random.randrange(12) if random.random() < due else random.randint(1, 150)
        step = Plan(
            day=today + timedelta(days=away),
            why=random.choice(SAID)[:40],
            channel=random.choice((Channel.CALL, Channel.EMAIL)),
        )
        agreed = promise_of(step, f"{seed}-{lead_id}", _AGREED, "")
        is_promised = random.random() < 1 / 40
        yield encode(
            Lead(
                id=lead_id,
                name=f"{random.choice(FIRST)} {random.choice(LAST)}",
                company=company,
                temperature=random.choice(list(Temperature)),
                status=status,
                plan=step if status is Status.OPEN and not is_promised else None,
                promises=(agreed,) if status is Status.OPEN and is_promised else (),
                touches=touches,
                unanswered=random.randrange(4),
                last_touch=last.get(lead_id),
                phones=(f"+44 20 {random.randrange(10**8):08d}",),
                emails=(f"lead{lead_id}@{company.partition(' ')[0].lower()}.example",),
                about=(About(fact=random.choice(SAID)),),
                source="import",
            )
        )


def _last_touches(touches: Iterable[Touch]) -> Mapping[int, LastTouch]:
    return {touch.lead: LastTouch(at=touch.at, channel=touch.channel, outcome=touch.outcome) for touch in touches}


def _round(seed: int, number: int, leads: int, rounds: int, today: date) -> Iterator[Touch]:
    """Yield one touch with every lead, in the order they took place; the last round ends with yesterday."""
    random = Random(f"{seed} {number}")
    channels = list(Channel)
    day = today - timedelta(days=20 * (rounds - number))
    for place in range(leads):
        yield Touch(
            id=number * leads + place + 1,
            uid=f"{random.getrandbits(128):032x}",
            lead=place * 7919 % leads + 1 if leads % 7919 else place + 1,
            at=datetime.combine(day + timedelta(days=place * 20 // leads), time(9 + place % 8, place % 60), _ZONE),
            channel=random.choice(channels),
            outcome=random.choice(_OUTCOMES),
            note="; ".join(random.sample(SAID, 3)),
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write a book to measure with.")
    parser.add_argument("path", type=Path)
    parser.add_argument("leads", type=int)
    parser.add_argument("--touches", type=int, default=10)
    chosen = parser.parse_args()
    write_book(chosen.path, chosen.leads, chosen.touches)
