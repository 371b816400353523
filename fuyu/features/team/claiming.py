"""Being at one lead at a time: a thread asks the worker for it, so that nobody waits; what is wanted last counts."""

from collections.abc import Callable
from threading import Lock, Thread

from fuyu.features.team.link import WorkerQuestion, WorkerReply, WorkerVerb

Ask = Callable[[WorkerQuestion], WorkerReply | None]


class Claiming:
    """The lead one is at, and what the team said of it."""

    def __init__(self, ask: Ask) -> None:
        """Be nowhere; `ask` asks the worker, and waits for its answer."""
        self._ask = ask
        self.heard: Callable[[], object] = tuple
        """Called from a thread once there is an answer about the lead one is at."""
        self._lock = Lock()
        self._is_asking = self._is_due = False
        self._held: set[int] = set()
        """The leads that were asked for, and not let go yet."""
        self.lead: int | None = None
        """The lead one wants to be at."""
        self.reply: WorkerReply | None = None
        """What the team said of it; None where it did not answer."""
        self.is_answered = False
        """Whether there was an answer, or there will be none."""

    @property
    def held(self) -> frozenset[int]:
        """The leads that others may believe one is at."""
        with self._lock:
            return frozenset(self._held)

    def be_at(self, lead: int | None) -> None:
        """Be at a lead, or nowhere."""
        with self._lock:
            if lead == self.lead:
                return
            self.lead, self.reply, self.is_answered = lead, None, False
            self._is_due = lead is not None
        self._begin()

    def renew(self) -> None:
        """Ask once more for the lead one is at; until then the last answer holds."""
        with self._lock:
            self._is_due = self.lead is not None
        self._begin()

    def _begin(self) -> None:
        with self._lock:
            if self._is_asking or self._next() is None:
                return
            self._is_asking = True
        Thread(target=self._work, name="claim", daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._lock:
                question = self._next()
                if question is None:
                    self._is_asking = False
                    return
                self._take_note(question)
            reply = self._ask(question)
            if self._took(question, reply):
                self.heard()

    def _next(self) -> WorkerQuestion | None:
        """Return what to ask now; the lead one is at comes before those that one has left."""
        if self._is_due and self.lead is not None:
            return WorkerQuestion(WorkerVerb.CLAIM, self.lead)
        left = self._held - {self.lead}
        return WorkerQuestion(WorkerVerb.LET_GO, min(left)) if left else None

    def _take_note(self, question: WorkerQuestion) -> None:
        if question.verb is WorkerVerb.CLAIM:
            self._is_due = False
            self._held.add(question.lead)
        else:
            self._held.remove(question.lead)

    def _took(self, question: WorkerQuestion, reply: WorkerReply | None) -> bool:
        """Keep an answer about the lead one is still at; return whether it is one."""
        with self._lock:
            if question.verb is not WorkerVerb.CLAIM or question.lead != self.lead:
                return False
            self.reply, self.is_answered = reply, True
            return True
