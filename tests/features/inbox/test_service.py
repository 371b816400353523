"""What comes of mail: a touch for each reply, nothing twice, and one undo."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from mailbox import Maildir
from pathlib import Path

import pytest
from msgspec.structs import replace

from fuyu.desk import Desk, NewLead, TouchMade
from fuyu.domain.action import Change, Table, Verb
from fuyu.domain.history import Touch
from fuyu.domain.lead import Lead, Outcome, Status
from fuyu.domain.message import Message, State
from fuyu.domain.step import Channel, Plan
from fuyu.domain.when import When
from fuyu.errors import SaveError, ServerError
from fuyu.features.inbox.letters import MailHead
from fuyu.features.inbox.mailbox import Position
from fuyu.features.inbox.maildir import Maildir as Looked
from fuyu.features.inbox.record import RecordFile
from fuyu.features.inbox.rules import MailKind
from fuyu.features.inbox.service import Fetched, fetch
from tests.desk.conftest import NOW, TODAY, Office
from tests.features.inbox.mails import AWAY, BOUNCE, NEWSLETTER, a_mail, delivered

ANN, BO, CY = 1, 2, 3
WRITTEN = dt.datetime(2026, 3, 18, 8, 15, tzinfo=dt.UTC)


@pytest.fixture
def fetched(known: Desk, box: Maildir, record: RecordFile, tmp_path: Path) -> "Fetching":
    """Return what delivers mail and reads it."""
    return Fetching(known, box, record, tmp_path / "Mail")


class Fetching:
    """Delivers mail, and reads it as `fuyu mail` does."""

    def __init__(self, desk: Desk, box: Maildir, record: RecordFile, place: Path) -> None:
        self.desk = desk
        self.box = box
        self.record = record
        self._place = place

    def __call__(self, *mails: bytes, dry_run: bool = False) -> Fetched:
        """Deliver some mails, and read what is new."""
        delivered(self.box, *mails)
        return fetch(self.desk, Looked(self._place), self.record, 14, dry_run=dry_run)

    def lead(self, lead_id: int = ANN) -> Lead:
        """Return a lead."""
        return self.desk.leads.card(lead_id).lead

    def touches(self, lead_id: int = ANN) -> list[Touch]:
        """Return the touches with a lead, the newest first."""
        return [one for one in self.desk.leads.card(lead_id).history if isinstance(one, Touch)]


def test_a_reply_is_a_touch_and_its_lead_is_due_today(fetched: Fetching) -> None:
    done = fetched(a_mail(text="Sounds good, call me.\n\n> Would you?\n"))
    (touch,) = fetched.touches()
    assert (touch.outcome, touch.channel, touch.at) == (Outcome.REPLIED, Channel.EMAIL, WRITTEN)
    assert touch.note == "Re: Our offer\n\nSounds good, call me."
    assert fetched.lead().plan is not None
    assert fetched.lead().plan.day == TODAY  # type: ignore[union-attr]
    assert done.action is not None
    assert done.action.title == "1 reply came: Ann Lee"
    assert [one.id for one in fetched.desk.agenda.today().today] == [ANN]


@pytest.mark.parametrize(
    ("mail", "kind"),
    [(AWAY, MailKind.AWAY), (BOUNCE, MailKind.BOUNCE), (NEWSLETTER, MailKind.AUTOMATIC)],
    ids=["away", "bounce", "newsletter"],
)
def test_what_is_no_reply_is_said_and_changes_nothing(fetched: Fetching, mail: bytes, kind: MailKind) -> None:
    done = fetched(mail)
    assert [(one.mail.kind, one.leads) for one in done.arrived] == [(kind, (ANN,))]
    assert (done.action, fetched.touches()) == (None, [])


def test_whoever_is_not_known_is_left_alone(fetched: Fetching) -> None:
    done = fetched(a_mail("eve@x.example"), a_mail('"ann@acme.example" <eve@x.example>'), a_mail("", subject="x"))
    assert (done.read, done.arrived) == (3, ())


def test_one_run_is_one_action_and_one_undo(fetched: Fetching) -> None:
    done = fetched(
        a_mail(number=1), a_mail(number=2, subject="One more"), a_mail("Bö <BO@xn--mller-kva.example>", number=3)
    )
    assert done.action is not None
    assert done.action.title == "3 replies came: Ann Lee, Bo Diaz"
    assert ([one.note[:8] for one in fetched.touches()], len(fetched.touches(BO))) == (["One more", "Re: Our "], 1)
    fetched.desk.undo.last()
    assert (fetched.touches(), fetched.touches(BO)) == ([], [])
    assert fetched().action is None
    assert fetched(a_mail(number=1)).action is None, "what was undone does not come back by another copy"


def test_the_same_mail_twice_is_one_touch(fetched: Fetching) -> None:
    fetched(a_mail(), a_mail())
    fetched(a_mail())
    assert len(fetched.touches()) == 1


def test_a_book_that_has_the_touch_already_gets_it_once(fetched: Fetching) -> None:
    fetched(a_mail())
    fetched.record.path.unlink()
    assert fetched().action is None
    assert len(fetched.touches()) == 1


def test_mails_without_a_message_id_are_told_apart(fetched: Fetching) -> None:
    fetched(a_mail(message_id=""), a_mail(message_id="", subject="Another"), a_mail(message_id=""))
    assert len(fetched.touches()) == 2


def test_a_dry_run_writes_and_remembers_nothing(fetched: Fetching) -> None:
    done = fetched(a_mail(), dry_run=True)
    assert (len(done.arrived), done.action, fetched.touches()) == (1, None, [])
    assert not fetched.record.read().positions
    assert fetched().action is not None


def _waiting(desk: Desk, at: dt.datetime = NOW) -> Message:
    """Queue a message to Ann for Friday."""
    message = Message(
        id=desk.book.next_id(Table.MESSAGES),
        lead=ANN,
        at=at,
        day=TODAY.replace(day=20),
        to="ann@acme.example",
        subject="Did you see my mail?",
        text="Hello",
        state=State.QUEUED,
    )
    desk.actions.act(Verb.WRITE, lambda: ("queued", [Change(before=None, after=message)]))
    return message


def test_a_message_is_held_although_it_was_written_after_the_reply_that_nobody_knew_of(fetched: Fetching) -> None:
    _waiting(fetched.desk, at=NOW - dt.timedelta(minutes=5))
    fetched(a_mail())
    (line,) = fetched.desk.leads.card(ANN).mail
    assert line.words == "needs review: Ann Lee replied since you wrote this: send, change or drop"


def test_a_reply_is_due_although_somebody_tried_since_without_knowing_of_it(fetched: Fetching) -> None:
    fetched.desk.commands.log(ANN, TouchMade(outcome=Outcome.NO_ANSWER, channel=Channel.CALL))
    assert fetched.lead().plan.day > TODAY  # type: ignore[union-attr]
    fetched(a_mail())
    assert (fetched.lead().plan.day, fetched.lead().unanswered) == (TODAY, 1)  # type: ignore[union-attr]


def test_whom_you_talked_with_since_keeps_the_day_that_was_planned_then(fetched: Fetching) -> None:
    later = When(TODAY.replace(day=27))
    made = TouchMade(outcome=Outcome.TALKED, channel=Channel.CALL, next_step=Plan(day=later.day))
    fetched.desk.commands.log(ANN, made)
    fetched(a_mail())
    assert (len(fetched.touches()), fetched.lead().plan.day) == (2, later.day)  # type: ignore[union-attr]


def test_whoever_is_do_not_contact_stays_so(fetched: Fetching) -> None:
    fetched.desk.commands.log(ANN, TouchMade(outcome=Outcome.DO_NOT_CONTACT, at=NOW - dt.timedelta(days=1)))
    fetched(a_mail())
    assert (fetched.lead().status, fetched.lead().plan, len(fetched.touches())) == (Status.DO_NOT_CONTACT, None, 2)


def test_several_with_one_address_are_told_by_name_or_by_the_message_that_is_answered(fetched: Fetching) -> None:
    for name in ("Di Roe", "Ed Fox"):
        fetched.desk.commands.add(NewLead(name=name, emails=("info@acme.example",)))
    unclear = fetched(a_mail("info@acme.example", number=11))
    assert [(one.leads, one.mail.kind) for one in unclear.arrived] == [((4, 5), MailKind.UNCLEAR)]
    assert unclear.action is None
    fetched(a_mail("ED FOX <info@acme.example>", number=12))
    assert (len(fetched.touches(4)), len(fetched.touches(5))) == (0, 1)
    sent = replace(_waiting(fetched.desk), lead=4, message_id="<sent@here.example>", state=State.SENT)
    before = next(fetched.desk.book.messages())
    fetched.desk.actions.act(Verb.WRITE, lambda: ("sent", [Change(before=before, after=sent)]))
    fetched(a_mail("info@acme.example", number=13, in_reply_to="<sent@here.example>"))
    assert (len(fetched.touches(4)), len(fetched.touches(5))) == (1, 1)


def test_a_lead_who_is_deleted_while_mail_is_read_is_left_out(fetched: Fetching) -> None:
    delivered(fetched.box, a_mail(), a_mail("bo@xn--mller-kva.example", number=2))
    fetched(dry_run=True)
    fetched.desk.commands.delete(ANN)
    done = fetched()
    assert done.action is not None
    assert done.action.title == "1 reply came: Bo Diaz"


class Breaking:
    """A mailbox that breaks off after its first mails."""

    named = "breaking"

    def __init__(self) -> None:
        self.since: list[Position | None] = []

    def new(
        self, since: Position | None, first: dt.date, now: dt.datetime
    ) -> Iterator[tuple[Sequence[MailHead], Position]]:
        """Give two mails, and break off."""
        self.since.append(since)
        assert first == TODAY - dt.timedelta(days=14)
        head = a_mail().partition(b"\n\n")[0]
        yield [MailHead("1", now + dt.timedelta(days=300), head)], Position(day=TODAY, uid=1)
        yield [MailHead("2", now, head.replace(b"<1@", b"<2@"))], Position(day=TODAY, uid=2)
        raise ServerError("it takes too long")

    def openings(self, marks: Sequence[str]) -> Mapping[str, bytes]:
        """Give the text of one of them; for the other it breaks off."""
        if marks == ["2"]:
            raise ServerError("it takes too long")
        return dict.fromkeys(marks, b"Yes.")

    def close(self) -> None:
        """Nothing is open."""


def test_what_was_read_before_a_server_broke_off_counts_and_the_rest_is_read_again(
    known: Desk, record: RecordFile
) -> None:
    breaking = Breaking()
    done = fetch(known, breaking, record, 14)
    assert (str(done.trouble), done.read, len(done.arrived)) == ("it takes too long", 1, 1)
    fetch(known, breaking, record, 14)
    assert breaking.since == [None, Position(day=TODAY, uid=1)]
    assert all(touch.at <= NOW for touch in known.leads.card(ANN).history)


def test_what_cannot_be_written_is_read_again(
    fetched: Fetching, monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    def refuses(*_: object) -> None:
        raise SaveError("disk full: not saved")

    assert office is not None
    with monkeypatch.context() as patched:
        patched.setattr(fetched.desk.book.store, "apply", refuses)
        with pytest.raises(SaveError):
            fetched(a_mail())
    fetched.desk.actions.give_up()
    assert not fetched.record.read().positions
    assert fetched().action is not None


def test_the_record_says_what_came_without_a_word_of_it(fetched: Fetching) -> None:
    fetched(a_mail(), AWAY)
    written = fetched.record.path.read_text()
    assert not any(word in written.casefold() for word in ("ann", "offer", "sounds", "monday", "acme"))
    assert [(one.kind, one.leads) for one in fetched.record.tell()] == [
        (MailKind.REPLY, (ANN,)),
        (MailKind.AWAY, (ANN,)),
    ]
    assert fetched.record.tell() == ()


def test_a_damaged_record_remembers_nothing(fetched: Fetching) -> None:
    fetched(a_mail())
    fetched.record.path.write_bytes(b"\xff{")
    assert fetched.record.read().count == 0
    assert fetched().action is None
