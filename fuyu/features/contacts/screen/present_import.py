"""A file that is to come in, as lines: what its columns are taken for, who is in it, and what it would do."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from fuyu.desk.leads import FORGOTTEN_WORDS
from fuyu.domain.identity import Verdict
from fuyu.domain.lead import Row
from fuyu.domain.text import clean_line, shortened
from fuyu.features.contacts.arrivals import Arrivals, KeptOut
from fuyu.features.contacts.reading.columns import IGNORE, Guess
from fuyu.features.contacts.reading.contact import Contact, ContactSheet, Unclear
from fuyu.features.contacts.reading.spelling import told_by
from fuyu.features.contacts.reading.taken import Columns
from fuyu.features.contacts.understood import SOMEBODY_NEW, Whom
from fuyu.tui.present import counted
from fuyu.tui.widgets.lines import Line, Span, fit

_NAMED = {
    "first": "first name",
    "middle": "middle name",
    "last": "last name",
    "alias": "also known as",
    "email": "e-mail",
    "zone": "time zone",
    "temperature": "warmth",
    "next": "next date",
    "do_not_contact": "do not contact",
    "may_contact": "may be contacted",
    "maybe_contact": "may be contacted",
    "contact_state": "do not contact",
    "opt_out:yes": "DNC if unclear",
    "opt_out:no": "DNC if clear",
    "keep": "in the note",
    "due": "day of a step",
    "due_time": "time of a step",
    "said": "they said",
    "": "not read",
}


def field_words(field: str) -> str:
    """Return what a field is called."""
    return _NAMED.get("" if field == IGNORE else field, field)


def head_line(width: int) -> Line:
    """Return what stands above the columns."""
    title, field, by, rest = _shares(width)
    heads = (" ", fit("column", title), fit("is read as", field), fit("because", by), fit("the first rows", rest))
    return tuple(Span(head, "dim") for head in heads)


def column_line(columns: Columns, place: int, width: int) -> Line:
    """Return a column with what it is taken for, why, and what it holds."""
    title, field, by, rest = _shares(width)
    guess = columns.guess(place)
    return (
        Span(f" {fit(columns.title(place), title - 1)} ", "name" if guess.field else "dim"),
        Span(fit(field_words(guess.field), field), "key" if guess.field else "dim"),
        Span(fit(_because(guess), by), "promise" if guess.said_by == "you" else "dim"),
        Span(fit(" · ".join(map(clean_line, columns.cells(place))), rest)),
    )


def person_line(contact: Contact, width: int) -> Line:
    """Return a person of a file that has no columns."""
    reach = " · ".join((*contact.phones, *contact.emails))
    share = max(width // 3, 1)
    company = Span(f"{fit(contact.company, share - 1)} ", "company")
    return Span(f" {fit(contact.name, share - 2)} ", "name"), company, Span(reach)


class Decided(NamedTuple):
    """What a person said of those who were maybe known."""

    same: int = 0
    new: int = 0

    @classmethod
    def of(cls, said: Mapping[int, Whom]) -> "Decided":
        """Return how often each was said."""
        new = sum(whom == SOMEBODY_NEW for whom in said.values())
        return cls(len(said) - new, new)

    @property
    def words(self) -> str:
        """What was said, in a few words."""
        return f"asked: {self.same:,} same, {self.new:,} new" if self.same or self.new else ""


def _counts(sheet: ContactSheet, plan: Arrivals) -> Iterator[tuple[int, str, str]]:
    """Yield how many records are of whom, with their role: together they are all there are in the file."""
    yield len(plan.new), "new", "good"
    yield len(plan.merged), "updated", "today"
    yield plan.known, "unchanged", "dim"
    if plan.repeated:
        yield plan.repeated, "repeated", "dim"
    yield len(sheet.left_out) + len(plan.kept_out), "skipped", "warn"


def answer_words(
    name: str, sheet: ContactSheet, plan: Arrivals, decided: Decided, *, undo: str, undated: str = ""
) -> list[str]:
    """Return what came in, in one line, the longest first.

    Args:
        name: of the file.
        sheet: what it says.
        plan: what was done.
        decided: what a person said of those who were maybe known.
        undo: the key that undoes all of it.
        undated: what is to be said of leads without a date; empty where all have one.
    """
    counts = ", ".join(f"{count:,} {words}" for count, words, _ in _counts(sheet, plan) if count)
    said = f"; {decided.words}" if decided.words else ""
    back = f"  ({undo} undoes it)"
    next_step = f"; {undated}" if undated else ""
    return [
        *([f"{name}: {counts}{said}{next_step}{back}", f"{counts}{said}{next_step}{back}"] if undated else []),
        f"{name}: {counts}{said}{back}",
        f"{name}: {counts}{back}",
        f"{counts}{said}{back}",
        f"{counts}{back}",
        counts,
    ]


def told_lines(sheet: ContactSheet, plan: Arrivals, silence: Callable[[int], str]) -> list[str]:
    """Return who was skipped, and why, by line.

    Args:
        sheet: what the file says.
        plan: what was done.
        silence: says who is do-not-contact, and since when.
    """
    told = [(row.line, row.reason) for row in sheet.left_out]
    told += [(out.line, kept_out_words(out.verdict, silence(out.lead))) for out in plan.kept_out]
    return [f"line {line:,} skipped: {reason}" for line, reason in sorted(told)]


def arrival_lines(sheet: ContactSheet, plan: Arrivals, known: Callable[[int], Row | None], height: int) -> list[Line]:
    """Return what would come in, in so many lines.

    Args:
        sheet: what the file says.
        plan: what bringing it in would do.
        known: looks a lead of the book up.
        height: in lines.
    """
    left_out = len(sheet.left_out) + len(plan.kept_out)
    parts = [(f"{count:,} {words}", role if count else "dim") for count, words, role in _counts(sheet, plan)]
    lines: list[Line] = [tuple(span for words, role in parts for span in (Span("  "), Span(words, role)))]
    if plan.maybe:
        asked = f"  {len(plan.maybe):,} of the new are maybe here already: you are asked first"
        lines.append((Span(asked, "warn"),))
    if plan.refused:
        lines.append((Span(f"  {plan.refused:,} asked not to be contacted, and come in so", "warn"),))
    lines += [(Span(f"  {unclear_words(unclear)}", "warn"),) for unclear in sheet.unclear[:1]]
    if letters := told_by(sheet):
        lines.append((Span(f"  {letters}", "warn" if sheet.encodings else "dim"),))
    doubts = [f"line {row.line} is read as far as it goes: {row.reason}" for row in sheet.doubts[:height]]
    told = [*doubts, *(f"line {row.line} skipped: {row.reason}" for row in sheet.left_out[:height])]
    new = {lead.id: lead.name for lead in plan.new} if plan.learnt or plan.maybe else {}

    def who(lead_id: int) -> str:
        return _who(known(lead_id), new.get(lead_id, ""))

    told += [
        f"line {out.line} skipped: {kept_out_words(out.verdict, _silent_words(out, who))}"
        for out in plan.kept_out[:height]
    ]
    told += [f"line {like.line} is new, and maybe {who(like.other)}" for like in plan.maybe[:height]]
    told += [
        f"line {merged.line} is {who(merged.lead)}, who learns: {', '.join(merged.fields)}"
        for merged in plan.learnt[:height]
    ]
    room = height - len(lines)
    more = left_out + len(sheet.doubts) + len(plan.maybe) + len(plan.learnt) - room + 1
    if more > 1:
        told = [*told[: room - 1], f"and {counted(more, 'line')} more: fuyu import --dry-run --json lists them"]
    return [*lines, *((Span(f"  {line.replace('_', ' ')}", "dim"),) for line in told)]


def unclear_words(unclear: Unclear) -> str:
    """Return what is asked of a column that may ask to leave people alone."""
    where = f"line {unclear.line}, {shortened(unclear.title, 30)}: “{shortened(unclear.text, 20)}”"
    return f"{where}: do not contact? y yes, n no, x not read"


def kept_out_words(verdict: Verdict, silent: str) -> str:
    """Return why somebody does not come in: who is do-not-contact, as `silent` says, or maybe is."""
    return silent if verdict is Verdict.SURE else f"maybe {silent}"


def _silent_words(out: KeptOut, who: Callable[[int], str]) -> str:
    return f"{who(out.lead)}, do not contact" if out.lead else FORGOTTEN_WORDS


def _who(row: Row | None, new: str) -> str:
    return row.name if row else f"{new} (also new)"


def _because(guess: Guess) -> str:
    """Return who says what a column is."""
    if guess.said_by == "you":
        return "you said so"
    return guess.said_by if guess.said_by[:1].isupper() or not guess.said_by else f"as in {guess.said_by}"


def _shares(width: int) -> tuple[int, int, int, int]:
    """Share out the width: the title, the field, who says so, the first rows."""
    title = max(min(width * 28 // 100, 34), 10)
    return title, 16, 15, max(width - title - 1 - 31, 0)
