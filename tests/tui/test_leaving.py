"""What is typed on a sheet above the day, and not finished, when the program is told to end."""

from fuyu.desk.post import Post
from fuyu.domain.history import Note, Touch
from fuyu.domain.lead import Channel, Lead, Outcome
from tests.builders import adding
from tests.tui.conftest import WEDNESDAY, Morning, Opened, due, press

ANN = Lead(
    **{name: getattr(due(1, "Ann Lee", 0), name) for name in Lead.__struct_fields__} | {"emails": ("a@x.example",)}
)
SIGTERM = 143


def draft(morning: Morning, lead_id: int = 1) -> str:
    """Return what is kept of what is being typed about a lead."""
    found = morning.store.draft(lead_id)
    return found.text if found else ""


async def test_a_message_is_kept_unfinished_once(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "~The quote", "tab", "~fri", "tab", "~half a sen")
        morning.app.leave(SIGTERM)
        morning.app.leave(SIGTERM)
        (message,) = Post(morning.desk).messages()
        assert (message.subject, message.text, message.seen) == ("The quote", "half a sen", False)
        assert morning.lead(1) == ANN, "who was to be called on a day still is"
        assert morning.desk.undo()
        assert Post(morning.desk).messages() == [], "it was kept by one action"


async def test_a_message_that_waits_and_was_only_looked_at_still_goes(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "~The quote", "tab", "tab", "~whole", "ctrl+s", "m")
        morning.app.leave(SIGTERM)
        (message,) = Post(morning.desk).messages()
        assert Post(morning.desk).why_not(message) == ""


async def test_what_was_filled_in_of_a_lead_goes_above_the_note_that_was_being_typed(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "n", "~calls back", "escape", "e", "enter", "~Acme", "enter", "~CFO")
        morning.app.leave(SIGTERM)
        assert draft(morning) == "not saved: Company Acme, Role CFO\ncalls back"
        assert morning.lead(1) == ANN


async def test_a_form_that_was_only_looked_at_leaves_nothing(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "e", "enter", "enter")
        morning.app.leave(SIGTERM)
        assert draft(morning) == ""


async def test_a_new_lead_that_has_a_name_is_kept_with_what_was_filled_in(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "a", "~Bo Diaz", "tab", "enter", "~Acme")
        morning.app.leave(SIGTERM)
        morning.app.leave(SIGTERM)
        assert morning.lead(2).name == "Bo Diaz"
        (note,) = morning.store.history(2)
        assert isinstance(note, Note)
        assert note.note == "not saved: Company Acme"


async def test_a_correction_goes_into_the_draft(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        touch = Touch(
            id=1, uid="t", lead=1, at=WEDNESDAY, channel=Channel.CALL, outcome=Outcome.TALKED, note="budget in May"
        )
        morning.store.apply(adding(touch))
        await press(pilot, "h", "e", "~ or June")
        morning.app.leave(SIGTERM)
        assert draft(morning) == "correction: budget in May or June"
        assert morning.store.history(1) == [touch]
