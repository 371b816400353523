"""Messages at the desk: whoever becomes do-not-contact, in any way, gets none; two terminals agree on each."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest

from fuyu.desk import Desk, TouchMade
from fuyu.domain.action import Action
from fuyu.domain.lead import Outcome, Status
from fuyu.domain.message import State
from fuyu.domain.step import Channel
from fuyu.domain.when import When
from fuyu.errors import NotFoundError, UsageError
from fuyu.features.contacts.service import bring_in
from fuyu.features.messages.service import Post, Written, with_message_id
from tests.builders import adding
from tests.desk.conftest import (
    TODAY,
    TOMORROW,
    Office,
    a_lead_on,
    lead_of,
    plan_of,
)
from tests.features.contacts.made import a_contact
from tests.memory import MemoryStore

QUOTE = Written(to="dana@x.example", subject="The quote", text="here it is", when=When(TOMORROW), reviewed=True)


def a_lead_written_to(desk: Desk) -> int:
    """Add a lead to whom a message waits for tomorrow, and return the id."""
    lead_id = a_lead_on(desk, "Dana Weiss", emails=("dana@x.example",))
    Post(desk).write(lead_id, QUOTE)
    return lead_id


def silenced_there(desk: Desk) -> Action:
    """Merge another copy of the book, in which the lead asked not to be contacted."""
    theirs = MemoryStore()
    theirs.apply(adding(lead_of(desk, 1)))
    other = Desk(theirs, desk.terms.clock)
    other.commands.log(1, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    return desk.merging.merge(theirs, "merged")


def joined_with_one_who_is_silent(desk: Desk, *, keeps: bool) -> Action:
    """Join the lead with another one who is do-not-contact, and keep the lead, or the other one."""
    other = a_lead_on(desk, "Dana Weis")
    desk.commands.edit(other, status=Status.DO_NOT_CONTACT)
    return desk.joining.join(*((1, other) if keeps else (other, 1))).action


WAYS: dict[str, Callable[[Desk], Action]] = {
    "a touch": lambda desk: desk.commands.log(1, TouchMade(outcome=Outcome.DO_NOT_CONTACT)),
    "a check-in": lambda desk: desk.commands.log(1, TouchMade(outcome=Outcome.DO_NOT_CONTACT, check_in=True)),
    "an edit": lambda desk: desk.commands.edit(1, status=Status.DO_NOT_CONTACT),
    "an import": lambda desk: bring_in(
        desk, [a_contact("Dana Weiss", emails=("dana@x.example",), do_not_contact=True)], "brought in"
    ),
    "a merge": silenced_there,
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_becomes_do_not_contact_gets_no_message_and_one_undo_brings_both_back(office: Office, way: str) -> None:
    desk = office.open()
    a_lead_written_to(desk)
    before, written = lead_of(desk, 1), Post(desk).messages()
    action = WAYS[way](desk)
    assert action.title.endswith("; dropped the message to dana@x.example")
    assert (lead_of(desk, 1).status, Post(desk).messages()) == (Status.DO_NOT_CONTACT, [])
    desk = office.reopened(desk)
    desk.undo.last()
    assert (lead_of(desk, 1), Post(desk).messages()) == (before, written)
    desk.undo.redo()
    assert (lead_of(desk, 1).status, Post(desk).messages()) == (Status.DO_NOT_CONTACT, [])


@pytest.mark.parametrize("keeps", [True, False])
def test_a_join_with_a_do_not_contact_lead_drops_the_message_whichever_is_kept(office: Office, *, keeps: bool) -> None:
    desk = office.open()
    a_lead_written_to(desk)
    before, written = lead_of(desk, 1), Post(desk).messages()
    action = joined_with_one_who_is_silent(desk, keeps=keeps)
    assert action.title.endswith("; dropped the message to dana@x.example")
    assert Post(desk).messages() == []
    desk = office.reopened(desk)
    desk.undo.last()
    assert (lead_of(desk, 1), Post(desk).messages()) == (before, written)
    desk.undo.redo()
    assert Post(desk).messages() == []


def test_what_joining_drops_is_counted_before_it_is_done(desk: Desk) -> None:
    a_lead_written_to(desk)
    other = a_lead_on(desk, "Dana Weis")
    assert desk.joining.look(other, 1)[3:] == (1, 0)
    desk.commands.edit(other, status=Status.DO_NOT_CONTACT)
    assert (desk.joining.look(other, 1)[3:], desk.joining.look(1, other)[3:]) == ((0, 1), (0, 1))


def test_a_message_of_another_copy_to_somebody_who_is_do_not_contact_here_does_not_come_in(desk: Desk) -> None:
    a_lead_on(desk, "Dana Weiss", emails=("dana@x.example",))
    theirs = MemoryStore()
    theirs.apply(adding(lead_of(desk, 1)))
    Post(Desk(theirs, desk.terms.clock)).write(1, QUOTE)
    desk.commands.edit(1, status=Status.DO_NOT_CONTACT)
    assert desk.merging.merge(theirs, "merged").title == "merged; dropped the message to dana@x.example"
    assert Post(desk).messages() == []


def a_lead_maybe_written_to(desk: Desk) -> int:
    """Add a lead to whom a message may have gone, and return the id."""
    lead_id, post = a_lead_written_to(desk), Post(desk)
    post.begin(with_message_id(post.messages()[0], "here.example"))
    post.unsure(1)
    return lead_id


def test_what_may_have_gone_to_somebody_who_is_silent_is_settled_or_dropped_and_goes_no_more(desk: Desk) -> None:
    lead_id, post = a_lead_maybe_written_to(desk), Post(desk)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    with pytest.raises(UsageError, match="do not contact since Wed 18 Mar; drop it, or mark it as sent"):
        post.again(1)
    post.mark_sent(1)
    assert (lead_of(desk, lead_id).status, lead_of(desk, lead_id).plan) == (Status.DO_NOT_CONTACT, None)
    desk.undo.last()
    post.drop(1)
    assert post.messages() == []


def test_one_that_the_server_took_stays_sent_whatever_is_undone(desk: Desk) -> None:
    lead_id, post = a_lead_written_to(desk), Post(desk)
    post.begin(with_message_id(post.messages()[0], "here.example"))
    post.sent(1)
    desk.undo.last()
    desk.undo.last()
    assert [one.state for one in post.messages()] == [State.SENT]
    assert desk.leads.card(lead_id).history == []


def test_one_that_was_refused_then_written_anew_and_sent_stays_sent(desk: Desk) -> None:
    lead_id, post = a_lead_written_to(desk), Post(desk)
    post.begin(with_message_id(post.messages()[0], "here.example"))
    post.refused(post.messages()[0], "552 too big")
    post.write(lead_id, QUOTE)
    post.begin(with_message_id(post.messages()[0], "here.example"))
    post.sent(1)
    for _ in range(3):
        desk.undo.last()
    assert [one.state for one in post.messages()] == [State.SENT]


def test_a_message_that_may_have_gone_stays_to_be_looked_after(desk: Desk) -> None:
    lead_id, post = a_lead_written_to(desk), Post(desk)
    post.begin(with_message_id(post.messages()[0], "here.example"))
    post.unsure(1)
    action = desk.commands.log(lead_id, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    assert action.title == "do not contact, Dana Weiss"
    assert [message.state for message in post.messages()] == [State.UNKNOWN]


def test_nobody_elses_message_is_dropped(desk: Desk) -> None:
    a_lead_written_to(desk)
    other = a_lead_on(desk, "Bo Diaz")
    assert desk.commands.log(other, TouchMade(outcome=Outcome.DO_NOT_CONTACT)).title == "do not contact, Bo Diaz"
    assert len(Post(desk).messages()) == 1


def test_an_answer_that_another_terminal_logs_holds_a_message_here(two: tuple[Desk, Desk]) -> None:
    ours, theirs = two
    lead_id = a_lead_written_to(ours)
    post = Post(ours)
    (message,) = post.messages()
    assert post.why_not(message) == ""
    ours.terms.clock.at += timedelta(hours=1)  # type: ignore[attr-defined]
    theirs.book.refresh()
    theirs.commands.log(lead_id, TouchMade(outcome=Outcome.REPLIED))
    with pytest.raises(UsageError, match="Dana Weiss replied since you wrote this: send, change or drop"):
        post.begin(with_message_id(message, "here.example"))
    assert [one.state for one in post.messages()] == [State.QUEUED]


def test_a_message_that_another_terminal_drops_is_gone_here(two: tuple[Desk, Desk]) -> None:
    ours, theirs = two
    lead_id = a_lead_written_to(ours)
    assert ours.leads.card(lead_id).mail[0].words.startswith("queued, fuyu send sends it Thu 19 Mar from 08:00")
    theirs.book.refresh()
    Post(theirs).drop_waiting(lead_id)
    ours.book.refresh()
    assert ours.leads.card(lead_id).mail == ()
    with pytest.raises(NotFoundError):
        Post(ours).drop_waiting(lead_id)


def test_a_time_of_a_message_is_the_time_of_its_plan(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    at_nine = Written(
        to="dana@x.example", subject="Hi", text="x", when=When(TOMORROW, time(9), "Europe/London"), reviewed=True
    )
    Post(desk).write(lead_id, at_nine)
    plan = plan_of(desk, lead_id)
    assert (plan.day, plan.time, plan.zone, plan.channel) == (TOMORROW, time(9), "Europe/London", Channel.EMAIL)
    Post(desk).drop_waiting(lead_id)
    assert (plan_of(desk, lead_id).day, plan_of(desk, lead_id).time) == (TOMORROW, None)


def test_a_message_that_is_opened_again_and_not_finished_leaves_no_plan_to_send_it(desk: Desk) -> None:
    lead_id = a_lead_written_to(desk)
    assert plan_of(desk, lead_id).why == "send: The quote"
    Post(desk).write(lead_id, Written(to="", subject="The", text="x", when=When(TODAY), reviewed=False))
    assert (plan_of(desk, lead_id).day, plan_of(desk, lead_id).why) == (TOMORROW, "")


def test_what_a_server_said_is_kept_of_the_message_it_said_it_of(desk: Desk) -> None:
    lead_id, post = a_lead_written_to(desk), Post(desk)
    (tried,) = post.messages()
    post.refused(tried, "550 no such user")
    assert [message.refused for message in post.messages()] == ["550 no such user"]
    desk.terms.clock.at += timedelta(minutes=1)  # type: ignore[attr-defined]
    post.write(lead_id, QUOTE)
    post.refused(tried, "550 no such user")
    assert [message.refused for message in post.messages()] == [""], "it was written anew meanwhile"


def test_a_message_saved_as_it_stood_is_no_change(desk: Desk) -> None:
    lead_id, post = a_lead_on(desk), Post(desk)
    written = Written(to="dana@x.example", subject="The quote", text="here it is", when=When(TODAY), reviewed=True)
    post.write(lead_id, written)
    assert post.write(lead_id, written).changes == ()
    undone = desk.undo.last()
    assert undone is not None
    assert undone.changes == ()
    assert [message.text for message in post.messages()] == ["here it is"]
