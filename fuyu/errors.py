"""Everything that can go wrong, as one short tree: a sentence for the person and an exit code each."""

from pathlib import Path


class FuyuError(Exception):
    """A problem that is said in one sentence and never as a traceback."""

    exit_code = 3
    usual_hint = ""
    """What to do about an error of this kind, where nothing else is said."""

    def __init__(self, sentence: str = "", *, hint: str = "") -> None:
        super().__init__(sentence)
        self.hint = hint or self.usual_hint
        """What to do about it on the command line; empty where the sentence says that."""

    @property
    def in_full(self) -> str:
        """The sentence, and what to do about it unless it names a command that does it."""
        sentence = str(self)
        if not self.hint or "“fuyu " in sentence or "`fuyu " in sentence:
            return sentence
        goes_on = not sentence.endswith((".", "?"))
        return f"{sentence}; {self.hint}" if goes_on else f"{sentence} {self.hint[0].upper()}{self.hint[1:]}."


class NotFoundError(FuyuError):
    """Nothing by that id or name, or more than one."""

    exit_code = 1


class UsageError(FuyuError):
    """What was asked for cannot be understood; the sentence names the nearest right thing."""

    exit_code = 2


class NobodyError(UsageError):
    """A file of contacts in which nobody is; whoever reads many files looks at this one."""

    exit_code = 3


class CrashError(FuyuError):
    """A fault of ours; the words name where it is in the code, and nobody's data."""

    exit_code = 70

    def __init__(self, error: BaseException) -> None:
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "nowhere"
        self.what = f"a fault of fuyu's own: {type(error).__name__} at {where}"
        super().__init__(f"{self.what}\nfuyu: what was done is kept. Start it again, and tell us these two lines.")
        self.places = _places(error)
        """Where it is in the code: a line for each step, without what was in hand there."""


def _places(error: BaseException) -> tuple[str, ...]:
    """Return the kinds of an error and of those behind it, each with the way to it through the code."""
    found: list[str] = []
    behind: BaseException | None = error
    while behind is not None and len(found) < _MOST_PLACES:
        found.append(type(behind).__name__)
        trace = behind.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            found.append(f"  {Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        behind = behind.__cause__ or behind.__context__
    return tuple(found)


_MOST_PLACES = 500


class NotifyError(FuyuError):
    """The desktop could not be told; what was to be told stays in the book."""


class ServerError(FuyuError):
    """A server does not answer, or not as it should; what it was not sent it gets the next time."""


class StoreError(FuyuError):
    """The file or its lock; nothing in memory has changed."""


class SaveError(StoreError):
    """A change did not reach the disk; it is held by the caller and memory is as it was before."""


class DamagedError(StoreError):
    """The file is not what was written; the sentence says where, and it is left as it is."""

    usual_hint = "is it a book of fuyu? `fuyu check` says where, and `fuyu restore` lists its copies"


class GoneError(StoreError):
    """The file was there and is not any more; what was read of it stays in memory."""


class ReadOnlyError(StoreError):
    """The file may be read, but not written, here."""


class StaleError(StoreError):
    """Someone else changed a document after it was read; read again and repeat the intent."""
