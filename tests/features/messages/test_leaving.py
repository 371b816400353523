"""What is typed on a sheet above the day, and not finished, when the program is told to end."""

from fuyu.domain.lead import Lead
from fuyu.domain.message import State
from fuyu.features.messages.service import Post
from tests.tui.conftest import Opened, due, press

ANN = Lead(
    **{name: getattr(due(1, "Ann Lee", 0), name) for name in Lead.__struct_fields__} | {"emails": ("a@x.example",)}
)
SIGTERM = 143


async def test_a_message_is_kept_unfinished_once(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "~The quote", "tab", "~fri", "tab", "~half a sen")
        morning.app.leave(SIGTERM)
        morning.app.leave(SIGTERM)
        (message,) = Post(morning.desk).messages()
        assert (message.subject, message.text, message.state) == ("The quote", "half a sen", State.NEEDS_REVIEW)
        assert morning.lead(1) == ANN, "who was to be called on a day still is"
        assert morning.desk.undo.last()
        assert Post(morning.desk).messages() == [], "it was kept by one action"


async def test_a_message_that_waits_and_was_only_looked_at_still_goes(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "~The quote", "tab", "tab", "~whole", "ctrl+s", "m")
        morning.app.leave(SIGTERM)
        (message,) = Post(morning.desk).messages()
        assert Post(morning.desk).why_not(message) == ""
