"""A question at the foot of the screen, mounted beforehand: it opens in one frame and takes the very next key."""

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from fuyu.desk.drafts import PlaceDrafts
from fuyu.tui.bindings import keyboard_of
from fuyu.tui.keeping import Keeping
from fuyu.tui.keys import PLACES, Where
from fuyu.tui.unfinished import Unfinished
from fuyu.tui.widgets.focusing import StyledAlike
from fuyu.tui.widgets.lines import Line, Lines
from fuyu.tui.widgets.over import Over

Answer = TypeVar("Answer")
_ROOMY = Size(150, 40)
"""Questions come and go all day, and a border is a thousand bytes of what ssh carries each time."""


class Prompt(Vertical, StyledAlike, Generic[Answer]):
    """A question with a typed answer; going back gives none.

    It lies above the foot of the screen, so that nothing moves when it opens.
    """

    DEFAULT_CSS = """
    Prompt { dock: bottom; display: none; background: $ground; margin-bottom: 1; height: auto; }
    Prompt Over { height: auto; }
    Prompt .body { height: 1; }
    """

    class Painted(Message):
        """What a prompt asks, or which keys it has, may be another now."""

    def __init__(self, *keys: tuple[str, str], id: str) -> None:  # noqa: A002 - Textual's name
        """Make a prompt with these keys, by their ids, with what they do; the foot of the screen names them."""
        super().__init__(id=id, classes="prompt")
        self._keys = keys
        self._title = ""
        self._painted_in = 0
        """The cells that it was painted for."""
        self._then: Callable[[Answer], object] | None = None
        self._focused_before: Widget | None = None
        self.frame = Over(id=f"{id}-frame", roomy=_ROOMY)
        self.body = Lines(classes="body")

    def compose(self) -> ComposeResult:
        """A frame around what it asks."""
        with self.frame:
            yield from self.inside()

    def inside(self) -> ComposeResult:
        """A body; what can be typed into comes with those who need it."""
        yield self.body

    def keep_typed(self) -> None:
        """Keep what is typed here and not finished; most questions are answered by a key.

        Raises:
            FuyuError: it cannot be kept now.
        """

    def unkept(self) -> list[Unfinished]:
        """Return what is typed here and not kept."""
        return []

    @property
    def situation(self) -> Where:
        """The situation its keys belong to."""
        return keyboard_of(self)[self._keys[-1][0]].where

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys that hold, by their ids, with what they do now."""
        return self._keys

    @property
    def types(self) -> bool:
        """Whether a letter is text now."""
        return PLACES[self.situation].types

    @property
    def is_open(self) -> bool:
        """Whether the question waits for an answer."""
        return self._then is not None

    def ask(self, title: str, then: Callable[[Answer], object]) -> None:
        """Open, and call `then` with the answer once there is one."""
        self._title, self._then = title, then
        self._focused_before = self.screen.focused
        self.frame.fit()
        self.display = True  # a class would style everything below it anew
        self.screen.set_focus(self.first(), scroll_visible=False)
        self.paint()

    def answer(self, answer: Answer | None) -> None:
        """Close, give the keys back, and hand the answer on; None is no answer."""
        then, self._then = self._then, None
        self.display = False
        self.screen.set_focus(self._focused_before, scroll_visible=False)
        if then is not None and answer is not None:
            then(answer)

    def first(self) -> Widget:
        """Return the widget that the first key belongs to."""
        return self

    def on_resize(self) -> None:
        """Take as many lines as there are to say in the width there is."""
        if self.is_open:
            self.frame.fit()
            if self.frame.room != self._painted_in:
                self.paint()

    def paint(self) -> None:
        """Paint title and body anew, in as many lines as there are to say."""
        self.frame.entitle(self._title)
        room = self._painted_in = self.frame.room
        lines = self.lines(room)
        self.body.take(len(lines))
        self.body.display = bool(lines)
        self.body.show(lambda width, _height: lines if width == room else self.lines(width))
        self.post_message(self.Painted())

    def lines(self, width: int) -> list[Line]:  # noqa: ARG002 - for those who need it
        """Return the body's lines in a width."""
        return []

    def action_cancel(self) -> None:
        """Go back; nothing is changed."""
        self.answer(None)


class TypedPrompt(Prompt[Answer]):
    """A question that is answered in words: they are kept within a second, and offered when the same is asked again."""

    CONTINUES = ""
    """The id of the key that goes on with what was typed before."""

    def __init__(self, *keys: tuple[str, str], id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(*keys, id=id)
        self.keeping = Keeping(self, self.typed, self.write)

    def typed(self) -> Mapping[str, str]:
        """Return what is typed, by field."""
        raise NotImplementedError

    def write(self, fields: Mapping[str, str]) -> None:
        """Put into the fields what was typed before."""
        raise NotImplementedError

    def ask(self, title: str, then: Callable[[Answer], object], drafts: PlaceDrafts | None = None) -> None:
        """Open; what is typed is kept in the drafts, and taken away by what `then` does."""
        super().ask(title, then)
        self.keeping.begin(drafts, keyboard_of(self)[self.CONTINUES].hint())

    def answer(self, answer: Answer | None) -> None:
        """Close once what is typed is kept, and hand the answer on; one that is given is not held up."""
        if not self.keeping.may_leave() and answer is None:
            return
        finishing = self.keeping.finishing()
        self.keeping.end()
        if answer is None:
            super().answer(None)
            return
        with finishing:
            super().answer(answer)

    def keep_typed(self) -> None:
        """Keep what is typed, now."""
        self.keeping.keep()

    def unkept(self) -> list[Unfinished]:
        """Return what is typed here and not kept."""
        return self.keeping.unkept()

    def action_bring(self) -> None:
        """Go on with what was typed here before."""
        self.keeping.bring()
