"""Which of the questions at the foot of the day waits for an answer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fuyu.errors import FuyuError

if TYPE_CHECKING:
    from fuyu.tui.panes.prompt import Prompt
    from fuyu.tui.unfinished import Unfinished


class Asked:
    """The question that is open, at most one; none can be before the first picture."""

    prompts: "Sequence[Prompt[Any]]" = ()
    """All there are, once they are made."""

    @property
    def now(self) -> "Prompt[Any] | None":
        """The one that waits for an answer."""
        return next((prompt for prompt in self.prompts if prompt.is_open), None)

    def keep_typed(self) -> bool:
        """Keep what is typed in it; return whether it is."""
        try:
            if (asked := self.now) is not None:
                asked.keep_typed()
        except FuyuError:
            return False
        return True

    def unkept(self) -> "list[Unfinished]":
        """Return what is typed in it, and not kept."""
        return self.now.unkept() if self.now is not None else []
