"""A file that does not answer ends no screen: what was asked for is left, said, and the day goes on.

Textual ends the whole app with the first error that a handler lets through (`MessagePump._process_messages_loop`, as of
8.2); a file that another program is writing at that moment, or a disk that was taken away, is no reason for that.
"""

from typing import Protocol, cast

from textual.message import Message
from textual.message_pump import MessagePump

from fuyu.errors import StoreError


class SaysTrouble(Protocol):
    """An app that has a place for a sentence."""

    def say_trouble(self, words: str) -> None:
        """Say what was in the way."""


class GoesOn(MessagePump):
    """A screen, or the app, that outlives a store which does not answer."""

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except StoreError as error:
            cast("SaysTrouble", self.app).say_trouble(str(error))
